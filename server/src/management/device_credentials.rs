//! /api/v2/device-credentials

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, RawQuery, State};
use axum::response::{IntoResponse as _, Response};
use directory::{Error, Scope};
use http::StatusCode;
use model::{RefreshTokenInfo, RefreshTokenQuery, UserId};
use serde_json::{Value, json};

use super::api::Api;
use super::caller::Caller;
use super::fields::Fields;
use super::operation::{Operation, Pages, Parameter};
use super::paging::{List, Paging};
use super::payload::{Kind, Schema};
use super::query::{Query, invalid, unanswered};
use super::refusal::{Refusal, failed, not_here};
use crate::ServerState;

const SHOW: Operation = Operation::new("get_device-credentials", "List refresh tokens as credentials of devices")
    .any(&[Scope::ReadDeviceCredentials])
    .query(&[
        Parameter::text("user_id", "Those of this user alone."),
        Parameter::text("client_id", "Those for this application alone."),
        Parameter::new(
            "type",
            Kind::Choice(&["public_key", "refresh_token", "rotating_refresh_token"]),
            "Those of this kind alone. Public keys are not kept.",
        ),
    ])
    .lists(
        Pages::Numbered,
        &CREDENTIALS,
        &Kind::Named(
            "DeviceCredential",
            &Kind::Nested(&Schema {
                properties: &[
                    ("client_id", Kind::Text),
                    ("device_name", Kind::Text),
                    ("id", Kind::Text),
                    ("type", Kind::Choice(&["refresh_token", "rotating_refresh_token"])),
                    ("user_id", Kind::Text),
                ],
                required: &[],
            }),
        ),
    )
    .fields();

const CREATE: Operation = Operation::new("post_device-credentials", "Register a public key of a device: not available")
    .any(&[Scope::CreateCurrentUserDeviceCredentials])
    .body(Kind::Object)
    .gives_no_success();

const REMOVE: Operation =
    Operation::new("delete_device-credentials_by_id", "Unlink a device; one that is not there is unlinked already")
        .any(&[Scope::DeleteDeviceCredentials])
        .gives_nothing(204);

const CREDENTIALS: List = List::named("device_credentials");
/// What their ids begin with; the rest is the id of the refresh token.
const PREFIX: &str = "dcr_";

/// Its routes.
pub(super) fn routes() -> Api {
    Api::new().get("/api/v2/device-credentials", show, SHOW).post("/api/v2/device-credentials", create, CREATE).delete(
        "/api/v2/device-credentials/{id}",
        remove,
        REMOVE,
    )
}

async fn show(State(state): State<ServerState>, Caller(actor): Caller, raw: RawQuery) -> Result<Response, Refusal> {
    let query = &Query::of(&raw);
    let (paging, fields) = (Paging::numbered(query)?, Fields::of(query)?);
    let asked = RefreshTokenQuery {
        // Nobody's keys are kept, so that there are none to be listed.
        ids: (query.text("type") == Some("public_key")).then(Vec::new),
        user_id: query.text("user_id").map(UserId::from),
        client_id: query.text("client_id").map(str::to_owned),
        audience: None,
        is_rotating: is_rotating(query)?,
    };
    let tokens = state.directory().refresh_tokens();
    let page = tokens.device_credentials(&actor, &asked, paging.slice(), paging.wants_total()).await;
    let page = page.map_err(unanswered)?;
    let items: Vec<Value> = page.tokens.iter().map(|token| fields.of_thing(&shaped(token))).collect();
    Ok(Json(paging.answer(&CREDENTIALS, items, page.total, None)).into_response())
}

/// Auth0: where pages are asked for and nothing is said, those that do not rotate.
fn is_rotating(query: &Query) -> Result<Option<bool>, Refusal> {
    let is_paged = ["page", "per_page", "include_totals"].iter().any(|name| query.text(name).is_some());
    match query.text("type") {
        None => Ok(is_paged.then_some(false)),
        Some("refresh_token") => Ok(Some(false)),
        Some("rotating_refresh_token") => Ok(Some(true)),
        Some("public_key") => Ok(None),
        Some(other) => Err(invalid(&format!("'No enum match for: {other}' on property type"))),
    }
}

fn shaped(token: &RefreshTokenInfo) -> Value {
    json!({
        "id": format!("{PREFIX}{}", token.id),
        "device_name": token.device_name,
        "type": if token.is_rotating { "rotating_refresh_token" } else { "refresh_token" },
        "user_id": token.user_id,
        "client_id": token.client_id,
    })
}

/// Auth0 lets a user's own device register a key there; no application of today does.
async fn create(State(state): State<ServerState>, Caller(actor): Caller, _body: Bytes) -> Response {
    match state.directory().refresh_tokens().may_register_device(&actor) {
        Ok(()) => not_here("Public keys of devices are not kept."),
        Err(error) => failed(error),
    }
}

/// One that is not there was unlinked already.
async fn remove(State(state): State<ServerState>, Caller(actor): Caller, Path(id): Path<String>) -> Response {
    let id = id.strip_prefix(PREFIX).unwrap_or(&id);
    match state.directory().refresh_tokens().delete_device_credential(&actor, id).await {
        Ok(()) | Err(Error::NotFound(_)) => StatusCode::NO_CONTENT.into_response(),
        Err(error) => failed(error),
    }
}
