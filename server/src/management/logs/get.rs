//! GET /api/v2/logs/{id}

use axum::Json;
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Response};
use directory::{Error, Scope};
use http::StatusCode;

use super::shape::EVENT;
use crate::ServerState;
use crate::management::caller::Caller;
use crate::management::operation::Operation;
use crate::management::refusal::{failed, refused};

pub(super) const API: Operation =
    Operation::new("get_logs_by_id", "Get a log event").any(&[Scope::ReadLogs, Scope::ReadLogsUsers]).gives(200, EVENT);

pub(super) async fn show(State(state): State<ServerState>, Caller(actor): Caller, Path(id): Path<String>) -> Response {
    match state.directory().logs().record(&actor, &id).await {
        Ok(record) => Json(record.shaped()).into_response(),
        Err(Error::NotFound(_)) => refused(StatusCode::NOT_FOUND, "The log does not exist.", Some("inexistent_log")),
        Err(error) => failed(error),
    }
}
