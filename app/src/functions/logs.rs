//! Logs.

use leptos::prelude::*;
use model::{LogPage, UserId};
use server_fn::codec::Json;

use super::Answer;
#[cfg(feature = "ssr")]
use super::door;

/// What happened to a user, newest first; `after` is where the last page ended.
#[server(prefix = "/fn", endpoint = "logs/of-user", input = Json)]
pub async fn user_history(id: UserId, after: Option<String>) -> Answer<LogPage> {
    let (directory, actor) = door()?;
    Ok(directory.logs().of_user(&actor, &id, after.as_deref()).await?)
}
