//! The tenant's settings.

use leptos::prelude::*;
use model::{TenantEdit, TenantSettings};
use server_fn::codec::Json;

use super::Answer;
#[cfg(feature = "ssr")]
use super::door;

/// The settings of the tenant.
#[server(prefix = "/fn", endpoint = "tenant/settings", input = Json)]
pub async fn get_tenant() -> Answer<TenantSettings> {
    let (directory, actor) = door()?;
    Ok(directory.tenants().settings(&actor).await?)
}

/// Replaces the settings, unless somebody else changed them since the form was opened.
#[server(prefix = "/fn", endpoint = "tenant/update", input = Json)]
pub async fn update_tenant(edit: TenantEdit) -> Answer<TenantSettings> {
    let (directory, actor) = door()?;
    Ok(directory.tenants().update(&actor, edit).await?)
}

/// The issuer of the tenant's tokens, with the slash at its end: what applications are set up with.
#[server(prefix = "/fn", endpoint = "tenant/issuer", input = Json)]
pub async fn get_issuer() -> Answer<String> {
    let (directory, actor) = door()?;
    directory.tenants().settings(&actor).await?;
    Ok(directory.issuer(actor.tenant()))
}
