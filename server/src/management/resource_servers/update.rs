//! PATCH /api/v2/resource-servers/{id}

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Response};
use http::StatusCode;

use super::answer::{UPDATE, answer, read};
use crate::ServerState;
use crate::management::caller::Caller;
use crate::management::refusal::Refusal;

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
