//! /api/v2/jobs

mod answer;
mod cancel;
mod errors;
mod export;
mod file;
mod get;
mod import;
mod list;
mod verification;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};

use crate::ServerState;

/// Its routes.
pub(super) fn routes() -> Router<ServerState> {
    Router::new()
        .route("/api/v2/jobs", get(list::show))
        .route("/api/v2/jobs/users-exports", post(export::submit))
        .route("/api/v2/jobs/verification-email", post(verification::submit))
        .route("/api/v2/jobs/{id}", get(get::show).delete(cancel::submit))
        .route("/api/v2/jobs/{id}/errors", get(errors::show))
        .route("/api/v2/jobs/{id}/file", get(file::show))
}

/// The route that takes files of any size: they go to the disk part by part.
pub(super) fn uploads() -> Router<ServerState> {
    Router::new().route("/api/v2/jobs/users-imports", post(import::submit)).layer(DefaultBodyLimit::disable())
}
