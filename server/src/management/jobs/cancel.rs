//! DELETE /api/v2/jobs/{id}: ends a job; what was done until then stays. Auth0 has no such route.

use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Response};
use directory::Scope;
use http::StatusCode;

use crate::ServerState;
use crate::management::caller::Caller;
use crate::management::operation::Operation;
use crate::management::refusal::Refusal;
pub(super) const API: Operation = Operation::new("delete_jobs_by_id", "End a job; what was done until then stays")
    .any(&[Scope::CreateUsers, Scope::ReadUsers])
    .gives_nothing(204)
    .refuses(&[409]);

pub(super) async fn submit(
    State(state): State<ServerState>,
    Caller(actor): Caller,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    state.directory().jobs().cancel(&actor, &id).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
