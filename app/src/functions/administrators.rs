//! Who uses the dashboard.

use leptos::prelude::*;
use model::{Administrator, NewAdministrator, Role};
use server_fn::codec::Json;

use super::Answer;
#[cfg(feature = "ssr")]
use super::door;

/// All administrators of the tenant, by email.
#[server(prefix = "/fn", endpoint = "administrators/list", input = Json)]
pub async fn list_administrators() -> Answer<Vec<Administrator>> {
    let (directory, actor) = door()?;
    Ok(directory.administrators().list(&actor).await?)
}

/// Makes an administrator; all of them as they are then.
#[server(prefix = "/fn", endpoint = "administrators/add", input = Json)]
pub async fn add_administrator(administrator: NewAdministrator) -> Answer<Vec<Administrator>> {
    let (directory, actor) = door()?;
    Ok(directory.administrators().add(&actor, administrator).await?)
}

/// Changes what an administrator may do; all of them as they are then.
#[server(prefix = "/fn", endpoint = "administrators/update", input = Json)]
pub async fn update_administrator(id: String, role: Role, may_impersonate: bool) -> Answer<Vec<Administrator>> {
    let (directory, actor) = door()?;
    Ok(directory.administrators().update(&actor, &id, role, may_impersonate).await?)
}

/// Removes an administrator; all who remain.
#[server(prefix = "/fn", endpoint = "administrators/remove", input = Json)]
pub async fn remove_administrator(id: String) -> Answer<Vec<Administrator>> {
    let (directory, actor) = door()?;
    Ok(directory.administrators().remove(&actor, &id).await?)
}
