//! Who uses the dashboard.

mod changes;

use model::{Administrator as Member, NewAdministrator, Role, Viewer, check_email};
use store::Conn;
use store::administrators::Administrator;

use crate::actor::Who;
use crate::{Actor, Directory, Error, Result, Scope, passwords};

/// The administrators of the actor's tenant.
pub struct Administrators<'a>(pub(crate) &'a Directory);

/// What is said of an id that no administrator has.
const NO_ADMINISTRATOR: Error = Error::NotFound("The administrator does not exist.");

impl Administrators<'_> {
    /// Makes an administrator of the tenant, who may not sign in as users.
    ///
    /// # Errors
    /// As [`Administrators::add`].
    pub async fn create(&self, actor: &Actor, email: &str, password: &str, role: Role) -> Result<()> {
        let (email, password) = (email.to_owned(), password.to_owned());
        self.add(actor, NewAdministrator { email, password, role, may_impersonate: false }).await.map(|_| ())
    }

    /// Makes an administrator of the tenant; all of them as they are then.
    ///
    /// # Errors
    /// `Forbidden` unless the actor may manage administrators, `Field` for a bad email or password, `Exists` for a used
    /// email.
    pub async fn add(&self, actor: &Actor, new: NewAdministrator) -> Result<Vec<Member>> {
        actor.may(Scope::ManageAdministrators)?;
        let administrator = self.prepare(&new.email, &new.password).await?;
        let mut tx = self.0.db().begin().await?;
        self.insert(&mut tx, actor, &administrator, new.role).await?;
        if new.may_impersonate {
            let before = store::administrators::member(&mut tx, actor.tenant(), &administrator.id).await?;
            let before = before.ok_or(NO_ADMINISTRATOR)?;
            let after = Member { may_impersonate: true, ..before.clone() };
            self.save(&mut tx, actor, &before, &after).await?;
        }
        let all = store::administrators::list(&mut tx, actor.tenant()).await?;
        tx.commit().await?;
        Ok(all)
    }

    /// All of them, by email.
    ///
    /// # Errors
    /// `Forbidden` unless the actor may manage administrators.
    pub async fn list(&self, actor: &Actor) -> Result<Vec<Member>> {
        actor.may(Scope::ManageAdministrators)?;
        let mut conn = self.0.db().read().await?;
        Ok(store::administrators::list(&mut conn, actor.tenant()).await?)
    }

    /// The actor as the dashboard shows them.
    ///
    /// # Errors
    /// `NotFound` when the actor is no administrator.
    pub fn viewer(&self, actor: &Actor) -> Result<Viewer> {
        match &actor.who {
            Who::Administrator { email, role, .. } => {
                Ok(Viewer { email: email.clone(), role: *role, tenant: actor.tenant.clone() })
            }
            Who::Operator | Who::Program { .. } => Err(Error::NotFound("not an administrator")),
        }
    }

    /// Checks what was typed and hashes the password, outside of any transaction.
    pub(crate) async fn prepare(&self, email: &str, password: &str) -> Result<Administrator> {
        let email = check_email(email).map_err(|mistake| Error::field("email", mistake.to_string()))?;
        passwords::check_administrator(password, &email)?;
        let password_hash = self.0.settings().hashing.hash(password, self.0.random()).await?;
        Ok(Administrator { id: format!("adm_{}", self.0.random().alphanumeric(16)), email, password_hash })
    }

    /// Adds a prepared administrator, with the event that tells of it.
    pub(crate) async fn insert(
        &self,
        conn: &mut Conn,
        actor: &Actor,
        administrator: &Administrator,
        role: Role,
    ) -> Result<()> {
        if !store::administrators::insert(conn, administrator, self.0.now()).await? {
            let message = "An administrator with this email exists already".to_owned();
            return Err(Error::Exists { field: "email", message });
        }
        store::administrators::save_membership(conn, actor.tenant(), &administrator.id, role).await?;
        // From now on the setup link would only be a second way in.
        store::setup_tokens::delete_all(conn).await?;
        let description = format!("Create an Administrator: {} ({})", administrator.email, role.as_str());
        let event = self.0.event(actor, "sapi", &description);
        Ok(store::logs::append(conn, actor.tenant(), &event).await?)
    }
}
