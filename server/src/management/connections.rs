//! /api/v2/connections

mod answer;
mod clients;
mod create;
mod delete;
mod get;
mod list;
mod options;
mod status;
mod update;
mod users;

use axum::Router;
use axum::routing::{delete as delete_at, get};

pub(super) use answer::answer;

use crate::ServerState;

/// Its routes.
pub(super) fn routes() -> Router<ServerState> {
    Router::new()
        .route("/api/v2/connections", get(list::show).post(create::submit))
        .route("/api/v2/connections/{id}", get(get::show).patch(update::submit).delete(delete::submit))
        .route("/api/v2/connections/{id}/clients", get(clients::show).patch(clients::submit))
        .route("/api/v2/connections/{id}/status", get(status::show))
        .route("/api/v2/connections/{id}/users", delete_at(users::submit))
}
