//! Pages that begin after a row, not at an offset.

use model::UserSort;

use super::Effort;
use crate::sql::Sql;
use crate::users::ListRow;

/// What a list is sorted by; the id decides between equals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// The folded name.
    Name,
    /// The email; users without one come first.
    Email,
    /// The number of logins.
    Logins,
    /// The latest login; users without one come first.
    LatestLogin,
    /// When the user was created.
    Created,
    /// The id alone.
    Id,
}

impl From<UserSort> for Sort {
    fn from(sort: UserSort) -> Self {
        match sort {
            UserSort::Name => Self::Name,
            UserSort::Email => Self::Email,
            UserSort::Logins => Self::Logins,
            UserSort::LatestLogin => Self::LatestLogin,
            UserSort::Created => Self::Created,
        }
    }
}

/// The value that a row is sorted by.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Key {
    /// Of name and email.
    Text(String),
    /// Of the others.
    Number(i64),
}

/// Where a row stands in a sorted list, which is in the order of places.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The value that the row is sorted by.
    pub key: Key,
    /// The user's id.
    pub id: String,
}

/// Which part of a sorted list.
#[derive(Clone, Debug)]
pub struct Window {
    /// What the list is sorted by.
    pub sort: Sort,
    /// Whether the largest comes first.
    pub is_descending: bool,
    /// The place after (or, going backward, before) which the part begins; the list's end without one.
    pub from: Option<Place>,
    /// Whether to scan toward the list's beginning.
    pub is_backward: bool,
    /// The most rows, at least 1.
    pub limit: i64,
    /// How much may be read; decided by the number of users where it is not given.
    pub effort: Option<Effort>,
}

impl Sort {
    pub(super) fn column(self) -> &'static str {
        match self {
            Self::Name => "u.name_sort",
            Self::Email => "u.email",
            Self::Logins => "u.logins_count",
            Self::LatestLogin => "u.last_login",
            Self::Created => "u.created_at",
            Self::Id => "u.id",
        }
    }

    /// Whether the index of this order tells where a user stands in the order `other`.
    pub(super) fn tells(self, other: Self) -> bool {
        match self {
            Self::Created => matches!(other, Self::Name | Self::Logins),
            Self::LatestLogin => matches!(other, Self::Name | Self::Created),
            Self::Email => other == Self::Created,
            Self::Name | Self::Logins | Self::Id => false,
        }
    }

    pub(super) fn place(self, row: &ListRow) -> Place {
        let key = match self {
            Self::Name => Key::Text(row.name_sort.clone()),
            Self::Email => Key::Text(row.email.clone()),
            Self::Logins => Key::Number(row.logins_count),
            Self::LatestLogin => Key::Number(row.last_login),
            Self::Created => Key::Number(row.created_at),
            Self::Id => Key::Text(String::new()),
        };
        Place { key, id: row.id.clone() }
    }
}

impl Window {
    pub(crate) fn scans_down(&self) -> bool {
        self.is_descending != self.is_backward
    }

    /// `AND` the condition that a row lies behind the window's place.
    pub(super) fn push_after(&self, sql: &mut Sql) {
        let Some(place) = &self.from else { return };
        let sign = if self.scans_down() { " < " } else { " > " };
        sql.push(" AND ");
        if self.sort == Sort::Id {
            sql.push("u.id").push(sign).bind(place.id.as_str());
            return;
        }
        sql.push("(").push(self.sort.column()).push(", u.id)").push(sign).push("(");
        match &place.key {
            Key::Text(text) => sql.bind(text.as_str()),
            Key::Number(number) => sql.bind(*number),
        };
        sql.push(", ").bind(place.id.as_str()).push(")");
    }

    pub(super) fn push_order(&self, sql: &mut Sql) {
        let direction = if self.scans_down() { " DESC" } else { "" };
        sql.push(" ORDER BY ");
        if self.sort != Sort::Id {
            sql.push(self.sort.column()).push(direction).push(", ");
        }
        sql.push("u.id").push(direction);
    }
}
