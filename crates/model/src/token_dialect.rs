//! What access tokens are like.

use serde::{Deserialize, Serialize};

/// What an API's access tokens are like.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum TokenDialect {
    /// Auth0's own, older than RFC 9068: `typ` is `JWT`, and `azp` alone names the application.
    #[serde(rename = "access_token")]
    AccessToken,
    /// The same with the claim `permissions`: all that the holder may do at the API.
    #[serde(rename = "access_token_authz")]
    AccessTokenAuthz,
    /// RFC 9068: `typ` is `at+jwt`.
    #[default]
    #[serde(rename = "rfc9068_profile")]
    Rfc9068Profile,
    /// The same with the claim `permissions`.
    #[serde(rename = "rfc9068_profile_authz")]
    Rfc9068ProfileAuthz,
}

impl TokenDialect {
    /// All of them.
    pub const ALL: [Self; 4] =
        [Self::AccessToken, Self::AccessTokenAuthz, Self::Rfc9068Profile, Self::Rfc9068ProfileAuthz];

    /// Whether tokens have the claim `permissions`.
    pub fn has_permissions(self) -> bool {
        matches!(self, Self::AccessTokenAuthz | Self::Rfc9068ProfileAuthz)
    }

    /// Whether tokens are as RFC 9068 says.
    pub fn is_rfc9068(self) -> bool {
        matches!(self, Self::Rfc9068Profile | Self::Rfc9068ProfileAuthz)
    }
}
