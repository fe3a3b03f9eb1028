//! GET /api/v2/jobs/{id}

use axum::Json;
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Response};

use super::answer::followed;
use crate::ServerState;
use crate::management::caller::Caller;
use crate::management::refusal::Refusal;

pub(super) async fn show(
    State(state): State<ServerState>,
    Caller(actor): Caller,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    Ok(Json(followed(&state.directory().jobs().get(&actor, &id).await?)).into_response())
}
