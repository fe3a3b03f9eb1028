//! GET /api/v2/jobs/{id}

use axum::Json;
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Response};
use directory::Scope;

use super::answer::{JOB, followed};
use crate::ServerState;
use crate::management::caller::Caller;
use crate::management::operation::Operation;
use crate::management::refusal::Refusal;
pub(super) const API: Operation = Operation::new("get_jobs_by_id", "Get a job, and how far it is")
    .any(&[Scope::CreateUsers, Scope::ReadUsers])
    .gives(200, JOB);

pub(super) async fn show(
    State(state): State<ServerState>,
    Caller(actor): Caller,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    Ok(Json(followed(&state.directory().jobs().get(&actor, &id).await?)).into_response())
}
