//! What found users are sorted by.

use super::field::{self, Field, Kind, NAME_SORT};
use crate::dialect::Dialect;
use crate::search::{Key, Place, Sort};
use crate::sql::Sql;

/// An order of users; the id decides between equals. Who has nothing there comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Order {
    pub(super) field: Field,
    /// Whether the largest comes first.
    pub is_descending: bool,
}

impl Order {
    /// By the field of that name; none when there is no such one.
    pub fn by(name: &str, is_descending: bool) -> Option<Self> {
        Some(Self { field: field::find(name)?, is_descending })
    }

    /// By the id alone, the least first.
    pub(super) fn by_id() -> Self {
        Self { field: field::ID, is_descending: false }
    }

    /// An order of the dashboard's list, in which everybody has a value.
    pub(super) fn of(sort: Sort, is_descending: bool) -> Self {
        let name = match sort {
            Sort::Name => return Self { field: NAME_SORT, is_descending },
            Sort::Email => "email",
            Sort::Logins => "logins_count",
            Sort::LatestLogin => "last_login",
            Sort::Created => "created_at",
            Sort::Id => "user_id",
        };
        Self { field: field::find(name).unwrap_or(field::ID), is_descending }
    }

    /// Whether the rows of `user_terms` and the entries of indexes tell it.
    pub(super) fn is_covered(self) -> bool {
        matches!(self.field.name, "created_at" | "user_id")
    }

    /// Whether an index has all users in it.
    pub(super) fn is_indexed(self) -> bool {
        match self.field.kind {
            Kind::Id | Kind::Email | Kind::Name | Kind::Logins | Kind::Time | Kind::Login | Kind::Sorting => true,
            Kind::Text | Kind::Username | Kind::Flag | Kind::Verified | Kind::Reset => false,
        }
    }

    /// `AND` the condition that a row `u` comes after `place`. For orders of the dashboard's list and that by id alone.
    pub(super) fn push_after(self, sql: &mut Sql, place: &Place) {
        let sign = if self.is_descending { " < " } else { " > " };
        if self.field.kind == Kind::Id {
            sql.push(" AND u.id").push(sign).bind(place.id.as_str());
            return;
        }
        sql.push(" AND (").push(self.field.column).push(", u.id)").push(sign).push("(");
        match &place.key {
            Key::Text(text) => sql.bind(text.as_str()),
            Key::Number(number) => sql.bind(*number),
        };
        sql.push(", ").bind(place.id.as_str()).push(")");
    }

    /// `ORDER BY`, of rows `u`.
    pub(super) fn push(self, sql: &mut Sql, dialect: Dialect) {
        let direction = if self.is_descending { " DESC" } else { "" };
        sql.push(" ORDER BY ");
        match self.field.kind {
            Kind::Id => {}
            // As the index has it: the engines do not agree on where NULL stands.
            Kind::Name | Kind::Text | Kind::Flag | Kind::Reset => {
                self.field.push(sql, dialect);
                sql.push(if self.is_descending { " DESC NULLS LAST, " } else { " NULLS FIRST, " });
            }
            Kind::Verified => {
                sql.push("CASE WHEN u.email <> '' THEN u.email_verified END");
                sql.push(if self.is_descending { " DESC NULLS LAST, " } else { " NULLS FIRST, " });
            }
            _ => {
                self.field.push(sql, dialect);
                sql.push(direction).push(", ");
            }
        }
        sql.push("u.id").push(direction);
    }
}
