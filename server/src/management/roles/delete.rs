//! DELETE /api/v2/roles/{id}

use axum::Json;
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Response};
use directory::Scope;
use serde_json::json;

use crate::ServerState;
use crate::management::caller::Caller;
use crate::management::operation::{NOTHING, Operation};
use crate::management::refusal::Refusal;

pub(super) const API: Operation =
    Operation::new("delete_roles_by_id", "Delete a role").any(&[Scope::DeleteRoles]).gives(200, NOTHING);

/// 200, as Auth0 has it.
pub(super) async fn submit(
    State(state): State<ServerState>,
    Caller(actor): Caller,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    state.directory().roles().delete(&actor, &id).await?;
    Ok(Json(json!({})).into_response())
}
