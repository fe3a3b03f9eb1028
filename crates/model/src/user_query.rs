//! What the Users page asks for, and what it gets.

use serde::{Deserialize, Serialize};

use crate::{Timestamp, UserId, UserProfile};

/// The page sizes that are offered.
pub const PAGE_SIZES: [u32; 4] = [25, 50, 100, 200];

/// Which users to list, in which order, and where to begin.
///
/// Every part stands in the page's URL, so that back, reload and sharing work.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct UserQuery {
    /// Words, each of which must begin a word of name, nickname, email, user name or phone number; or an email or its
    /// beginning (with an `@`); or a user id (with a `|`); or a query (see [`crate::lucene::is_query`]).
    pub q: String,
    /// Only users of the connection of this name.
    pub connection: Option<String>,
    /// Only users in this state.
    pub status: Option<UserStatus>,
    /// First day (UTC) of creation, `2026-11-23`.
    pub created_from: Option<String>,
    /// Last day (UTC) of creation.
    pub created_to: Option<String>,
    /// First day (UTC) of the latest login.
    pub login_from: Option<String>,
    /// Last day (UTC) of the latest login.
    pub login_to: Option<String>,
    /// What the rows are sorted by.
    pub sort: UserSort,
    /// In which direction.
    pub order: SortOrder,
    /// The place to go on from, as an earlier page gave it.
    pub cursor: Option<String>,
    /// Rows a page: 1 to 200.
    pub page_size: u32,
}

impl Default for UserQuery {
    fn default() -> Self {
        Self {
            q: String::new(),
            connection: None,
            status: None,
            created_from: None,
            created_to: None,
            login_from: None,
            login_to: None,
            sort: UserSort::Created,
            order: SortOrder::Descending,
            cursor: None,
            page_size: 50,
        }
    }
}

impl UserQuery {
    /// Whether it narrows the list at all.
    pub fn is_filtered(&self) -> bool {
        !self.q.trim().is_empty()
            || self.connection.is_some()
            || self.status.is_some()
            || self.created_from.is_some()
            || self.created_to.is_some()
            || self.login_from.is_some()
            || self.login_to.is_some()
    }
}

/// What the list can be sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UserSort {
    /// The name, whatever its case.
    Name,
    /// The email.
    Email,
    /// The number of logins.
    Logins,
    /// The latest login; those who never logged in come before everyone who did.
    LatestLogin,
    /// When the user was created.
    Created,
}

impl UserSort {
    /// All of them.
    pub const ALL: [UserSort; 5] = [Self::Name, Self::Email, Self::Logins, Self::LatestLogin, Self::Created];

    /// Its name in URLs.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Email => "email",
            Self::Logins => "logins",
            Self::LatestLogin => "latest_login",
            Self::Created => "created",
        }
    }

    /// The one of that name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sort| sort.as_str() == name)
    }
}

/// The direction of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SortOrder {
    /// Smallest, earliest, A first.
    #[serde(rename = "asc")]
    Ascending,
    /// Largest, latest, Z first.
    #[serde(rename = "desc")]
    Descending,
}

impl SortOrder {
    /// Its name in URLs.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ascending => "asc",
            Self::Descending => "desc",
        }
    }

    /// The one of that name.
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Ascending, Self::Descending].into_iter().find(|order| order.as_str() == name)
    }

    /// The other one.
    pub fn reversed(self) -> Self {
        match self {
            Self::Ascending => Self::Descending,
            Self::Descending => Self::Ascending,
        }
    }
}

/// States that the list can be narrowed to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UserStatus {
    /// Blocked by an administrator.
    Blocked,
    /// Never logged in.
    Pending,
    /// With an email that was not verified.
    Unverified,
}

impl UserStatus {
    /// All of them.
    pub const ALL: [UserStatus; 3] = [Self::Blocked, Self::Pending, Self::Unverified];

    /// Its name in URLs and on screen.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Blocked => "blocked",
            Self::Pending => "pending",
            Self::Unverified => "unverified",
        }
    }

    /// The one of that name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == name)
    }
}

/// One row of the Users page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct UserRow {
    /// The user's id.
    pub user_id: UserId,
    /// What to call them.
    pub name: String,
    /// Their email, where they have one.
    pub email: Option<String>,
    /// Whether it was verified.
    pub email_verified: bool,
    /// Their user name, where they have one.
    pub username: Option<String>,
    /// The names of their connections, the primary one first.
    pub connections: Vec<String>,
    /// How often they logged in.
    pub logins_count: i64,
    /// When they last did.
    pub last_login: Option<Timestamp>,
    /// When they were created.
    pub created_at: Timestamp,
    /// Whether an administrator blocked them.
    pub blocked: bool,
}

impl From<&UserProfile> for UserRow {
    fn from(user: &UserProfile) -> Self {
        Self {
            user_id: user.user_id.clone(),
            name: user.display_name().to_owned(),
            email: user.email.clone(),
            email_verified: user.email_verified == Some(true),
            username: user.username.clone(),
            connections: user.connections().map(str::to_owned).collect(),
            logins_count: user.logins_count.unwrap_or(0),
            last_login: user.last_login,
            created_at: user.created_at,
            blocked: user.is_blocked(),
        }
    }
}

/// One page of users.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct UserPage {
    /// The rows, in the order that was asked for.
    pub users: Vec<UserRow>,
    /// The cursor of the page after this one.
    pub next: Option<String>,
    /// The cursor of the page before this one.
    pub previous: Option<String>,
}

/// How many users match a query.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserCount {
    /// How many were counted.
    pub count: i64,
    /// Whether counting stopped there although there are more.
    pub is_capped: bool,
}

/// Which users a program asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UserSearchQuery {
    /// In the search language; everybody where it is empty.
    pub q: String,
    /// `field:1` or `field:-1`.
    pub sort: String,
    /// The number of the page, from 0.
    pub page: i64,
    /// Users a page, 0 to 100.
    pub per_page: i64,
    /// Instead of a numbered page: so many users by id, 1 to 100.
    pub take: Option<i64>,
    /// The `next` of an earlier answer, to go on after it.
    pub from: Option<String>,
    /// Whether to count all that match.
    pub is_total_wanted: bool,
}

/// Users that a program asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct UserMatches {
    /// They.
    pub users: Vec<UserProfile>,
    /// How many match in all, where that was asked.
    pub total: Option<i64>,
    /// After which one to go on; none where these are the last.
    pub next: Option<UserId>,
}
