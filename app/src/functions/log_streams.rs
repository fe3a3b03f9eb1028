//! Where events of the log are sent to.

use leptos::prelude::*;
use model::{CreatedLogStream, LogStream, LogStreamStatus, NewLogStream};
use server_fn::codec::Json;

use super::Answer;
#[cfg(feature = "ssr")]
use super::door;

/// All log streams, the oldest first.
#[server(prefix = "/fn", endpoint = "log-streams/list", input = Json)]
pub async fn list_log_streams() -> Answer<Vec<LogStream>> {
    let (directory, actor) = door()?;
    Ok(directory.log_streams().list(&actor).await?)
}

/// Makes a log stream; its secret is shown this once.
#[server(prefix = "/fn", endpoint = "log-streams/create", input = Json)]
pub async fn create_log_stream(stream: NewLogStream) -> Answer<CreatedLogStream> {
    let (directory, actor) = door()?;
    Ok(directory.log_streams().create(&actor, stream).await?)
}

/// Stops a log stream, or lets it go on; all of them.
#[server(prefix = "/fn", endpoint = "log-streams/set-status", input = Json)]
pub async fn set_log_stream_status(id: String, status: LogStreamStatus) -> Answer<Vec<LogStream>> {
    let (directory, actor) = door()?;
    let patch = model::LogStreamPatch { status: Some(status), ..model::LogStreamPatch::default() };
    directory.log_streams().update(&actor, &id, patch).await?;
    Ok(directory.log_streams().list(&actor).await?)
}

/// Deletes a log stream; those that are left.
#[server(prefix = "/fn", endpoint = "log-streams/delete", input = Json)]
pub async fn delete_log_stream(id: String) -> Answer<Vec<LogStream>> {
    let (directory, actor) = door()?;
    directory.log_streams().delete(&actor, &id).await?;
    Ok(directory.log_streams().list(&actor).await?)
}
