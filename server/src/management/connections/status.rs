//! GET /api/v2/connections/{id}/status

use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Response};
use http::StatusCode;

use crate::ServerState;
use crate::management::caller::Caller;
use crate::management::refusal::Refusal;

/// A database of Roster's is there when Roster is.
pub(super) async fn show(
    State(state): State<ServerState>,
    Caller(actor): Caller,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    state.directory().connections().get(&actor, &id).await?;
    Ok(StatusCode::OK.into_response())
}
