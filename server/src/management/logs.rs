//! /api/v2/logs

mod get;
mod list;

use axum::Router;
use axum::routing::get;

use crate::ServerState;

pub(super) use list::{Numbered, answer};

/// Its routes.
pub(super) fn routes() -> Router<ServerState> {
    Router::new().route("/api/v2/logs", get(list::show)).route("/api/v2/logs/{id}", get(get::show))
}
