//! DELETE /api/v2/roles/{id}

use axum::Json;
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Response};
use serde_json::json;

use crate::ServerState;
use crate::management::caller::Caller;
use crate::management::refusal::Refusal;

/// 200, as Auth0 has it.
pub(super) async fn submit(
    State(state): State<ServerState>,
    Caller(actor): Caller,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    state.directory().roles().delete(&actor, &id).await?;
    Ok(Json(json!({})).into_response())
}
