//! PATCH /api/v2/roles/{id}

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Response};
use directory::Scope;

use super::ROLE;
use super::create::patch;
use crate::ServerState;
use crate::management::caller::Caller;
use crate::management::operation::Operation;
use crate::management::payload::{self, Kind, Schema};
use crate::management::refusal::Refusal;

pub(super) const API: Operation = Operation::new("patch_roles_by_id", "Change a role")
    .any(&[Scope::UpdateRoles])
    .body(Kind::Nested(&SCHEMA))
    .gives(200, ROLE)
    .refuses(&[409]);

const SCHEMA: Schema = Schema { properties: &[("description", Kind::Text), ("name", Kind::Text)], required: &[] };

pub(super) async fn submit(
    State(state): State<ServerState>,
    Caller(actor): Caller,
    Path(id): Path<String>,
    body: Bytes,
) -> Result<Response, Refusal> {
    let patch = patch(&payload::read(&body, &SCHEMA)?);
    Ok(Json(state.directory().roles().update(&actor, &id, patch).await?).into_response())
}
