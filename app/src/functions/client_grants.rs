//! What machine applications may do at APIs.

use leptos::prelude::*;
use model::{ClientGrant, ClientGrantQuery};
use server_fn::codec::Json;

use super::Answer;
#[cfg(feature = "ssr")]
use super::door;

/// The grants of an application, or at an API.
#[server(prefix = "/fn", endpoint = "client-grants/list", input = Json)]
pub async fn list_client_grants(query: ClientGrantQuery) -> Answer<Vec<ClientGrant>> {
    let (directory, actor) = door()?;
    Ok(directory.client_grants().list(&actor, &query).await?)
}

/// Lets an application do at an API what `scope` says, no more and no less.
#[server(prefix = "/fn", endpoint = "client-grants/save", input = Json)]
pub async fn save_client_grant(client_id: String, audience: String, scope: Vec<String>) -> Answer<ClientGrant> {
    let (directory, actor) = door()?;
    Ok(directory.client_grants().save(&actor, &client_id, &audience, &scope).await?)
}

/// Forbids an application an API.
#[server(prefix = "/fn", endpoint = "client-grants/delete", input = Json)]
pub async fn delete_client_grant(id: String) -> Answer<()> {
    let (directory, actor) = door()?;
    Ok(directory.client_grants().delete(&actor, &id).await?)
}
