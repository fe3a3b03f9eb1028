//! /api/v2/clients/{client_id}/credentials

mod create;
mod delete;
mod get;
mod list;
mod update;

use directory::credential_id;
use model::{ClientPublicKey, Timestamp};
use serde_json::{Value, json};

use crate::management::api::Api;
use crate::management::payload::{Kind, Schema, refuse};
use crate::management::refusal::Refusal;

/// Their routes.
pub(super) fn routes() -> Api {
    const ALL: &str = "/api/v2/clients/{id}/credentials";
    const ONE: &str = "/api/v2/clients/{id}/credentials/{credential}";
    Api::new()
        .get(ALL, list::show, list::API)
        .post(ALL, create::submit, create::API)
        .get(ONE, get::show, get::API)
        .patch(ONE, update::submit, update::API)
        .delete(ONE, delete::submit, delete::API)
}

/// What Auth0 calls the parameters of the path.
const PATH: &[&str] = &["client_id", "credential_id"];

const CREDENTIAL: Kind = Kind::Named("ClientCredential", &Kind::Nested(&ANSWER));
const ANSWER: Schema = Schema {
    properties: &[
        ("alg", Kind::Choice(&["RS256", "PS256", "ES256", "EdDSA"])),
        ("created_at", Kind::Time),
        ("credential_type", Kind::Choice(&["public_key"])),
        ("expires_at", Kind::Time),
        ("id", Kind::Text),
        ("kid", Kind::Text),
        ("name", Kind::Text),
        ("updated_at", Kind::Time),
    ],
    required: &["alg", "credential_type", "id", "name"],
};

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
pub(super) fn key(credential: &Value) -> Result<ClientPublicKey, Refusal> {
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
fn time(value: &Value) -> Result<Option<Timestamp>, Refusal> {
    let Some(text) = value.as_str() else { return Ok(None) };
    let text = text.strip_suffix("+00:00").map_or_else(|| text.to_owned(), |time| format!("{time}Z"));
    let time: Option<Timestamp> = text.parse().ok();
    time.map(Some)
        .ok_or_else(|| refuse("'Expected a date and time, as in 2026-11-29T12:00:00.000Z' on property expires_at"))
}
