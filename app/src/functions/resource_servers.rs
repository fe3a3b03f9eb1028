//! APIs.

use leptos::prelude::*;
use model::{ResourceServer, ResourceServerPage, ResourceServerPatch};
use server_fn::codec::Json;

use super::Answer;
#[cfg(feature = "ssr")]
use super::door;

/// One page of APIs, by identifier; `after` is the `next` of the page before.
#[server(prefix = "/fn", endpoint = "resource-servers/list", input = Json)]
pub async fn list_resource_servers(after: Option<String>) -> Answer<ResourceServerPage> {
    let (directory, actor) = door()?;
    Ok(directory.resource_servers().list(&actor, after.as_deref()).await?)
}

/// One API.
#[server(prefix = "/fn", endpoint = "resource-servers/get", input = Json)]
pub async fn get_resource_server(id: String) -> Answer<ResourceServer> {
    let (directory, actor) = door()?;
    Ok(directory.resource_servers().get(&actor, &id).await?)
}

/// Makes an API.
#[server(prefix = "/fn", endpoint = "resource-servers/create", input = Json)]
pub async fn create_resource_server(resource_server: ResourceServerPatch) -> Answer<ResourceServer> {
    let (directory, actor) = door()?;
    Ok(directory.resource_servers().create(&actor, resource_server).await?)
}

/// Changes an API.
#[server(prefix = "/fn", endpoint = "resource-servers/update", input = Json)]
pub async fn update_resource_server(id: String, patch: ResourceServerPatch) -> Answer<ResourceServer> {
    let (directory, actor) = door()?;
    Ok(directory.resource_servers().update(&actor, &id, patch).await?)
}

/// Deletes an API for ever.
#[server(prefix = "/fn", endpoint = "resource-servers/delete", input = Json)]
pub async fn delete_resource_server(id: String) -> Answer<()> {
    let (directory, actor) = door()?;
    Ok(directory.resource_servers().delete(&actor, &id).await?)
}
