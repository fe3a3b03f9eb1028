//! Who failed to log in too often.

use serde::{Deserialize, Serialize};

use crate::Timestamp;

/// An address from which a user is kept out, whatever the password, because of too many wrong ones.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserBlock {
    /// What was typed last.
    pub identifier: String,
    /// The address; empty for everywhere.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub ip: String,
    /// Name of the connection.
    pub connection: String,
    /// When it ends by itself.
    pub blocked_until: Timestamp,
}
