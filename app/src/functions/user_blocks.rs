//! Users who are kept out because of too many wrong passwords.

use leptos::prelude::*;
use model::{UserBlock, UserId};
use server_fn::codec::Json;

use super::Answer;
#[cfg(feature = "ssr")]
use super::door;

/// From where a user is kept out.
#[server(prefix = "/fn", endpoint = "user-blocks/list", input = Json)]
pub async fn list_user_blocks(id: UserId) -> Answer<Vec<UserBlock>> {
    let (directory, actor) = door()?;
    Ok(directory.user_blocks().list(&actor, &id).await?)
}

/// Lets a user try again from everywhere.
#[server(prefix = "/fn", endpoint = "user-blocks/remove", input = Json)]
pub async fn remove_user_blocks(id: UserId) -> Answer<()> {
    let (directory, actor) = door()?;
    Ok(directory.user_blocks().remove(&actor, &id).await?)
}
