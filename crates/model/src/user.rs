//! A user, as the Management API gives it.

use serde::{Deserialize, Serialize};

use crate::{Timestamp, UserId};

/// A JSON object.
pub type JsonObject = serde_json::Map<String, serde_json::Value>;

/// The profile of a user: Auth0's user object, field by field.
///
/// A field without a value is left out, never `null`: that is what Auth0's SDKs expect.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct UserProfile {
    /// Unique in the tenant.
    pub user_id: UserId,
    /// Lower case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Whether the address was shown to belong to the user.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email_verified: Option<bool>,
    /// Only where the connection asks for user names.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
    /// `+` and 1 to 15 digits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone_number: Option<String>,
    /// Whether the number was shown to belong to the user.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone_verified: Option<bool>,
    /// The full name; the email where none was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// First name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub given_name: Option<String>,
    /// Last name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub family_name: Option<String>,
    /// The local part of the email where none was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nickname: Option<String>,
    /// URL of a picture.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub picture: Option<String>,
    /// When the user was created.
    pub created_at: Timestamp,
    /// When anything of the user last changed; a login counts.
    pub updated_at: Timestamp,
    /// The accounts that log this user in; the first is the primary one.
    pub identities: Vec<Identity>,
    /// What the user may change about themself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_metadata: Option<JsonObject>,
    /// What only administrators and programs may change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub app_metadata: Option<JsonObject>,
    /// Absent until it was first set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub blocked: Option<bool>,
    /// When a block ends by itself. No part of Auth0's user object: it never leaves the server.
    #[serde(skip)]
    pub blocked_until: Option<Timestamp>,
    /// Where the last login came from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_ip: Option<String>,
    /// Absent before the first login.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_login: Option<Timestamp>,
    /// Absent before the first login.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub logins_count: Option<i64>,
    /// Absent until the password was first changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_password_reset: Option<Timestamp>,
    /// Whatever else the identity provider said, read-only.
    #[serde(flatten)]
    pub attributes: JsonObject,
}

impl UserProfile {
    /// What to call the user: the name, else email, user name, phone number, id.
    pub fn display_name(&self) -> &str {
        [&self.name, &self.email, &self.username, &self.phone_number]
            .into_iter()
            .flatten()
            .find(|text| !text.is_empty())
            .map_or(self.user_id.as_str(), String::as_str)
    }

    /// Whether an administrator blocked the user. A block that ended a moment ago may still stand here: whoever decides
    /// whether somebody comes in asks [`UserProfile::is_blocked_at`].
    pub fn is_blocked(&self) -> bool {
        self.blocked == Some(true)
    }

    /// Whether the user is blocked at `now`: a block that has ended is none.
    pub fn is_blocked_at(&self, now: Timestamp) -> bool {
        self.is_blocked() && self.blocked_until.is_none_or(|until| now < until)
    }

    /// Whether the user never logged in: the dashboard's *pending*.
    pub fn is_pending(&self) -> bool {
        self.last_login.is_none()
    }

    /// The names of the user's connections, the primary one first.
    pub fn connections(&self) -> impl Iterator<Item = &str> {
        self.identities.iter().map(|identity| identity.connection.as_str())
    }
}

impl Default for UserId {
    fn default() -> Self {
        Self::from("")
    }
}

/// One account that logs a user in.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Identity {
    /// Name of the connection.
    pub connection: String,
    /// The part of the user id after the first `|`.
    pub user_id: String,
    /// The strategy of the connection, for instance `auth0` for a database.
    pub provider: String,
    /// Whether the connection is a social one.
    #[serde(rename = "isSocial")]
    pub is_social: bool,
    /// What the identity provider said; on linked secondary identities.
    #[serde(rename = "profileData", default, skip_serializing_if = "Option::is_none")]
    pub profile_data: Option<JsonObject>,
}

impl Identity {
    /// The user id of the account, as long as it is a user of its own.
    pub fn id(&self) -> UserId {
        UserId::new(&self.provider, &self.user_id)
    }
}
