//! PATCH /api/v2/resource-servers/{id}

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Response};
use directory::Scope;
use http::StatusCode;

use super::answer::{FIXED, SERVER, UPDATE, answer, read};
use crate::ServerState;
use crate::management::caller::Caller;
use crate::management::operation::Operation;
use crate::management::payload::Kind;
use crate::management::refusal::Refusal;

pub(super) const API: Operation = Operation::new("patch_resource-servers_by_id", "Change an API")
    .any(&[Scope::UpdateResourceServers])
    .body(Kind::Whole(&UPDATE, FIXED))
    .gives(201, SERVER)
    .refuses(&[409]);

pub(super) async fn submit(
    State(state): State<ServerState>,
    Caller(actor): Caller,
    Path(id): Path<String>,
    body: Bytes,
) -> Result<Response, Refusal> {
    let patch = read(&body, &UPDATE)?;
    let api = state.directory().resource_servers().update(&actor, &id, patch).await?;
    // The contract's status.
    Ok((StatusCode::CREATED, Json(answer(&api))).into_response())
}
