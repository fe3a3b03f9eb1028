//! Who asks, and what they may do.

use model::Role;

use crate::{Error, Scope};

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
    Administrator {
        id: String,
        email: String,
        role: Role,
        /// No role includes it.
        may_impersonate: bool,
        /// SHA-256 of the session's secret.
        session: Option<String>,
    },
    /// Whoever runs the `roster` command on the machine itself.
    Operator,
    /// A machine application, with the scopes of its token.
    Program { client_id: String, scopes: Vec<String> },
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
        let (id, email) = (id.to_owned(), email.to_owned());
        let who = Who::Administrator { id, email, role, may_impersonate: false, session: None };
        Self { tenant: tenant.to_owned(), who, origin: Origin::default() }
    }

    /// The administrator of a session of the dashboard.
    pub(crate) fn of_session(session: store::sessions::Session, id_hash: String) -> Self {
        let who = Who::Administrator {
            id: session.administrator,
            email: session.email,
            role: session.role,
            may_impersonate: session.may_impersonate,
            session: Some(id_hash),
        };
        Self { tenant: session.tenant, who, origin: Origin::default() }
    }

    /// A machine application that showed its token.
    pub(crate) fn program(tenant: &str, client_id: &str, scopes: Vec<String>) -> Self {
        let who = Who::Program { client_id: client_id.to_owned(), scopes };
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
            // Nobody is nobody: whoever signs in as a user has a name.
            Who::Operator => scope != Scope::ImpersonateUsers,
            Who::Administrator { may_impersonate, .. } if scope == Scope::ImpersonateUsers => *may_impersonate,
            Who::Administrator { role, .. } => *role >= scope.least_role(),
            Who::Program { scopes, .. } => scopes.iter().any(|has| has == scope.as_str()),
        }
    }

    /// # Errors
    /// `Forbidden` when the actor does not have `scope`.
    pub(crate) fn may(&self, scope: Scope) -> Result<(), Error> {
        if self.has(scope) { Ok(()) } else { Err(Error::Forbidden(scope)) }
    }

    /// # Errors
    /// `ForbiddenAny` when the actor has none of `scopes`.
    pub(crate) fn may_any(&self, scopes: &'static [Scope]) -> Result<(), Error> {
        if scopes.iter().any(|scope| self.has(*scope)) { Ok(()) } else { Err(Error::ForbiddenAny(scopes)) }
    }

    /// Whether the actor may let somebody do at the Management API what `scopes` says: a person must be an owner, and a
    /// program have them itself. Else one who may give would have everything (N-087).
    ///
    /// # Errors
    /// `Forbidden`, `Refused`.
    pub(crate) fn may_give(&self, scopes: &[String]) -> Result<(), Error> {
        let Who::Program { scopes: own, .. } = &self.who else { return self.may(Scope::ManageAdministrators) };
        if scopes.iter().all(|scope| own.contains(scope)) {
            return Ok(());
        }
        Err(Error::Refused("A program can let nobody do at the Management API what it may not do itself"))
    }

    /// What people call the actor.
    pub fn name(&self) -> &str {
        self.label()
    }

    /// What the log calls the actor.
    pub(crate) fn label(&self) -> &str {
        match &self.who {
            Who::Administrator { email, .. } => email,
            Who::Operator => "command line",
            Who::Program { client_id, .. } => client_id,
        }
    }
}
