//! Connections as programs ask for them.

use model::{Connection, ConnectionChange, ConnectionOptions, ConnectionWithClients, ListPart, Listed};

use super::{Connections, NO_CONNECTION, changed, check, check_id, tidied};
use crate::{Actor, Error, Result, Scope};

impl Connections<'_> {
    /// A part of them, by name: those of one of these strategies, if any is named, and of that name.
    ///
    /// # Errors
    /// `Forbidden` without `read:connections`.
    pub async fn search(
        &self,
        actor: &Actor,
        strategies: &[String],
        name: Option<&str>,
        part: &ListPart,
    ) -> Result<Listed<ConnectionWithClients>> {
        let mut all = self.list(actor).await?;
        all.retain(|connection| {
            (strategies.is_empty() || strategies.contains(&connection.strategy))
                && name.is_none_or(|name| connection.name == name)
        });
        let Listed { items, total, next } = part.cut(all, |connection| &connection.id);
        let mut found = Vec::with_capacity(items.len());
        for connection in items {
            found.push(self.with_clients(actor, connection).await?);
        }
        Ok(Listed { items: found, total, next })
    }

    /// The one of that id, and who uses it.
    ///
    /// # Errors
    /// `Forbidden` without `read:connections`, `NotFound`.
    pub async fn see(&self, actor: &Actor, id: &str) -> Result<ConnectionWithClients> {
        let connection = self.get(actor, id).await?;
        self.with_clients(actor, connection).await
    }

    /// Who uses a connection that the actor made or changed.
    ///
    /// # Errors
    /// The database's.
    pub async fn with_clients(&self, actor: &Actor, connection: Connection) -> Result<ConnectionWithClients> {
        let mut conn = self.0.db().read().await?;
        // All of them: whoever writes the list back takes the connection from those that are not in it.
        let clients =
            store::connection_clients::of_connection(&mut conn, actor.tenant(), &connection.id, None, i64::MAX);
        Ok(ConnectionWithClients { clients: clients.await?, connection })
    }

    /// The connections that an application uses, by name; of one of these strategies, if any is named.
    ///
    /// # Errors
    /// `Forbidden` without any of `read:connections`, `read:clients`, `read:client_summary`; `NotFound`.
    pub async fn of_client(
        &self,
        actor: &Actor,
        client_id: &str,
        strategies: &[String],
        part: &ListPart,
    ) -> Result<Listed<Connection>> {
        actor.may_any(&[Scope::ReadConnections, Scope::ReadClients, Scope::ReadClientSummary])?;
        check_id(client_id).map_err(|_| crate::clients::NO_CLIENT)?;
        let mut conn = self.0.db().read().await?;
        store::clients::find(&mut conn, actor.tenant(), client_id).await?.ok_or(crate::clients::NO_CLIENT)?;
        let mut all = store::connections::of_client(&mut conn, actor.tenant(), client_id).await?;
        all.retain(|connection| strategies.is_empty() || strategies.contains(&connection.strategy));
        Ok(part.cut(all, |connection| &connection.id))
    }

    /// The ids of the applications that use a connection, so many after the one of `after`.
    ///
    /// # Errors
    /// `Forbidden` without `read:connections`, `NotFound`.
    pub async fn client_ids(&self, actor: &Actor, id: &str, after: Option<&str>, limit: i64) -> Result<Listed<String>> {
        self.get(actor, id).await?;
        if after.is_some_and(|after| check_id(after).is_err()) {
            return Err(Error::field("from", "Not what an earlier answer gave"));
        }
        let mut conn = self.0.db().read().await?;
        let found =
            store::connection_clients::of_connection(&mut conn, actor.tenant(), id, after, limit.saturating_add(1));
        let part = ListPart::After { id: after.map(str::to_owned), limit };
        Ok(part.ended(found.await?, |id| id))
    }

    /// Changes what `change` names of a connection as it is, in one step. Doing it again changes and records nothing.
    ///
    /// # Errors
    /// `Forbidden` without `update:connections`, `NotFound`, `Fields` for options out of their bounds, `Field` for an
    /// application that does not exist, and what `change` refuses.
    pub async fn change(
        &self,
        actor: &Actor,
        id: &str,
        change: impl FnOnce(&Connection) -> Result<ConnectionChange> + Send,
    ) -> Result<ConnectionWithClients> {
        actor.may(Scope::UpdateConnections)?;
        check_id(id)?;
        let mut tx = self.0.db().begin().await?;
        let before = store::connections::hold(&mut tx, actor.tenant(), id).await?.ok_or(NO_CONNECTION)?;
        let change = change(&before)?;
        check(change.options.as_ref().map(ConnectionOptions::mistakes).unwrap_or_default())?;
        let options = change.options.map_or_else(|| before.options.clone(), tidied);
        let after = Connection { options, ..before.clone() };
        if after != before {
            store::connections::save_options(&mut tx, actor.tenant(), id, &after.options).await?;
            let changed = changed(&before.options, &after.options);
            self.record(&mut tx, actor, "Update a connection", &after, changed).await?;
        }
        if let Some(wanted) = change.clients {
            let all = store::connections::clients(&mut tx, actor.tenant(), id).await?;
            check_clients(&wanted, |id| all.iter().any(|client| client.client_id == id))?;
            for client in all {
                let is_wanted = wanted.contains(&client.client_id);
                self.switch_client(&mut tx, actor, &after, &client, is_wanted).await?;
            }
        }
        tx.commit().await?;
        let connection = self.stored(actor, id).await?;
        self.with_clients(actor, connection).await
    }

    /// Lets applications use a connection, or not, all in one step.
    ///
    /// # Errors
    /// `Forbidden` without `update:connections`, `NotFound`, `Field` for an application that does not exist.
    pub async fn set_clients(&self, actor: &Actor, id: &str, wanted: &[(String, bool)]) -> Result<()> {
        actor.may(Scope::UpdateConnections)?;
        check_id(id)?;
        let mut tx = self.0.db().begin().await?;
        let connection = store::connections::hold(&mut tx, actor.tenant(), id).await?.ok_or(NO_CONNECTION)?;
        let all = store::connections::clients(&mut tx, actor.tenant(), id).await?;
        let named: Vec<String> = wanted.iter().map(|(id, _)| id.clone()).collect();
        check_clients(&named, |id| all.iter().any(|client| client.client_id == id))?;
        for client in &all {
            // What is said last counts.
            if let Some((_, is_wanted)) = wanted.iter().rev().find(|(id, _)| *id == client.client_id) {
                self.switch_client(&mut tx, actor, &connection, client, *is_wanted).await?;
            }
        }
        Ok(tx.commit().await?)
    }

    async fn stored(&self, actor: &Actor, id: &str) -> Result<Connection> {
        let mut conn = self.0.db().read().await?;
        store::connections::get(&mut conn, actor.tenant(), id).await?.ok_or(NO_CONNECTION)
    }
}

/// # Errors
/// `Field` for the first one that does not exist.
pub(super) fn check_clients(wanted: &[String], exists: impl Fn(&str) -> bool) -> Result<()> {
    match wanted.iter().find(|id| !exists(id)) {
        Some(unknown) => {
            let shown: String = unknown.chars().filter(|c| !c.is_control()).take(80).collect();
            Err(Error::field("enabled_clients", format!("There is no application {shown:?}")))
        }
        None => Ok(()),
    }
}
