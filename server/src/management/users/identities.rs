//! POST /api/v2/users/{id}/identities and DELETE /api/v2/users/{id}/identities/{provider}/{user_id}

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Response};
use directory::{Error, LinkedAccount, Scope};
use http::StatusCode;
use model::{JsonObject, UserId};
use serde_json::Value;

use super::shape::IDENTITIES;
use crate::ServerState;
use crate::management::caller::Caller;
use crate::management::operation::Operation;
use crate::management::payload::{self, Kind, Schema};
use crate::management::refusal::{Refusal, failed, refused};

pub(super) const LINK: Operation =
    Operation::new("post_identities", "Make another user's account a second one of this user")
        .any(&[Scope::UpdateUsers])
        .body(Kind::Nested(&SCHEMA))
        .example(r#"{ "provider": "auth0", "user_id": "65f0c0ffee" }"#)
        .gives(201, IDENTITIES)
        .refuses(&[409]);

pub(super) const UNLINK: Operation =
    Operation::new("delete_user_identity_by_user_id", "Make a second account a user of its own again")
        .any(&[Scope::UpdateUsers])
        .gives(200, IDENTITIES)
        .refuses(&[409]);

const SCHEMA: Schema = Schema {
    properties: &[
        ("connection_id", Kind::Text),
        ("link_with", Kind::Text),
        ("provider", Kind::Text),
        ("user_id", Kind::Text),
    ],
    required: &[],
};

pub(super) async fn link(
    State(state): State<ServerState>,
    Caller(actor): Caller,
    Path(id): Path<String>,
    body: Bytes,
) -> Result<Response, Refusal> {
    let account = account(&read(&body)?)?;
    let linked = state.directory().users().link(&actor, &UserId::from(id), &account).await;
    let identities = linked.map_err(|error| match error {
        Error::Exists { message, .. } => refused(StatusCode::CONFLICT, &message, Some("identity_conflict")),
        error => failed(error),
    })?;
    Ok((StatusCode::CREATED, Json(identities)).into_response())
}

pub(super) async fn unlink(
    State(state): State<ServerState>,
    Caller(actor): Caller,
    Path((id, provider, local)): Path<(String, String, String)>,
) -> Response {
    let local = local_part(&provider, &local).to_owned();
    match state.directory().users().unlink(&actor, &UserId::from(id), &provider, &local).await {
        Ok(identities) => Json(identities).into_response(),
        Err(Error::Invalid(message)) => refused(StatusCode::BAD_REQUEST, &message, Some("operation_not_supported")),
        Err(error) => failed(error),
    }
}

/// The id may be a number as well, as some providers have them.
fn read(body: &[u8]) -> Result<JsonObject, Refusal> {
    let mut body = payload::object(body)?;
    if let Some(number) = body.get("user_id").and_then(Value::as_i64) {
        body.insert("user_id".to_owned(), number.to_string().into());
    }
    payload::check(&body, &SCHEMA)?;
    Ok(body)
}

/// By an ID token of the other account, or by its name.
fn account(body: &JsonObject) -> Result<LinkedAccount, Refusal> {
    let text = |name: &str| body.get(name).and_then(Value::as_str);
    if let Some(token) = text("link_with") {
        if body.len() > 1 {
            return Err(payload::refuse("link_with stands alone, without provider, user_id and connection_id"));
        }
        return Ok(LinkedAccount::IdToken(token.to_owned()));
    }
    let (Some(provider), Some(id)) = (text("provider"), text("user_id")) else {
        return Err(payload::refuse("'Missing required property: provider and user_id, or link_with'"));
    };
    Ok(LinkedAccount::User {
        id: UserId::new(provider, local_part(provider, id)),
        connection_id: text("connection_id").map(str::to_owned),
    })
}

/// Auth0 takes an id with its provider before it as well.
fn local_part<'a>(provider: &str, id: &'a str) -> &'a str {
    id.strip_prefix(provider).and_then(|rest| rest.strip_prefix('|')).unwrap_or(id)
}
