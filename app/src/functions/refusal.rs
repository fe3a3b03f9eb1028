//! What a server function answers instead of a value.

use std::fmt;
use std::ops::Deref;

use model::{Failure, FailureKind};
use serde::{Deserialize, Serialize};
use server_fn::codec::JsonEncoding;
use server_fn::error::{FromServerFnError, ServerFnErrorErr};

/// The answer of a server function.
pub type Answer<T> = Result<T, Refusal>;

/// A [`Failure`] on its way through a server function.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Refusal(pub Failure);

impl FromServerFnError for Refusal {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        let (kind, message) = match error {
            ServerFnErrorErr::Request(_) => {
                (FailureKind::Offline, "Roster cannot be reached. Check the connection and try again.".to_owned())
            }
            ServerFnErrorErr::Args(what)
            | ServerFnErrorErr::MissingArg(what)
            | ServerFnErrorErr::Deserialization(what) => {
                (FailureKind::Invalid, format!("The request could not be read: {what}"))
            }
            ServerFnErrorErr::UnsupportedRequestMethod(_) => {
                (FailureKind::Invalid, "Server functions are called with POST".to_owned())
            }
            _ => (FailureKind::Internal, "Something went wrong in Roster. The server's log has more.".to_owned()),
        };
        Self(Failure::new(kind, message))
    }
}

impl Deref for Refusal {
    type Target = Failure;

    fn deref(&self) -> &Failure {
        &self.0
    }
}

impl From<Failure> for Refusal {
    fn from(failure: Failure) -> Self {
        Self(failure)
    }
}

#[cfg(feature = "ssr")]
impl From<directory::Error> for Refusal {
    fn from(error: directory::Error) -> Self {
        Self(error.into())
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for Refusal {}
