//! /api/v2/clients

mod answer;
mod authentication;
mod connections;
mod create;
mod credentials;
mod delete;
mod get;
mod list;
mod patch;
mod rotate_secret;
mod schema;
mod update;

use axum::Router;
use axum::routing::{get, post};

use crate::ServerState;

/// Its routes.
pub(super) fn routes() -> Router<ServerState> {
    Router::new()
        .route("/api/v2/clients", get(list::show).post(create::submit))
        .route("/api/v2/clients/{id}", get(get::show).patch(update::submit).delete(delete::submit))
        .route("/api/v2/clients/{id}/rotate-secret", post(rotate_secret::submit))
        .route("/api/v2/clients/{id}/connections", get(connections::show))
        .merge(credentials::routes())
}
