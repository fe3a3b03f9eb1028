//! What an administrator asks to be changed.

use serde::{Deserialize, Deserializer, Serialize};

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
    /// Whether it is known that the email is the user's.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub email_verified: bool,
    /// What stands behind `auth0|` in the id, where the caller decides it: at most 255 characters without white space.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    /// The full name; the email where none is given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// First name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub given_name: Option<String>,
    /// Last name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub family_name: Option<String>,
    /// The local part of the email where none is given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nickname: Option<String>,
    /// URL of a picture.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub picture: Option<String>,
    /// `+` and 1 to 15 digits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone_number: Option<String>,
    /// Whether it is known that the number is the user's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone_verified: Option<bool>,
    /// Whether the user may not log in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub blocked: Option<bool>,
    /// What the user may change about themself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_metadata: Option<JsonObject>,
    /// What only administrators and programs may change.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub app_metadata: Option<JsonObject>,
    /// Whether a mail asks the user to confirm the address; where nothing is said it does unless it is confirmed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verify_email: Option<bool>,
    /// Made once by the caller and sent again when the answer was lost, so that a retry makes no second user.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub idempotency_key: Option<String>,
}

/// Changes of a user: what is absent stays.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct UserPatch {
    /// Whether the user may not log in.
    pub blocked: Option<bool>,
    /// Another address.
    pub email: Option<String>,
    /// Whether the address is known to be the user's.
    pub email_verified: Option<bool>,
    /// `+` and 1 to 15 digits.
    pub phone_number: Option<String>,
    /// Whether the number is known to be the user's.
    pub phone_verified: Option<bool>,
    /// Another user name.
    pub username: Option<String>,
    /// Another password.
    pub password: Option<String>,
    /// The full name; null removes it, as in the four below.
    #[serde(deserialize_with = "present")]
    pub name: Option<Option<String>>,
    /// First name.
    #[serde(deserialize_with = "present")]
    pub given_name: Option<Option<String>>,
    /// Last name.
    #[serde(deserialize_with = "present")]
    pub family_name: Option<Option<String>>,
    /// What the user is called.
    #[serde(deserialize_with = "present")]
    pub nickname: Option<Option<String>>,
    /// URL of a picture.
    #[serde(deserialize_with = "present")]
    pub picture: Option<Option<String>>,
    /// Keys to set, or with null to remove; `{}` removes all.
    pub user_metadata: Option<JsonObject>,
    /// Likewise.
    pub app_metadata: Option<JsonObject>,
    /// Whether a mail asks the user to confirm the address.
    pub verify_email: Option<bool>,
    /// The application that mails speak of.
    pub client_id: Option<String>,
    /// Name of the connection that is meant, where the user has several identities.
    pub connection: Option<String>,
}

/// Tells null, which is present, from what is absent.
fn present<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Option<String>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
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
    /// Why, where they are blocked; at most 500 characters.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
}

/// How far a step came.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BulkProgress {
    /// How many users this step changed.
    pub changed: i64,
    /// How many were as wanted already, or gone.
    #[serde(default)]
    pub unchanged: i64,
    /// The users that could not be changed, and why.
    pub failed: Vec<(UserId, Failure)>,
    /// Send this as `after` of the next step; none when all is done.
    pub next: Option<UserId>,
}
