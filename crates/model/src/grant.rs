//! What users allowed applications.

use serde::{Deserialize, Serialize};

use crate::{Timestamp, UserId};

/// What a user allowed an application at an API.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grant {
    /// `grt_` and 16 letters and digits.
    pub id: String,
    /// Who allowed it.
    pub user_id: UserId,
    /// The application; Auth0 spells it so.
    #[serde(rename = "clientID")]
    pub client_id: String,
    /// The API's identifier; empty for none.
    pub audience: String,
    /// What was allowed.
    pub scope: Vec<String>,
    /// When it was first allowed.
    pub created_at: Timestamp,
}
