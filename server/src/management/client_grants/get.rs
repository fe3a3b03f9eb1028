//! GET /api/v2/client-grants/{id}

use axum::Json;
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Response};

use super::answer::answer;
use crate::ServerState;
use crate::management::caller::Caller;
use crate::management::refusal::Refusal;

pub(super) async fn show(
    State(state): State<ServerState>,
    Caller(actor): Caller,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    let grant = state.directory().client_grants().get(&actor, &id).await?;
    Ok(Json(answer(&grant)).into_response())
}
