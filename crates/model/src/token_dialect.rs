//! What access tokens are like.

use serde::{Deserialize, Serialize};

/// What an API's access tokens are like.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum TokenDialect {
    /// RFC 9068.
    #[default]
    #[serde(rename = "rfc9068_profile")]
    Rfc9068Profile,
    /// The same with the claim `permissions`: all that the holder may do at the API.
    #[serde(rename = "rfc9068_profile_authz")]
    Rfc9068ProfileAuthz,
}

impl TokenDialect {
    /// Whether tokens have the claim `permissions`.
    pub fn has_permissions(self) -> bool {
        self == Self::Rfc9068ProfileAuthz
    }
}
