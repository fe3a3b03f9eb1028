//! *Sign in as User*.

use leptos::prelude::*;
use model::{ImpersonationLink, ImpersonationOptions, ImpersonationPage, ImpersonationRequest, UserId};
use server_fn::codec::Json;

use super::Answer;
#[cfg(feature = "ssr")]
use super::door;

/// Whether the administrator can sign in as the user, and at which applications.
#[server(prefix = "/fn", endpoint = "impersonations/options", input = Json)]
pub async fn get_impersonation_options(id: UserId) -> Answer<ImpersonationOptions> {
    let (directory, actor) = door()?;
    Ok(directory.impersonations().options(&actor, &id).await?)
}

/// Makes a link for one use. `password` is the administrator's own, where they showed it too long ago.
#[server(prefix = "/fn", endpoint = "impersonations/offer", input = Json)]
pub async fn offer_impersonation(request: ImpersonationRequest, password: Option<String>) -> Answer<ImpersonationLink> {
    let (directory, actor) = door()?;
    if let Some(password) = password {
        directory.sessions().authenticate(&actor, &password).await?;
    }
    Ok(directory.impersonations().offer(&actor, request).await?)
}

/// Impersonations, newest first.
#[server(prefix = "/fn", endpoint = "impersonations/list", input = Json)]
pub async fn list_impersonations(after: Option<String>) -> Answer<ImpersonationPage> {
    let (directory, actor) = door()?;
    Ok(directory.impersonations().list(&actor, after.as_deref()).await?)
}

/// Ends one; the newest as they are then.
#[server(prefix = "/fn", endpoint = "impersonations/end", input = Json)]
pub async fn end_impersonation(id: String) -> Answer<ImpersonationPage> {
    let (directory, actor) = door()?;
    directory.impersonations().end(&actor, &id).await?;
    Ok(directory.impersonations().list(&actor, None).await?)
}
