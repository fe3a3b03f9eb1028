//! What an application asks at /authorize, from the question to the answer.

mod answer;
mod asked;
mod consent;
mod error;
mod hint;
mod impersonated;
mod step;
mod transaction;

use crate::{Directory, Origin};

pub use consent::ConsentQuestion;
pub(crate) use consent::NO_CONSENT;
pub use error::AuthorizeError;
pub use hint::Hint;
pub use transaction::{Asked, LoginTransaction};

/// The requests of a tenant's applications. They take no actor: whoever asks is found out on the way.
pub struct Authorize<'a>(pub(crate) &'a Directory);

/// The browser that brought a request.
#[derive(Clone, Copy, Debug)]
pub struct Browser<'a> {
    /// The secret of its session, where its cookie holds one.
    pub session: Option<&'a str>,
    /// The secret of a session that an administrator has in a user's place, where a cookie holds one. At its application it
    /// comes before the browser's own.
    pub impersonation: Option<&'a str>,
    /// Where it is.
    pub origin: &'a Origin,
}

/// What comes next.
#[derive(Clone, Debug)]
pub enum Step {
    /// The application gets this.
    Answer(Box<protocol::response::AuthorizationResponse>),
    /// The user logs in.
    LogIn {
        /// The secret of the transaction.
        state: String,
        /// Whether the application wants them to sign up instead.
        signs_up: bool,
    },
    /// The user is asked whether the application may.
    Consent {
        /// The secret of the transaction.
        state: String,
    },
    /// The user goes on to a page of ours.
    Page(String),
}
