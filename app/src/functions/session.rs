//! The administrator's own session. Signing in and out are plain forms, so that they work without JavaScript.

use leptos::prelude::*;
use model::Viewer;
use server_fn::codec::Json;

use super::Answer;
#[cfg(feature = "ssr")]
use super::door;

/// Who is signed in, and what they may do.
#[server(prefix = "/fn", endpoint = "session/whoami", input = Json)]
pub async fn whoami() -> Answer<Viewer> {
    let (directory, actor) = door()?;
    Ok(directory.administrators().viewer(&actor)?)
}
