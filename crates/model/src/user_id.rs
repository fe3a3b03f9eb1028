//! Ids of users.

use std::fmt;

use serde::{Deserialize, Serialize};

/// `<provider>|<id>`: `auth0|` and 24 lower-case hex digits for a user of a database connection, unless whoever created
/// the user gave an id.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct UserId(String);

impl UserId {
    /// The id of `provider`'s user `id`.
    pub fn new(provider: &str, id: &str) -> Self {
        Self(format!("{provider}|{id}"))
    }

    /// The whole id.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The part before the first `|`, for instance `auth0`.
    pub fn provider(&self) -> &str {
        self.0.split_once('|').map_or("", |(provider, _)| provider)
    }

    /// The part after the first `|`.
    pub fn local(&self) -> &str {
        self.0.split_once('|').map_or(self.0.as_str(), |(_, id)| id)
    }
}

impl From<String> for UserId {
    fn from(id: String) -> Self {
        Self(id)
    }
}

impl From<&str> for UserId {
    fn from(id: &str) -> Self {
        Self(id.to_owned())
    }
}

impl fmt::Display for UserId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
