//! Where users are logged in, and what they allowed applications.

use leptos::prelude::*;
use model::{Receipt, UserAccess, UserId};
use server_fn::codec::Json;

use super::Answer;
#[cfg(feature = "ssr")]
use super::door;

/// The devices, sessions and grants of a user.
#[server(prefix = "/fn", endpoint = "access/of-user", input = Json)]
pub async fn access_of_user(id: UserId) -> Answer<UserAccess> {
    let (directory, actor) = door()?;
    Ok(directory.access().of_user(&actor, &id).await?)
}

/// Revokes the refresh tokens of a device; how many there were.
#[server(prefix = "/fn", endpoint = "access/unlink", input = Json)]
pub async fn unlink_device(id: UserId, name: String, agent: String) -> Answer<i64> {
    let (directory, actor) = door()?;
    Ok(directory.access().unlink(&actor, &id, &name, &agent).await?)
}

/// Ends a session.
#[server(prefix = "/fn", endpoint = "access/end-session", input = Json)]
pub async fn end_session(session: String) -> Answer<()> {
    let (directory, actor) = door()?;
    Ok(directory.user_sessions().delete(&actor, &session).await?)
}

/// Ends every session of a user and revokes all of their tokens; what that was.
#[server(prefix = "/fn", endpoint = "access/sign-out", input = Json)]
pub async fn sign_out_everywhere(id: UserId) -> Answer<Receipt> {
    let (directory, actor) = door()?;
    Ok(directory.access().sign_out_everywhere(&actor, &id).await?)
}

/// Takes back what a user allowed an application.
#[server(prefix = "/fn", endpoint = "access/revoke-grant", input = Json)]
pub async fn revoke_grant(grant: String) -> Answer<()> {
    let (directory, actor) = door()?;
    Ok(directory.authorize().revoke_grant(&actor, &grant).await?)
}
