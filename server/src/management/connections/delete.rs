//! DELETE /api/v2/connections/{id}

use axum::Json;
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Response};
use directory::{Error, Scope};
use http::StatusCode;
use serde_json::json;

use crate::ServerState;
use crate::management::caller::Caller;
use crate::management::operation::Operation;
use crate::management::payload::{Kind, Schema};
use crate::management::refusal::Refusal;

pub(super) const API: Operation =
    Operation::new("delete_connections_by_id", "Delete a connection and its users; 204 where it is not there")
        .any(&[Scope::DeleteConnections])
        .gives(202, Kind::Nested(&Schema { properties: &[("deleted_at", Kind::Time)], required: &["deleted_at"] }))
        .or_nothing(204)
        .refuses(&[409]);

/// Its users go with it. One that is not there is deleted already: then it is 204.
pub(super) async fn submit(
    State(state): State<ServerState>,
    Caller(actor): Caller,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    match state.directory().connections().delete_with_users(&actor, &id).await {
        Ok(at) => Ok((StatusCode::ACCEPTED, Json(json!({ "deleted_at": at }))).into_response()),
        Err(Error::NotFound(_)) => Ok(StatusCode::NO_CONTENT.into_response()),
        Err(error) => Err(error.into()),
    }
}
