//! Connections.

use leptos::prelude::*;
use model::Connection;
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
