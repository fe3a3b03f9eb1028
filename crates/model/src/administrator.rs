//! Who uses the dashboard.

use serde::{Deserialize, Serialize};

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
