//! Roles of users: what they are called, what they allow, and who has them.

mod members;
mod permissions;

use model::{JsonObject, ListPart, Listed, LogEvent, UserRole, UserRolePatch};
use serde_json::json;
use store::{Conn, Tx};

use crate::clients::check::name;
use crate::clients::is_id;
use crate::events::{Change, Recorded};
use crate::{Actor, Directory, Error, Result, Scope};

/// The roles of the users of the actor's tenant.
pub struct Roles<'a>(pub(crate) &'a Directory);

/// What is said of an id that no role has.
const NO_ROLE: Error = Error::NotFound("The role does not exist.");

/// The most roles of a tenant, as at Auth0.
const ROLES: i64 = 1_000;
/// The longest name and description, in characters.
const NAME: usize = 200;
const DESCRIPTION: usize = 500;

impl Recorded for UserRole {
    fn name_in(&self, _: &mut LogEvent, details: &mut JsonObject) {
        details.insert("role".to_owned(), json!({ "id": self.id, "name": self.name }));
    }
}

impl Roles<'_> {
    /// A part of them, by name: of all, or of those with `filter` in their name, whatever its case.
    ///
    /// # Errors
    /// `Forbidden` without `read:roles`.
    pub async fn search(&self, actor: &Actor, filter: Option<&str>, part: &ListPart) -> Result<Listed<UserRole>> {
        actor.may(Scope::ReadRoles)?;
        if filter.is_some_and(|filter| filter.contains('\0') || filter.chars().count() > NAME) {
            return Ok(part.cut(Vec::new(), |role: &UserRole| &role.id));
        }
        let mut conn = self.0.db().read().await?;
        Ok(store::roles::search(&mut conn, actor.tenant(), filter, part).await?)
    }

    /// The one of that id.
    ///
    /// # Errors
    /// `Forbidden` without `read:roles`, `NotFound`.
    pub async fn get(&self, actor: &Actor, id: &str) -> Result<UserRole> {
        actor.may(Scope::ReadRoles)?;
        let mut conn = self.0.db().read().await?;
        find(&mut conn, actor, id).await
    }

    /// Makes a role.
    ///
    /// # Errors
    /// `Forbidden` without `create:roles`, `Field` for what is wrong with it, `Exists` for a name that another one has,
    /// `Invalid` where there are too many.
    pub async fn create(&self, actor: &Actor, patch: UserRolePatch) -> Result<UserRole> {
        actor.may(Scope::CreateRoles)?;
        let id = format!("rol_{}", self.0.random().alphanumeric(16));
        let role = changed(UserRole { id, ..UserRole::default() }, patch)?;
        let mut tx = self.0.db().begin().await?;
        if store::roles::count(&mut tx, actor.tenant()).await? >= ROLES {
            return Err(Error::Invalid(format!("A tenant has at most {ROLES} roles")));
        }
        if !store::roles::insert(&mut tx, actor.tenant(), &role, self.0.now()).await? {
            return Err(taken());
        }
        self.record(&mut tx, actor, "Create a role", None, Some(&role)).await?;
        tx.commit().await?;
        Ok(role)
    }

    /// Gives a role another name or description.
    ///
    /// # Errors
    /// `Forbidden` without `update:roles`, `NotFound`, `Field`, `Exists` for a name that another one has.
    pub async fn update(&self, actor: &Actor, id: &str, patch: UserRolePatch) -> Result<UserRole> {
        actor.may(Scope::UpdateRoles)?;
        let mut tx = self.0.db().begin().await?;
        let before = hold(&mut tx, actor, id).await?;
        let after = changed(before.clone(), patch)?;
        if after == before {
            return Ok(before);
        }
        if !store::roles::save(&mut tx, actor.tenant(), &after).await? {
            return Err(taken());
        }
        self.record(&mut tx, actor, "Update a role", Some(&before), Some(&after)).await?;
        tx.commit().await?;
        Ok(after)
    }

    /// Deletes a role; whoever had it has it no more.
    ///
    /// # Errors
    /// `Forbidden` without `delete:roles`, `NotFound`.
    pub async fn delete(&self, actor: &Actor, id: &str) -> Result<()> {
        actor.may(Scope::DeleteRoles)?;
        let mut tx = self.0.db().begin().await?;
        let role = hold(&mut tx, actor, id).await?;
        store::roles::delete(&mut tx, actor.tenant(), &role.id).await?;
        self.record(&mut tx, actor, "Delete a role", Some(&role), None).await?;
        Ok(tx.commit().await?)
    }

    async fn record(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        description: &str,
        before: Option<&UserRole>,
        after: Option<&UserRole>,
    ) -> Result<()> {
        self.0.record(tx, actor, &Change { description, before, after, secrets: &[] }).await
    }
}

async fn find(conn: &mut Conn, actor: &Actor, id: &str) -> Result<UserRole> {
    if !is_id(id) {
        return Err(NO_ROLE);
    }
    store::roles::find(conn, actor.tenant(), id).await?.ok_or(NO_ROLE)
}

/// The role of that id, held until the transaction ends.
async fn hold(tx: &mut Tx, actor: &Actor, id: &str) -> Result<UserRole> {
    if !is_id(id) {
        return Err(NO_ROLE);
    }
    store::roles::hold(tx, actor.tenant(), id).await?.ok_or(NO_ROLE)
}

fn changed(mut role: UserRole, patch: UserRolePatch) -> Result<UserRole> {
    if let Some(text) = patch.name {
        role.name = text.trim().to_owned();
    }
    if let Some(text) = patch.description {
        role.description = text.trim().to_owned();
    }
    name("name", &role.name, NAME)?;
    let length = role.description.chars().count();
    if length > DESCRIPTION {
        let message = format!("A description is at most {DESCRIPTION} characters, {length} given");
        return Err(Error::field("description", message));
    }
    if role.description.contains(|c: char| c.is_control() && c != '\n') {
        return Err(Error::field("description", "A control character is not allowed in a description"));
    }
    Ok(role)
}

fn taken() -> Error {
    Error::Exists { field: "name", message: "The role already exists.".to_owned() }
}
