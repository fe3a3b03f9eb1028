//! What an administrator asks to be changed.

use serde::{Deserialize, Serialize};

use crate::{Failure, JsonObject, UserId, UserQuery};

/// A user to be created on a database connection.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct NewUser {
    /// Name of the connection.
    pub connection: String,
    /// Local part of at most 64 characters, domain of at most 256.
    pub email: String,
    /// Only, and then always, where the connection asks for user names.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
    /// No maximum but the request's; must meet the connection's policy.
    pub password: String,
    /// Made once by the caller and sent again when the answer was lost, so that a retry makes no second user.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub idempotency_key: Option<String>,
}

/// Which of the two metadata objects.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MetadataKind {
    /// `user_metadata`.
    User,
    /// `app_metadata`.
    App,
}

impl MetadataKind {
    /// The name of the field.
    pub fn field(self) -> &'static str {
        match self {
            Self::User => "user_metadata",
            Self::App => "app_metadata",
        }
    }
}

/// A metadata object as an administrator wants it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MetadataEdit {
    /// Which of the two.
    pub kind: MetadataKind,
    /// What the editor began from. When this is not what is stored any more, nothing is changed and the failure is a
    /// conflict that carries the user as it is now.
    pub base: JsonObject,
    /// What is to be stored.
    pub value: JsonObject,
}

/// What to do to many users.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BulkAction {
    /// Block them.
    Block,
    /// Let them log in again.
    Unblock,
    /// Delete them for ever.
    Delete,
}

/// Which users.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BulkSelection {
    /// These, at most 200.
    Ids(Vec<UserId>),
    /// All that match the query; its sort, cursor and page size do not matter.
    Matching(Box<UserQuery>),
}

/// One step of a bulk action: the browser asks for the next one until none is left, and shows how far it came.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BulkRequest {
    /// What to do.
    pub action: BulkAction,
    /// To whom.
    pub selection: BulkSelection,
    /// Where the last step ended.
    pub after: Option<UserId>,
}

/// How far a step came.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BulkProgress {
    /// How many users this step changed.
    pub changed: i64,
    /// The users that could not be changed, and why.
    pub failed: Vec<(UserId, Failure)>,
    /// Send this as `after` of the next step; none when all is done.
    pub next: Option<UserId>,
}
