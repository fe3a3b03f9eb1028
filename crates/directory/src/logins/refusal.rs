//! Why somebody was not logged in.

use crate::Error;

/// Why somebody was not logged in, or is not any more, in Auth0's words.
#[derive(Debug, thiserror::Error)]
pub enum LoginRefusal {
    /// The identifier or the password is wrong; which of them is not told.
    #[error("Wrong email or password.")]
    WrongCredentials,
    /// An administrator blocked the user. Told only to whoever knows the password.
    #[error("user is blocked")]
    Blocked,
    /// Too many failures for this user; even the right password is refused.
    #[error("Your account has been blocked after multiple consecutive login attempts.")]
    TooManyAttempts,
    /// Too many failures from this address, whoever they were for.
    #[error("We have detected suspicious login behavior and further attempts will be blocked. Please try again later.")]
    SuspiciousAddress,
    /// There is no such connection.
    #[error("the connection was not found")]
    NoConnection,
    /// The connection is switched off for the application, or the application has none.
    #[error("the connection is not enabled")]
    ConnectionDisabled,
    /// The user does not exist any more.
    #[error("The refresh_token was generated for a user who doesn't exist anymore.")]
    UserGone,
    /// The session has ended.
    #[error("The session has ended.")]
    SessionEnded,
    /// It could not be found out: too many passwords are being checked, or the database does not answer.
    #[error(transparent)]
    Failed(#[from] Error),
}

impl From<store::Error> for LoginRefusal {
    fn from(error: store::Error) -> Self {
        Self::Failed(error.into())
    }
}

impl LoginRefusal {
    /// The `error` of an answer of /oauth/token, with its status. None for `Failed`, which is no matter of OAuth.
    pub fn at_token_endpoint(&self) -> Option<(u16, &'static str)> {
        Some(match self {
            Self::WrongCredentials | Self::Blocked | Self::UserGone | Self::SessionEnded => (403, "invalid_grant"),
            Self::TooManyAttempts | Self::SuspiciousAddress => (429, "too_many_attempts"),
            Self::NoConnection => (403, "invalid_request"),
            Self::ConnectionDisabled => (403, "access_denied"),
            Self::Failed(_) => return None,
        })
    }

    /// The `error` that /authorize answers an application with. None for what the user can mend on the login page, and for
    /// `Failed`.
    pub fn at_callback(&self) -> Option<&'static str> {
        match self {
            Self::Blocked => Some("unauthorized"),
            Self::NoConnection | Self::ConnectionDisabled => Some("access_denied"),
            Self::UserGone | Self::SessionEnded => Some("login_required"),
            Self::WrongCredentials | Self::TooManyAttempts | Self::SuspiciousAddress | Self::Failed(_) => None,
        }
    }
}
