//! What the token endpoint answers.

use serde::Serialize;

/// Tokens (RFC 6749 §5.1).
#[derive(Clone, PartialEq, Eq, Serialize)]
pub struct TokenAnswer {
    /// For the API, or for /userinfo alone.
    pub access_token: String,
    /// Who logged in; with the scope `openid`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id_token: Option<String>,
    /// With the scope `offline_access`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refresh_token: Option<String>,
    /// What was granted.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub scope: String,
    /// Seconds that the access token lives.
    pub expires_in: i64,
    /// `Bearer`.
    pub token_type: &'static str,
}
