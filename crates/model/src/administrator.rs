//! Who uses the dashboard.

use serde::{Deserialize, Serialize};

use crate::Timestamp;

/// What an administrator may do in a tenant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Sees everything, changes nothing.
    Viewer,
    /// Also changes users.
    Editor,
    /// Also changes settings and administrators.
    Owner,
}

impl Role {
    /// All roles, the weakest first.
    pub const ALL: [Role; 3] = [Role::Viewer, Role::Editor, Role::Owner];

    /// `viewer`, `editor` or `owner`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Viewer => "viewer",
            Self::Editor => "editor",
            Self::Owner => "owner",
        }
    }

    /// The role of that name.
    pub fn parse(name: &str) -> Option<Role> {
        Self::ALL.into_iter().find(|role| role.as_str() == name)
    }

    /// Whether this role may create, change, block and delete users.
    pub fn may_edit_users(self) -> bool {
        self >= Role::Editor
    }

    /// Whether this role may create, change and delete applications, connections and other settings.
    pub fn may_edit_settings(self) -> bool {
        self >= Role::Owner
    }
}

/// The administrator who looks at the dashboard.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Viewer {
    /// The administrator's email.
    pub email: String,
    /// What they may do in this tenant.
    pub role: Role,
    /// The tenant that they look at.
    pub tenant: String,
}

/// An administrator of a tenant, as others see them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Administrator {
    /// `adm_` and 16 letters and digits.
    pub id: String,
    /// Unique in the installation.
    pub email: String,
    /// What they may do in the tenant.
    pub role: Role,
    /// Whether they may sign in as users. No role includes it.
    pub may_impersonate: bool,
    /// When they were made.
    pub created_at: Timestamp,
}

/// An administrator to be made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewAdministrator {
    /// With which they sign in.
    pub email: String,
    /// With which they sign in.
    pub password: String,
    /// What they may do in the tenant.
    pub role: Role,
    /// Whether they may sign in as users.
    #[serde(default)]
    pub may_impersonate: bool,
}
