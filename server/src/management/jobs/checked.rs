//! POST /api/v2/jobs/{id}/import: imports the file that a dry run looked at, as it was asked of the dry run. Auth0 has no such
//! route.

use axum::Json;
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Response};
use directory::Scope;
use http::StatusCode;

use super::answer::{JOB, begun};
use crate::ServerState;
use crate::management::caller::Caller;
use crate::management::operation::Operation;
use crate::management::refusal::Refusal;

pub(super) const API: Operation = Operation::new("post_jobs_import", "Import the file that a dry run looked at")
    .any(&[Scope::CreateUsers])
    .gives(202, JOB)
    .refuses(&[409]);

pub(super) async fn submit(
    State(state): State<ServerState>,
    Caller(actor): Caller,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    let job = state.directory().jobs().import_checked(&actor, &id).await?;
    Ok((StatusCode::ACCEPTED, Json(begun(&job))).into_response())
}
