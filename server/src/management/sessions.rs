//! /api/v2/sessions

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

const SHOW: Operation = Operation::new("get_session", "Get a session").any(&[Scope::ReadSessions]).gives(200, SESSION);

const UPDATE: Operation = Operation::new("patch_sessions_by_id", "Change the metadata of a session")
    .any(&[Scope::UpdateSessions])
    .body(Kind::Nested(&PATCH))
    .gives(200, SESSION)
    .refuses(&[409]);

const DELETE: Operation = Operation::new("delete_session", "End a session; one that is not there has ended already")
    .any(&[Scope::DeleteSessions])
    .gives_nothing(202);

const REVOKE: Operation = Operation::new("revoke_session", "End a session and the refresh tokens that it gave out")
    .any(&[Scope::DeleteSessions, Scope::DeleteRefreshTokens])
    .gives_nothing(202);

pub(super) use shape::{SESSION, shaped};

const PATCH: Schema = Schema { properties: &[("session_metadata", Kind::OrNull(&Kind::Object))], required: &[] };

/// Its routes.
pub(super) fn routes() -> Api {
    const ONE: &str = "/api/v2/sessions/{id}";
    Api::new().get(ONE, show, SHOW).patch(ONE, update, UPDATE).delete(ONE, delete, DELETE).post(
        "/api/v2/sessions/{id}/revoke",
        revoke,
        REVOKE,
    )
}

async fn show(State(state): State<ServerState>, Caller(actor): Caller, Path(id): Path<String>) -> Response {
    match state.directory().user_sessions().get(&actor, &id).await {
        Ok(session) => Json(shaped(&session)).into_response(),
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
    let metadata = body.remove("session_metadata").map(|metadata| metadata.as_object().cloned());
    let changed = state.directory().user_sessions().set_metadata(&actor, &id, metadata).await;
    let session = changed.map_err(failed)?;
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
