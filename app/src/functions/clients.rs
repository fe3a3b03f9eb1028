//! Applications.

use leptos::prelude::*;
use model::{Client, ClientPage, ClientPatch, CreatedClient};
use server_fn::codec::Json;

use super::Answer;
#[cfg(feature = "ssr")]
use super::door;

/// One page of applications, by name; `after` is the `next` of the page before.
#[server(prefix = "/fn", endpoint = "clients/list", input = Json)]
pub async fn list_clients(after: Option<String>) -> Answer<ClientPage> {
    let (directory, actor) = door()?;
    Ok(directory.clients().list(&actor, after.as_deref()).await?)
}

/// One application.
#[server(prefix = "/fn", endpoint = "clients/get", input = Json)]
pub async fn get_client(id: String) -> Answer<Client> {
    let (directory, actor) = door()?;
    Ok(directory.clients().get(&actor, &id).await?)
}

/// Makes an application; the answer has its secret, this once.
#[server(prefix = "/fn", endpoint = "clients/create", input = Json)]
pub async fn create_client(client: ClientPatch) -> Answer<CreatedClient> {
    let (directory, actor) = door()?;
    Ok(directory.clients().create(&actor, client).await?)
}

/// Makes a machine application that may do at an API what `scope` says; the answer has its secret, this once.
#[server(prefix = "/fn", endpoint = "clients/create-machine", input = Json)]
pub async fn create_machine(name: String, audience: String, scope: Vec<String>) -> Answer<CreatedClient> {
    let (directory, actor) = door()?;
    Ok(directory.clients().create_machine(&actor, &name, &audience, &scope).await?)
}

/// Changes an application; the answer has a secret when it is to keep one from now on.
#[server(prefix = "/fn", endpoint = "clients/update", input = Json)]
pub async fn update_client(id: String, patch: ClientPatch) -> Answer<CreatedClient> {
    let (directory, actor) = door()?;
    Ok(directory.clients().update(&actor, &id, patch).await?)
}

/// Deletes an application for ever.
#[server(prefix = "/fn", endpoint = "clients/delete", input = Json)]
pub async fn delete_client(id: String) -> Answer<()> {
    let (directory, actor) = door()?;
    Ok(directory.clients().delete(&actor, &id).await?)
}

/// Gives an application another secret, which the answer has, this once.
#[server(prefix = "/fn", endpoint = "clients/rotate-secret", input = Json)]
pub async fn rotate_client_secret(id: String) -> Answer<CreatedClient> {
    let (directory, actor) = door()?;
    Ok(directory.clients().rotate_secret(&actor, &id).await?)
}
