//! Connections.

use leptos::prelude::*;
use model::{Connection, ConnectionClient, ConnectionEdit, NewConnection};
use server_fn::codec::Json;

use super::Answer;
#[cfg(feature = "ssr")]
use super::door;

/// All connections of the tenant.
#[server(prefix = "/fn", endpoint = "connections/list", input = Json)]
pub async fn list_connections() -> Answer<Vec<Connection>> {
    let (directory, actor) = door()?;
    Ok(directory.connections().list(&actor).await?)
}

/// One connection.
#[server(prefix = "/fn", endpoint = "connections/get", input = Json)]
pub async fn get_connection(id: String) -> Answer<Connection> {
    let (directory, actor) = door()?;
    Ok(directory.connections().get(&actor, &id).await?)
}

/// Makes a database connection.
#[server(prefix = "/fn", endpoint = "connections/create", input = Json)]
pub async fn create_connection(connection: NewConnection) -> Answer<Connection> {
    let (directory, actor) = door()?;
    Ok(directory.connections().create(&actor, connection).await?)
}

/// Replaces the settings of a connection, unless somebody else changed them since the form was opened.
#[server(prefix = "/fn", endpoint = "connections/update", input = Json)]
pub async fn update_connection(id: String, edit: ConnectionEdit) -> Answer<Connection> {
    let (directory, actor) = door()?;
    Ok(directory.connections().update(&actor, &id, edit).await?)
}

/// Deletes a connection that has no users.
#[server(prefix = "/fn", endpoint = "connections/delete", input = Json)]
pub async fn delete_connection(id: String) -> Answer<()> {
    let (directory, actor) = door()?;
    Ok(directory.connections().delete(&actor, &id).await?)
}

/// Every application, and whether it uses the connection.
#[server(prefix = "/fn", endpoint = "connections/clients", input = Json)]
pub async fn connection_clients(id: String) -> Answer<Vec<ConnectionClient>> {
    let (directory, actor) = door()?;
    Ok(directory.connections().clients(&actor, &id).await?)
}

/// Lets an application use a connection, or not.
#[server(prefix = "/fn", endpoint = "connections/set-client", input = Json)]
pub async fn set_connection_client(id: String, client_id: String, enabled: bool) -> Answer<Connection> {
    let (directory, actor) = door()?;
    Ok(directory.connections().set_client(&actor, &id, &client_id, enabled).await?)
}
