//! GET /api/v2/jobs: the newest jobs, the newest first. Auth0 has no such route.

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use serde_json::Value;

use super::answer::followed;
use crate::ServerState;
use crate::management::caller::Caller;
use crate::management::refusal::Refusal;

pub(super) async fn show(State(state): State<ServerState>, Caller(actor): Caller) -> Result<Response, Refusal> {
    let jobs: Vec<Value> = state.directory().jobs().list(&actor).await?.iter().map(followed).collect();
    Ok(Json(jobs).into_response())
}
