//! GET /api/v2/connections/{id}/status

use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Response};
use directory::Scope;
use http::StatusCode;

use crate::ServerState;
use crate::management::caller::Caller;
use crate::management::operation::Operation;
use crate::management::refusal::Refusal;

pub(super) const API: Operation = Operation::new("get_status", "Ask whether a connection works: 200 without a body")
    .any(&[Scope::ReadConnections])
    .gives_nothing(200);

/// A database of Roster's is there when Roster is.
pub(super) async fn show(
    State(state): State<ServerState>,
    Caller(actor): Caller,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    state.directory().connections().get(&actor, &id).await?;
    Ok(StatusCode::OK.into_response())
}
