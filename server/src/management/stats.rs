//! /api/v2/stats

use axum::extract::{RawQuery, State};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use axum::{Json, Router};
use directory::Error;

use super::caller::Caller;
use super::query::{Query, invalid};
use super::refusal::failed;
use crate::ServerState;

/// Its routes.
pub(super) fn routes() -> Router<ServerState> {
    Router::new().route("/api/v2/stats/active-users", get(active_users)).route("/api/v2/stats/daily", get(daily))
}

/// A bare number.
async fn active_users(State(state): State<ServerState>, Caller(actor): Caller) -> Response {
    match state.directory().stats().active_users(&actor).await {
        Ok(users) => Json(users).into_response(),
        Err(error) => failed(error),
    }
}

async fn daily(State(state): State<ServerState>, Caller(actor): Caller, raw: RawQuery) -> Response {
    let query = Query::of(&raw);
    match state.directory().stats().daily(&actor, query.text("from"), query.text("to")).await {
        Ok(days) => Json(days).into_response(),
        Err(Error::Field { field, message }) => *invalid(&format!("'{message}' on property {field}")),
        Err(error) => failed(error),
    }
}
