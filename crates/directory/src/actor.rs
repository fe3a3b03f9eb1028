//! Who asks, and what they may do.

use model::Role;

use crate::Error;

/// One thing that may or may not be done, named as Auth0's Management API scopes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scope {
    /// `read:users`
    ReadUsers,
    /// `create:users`
    CreateUsers,
    /// `update:users`
    UpdateUsers,
    /// `delete:users`
    DeleteUsers,
    /// `read:connections`
    ReadConnections,
    /// `read:logs`
    ReadLogs,
    /// Create, change and remove administrators. Auth0 has no scope for it.
    ManageAdministrators,
}

impl Scope {
    /// The scope's name on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::ReadUsers => "read:users",
            Self::CreateUsers => "create:users",
            Self::UpdateUsers => "update:users",
            Self::DeleteUsers => "delete:users",
            Self::ReadConnections => "read:connections",
            Self::ReadLogs => "read:logs",
            Self::ManageAdministrators => "manage:administrators",
        }
    }

    /// The weakest role that has it.
    fn least_role(self) -> Role {
        match self {
            Self::ReadUsers | Self::ReadConnections | Self::ReadLogs => Role::Viewer,
            Self::CreateUsers | Self::UpdateUsers | Self::DeleteUsers => Role::Editor,
            Self::ManageAdministrators => Role::Owner,
        }
    }
}

/// Whoever asks the directory for something: every public function takes one and checks it itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    pub(crate) tenant: String,
    pub(crate) who: Who,
    pub(crate) origin: Origin,
}

/// The kinds of actor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Who {
    /// A person with a dashboard session.
    Administrator { id: String, email: String, role: Role },
    /// Whoever runs the `roster` command on the machine itself.
    Operator,
}

/// Where a request came from; written into the log.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// The address of the peer, or what a trusted proxy said it was.
    pub ip: Option<String>,
    /// The `User-Agent` header.
    pub user_agent: Option<String>,
}

impl Actor {
    /// The person at the machine's own command line; may do everything in `tenant`.
    pub fn operator(tenant: &str) -> Self {
        Self { tenant: tenant.to_owned(), who: Who::Operator, origin: Origin::default() }
    }

    /// An administrator who was just identified.
    pub(crate) fn administrator(tenant: &str, id: &str, email: &str, role: Role) -> Self {
        let who = Who::Administrator { id: id.to_owned(), email: email.to_owned(), role };
        Self { tenant: tenant.to_owned(), who, origin: Origin::default() }
    }

    /// The same actor, asking from `origin`.
    pub fn at(mut self, origin: Origin) -> Self {
        self.origin = origin;
        self
    }

    /// The tenant that the actor acts in.
    pub fn tenant(&self) -> &str {
        &self.tenant
    }

    /// Whether the actor has `scope`.
    pub fn has(&self, scope: Scope) -> bool {
        match &self.who {
            Who::Operator => true,
            Who::Administrator { role, .. } => *role >= scope.least_role(),
        }
    }

    /// # Errors
    /// `Forbidden` when the actor does not have `scope`.
    pub(crate) fn may(&self, scope: Scope) -> Result<(), Error> {
        if self.has(scope) { Ok(()) } else { Err(Error::Forbidden(scope)) }
    }

    /// What the log calls the actor.
    pub(crate) fn label(&self) -> &str {
        match &self.who {
            Who::Administrator { email, .. } => email,
            Who::Operator => "command line",
        }
    }
}
