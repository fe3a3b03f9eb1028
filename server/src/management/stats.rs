//! /api/v2/stats

use axum::Json;
use axum::extract::{RawQuery, State};
use axum::response::{IntoResponse as _, Response};
use directory::Scope;

use super::api::Api;
use super::caller::Caller;
use super::operation::{Operation, Parameter};
use super::payload::{Kind, Schema};
use super::query::{Query, unanswered};
use super::refusal::{Refusal, failed};
use crate::ServerState;

const ACTIVE_USERS: Operation =
    Operation::new("get_active-users", "Count the users who were logged in within the last 30 days")
        .any(&[Scope::ReadStats])
        .gives(200, Kind::Integer);

const DAILY: Operation = Operation::new("get_daily", "Count logins and signups by the day")
    .any(&[Scope::ReadStats])
    .query(&[
        Parameter::text("from", "The first day (UTC), as 20261101."),
        Parameter::text("to", "The last day (UTC), likewise."),
    ])
    .gives(
        200,
        Kind::Array(&Kind::Named(
            "DailyStats",
            &Kind::Nested(&Schema {
                properties: &[
                    ("created_at", Kind::Time),
                    ("date", Kind::Time),
                    ("leaked_passwords", Kind::Integer),
                    ("logins", Kind::Integer),
                    ("signups", Kind::Integer),
                    ("updated_at", Kind::Time),
                ],
                required: &["created_at", "date", "leaked_passwords", "logins", "signups", "updated_at"],
            }),
        )),
    );

/// Its routes.
pub(super) fn routes() -> Api {
    Api::new().get("/api/v2/stats/active-users", active_users, ACTIVE_USERS).get("/api/v2/stats/daily", daily, DAILY)
}

/// A bare number.
async fn active_users(State(state): State<ServerState>, Caller(actor): Caller) -> Response {
    match state.directory().stats().active_users(&actor).await {
        Ok(users) => Json(users).into_response(),
        Err(error) => failed(error),
    }
}

async fn daily(State(state): State<ServerState>, Caller(actor): Caller, raw: RawQuery) -> Result<Response, Refusal> {
    let query = Query::of(&raw);
    let days = state.directory().stats().daily(&actor, query.text("from"), query.text("to")).await;
    Ok(Json(days.map_err(unanswered)?).into_response())
}
