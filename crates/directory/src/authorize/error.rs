//! What a person is told where no application can be.

use crate::Error;

/// Why nothing can be answered to an application: the person who sees it is told instead (S-104).
#[derive(Debug, thiserror::Error)]
pub enum AuthorizeError {
    /// There is no such application.
    #[error("There is no application with this client_id. It may have been deleted, or the link is wrong.")]
    UnknownClient,
    /// The answer would go where the application is not.
    #[error("Callback URL mismatch. The redirect_uri is not in this application's list of allowed callback URLs.")]
    Callback,
    /// A message would go to a window that is not the application's (S-119).
    #[error(
        "The redirect_uri is not of an allowed web origin of this application, so response_mode=web_message is refused."
    )]
    WebOrigin,
    /// The request cannot be read.
    #[error("{0}")]
    Request(String),
    /// The login was finished already, or took too long.
    #[error(
        "This login page has expired, or the login was finished already. Go back to the application and log in again."
    )]
    Expired,
    /// S-228: an administrator is in, in the user's place.
    #[error("impersonation_forbidden: {0}")]
    Impersonation(&'static str),
    /// The directory failed.
    #[error(transparent)]
    Failed(#[from] Error),
}

impl From<store::Error> for AuthorizeError {
    fn from(error: store::Error) -> Self {
        Self::Failed(error.into())
    }
}
