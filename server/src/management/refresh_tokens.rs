//! /api/v2/refresh-tokens

mod list;
mod revoke;
mod shape;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Response};
use directory::{Error, Scope};
use http::StatusCode;

use super::api::Api;
use super::caller::Caller;
use super::operation::Operation;
use super::payload::{self, Kind, Schema};
use super::refusal::{Refusal, failed};
use crate::ServerState;

const SHOW: Operation = Operation::new("get_refresh_token", "Get what is known of a refresh token")
    .any(&[Scope::ReadRefreshTokens])
    .gives(200, TOKEN);

const UPDATE: Operation = Operation::new("patch_refresh-tokens_by_id", "Change the metadata of a refresh token")
    .any(&[Scope::UpdateRefreshTokens])
    .body(Kind::Nested(&PATCH))
    .gives(200, TOKEN)
    .refuses(&[409]);

const DELETE: Operation =
    Operation::new("delete_refresh_token", "Revoke a refresh token; one that is not there is revoked already")
        .any(&[Scope::DeleteRefreshTokens])
        .gives_nothing(202);

pub(super) use list::page;
pub(super) use shape::TOKEN;

const PATCH: Schema = Schema { properties: &[("refresh_token_metadata", Kind::OrNull(&Kind::Object))], required: &[] };

/// Its routes.
pub(super) fn routes() -> Api {
    const ONE: &str = "/api/v2/refresh-tokens/{id}";
    Api::new()
        .get("/api/v2/refresh-tokens", list::show, list::API)
        .post("/api/v2/refresh-tokens/revoke", revoke::submit, revoke::API)
        .get(ONE, show, SHOW)
        .patch(ONE, update, UPDATE)
        .delete(ONE, delete, DELETE)
}

async fn show(State(state): State<ServerState>, Caller(actor): Caller, Path(id): Path<String>) -> Response {
    match state.directory().refresh_tokens().get(&actor, &id).await {
        Ok(token) => Json(shape::shaped(&token)).into_response(),
        Err(error) => failed(error),
    }
}

/// What is not named stays.
async fn update(
    State(state): State<ServerState>,
    Caller(actor): Caller,
    Path(id): Path<String>,
    body: Bytes,
) -> Result<Response, Refusal> {
    let mut body = payload::read(&body, &PATCH)?;
    let metadata = body.remove("refresh_token_metadata").map(|metadata| metadata.as_object().cloned());
    let changed = state.directory().refresh_tokens().set_metadata(&actor, &id, metadata).await;
    let token = changed.map_err(failed)?;
    Ok(Json(shape::shaped(&token)).into_response())
}

/// One that is not there was revoked already.
async fn delete(State(state): State<ServerState>, Caller(actor): Caller, Path(id): Path<String>) -> Response {
    match state.directory().refresh_tokens().revoke(&actor, &id).await {
        Ok(()) | Err(Error::NotFound(_)) => StatusCode::ACCEPTED.into_response(),
        Err(error) => failed(error),
    }
}
