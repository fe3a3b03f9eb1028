//! What users may do at APIs: by roles, or by themselves.

use serde::{Deserialize, Serialize};

use crate::UserId;

/// A role of users. (What administrators may do is [`crate::Role`].)
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserRole {
    /// `rol_` and 16 letters and digits.
    pub id: String,
    /// Unique in the tenant.
    pub name: String,
    /// For administrators.
    pub description: String,
}

/// What a role is to be. A new one needs a name; of one that exists, what is left out stays.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct UserRolePatch {
    /// The name.
    pub name: Option<String>,
    /// The description.
    pub description: Option<String>,
}

/// A scope of an API, as something that somebody may do there.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Permission {
    /// The API's identifier.
    pub resource_server_identifier: String,
    /// The scope.
    pub permission_name: String,
}

/// A permission that a role or a user has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeldPermission {
    /// Which one.
    #[serde(flatten)]
    pub permission: Permission,
    /// The API's name.
    pub resource_server_name: String,
    /// What the API says of the scope.
    pub description: String,
    /// Where a user has it from.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<PermissionSource>,
}

/// Where a user has a permission from.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct PermissionSource {
    /// The role's id; empty where the user has it without a role.
    pub source_id: String,
    /// The role's name; empty likewise.
    pub source_name: String,
    /// `ROLE` or `DIRECT`.
    pub source_type: String,
}

impl PermissionSource {
    /// From the user's own permissions.
    pub fn direct() -> Self {
        Self { source_id: String::new(), source_name: String::new(), source_type: "DIRECT".to_owned() }
    }

    /// From a role.
    pub fn role(id: String, name: String) -> Self {
        Self { source_id: id, source_name: name, source_type: "ROLE".to_owned() }
    }
}

/// A user who has a role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleMember {
    /// Who.
    pub user_id: UserId,
    /// Their email.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Their picture.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub picture: Option<String>,
    /// Their name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}
