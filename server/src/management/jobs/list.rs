//! GET /api/v2/jobs: the newest jobs, the newest first. Auth0 has no such route.

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use directory::Scope;
use serde_json::Value;

use super::answer::{JOB, followed};
use crate::ServerState;
use crate::management::caller::Caller;
use crate::management::operation::Operation;
use crate::management::payload::Kind;
use crate::management::refusal::Refusal;
pub(super) const API: Operation = Operation::new("get_jobs", "List the newest jobs")
    .any(&[Scope::CreateUsers, Scope::ReadUsers])
    .gives(200, Kind::Array(&JOB));

pub(super) async fn show(State(state): State<ServerState>, Caller(actor): Caller) -> Result<Response, Refusal> {
    let jobs: Vec<Value> = state.directory().jobs().list(&actor).await?.iter().map(followed).collect();
    Ok(Json(jobs).into_response())
}
