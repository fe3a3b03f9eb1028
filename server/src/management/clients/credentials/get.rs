//! GET /api/v2/clients/{client_id}/credentials/{credential_id}

use axum::Json;
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Response};

use super::answer;
use crate::ServerState;
use crate::management::caller::Caller;
use crate::management::refusal::Refusal;

pub(super) async fn show(
    State(state): State<ServerState>,
    Caller(actor): Caller,
    Path((id, credential)): Path<(String, String)>,
) -> Result<Response, Refusal> {
    let key = state.directory().clients().credential(&actor, &id, &credential).await?;
    Ok(Json(answer(&key)).into_response())
}
