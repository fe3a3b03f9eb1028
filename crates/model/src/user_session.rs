//! A browser's login, shared by the applications of a tenant.

use serde::{Deserialize, Serialize};

use crate::{JsonObject, Timestamp, UserId};

/// A session of a user, without its secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserSession {
    /// The `sid` of tokens.
    pub id: String,
    /// Whose it is.
    pub user_id: UserId,
    /// Name of the connection that the user came by.
    pub connection: String,
    /// The ids of the applications that were logged in with it.
    pub clients: Vec<String>,
    /// Where it began.
    pub ip: Option<String>,
    /// The browser that it began in, as it named itself.
    pub user_agent: Option<String>,
    /// When it began.
    pub created_at: Timestamp,
    /// When the user last showed who they are: `auth_time`.
    pub authenticated_at: Timestamp,
    /// When it last logged somebody in.
    pub last_seen_at: Timestamp,
    /// When it ends unless it is used.
    pub idle_expires_at: Timestamp,
    /// When it ends in any case.
    pub expires_at: Timestamp,
    /// The impersonation that it is; none where the user is in themselves.
    #[serde(default)]
    pub impersonation: Option<String>,
    /// What programs keep with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub metadata: Option<JsonObject>,
}
