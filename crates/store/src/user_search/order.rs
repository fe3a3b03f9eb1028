//! What found users are sorted by.

use super::field::{self, Field, Kind};
use crate::dialect::Dialect;
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

    /// Whether the rows of `user_terms` and the entries of indexes tell it.
    pub(super) fn is_covered(self) -> bool {
        matches!(self.field.name, "created_at" | "user_id")
    }

    /// Whether an index has all users in it.
    pub(super) fn is_indexed(self) -> bool {
        match self.field.kind {
            Kind::Id | Kind::Email | Kind::Name | Kind::Logins | Kind::Time | Kind::Login => true,
            Kind::Text | Kind::Username | Kind::Flag | Kind::Verified | Kind::Reset => false,
        }
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
