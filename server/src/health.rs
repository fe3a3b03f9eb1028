//! GET /health

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use serde_json::json;

use crate::{ServerState, failures};

/// 200 while the database answers.
pub(crate) async fn show(State(state): State<ServerState>) -> Response {
    match state.directory().ping().await {
        Ok(()) => Json(json!({ "status": "ok" })).into_response(),
        Err(error) => failures::json(&error.into()),
    }
}
