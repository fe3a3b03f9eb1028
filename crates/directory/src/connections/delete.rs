//! Deleting a connection with its users, or one of them.

use model::{Connection, Timestamp, UserId};
use serde_json::json;
use store::Tx;

use super::{Connections, NO_CONNECTION, check_id};
use crate::{Actor, Error, Result, Scope};

/// Users who are deleted in one transaction: short enough that nobody waits for it.
const STEP: i64 = 200;

impl Connections<'_> {
    /// Deletes a connection with all of its users, as Auth0 does: first nobody can use it any more, then the users go step by
    /// step. When that is interrupted, it goes on where it is asked again. The time at which it was done.
    ///
    /// # Errors
    /// `Forbidden` without `delete:connections`, `NotFound`.
    pub async fn delete_with_users(&self, actor: &Actor, id: &str) -> Result<Timestamp> {
        actor.may(Scope::DeleteConnections)?;
        check_id(id)?;
        let mut tx = self.0.db().begin().await?;
        let connection = self.shut(&mut tx, actor, id).await?;
        tx.commit().await?;
        loop {
            let mut tx = self.0.db().begin().await?;
            let users = store::connections::users(&mut tx, actor.tenant(), &connection.name, STEP).await?;
            if users.is_empty() {
                // Nobody can be made on it meanwhile.
                let held = store::connections::hold(&mut tx, actor.tenant(), id).await?.ok_or(NO_CONNECTION)?;
                if !store::connections::has_users(&mut tx, actor.tenant(), &held.name).await? {
                    store::connections::delete(&mut tx, actor.tenant(), id).await?;
                    self.record(&mut tx, actor, "Delete a connection", &connection, json!({})).await?;
                    tx.commit().await?;
                    return Ok(self.0.now());
                }
            }
            for user in &users {
                if !self.0.users().delete_in(&mut tx, actor, user).await? {
                    return Err(Error::Internal(format!("{user} is in a connection and is not there")));
                }
            }
            tx.commit().await?;
        }
    }

    /// Deletes the user of a connection who has that address; no one, if there is none.
    ///
    /// # Errors
    /// `Forbidden` without `delete:users`, `NotFound` for a connection that is not there.
    pub async fn delete_user(&self, actor: &Actor, id: &str, email: &str) -> Result<()> {
        actor.may(Scope::DeleteUsers)?;
        check_id(id)?;
        let mut tx = self.0.db().begin().await?;
        let connection = store::connections::get(&mut tx, actor.tenant(), id).await?.ok_or(NO_CONNECTION)?;
        if email.contains('\0') {
            return Ok(());
        }
        let kind = store::identifiers::Kind::Email;
        let email = email.trim().to_lowercase();
        let found: Option<UserId> =
            store::identifiers::find(&mut tx, actor.tenant(), &connection.name, kind, &email).await?;
        if let Some(user) = found {
            self.0.users().delete_in(&mut tx, actor, &user).await?;
        }
        Ok(tx.commit().await?)
    }

    /// Takes a connection from every application, so that nobody is made on it or logs in with it.
    async fn shut(&self, tx: &mut Tx, actor: &Actor, id: &str) -> Result<Connection> {
        let connection = store::connections::hold(tx, actor.tenant(), id).await?.ok_or(NO_CONNECTION)?;
        for client in store::connections::clients(tx, actor.tenant(), id).await? {
            self.switch_client(tx, actor, &connection, &client, false).await?;
        }
        store::connections::get(tx, actor.tenant(), id).await?.ok_or(NO_CONNECTION)
    }
}
