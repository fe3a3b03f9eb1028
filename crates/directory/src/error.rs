//! What the directory answers instead of doing what was asked.

use model::{Failure, FailureKind, FieldMistake, UserProfile};

use crate::{PasswordMistake, Scope};

/// The result of a function of the directory.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why something was not done.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The actor lacks a scope.
    #[error("your role does not allow this (it needs {})", .0.as_str())]
    Forbidden(Scope),
    /// The actor has none of the scopes of which one is enough.
    #[error("your role does not allow this (it needs {})", names(.0))]
    ForbiddenAny(&'static [Scope]),
    /// There is no such thing in the actor's tenant.
    #[error("{0}")]
    NotFound(&'static str),
    /// A field is wrong.
    #[error("{message}")]
    Field {
        /// The field's name.
        field: &'static str,
        /// What is wrong with it.
        message: String,
    },
    /// Several fields are wrong.
    #[error("{}", .0.first().map_or("something is wrong", |mistake| mistake.message.as_str()))]
    Fields(Vec<FieldMistake>),
    /// The password is not one that the connection accepts.
    #[error("{0}")]
    Password(Box<PasswordMistake>),
    /// The request as a whole is wrong.
    #[error("{0}")]
    Invalid(String),
    /// Something of that name exists already.
    #[error("{message}")]
    Exists {
        /// The field that must be unique.
        field: &'static str,
        /// What exists.
        message: String,
    },
    /// Somebody else changed the user meanwhile; the user as it is now.
    #[error("somebody else changed this user meanwhile")]
    Conflict(Box<UserProfile>),
    /// Somebody else changed it meanwhile.
    #[error("somebody else changed {0} meanwhile; load it again")]
    Changed(&'static str),
    /// A value is larger than is kept.
    #[error("{0}")]
    TooLarge(String),
    /// It is not allowed, whatever the actor's role is.
    #[error("{0}")]
    Refused(&'static str),
    /// It does not go together with how things are.
    #[error("{0}")]
    Unfit(&'static str),
    /// Too many passwords are being checked; try again.
    #[error("the server is busy, try again in a few seconds")]
    Busy,
    /// So many jobs wait already.
    #[error("{0} jobs wait already: wait until some of them are done")]
    TooManyJobs(i64),
    /// Too many wrong passwords.
    #[error("too many attempts, try again in {0} seconds")]
    TooManyAttempts(i64),
    /// The email or the password is wrong; which of them is not told.
    #[error("wrong email or password")]
    WrongCredentials,
    /// The setup link was used, has expired, or never was.
    #[error("this setup link was used already or has expired")]
    SetupClosed,
    /// The database could not.
    #[error(transparent)]
    Store(#[from] store::Error),
    /// A mistake of Roster's own.
    #[error("{0}")]
    Internal(String),
}

fn names(scopes: &[Scope]) -> String {
    scopes.iter().map(|scope| scope.as_str()).collect::<Vec<_>>().join(" or ")
}

impl Error {
    pub(crate) fn field(field: &'static str, message: impl Into<String>) -> Self {
        Self::Field { field, message: message.into() }
    }

    /// Whether it is Roster's own matter, and nobody was told no.
    pub(crate) fn is_failure(&self) -> bool {
        matches!(self.kind(), FailureKind::Internal | FailureKind::Unavailable)
    }

    fn kind(&self) -> FailureKind {
        match self {
            Self::Forbidden(_) | Self::ForbiddenAny(_) | Self::Refused(_) => FailureKind::Forbidden,
            Self::NotFound(_) | Self::SetupClosed => FailureKind::NotFound,
            Self::Field { .. } | Self::Fields(_) | Self::Password(_) | Self::Invalid(_) | Self::WrongCredentials => {
                FailureKind::Invalid
            }
            Self::Exists { .. } | Self::Conflict(_) | Self::Changed(_) | Self::Unfit(_) => FailureKind::Conflict,
            Self::TooLarge(_) => FailureKind::TooLarge,
            Self::TooManyAttempts(_) | Self::TooManyJobs(_) => FailureKind::TooManyRequests,
            Self::Busy => FailureKind::Unavailable,
            Self::Store(error) if error.is_temporary() => FailureKind::Unavailable,
            Self::Store(_) | Self::Internal(_) => FailureKind::Internal,
        }
    }
}

/// What a person is told; what is internal goes to the server's log instead.
impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        let kind = error.kind();
        let message = match &error {
            Error::Store(store::Error::Full(_)) => {
                "The server's disk is full: nothing was changed. Make room and try again.".to_owned()
            }
            Error::Store(inner) if inner.is_temporary() => {
                "The database cannot be reached: nothing was changed. Try again in a few seconds.".to_owned()
            }
            Error::Store(_) | Error::Internal(_) => {
                "Something went wrong in Roster. The server's log has more.".to_owned()
            }
            other => sentence(&other.to_string()),
        };
        if matches!(kind, FailureKind::Internal | FailureKind::Unavailable) {
            tracing::error!(error = &error as &dyn std::error::Error, "the directory failed");
        }
        let fields = match &error {
            Error::Fields(mistakes) => mistakes.clone(),
            Error::Password(_) => vec![FieldMistake { field: "password".to_owned(), message: message.clone() }],
            Error::Field { field, .. } | Error::Exists { field, .. } => {
                vec![FieldMistake { field: (*field).to_owned(), message: message.clone() }]
            }
            _ => Vec::new(),
        };
        let current = match error {
            Error::Conflict(user) => Some(user),
            _ => None,
        };
        Failure { kind, message, fields, current }
    }
}

fn sentence(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
