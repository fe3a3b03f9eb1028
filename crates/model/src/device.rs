//! Where a user stays logged in.

use serde::{Deserialize, Serialize};

use crate::Timestamp;

/// A device, or a program, that holds a refresh token of a user.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Device {
    /// Of the family of refresh tokens.
    pub id: String,
    /// What people call it, for instance `Firefox on Windows`.
    pub name: String,
    /// The application.
    pub client_id: String,
    /// Its name; empty for one that was deleted.
    pub client_name: String,
    /// What the device called itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_agent: Option<String>,
    /// Where it was first seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub initial_ip: Option<String>,
    /// Where it was last seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_ip: Option<String>,
    /// When it was linked.
    pub created_at: Timestamp,
    /// When it last got tokens.
    pub last_used_at: Timestamp,
}
