//! Why somebody got no tokens.

use protocol::OAuthError;

use crate::{Error, LoginRefusal};

/// Why somebody got no tokens.
#[derive(Debug)]
pub enum TokenRefusal {
    /// Something that the application is told.
    OAuth(OAuthError),
    /// It could not be found out.
    Failed(Error),
}

impl From<OAuthError> for TokenRefusal {
    fn from(error: OAuthError) -> Self {
        Self::OAuth(error)
    }
}

impl From<Error> for TokenRefusal {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}

impl From<store::Error> for TokenRefusal {
    fn from(error: store::Error) -> Self {
        Self::Failed(error.into())
    }
}

impl From<LoginRefusal> for TokenRefusal {
    fn from(refusal: LoginRefusal) -> Self {
        match (refusal.at_token_endpoint(), refusal) {
            (_, LoginRefusal::Failed(error)) => Self::Failed(error),
            (Some((status, code)), refusal) => Self::OAuth(OAuthError::new(status, code, refusal.to_string())),
            (None, refusal) => Self::OAuth(OAuthError::invalid_grant(refusal.to_string())),
        }
    }
}

impl TokenRefusal {
    /// What the user's state forbids is an `invalid_grant` where something was given in exchange (S-166).
    pub(super) fn of_a_grant(refusal: LoginRefusal) -> Self {
        match refusal {
            LoginRefusal::Failed(error) => Self::Failed(error),
            refusal => Self::OAuth(OAuthError::invalid_grant(refusal.to_string())),
        }
    }
}
