//! Which applications use a connection: obeyed at every login, sign-up and refresh.

use model::{Connection, ConnectionClient};
use serde_json::json;
use store::Tx;

use super::{Connections, NO_CONNECTION, check_id};
use crate::{Actor, Directory, Error, Result, Scope};

/// What is said of an id that no application has.
const NO_CLIENT: Error = Error::NotFound("The application does not exist.");

impl Connections<'_> {
    /// Every application of the tenant, by name, and whether it uses the connection.
    ///
    /// # Errors
    /// `Forbidden` without `read:connections`, `NotFound`.
    pub async fn clients(&self, actor: &Actor, id: &str) -> Result<Vec<ConnectionClient>> {
        self.get(actor, id).await?;
        let mut conn = self.0.db().read().await?;
        Ok(store::connections::clients(&mut conn, actor.tenant(), id).await?)
    }

    /// Lets an application use a connection, or not; it takes effect at once. Doing it again changes and records nothing.
    ///
    /// # Errors
    /// `Forbidden` without `update:connections`, `NotFound` for a connection or application that is not there.
    pub async fn set_client(&self, actor: &Actor, id: &str, client_id: &str, enabled: bool) -> Result<Connection> {
        actor.may(Scope::UpdateConnections)?;
        check_id(id)?;
        check_id(client_id).map_err(|_| NO_CLIENT)?;
        let tenant = actor.tenant();
        let mut tx = self.0.db().begin().await?;
        let before = store::connections::hold(&mut tx, tenant, id).await?.ok_or(NO_CONNECTION)?;
        let clients = store::connections::clients(&mut tx, tenant, id).await?;
        let client = clients.into_iter().find(|client| client.client_id == client_id).ok_or(NO_CLIENT)?;
        let after = self.switch_client(&mut tx, actor, &before, &client, enabled).await?;
        tx.commit().await?;
        Ok(after.unwrap_or(before))
    }

    /// The same in a transaction; none when it is so already.
    pub(super) async fn switch_client(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        connection: &Connection,
        client: &ConnectionClient,
        enabled: bool,
    ) -> Result<Option<Connection>> {
        if client.enabled == enabled {
            return Ok(None);
        }
        let (tenant, id, client_id) = (actor.tenant(), &connection.id, &client.client_id);
        let description = if enabled {
            store::connections::enable_client(tx, tenant, id, client_id).await?;
            "Enable an application for a connection"
        } else {
            store::connections::disable_client(tx, tenant, id, client_id).await?;
            "Disable an application for a connection"
        };
        let after = store::connections::get(tx, tenant, id).await?.ok_or(NO_CONNECTION)?;
        let changed = json!({ "enabled": { "before": client.enabled, "after": enabled } });
        let mut event = self.event(actor, description, &after, changed);
        event.client_id = Some(client.client_id.clone());
        event.client_name = Some(client.name.clone());
        store::logs::append(tx, tenant, &event).await?;
        Ok(Some(after))
    }
}

/// What logins ask, which is how it becomes known who somebody is: there is no actor yet.
impl Directory {
    /// The connections that an application uses, by name.
    ///
    /// # Errors
    /// The database's.
    pub async fn client_connections(&self, tenant: &str, client_id: &str) -> Result<Vec<Connection>> {
        if check_id(client_id).is_err() {
            return Ok(Vec::new());
        }
        let mut conn = self.db().read().await?;
        Ok(store::connections::of_client(&mut conn, tenant, client_id).await?)
    }

    /// Whether an application uses a connection; asked at each login, silent login and refresh.
    ///
    /// # Errors
    /// The database's.
    pub async fn is_connection_enabled(&self, tenant: &str, connection_id: &str, client_id: &str) -> Result<bool> {
        if check_id(connection_id).is_err() || check_id(client_id).is_err() {
            return Ok(false);
        }
        let mut conn = self.db().read().await?;
        Ok(store::connections::is_client_enabled(&mut conn, tenant, connection_id, client_id).await?)
    }

    /// The connection of that name.
    ///
    /// # Errors
    /// The database's.
    pub async fn find_connection(&self, tenant: &str, name: &str) -> Result<Option<Connection>> {
        if name.is_empty() || name.len() > 200 || name.contains('\0') {
            return Ok(None);
        }
        let mut conn = self.db().read().await?;
        Ok(store::connections::find(&mut conn, tenant, name).await?)
    }
}
