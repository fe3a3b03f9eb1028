//! POST /api/v2/client-grants

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use directory::Scope;
use http::StatusCode;
use serde_json::Value;

use super::answer::{FIXED, GRANT, answer, scope};
use crate::ServerState;
use crate::management::caller::Caller;
use crate::management::fixed;
use crate::management::operation::Operation;
use crate::management::payload::{Kind, Schema};
use crate::management::refusal::Refusal;

pub(super) const API: Operation = Operation::new("post_client-grants", "Let an application have scopes of an API")
    .any(&[Scope::CreateClientGrants])
    .body(Kind::Whole(&SCHEMA, FIXED))
    .gives(201, GRANT)
    .refuses(&[404, 409]);

const SCHEMA: Schema = Schema {
    properties: &[("audience", Kind::Text), ("client_id", Kind::Text), ("scope", Kind::OrNull(&Kind::Texts))],
    required: &["audience", "client_id"],
};

pub(super) async fn submit(
    State(state): State<ServerState>,
    Caller(actor): Caller,
    body: Bytes,
) -> Result<Response, Refusal> {
    let body = fixed::read(&body, &SCHEMA, FIXED)?;
    let text = |name: &str| body.get(name).and_then(Value::as_str).unwrap_or_default();
    let scope = scope(&body).unwrap_or_default();
    let grant = state.directory().client_grants().create(&actor, text("client_id"), text("audience"), &scope).await?;
    Ok((StatusCode::CREATED, Json(answer(&grant))).into_response())
}
