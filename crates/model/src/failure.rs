//! What a person is told when something could not be done.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::UserProfile;

/// Why something could not be done, in words for the person who asked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Failure {
    /// The sort of failure, which decides the HTTP status.
    pub kind: FailureKind,
    /// What was wrong, where, and what to do.
    pub message: String,
    /// The fields that were wrong; empty where no field is to blame.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<FieldMistake>,
    /// For a conflict of two edits: the user as it is now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub current: Option<Box<UserProfile>>,
}

/// One field that was wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldMistake {
    /// The field's name, as in the request.
    pub field: String,
    /// What is wrong with it.
    pub message: String,
}

/// The sorts of failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FailureKind {
    /// 400: the request is wrong; the same request will fail again.
    Invalid,
    /// 401: nobody is signed in, or the session ended.
    Unauthenticated,
    /// 403: signed in, but not allowed.
    Forbidden,
    /// 404: there is no such thing.
    NotFound,
    /// 409: it exists already, or somebody else changed it meanwhile.
    Conflict,
    /// 413: the request is larger than is accepted.
    TooLarge,
    /// 429: too many attempts; wait.
    TooManyRequests,
    /// 503: the database cannot be reached or is full, or the server is busy; try again.
    Unavailable,
    /// 500: a mistake of Roster's own; the log has more.
    Internal,
    /// The server could not be reached at all; made in the browser.
    Offline,
}

impl FailureKind {
    /// The HTTP status of the answer.
    pub fn status(self) -> u16 {
        match self {
            Self::Invalid => 400,
            Self::Unauthenticated => 401,
            Self::Forbidden => 403,
            Self::NotFound => 404,
            Self::Conflict => 409,
            Self::TooLarge => 413,
            Self::TooManyRequests => 429,
            Self::Unavailable | Self::Offline => 503,
            Self::Internal => 500,
        }
    }
}

impl Failure {
    /// A failure of `kind` that no field is to blame for.
    pub fn new(kind: FailureKind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into(), fields: Vec::new(), current: None }
    }

    /// The mistake in `field`, if there is one.
    pub fn field(&self, field: &str) -> Option<&str> {
        self.fields.iter().find(|mistake| mistake.field == field).map(|mistake| mistake.message.as_str())
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Failure {}
