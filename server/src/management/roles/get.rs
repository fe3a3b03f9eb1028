//! GET /api/v2/roles/{id}

use axum::Json;
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Response};
use directory::Scope;

use super::ROLE;
use crate::ServerState;
use crate::management::caller::Caller;
use crate::management::operation::Operation;
use crate::management::refusal::Refusal;

pub(super) const API: Operation =
    Operation::new("get_roles_by_id", "Get a role").any(&[Scope::ReadRoles]).gives(200, ROLE);

pub(super) async fn show(
    State(state): State<ServerState>,
    Caller(actor): Caller,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    Ok(Json(state.directory().roles().get(&actor, &id).await?).into_response())
}
