//! Changing what administrators may do.

use model::{Administrator, LogEvent, Role};
use serde_json::{Map, Value, json};
use store::Conn;

use super::{Administrators, NO_ADMINISTRATOR};
use crate::actor::Who;
use crate::events::{Change, Recorded};
use crate::{Actor, Error, Result, Scope};

impl Recorded for Administrator {
    fn name_in(&self, _: &mut LogEvent, details: &mut Map<String, Value>) {
        details.insert("administrator".to_owned(), json!({ "id": self.id, "name": self.email }));
    }
}

impl Administrators<'_> {
    /// Gives an administrator another role, and the permission to sign in as users or not; all of them as they are then. It
    /// takes effect with their next request, and what they are in without the permission ends.
    ///
    /// # Errors
    /// `Forbidden` unless the actor may manage administrators, `NotFound`, `Unfit` for the last owner and for a role of
    /// one's own.
    pub async fn update(
        &self,
        actor: &Actor,
        id: &str,
        role: Role,
        may_impersonate: bool,
    ) -> Result<Vec<Administrator>> {
        actor.may(Scope::ManageAdministrators)?;
        let mut tx = self.0.db().begin().await?;
        let before = self.hold(&mut tx, actor, id).await?;
        if before.role != role {
            if is_self(actor, id) {
                return Err(Error::Unfit("Nobody changes their own role: ask another owner."));
            }
            keep_an_owner(&mut tx, actor, &before).await?;
        }
        let after = Administrator { role, may_impersonate, ..before.clone() };
        if before != after {
            self.save(&mut tx, actor, &before, &after).await?;
        }
        let all = store::administrators::list(&mut tx, actor.tenant()).await?;
        tx.commit().await?;
        Ok(all)
    }

    /// Takes an administrator's place in the tenant, and ends their sessions; all who remain.
    ///
    /// # Errors
    /// `Forbidden` unless the actor may manage administrators, `NotFound`, `Unfit` for the last owner and for oneself.
    pub async fn remove(&self, actor: &Actor, id: &str) -> Result<Vec<Administrator>> {
        actor.may(Scope::ManageAdministrators)?;
        if is_self(actor, id) {
            return Err(Error::Unfit("Nobody removes themselves: ask another owner."));
        }
        let mut tx = self.0.db().begin().await?;
        let before = self.hold(&mut tx, actor, id).await?;
        keep_an_owner(&mut tx, actor, &before).await?;
        self.0.impersonations().end_of(&mut tx, actor, id, "The administrator was removed").await?;
        store::sessions::delete_in_tenant(&mut tx, actor.tenant(), id).await?;
        store::administrators::delete_membership(&mut tx, actor.tenant(), id).await?;
        let change =
            Change { description: "Remove an Administrator", before: Some(&before), after: None, secrets: &[] };
        self.0.record(&mut tx, actor, &change).await?;
        let all = store::administrators::list(&mut tx, actor.tenant()).await?;
        tx.commit().await?;
        Ok(all)
    }

    /// Writes a change down.
    pub(super) async fn save(
        &self,
        conn: &mut Conn,
        actor: &Actor,
        before: &Administrator,
        after: &Administrator,
    ) -> Result<()> {
        let tenant = actor.tenant();
        store::administrators::save_membership(conn, tenant, &after.id, after.role).await?;
        store::administrators::set_may_impersonate(conn, tenant, &after.id, after.may_impersonate).await?;
        if before.may_impersonate && !after.may_impersonate {
            self.0.impersonations().end_of(conn, actor, &after.id, "The administrator lost the permission").await?;
        }
        let change =
            Change { description: "Update an Administrator", before: Some(before), after: Some(after), secrets: &[] };
        self.0.record(conn, actor, &change).await
    }

    async fn hold(&self, conn: &mut Conn, actor: &Actor, id: &str) -> Result<Administrator> {
        if !crate::clients::is_id(id) {
            return Err(NO_ADMINISTRATOR);
        }
        store::administrators::hold(conn, actor.tenant()).await?;
        store::administrators::member(conn, actor.tenant(), id).await?.ok_or(NO_ADMINISTRATOR)
    }
}

fn is_self(actor: &Actor, id: &str) -> bool {
    matches!(&actor.who, Who::Administrator { id: own, .. } if own == id)
}

/// Somebody must be able to undo what is done.
async fn keep_an_owner(conn: &mut Conn, actor: &Actor, leaving: &Administrator) -> Result<()> {
    let all = store::administrators::list(conn, actor.tenant()).await?;
    let is_last = !all.iter().any(|other| other.role == Role::Owner && other.id != leaving.id);
    if leaving.role == Role::Owner && is_last {
        return Err(Error::Unfit("This is the last owner: make somebody else an owner first."));
    }
    Ok(())
}
