//! Logs.

use leptos::prelude::*;
use model::{LogEvent, LogPage, LogQuery, LoginChart};
use server_fn::codec::Json;

use super::Answer;
#[cfg(feature = "ssr")]
use super::door;

/// Events that match, newest first.
#[server(prefix = "/fn", endpoint = "logs/search", input = Json)]
pub async fn search_logs(query: LogQuery) -> Answer<LogPage> {
    let (directory, actor) = door()?;
    Ok(directory.logs().search(&actor, &query).await?)
}

/// One event.
#[server(prefix = "/fn", endpoint = "logs/get", input = Json)]
pub async fn get_log(log_id: String) -> Answer<LogEvent> {
    let (directory, actor) = door()?;
    Ok(directory.logs().get(&actor, &log_id).await?)
}

/// Logins and failures of each of the last hours.
#[server(prefix = "/fn", endpoint = "logs/chart", input = Json)]
pub async fn chart_logins(hours: u32) -> Answer<LoginChart> {
    let (directory, actor) = door()?;
    Ok(directory.logs().chart(&actor, hours).await?)
}
