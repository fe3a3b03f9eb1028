//! Refresh tokens, without what could be sent.

use crate::{JsonObject, Timestamp, UserId};

/// A family of refresh tokens: what a device of a user holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefreshTokenInfo {
    /// Its id; not the token.
    pub id: String,
    /// Whose it is.
    pub user_id: UserId,
    /// The application.
    pub client_id: String,
    /// The login that it came of.
    pub session_id: Option<String>,
    /// Identifier of the API; empty for none.
    pub audience: String,
    /// The most that can be asked for, with a space between.
    pub scope: String,
    /// What people call the device.
    pub device_name: String,
    /// What the device called itself.
    pub user_agent: Option<String>,
    /// Where it was first seen.
    pub initial_ip: Option<String>,
    /// Where it was last seen.
    pub last_ip: Option<String>,
    /// Whether each use gives another token.
    pub is_rotating: bool,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it last gave tokens.
    pub last_used_at: Timestamp,
    /// When it ends by disuse; none for never.
    pub idle_expires_at: Option<Timestamp>,
    /// When it ends however much it is used; none for never.
    pub expires_at: Option<Timestamp>,
    /// What programs keep with it.
    pub metadata: Option<JsonObject>,
}

/// Which refresh tokens. All that is said must hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RefreshTokenQuery {
    /// Of these ids.
    pub ids: Option<Vec<String>>,
    /// Of this user.
    pub user_id: Option<UserId>,
    /// Of this application.
    pub client_id: Option<String>,
    /// For the API of this identifier.
    pub audience: Option<String>,
    /// That rotate, or do not.
    pub is_rotating: Option<bool>,
}
