//! /api/v2/log-streams

mod body;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Response};
use http::StatusCode;
use serde_json::{Value, json};

use super::api::Api;
use super::caller::Caller;
use super::refusal::Refusal;
use crate::ServerState;

/// Its routes.
pub(super) fn routes() -> Api {
    Api::new()
        .get("/api/v2/log-streams", list, body::LIST)
        .post("/api/v2/log-streams", create, body::POST)
        .get("/api/v2/log-streams/{id}", show, body::GET)
        .patch("/api/v2/log-streams/{id}", update, body::PATCH)
        .delete("/api/v2/log-streams/{id}", remove, body::DELETE)
}

/// Never in pages.
async fn list(State(state): State<ServerState>, Caller(actor): Caller) -> Result<Response, Refusal> {
    let streams = state.directory().log_streams().list(&actor).await?;
    Ok(Json(streams.iter().map(body::answer).collect::<Vec<Value>>()).into_response())
}

async fn show(
    State(state): State<ServerState>,
    Caller(actor): Caller,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    Ok(Json(body::answer(&state.directory().log_streams().get(&actor, &id).await?)).into_response())
}

/// 200, as Auth0 has it. The secret of the signatures is in this answer alone.
async fn create(State(state): State<ServerState>, Caller(actor): Caller, body: Bytes) -> Result<Response, Refusal> {
    let new = body::read_new(&body)?;
    let created = state.directory().log_streams().create(&actor, new).await?;
    let mut answer = body::answer(&created.stream);
    answer["signingSecret"] = json!(created.signing_secret);
    Ok(Json(answer).into_response())
}

async fn update(
    State(state): State<ServerState>,
    Caller(actor): Caller,
    Path(id): Path<String>,
    body: Bytes,
) -> Result<Response, Refusal> {
    let patch = body::read_patch(&body)?;
    Ok(Json(body::answer(&state.directory().log_streams().update(&actor, &id, patch).await?)).into_response())
}

async fn remove(
    State(state): State<ServerState>,
    Caller(actor): Caller,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    state.directory().log_streams().delete(&actor, &id).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
