//! POST /api/v2/users/{id}/revoke-access

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Response};
use directory::Scope;
use http::StatusCode;
use model::{JsonObject, UserId};
use serde_json::Value;

use crate::ServerState;
use crate::management::caller::Caller;
use crate::management::operation::Operation;
use crate::management::payload::{self, Kind, Schema};
use crate::management::refusal::{Refusal, failed};

pub(super) const API: Operation =
    Operation::new("user_revoke_access", "End the sessions of a user and their refresh tokens, or one session")
        .any(&[Scope::DeleteSessions, Scope::DeleteRefreshTokens])
        .optional_body(Kind::Nested(&SCHEMA))
        .gives_nothing(202);

const SCHEMA: Schema =
    Schema { properties: &[("preserve_refresh_tokens", Kind::Flag), ("session_id", Kind::Text)], required: &[] };

/// Without a body everything ends.
pub(super) async fn submit(
    State(state): State<ServerState>,
    Caller(actor): Caller,
    Path(id): Path<String>,
    body: Bytes,
) -> Result<Response, Refusal> {
    let body = match payload::read(&body, &SCHEMA) {
        Ok(body) => body,
        Err(_) if body.is_empty() => JsonObject::new(),
        Err(refusal) => return Err(refusal),
    };
    let session = body.get("session_id").and_then(Value::as_str);
    let keeps_tokens = body.get("preserve_refresh_tokens").and_then(Value::as_bool).unwrap_or(false);
    let revoked = state.directory().access().revoke(&actor, &UserId::from(id), session, keeps_tokens).await;
    revoked.map_err(failed)?;
    Ok(StatusCode::ACCEPTED.into_response())
}
