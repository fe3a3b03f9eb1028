//! POST /api/v2/resource-servers

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use directory::Scope;
use http::StatusCode;

use super::answer::{CREATE, FIXED, SERVER, answer, read};
use crate::ServerState;
use crate::management::caller::Caller;
use crate::management::operation::Operation;
use crate::management::payload::Kind;
use crate::management::refusal::Refusal;

pub(super) const API: Operation = Operation::new("post_resource-servers", "Create an API")
    .any(&[Scope::CreateResourceServers])
    .body(Kind::Whole(&CREATE, FIXED))
    .gives(201, SERVER)
    .refuses(&[409]);

pub(super) async fn submit(
    State(state): State<ServerState>,
    Caller(actor): Caller,
    body: Bytes,
) -> Result<Response, Refusal> {
    let mut patch = read(&body, &CREATE)?;
    if patch.name.is_none() {
        // Auth0 asks for no name.
        patch.name.clone_from(&patch.identifier);
    }
    let api = state.directory().resource_servers().create(&actor, patch).await?;
    Ok((StatusCode::CREATED, Json(answer(&api))).into_response())
}
