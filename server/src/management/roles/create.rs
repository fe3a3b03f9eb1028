//! POST /api/v2/roles

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use directory::Scope;
use model::{JsonObject, UserRolePatch};
use serde_json::Value;

use super::ROLE;
use crate::ServerState;
use crate::management::caller::Caller;
use crate::management::operation::Operation;
use crate::management::payload::{self, Kind, Schema};
use crate::management::refusal::Refusal;

pub(super) const API: Operation = Operation::new("post_roles", "Create a role")
    .any(&[Scope::CreateRoles])
    .body(Kind::Nested(&SCHEMA))
    .gives(200, ROLE)
    .refuses(&[409]);

const SCHEMA: Schema = Schema { properties: &[("description", Kind::Text), ("name", Kind::Text)], required: &["name"] };

/// 200, as Auth0 has it.
pub(super) async fn submit(
    State(state): State<ServerState>,
    Caller(actor): Caller,
    body: Bytes,
) -> Result<Response, Refusal> {
    let patch = patch(&payload::read(&body, &SCHEMA)?);
    Ok(Json(state.directory().roles().create(&actor, patch).await?).into_response())
}

pub(super) fn patch(body: &JsonObject) -> UserRolePatch {
    let text = |name: &str| body.get(name).and_then(Value::as_str).map(str::to_owned);
    UserRolePatch { name: text("name"), description: text("description") }
}
