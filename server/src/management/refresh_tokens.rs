//! /api/v2/refresh-tokens

mod list;
mod revoke;
mod shape;

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use directory::{Actor, Error};
use http::StatusCode;

use super::caller::Caller;
use super::payload::{self, Kind, Schema};
use super::refusal::failed;
use crate::ServerState;

pub(super) use list::page;

const PATCH: Schema = Schema { properties: &[("refresh_token_metadata", Kind::OrNull(&Kind::Object))], required: &[] };

/// Its routes.
pub(super) fn routes() -> Router<ServerState> {
    Router::new()
        .route("/api/v2/refresh-tokens", get(list::show))
        .route("/api/v2/refresh-tokens/revoke", post(revoke::submit))
        .route("/api/v2/refresh-tokens/{id}", get(show).patch(update).delete(delete))
}

async fn show(State(state): State<ServerState>, Caller(actor): Caller, Path(id): Path<String>) -> Response {
    match state.directory().refresh_tokens().get(&actor, &id).await {
        Ok(token) => Json(shape::shaped(&token)).into_response(),
        Err(error) => failed(error),
    }
}

async fn update(
    State(state): State<ServerState>,
    Caller(actor): Caller,
    Path(id): Path<String>,
    body: Bytes,
) -> Response {
    match change(&state, &actor, &id, &body).await {
        Ok(response) => response,
        Err(response) => *response,
    }
}

/// What is not named stays.
async fn change(state: &ServerState, actor: &Actor, id: &str, body: &[u8]) -> Result<Response, Box<Response>> {
    let mut body = payload::read(body, &PATCH)?;
    let tokens = state.directory().refresh_tokens();
    let changed = match body.remove("refresh_token_metadata") {
        None => tokens.get(actor, id).await,
        Some(metadata) => tokens.set_metadata(actor, id, metadata.as_object().cloned()).await,
    };
    let token = changed.map_err(|error| Box::new(failed(error)))?;
    Ok(Json(shape::shaped(&token)).into_response())
}

/// One that is not there was revoked already.
async fn delete(State(state): State<ServerState>, Caller(actor): Caller, Path(id): Path<String>) -> Response {
    match state.directory().refresh_tokens().revoke(&actor, &id).await {
        Ok(()) | Err(Error::NotFound(_)) => StatusCode::ACCEPTED.into_response(),
        Err(error) => failed(error),
    }
}
