//! POST /api/v2/clients/{client_id}/credentials

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Response};
use directory::Scope;
use http::StatusCode;
use serde_json::Value;

use super::{CREDENTIAL, PATH, answer, key};
use crate::ServerState;
use crate::management::caller::Caller;
use crate::management::fixed::{self, Fixed};
use crate::management::operation::Operation;
use crate::management::payload::{Kind, Schema};
use crate::management::refusal::Refusal;

pub(super) const API: Operation = Operation::new("post_credentials", "Register a public key of an application")
    .path(PATH)
    .any(&[Scope::CreateClientCredentials])
    .body(Kind::Whole(&SCHEMA, FIXED))
    .example(r#"{ "credential_type": "public_key", "pem": "-----BEGIN PUBLIC KEY-----\n…\n-----END PUBLIC KEY-----" }"#)
    .gives(201, CREDENTIAL)
    .refuses(&[409]);

const SCHEMA: Schema = Schema {
    properties: &[
        ("alg", Kind::Choice(&["RS256", "PS256", "ES256", "EdDSA"])),
        ("credential_type", Kind::Choice(&["public_key"])),
        ("expires_at", Kind::TextOrNull),
        ("kid", Kind::Text),
        ("name", Kind::Text),
        ("pem", Kind::Text),
    ],
    required: &["credential_type"],
};
const FIXED: &[Fixed] = &[Fixed::taken("parse_expiry_from_cert", "false")];

/// It counts once `client_authentication_methods` of the application names it.
pub(super) async fn submit(
    State(state): State<ServerState>,
    Caller(actor): Caller,
    Path(id): Path<String>,
    body: Bytes,
) -> Result<Response, Refusal> {
    let body = fixed::read(&body, &SCHEMA, FIXED)?;
    let key = state.directory().clients().add_credential(&actor, &id, key(&Value::Object(body))?).await?;
    Ok((StatusCode::CREATED, Json(answer(&key))).into_response())
}
