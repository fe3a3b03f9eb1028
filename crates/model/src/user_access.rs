//! Where a user is logged in, and what they let applications do.

use serde::{Deserialize, Serialize};

use crate::{Ending, Timestamp};

/// Everything through which a user comes in without showing who they are.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserAccess {
    /// Devices that hold refresh tokens, the one that was used last first.
    pub devices: Vec<LinkedDevice>,
    /// Logins of browsers, the newest first.
    pub sessions: Vec<BrowserLogin>,
    /// What the user allowed applications, the newest first.
    pub grants: Vec<GrantedApplication>,
    /// What would end if the user were signed out everywhere.
    pub ending: Ending,
}

/// A device: the refresh tokens of one name in one kind of browser or program.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkedDevice {
    /// What the application called it, or else its browser and system.
    pub name: String,
    /// Its browser and system in words, for instance `Firefox on Windows`.
    pub agent: String,
    /// The names of its applications; the id of one that was deleted.
    pub applications: Vec<String>,
    /// When it was first linked.
    pub created_at: Timestamp,
    /// When it last got tokens.
    pub last_used_at: Timestamp,
    /// Where that was.
    pub last_ip: Option<String>,
    /// The place of that address, for instance `Berlin, Germany`.
    pub last_place: Option<String>,
    /// How many refresh tokens it holds.
    pub refresh_tokens: i64,
    /// Whether the login that one of them came from goes on.
    pub is_signed_in: bool,
}

/// A browser in which the user is logged in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BrowserLogin {
    /// The session's id.
    pub id: String,
    /// Its browser and system in words.
    pub agent: String,
    /// The names of the applications that were logged in with it.
    pub applications: Vec<String>,
    /// When it began.
    pub created_at: Timestamp,
    /// When it was last used.
    pub last_seen_at: Timestamp,
    /// When it ends unless it is used.
    pub ends_at: Timestamp,
    /// Where it began.
    pub ip: Option<String>,
    /// The place of that address.
    pub place: Option<String>,
    /// How many refresh tokens came of it; they stay when it ends.
    pub refresh_tokens: i64,
    /// Whether an administrator is in, in the user's place.
    #[serde(default)]
    pub is_impersonation: bool,
}

/// What a user allowed an application.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GrantedApplication {
    /// The grant's id.
    pub id: String,
    /// The application's name; its id where it was deleted.
    pub application: String,
    /// The API's name, or its identifier where it was deleted; empty for the profile alone.
    pub api: String,
    /// What was allowed.
    pub scope: Vec<String>,
    /// When it was first allowed.
    pub created_at: Timestamp,
}
