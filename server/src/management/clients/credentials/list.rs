//! GET /api/v2/clients/{client_id}/credentials

use axum::Json;
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Response};
use directory::Scope;
use serde_json::Value;

use super::{CREDENTIAL, PATH, answer};
use crate::ServerState;
use crate::management::caller::Caller;
use crate::management::operation::Operation;
use crate::management::payload::Kind;
use crate::management::refusal::Refusal;

pub(super) const API: Operation = Operation::new("get_credentials", "List the keys of an application")
    .path(PATH)
    .any(&[Scope::ReadClientCredentials])
    .gives(200, Kind::Array(&CREDENTIAL));

pub(super) async fn show(
    State(state): State<ServerState>,
    Caller(actor): Caller,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    let keys = state.directory().clients().credentials(&actor, &id).await?;
    Ok(Json(keys.iter().map(answer).collect::<Vec<Value>>()).into_response())
}
