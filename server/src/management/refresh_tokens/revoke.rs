//! POST /api/v2/refresh-tokens/revoke

use axum::body::Bytes;
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use directory::Scope;
use http::StatusCode;
use model::{RefreshTokenQuery, UserId};
use serde_json::Value;

use crate::ServerState;
use crate::management::caller::Caller;
use crate::management::operation::Operation;
use crate::management::payload::{self, Kind, Schema};
use crate::management::refusal::{Refusal, failed};

pub(super) const API: Operation =
    Operation::new("revoke_refresh_tokens", "Revoke refresh tokens by id, user, application or API")
        .any(&[Scope::DeleteRefreshTokens])
        .body(Kind::Nested(&SCHEMA))
        .example(r#"{ "user_id": "auth0|65f0c0ffee" }"#)
        .gives_nothing(202);

const SCHEMA: Schema = Schema {
    properties: &[("audience", Kind::Text), ("client_id", Kind::Text), ("ids", Kind::Texts), ("user_id", Kind::Text)],
    required: &[],
};

pub(super) async fn submit(
    State(state): State<ServerState>,
    Caller(actor): Caller,
    body: Bytes,
) -> Result<Response, Refusal> {
    let body = payload::read(&body, &SCHEMA)?;
    if let Some((name, _)) = body.iter().find(|(_, value)| value.as_str() == Some("")) {
        return Err(payload::refuse(&format!("'String is too short (0 chars), minimum 1' on property {name}")));
    }
    let text = |name: &str| body.get(name).and_then(Value::as_str).map(str::to_owned);
    let ids = body.get("ids").and_then(Value::as_array);
    let query = RefreshTokenQuery {
        ids: ids.map(|ids| ids.iter().filter_map(Value::as_str).map(str::to_owned).collect()),
        user_id: text("user_id").map(UserId::from),
        client_id: text("client_id"),
        audience: text("audience"),
        is_rotating: None,
    };
    state.directory().refresh_tokens().revoke_many(&actor, &query).await.map_err(failed)?;
    Ok(StatusCode::ACCEPTED.into_response())
}
