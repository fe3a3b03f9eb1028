//! /api/v2/rules-configs

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Response};
use directory::{Error, Scope};
use http::StatusCode;
use serde_json::{Value, json};

use super::api::Api;
use super::caller::Caller;
use super::operation::Operation;
use super::payload::{self, Kind, Schema};
use super::refusal::{Refusal, refused};
use crate::ServerState;

const LIST: Operation = Operation::new("get_rules-configs", "List the keys of what rules are configured with")
    .any(&[Scope::ReadRulesConfigs])
    .gives(200, Kind::List(&Schema { properties: &[("key", Kind::Text)], required: &["key"] }));

const WRITE: Operation = Operation::new("put_rules-configs_by_key", "Set a value for rules")
    .any(&[Scope::UpdateRulesConfigs])
    .body(Kind::Nested(&SCHEMA))
    .gives(
        200,
        Kind::Nested(&Schema {
            properties: &[("key", Kind::Text), ("value", Kind::Text)],
            required: &["key", "value"],
        }),
    );

const REMOVE: Operation = Operation::new("delete_rules-configs_by_key", "Delete a value for rules")
    .any(&[Scope::DeleteRulesConfigs])
    .gives_nothing(204);

const SCHEMA: Schema = Schema { properties: &[("value", Kind::Text)], required: &["value"] };

/// Its routes.
pub(super) fn routes() -> Api {
    Api::new().get("/api/v2/rules-configs", list, LIST).put("/api/v2/rules-configs/{key}", write, WRITE).delete(
        "/api/v2/rules-configs/{key}",
        remove,
        REMOVE,
    )
}

/// The keys alone.
async fn list(State(state): State<ServerState>, Caller(actor): Caller) -> Result<Response, Refusal> {
    let keys = state.directory().rules().config_keys(&actor).await?;
    let shown: Vec<Value> = keys.into_iter().map(|key| json!({ "key": key })).collect();
    Ok(Json(shown).into_response())
}

/// The answer has what was sent, as the contract wants it; none after it has it.
async fn write(
    State(state): State<ServerState>,
    Caller(actor): Caller,
    Path(key): Path<String>,
    body: Bytes,
) -> Result<Response, Refusal> {
    let body = payload::read(&body, &SCHEMA)?;
    let value = body.get("value").and_then(Value::as_str).unwrap_or_default();
    match state.directory().rules().set_config(&actor, &key, value).await {
        Ok(()) => Ok(Json(json!({ "key": key, "value": value })).into_response()),
        Err(Error::Field { field: field @ "key", message }) => {
            let message = format!("Path validation error: '{message}' on property {field}");
            Err(refused(StatusCode::BAD_REQUEST, &message, Some("invalid_uri")).into())
        }
        Err(error) => Err(error.into()),
    }
}

/// One that is not there is deleted already.
async fn remove(
    State(state): State<ServerState>,
    Caller(actor): Caller,
    Path(key): Path<String>,
) -> Result<Response, Refusal> {
    match state.directory().rules().delete_config(&actor, &key).await {
        Ok(()) | Err(Error::NotFound(_)) => Ok(StatusCode::NO_CONTENT.into_response()),
        Err(error) => Err(error.into()),
    }
}
