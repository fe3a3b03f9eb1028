//! /api/v2/clients/{client_id}/credentials

mod create;
mod delete;
mod get;
mod list;
mod update;

use axum::Router;
use axum::response::Response;
use axum::routing::get;
use directory::credential_id;
use model::{ClientPublicKey, Timestamp};
use serde_json::{Value, json};

use crate::ServerState;
use crate::management::payload::refuse;

/// Their routes.
pub(super) fn routes() -> Router<ServerState> {
    const ONE: &str = "/api/v2/clients/{id}/credentials/{credential}";
    Router::new()
        .route("/api/v2/clients/{id}/credentials", get(list::show).post(create::submit))
        .route(ONE, get(get::show).patch(update::submit).delete(delete::submit))
}

/// A key as Auth0 writes it. The key itself is not read again.
fn answer(key: &ClientPublicKey) -> Value {
    let mut answer = json!({
        "id": credential_id(key),
        "name": key.name,
        "credential_type": "public_key",
        "alg": key.alg,
    });
    for (name, time) in [("created_at", key.created_at), ("updated_at", key.updated_at), ("expires_at", key.expires_at)]
    {
        if let Some(time) = time {
            answer[name] = json!(time);
        }
    }
    if let Some(kid) = &key.kid {
        answer["kid"] = kid.as_str().into();
    }
    answer
}

/// The new key in a body that was looked at.
///
/// # Errors
/// 400 without a key, and for a time that is none.
pub(super) fn key(credential: &Value) -> Result<ClientPublicKey, Box<Response>> {
    let text = |name: &str| credential[name].as_str();
    let pem = text("pem").ok_or_else(|| refuse("'Missing required property: pem'"))?;
    Ok(ClientPublicKey {
        name: text("name").filter(|name| !name.is_empty()).unwrap_or("Key").to_owned(),
        pem: pem.to_owned(),
        alg: text("alg").unwrap_or("RS256").to_owned(),
        kid: text("kid").map(str::to_owned),
        expires_at: time(&credential["expires_at"])?,
        ..ClientPublicKey::default()
    })
}

/// # Errors
/// 400 for a time that is none.
fn time(value: &Value) -> Result<Option<Timestamp>, Box<Response>> {
    let Some(text) = value.as_str() else { return Ok(None) };
    let text = text.strip_suffix("+00:00").map_or_else(|| text.to_owned(), |time| format!("{time}Z"));
    let time: Option<Timestamp> = text.parse().ok();
    time.map(Some)
        .ok_or_else(|| refuse("'Expected a date and time, as in 2026-11-29T12:00:00.000Z' on property expires_at"))
}
