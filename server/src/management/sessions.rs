//! /api/v2/sessions

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

pub(super) use shape::shaped;

const PATCH: Schema = Schema { properties: &[("session_metadata", Kind::OrNull(&Kind::Object))], required: &[] };

/// Its routes.
pub(super) fn routes() -> Router<ServerState> {
    Router::new()
        .route("/api/v2/sessions/{id}", get(show).patch(update).delete(delete))
        .route("/api/v2/sessions/{id}/revoke", post(revoke))
}

async fn show(State(state): State<ServerState>, Caller(actor): Caller, Path(id): Path<String>) -> Response {
    match state.directory().user_sessions().get(&actor, &id).await {
        Ok(session) => Json(shaped(&session)).into_response(),
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
    let sessions = state.directory().user_sessions();
    let changed = match body.remove("session_metadata") {
        None => sessions.get(actor, id).await,
        Some(metadata) => sessions.set_metadata(actor, id, metadata.as_object().cloned()).await,
    };
    let session = changed.map_err(|error| Box::new(failed(error)))?;
    Ok(Json(shaped(&session)).into_response())
}

/// A session that is not there has ended already.
async fn delete(State(state): State<ServerState>, Caller(actor): Caller, Path(id): Path<String>) -> Response {
    match state.directory().user_sessions().delete(&actor, &id).await {
        Ok(()) | Err(Error::NotFound(_)) => StatusCode::ACCEPTED.into_response(),
        Err(error) => failed(error),
    }
}

async fn revoke(State(state): State<ServerState>, Caller(actor): Caller, Path(id): Path<String>) -> Response {
    match state.directory().user_sessions().revoke(&actor, &id).await {
        Ok(()) => StatusCode::ACCEPTED.into_response(),
        Err(error) => failed(error),
    }
}
