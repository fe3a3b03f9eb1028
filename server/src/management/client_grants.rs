//! /api/v2/client-grants

mod answer;
mod create;
mod delete;
mod get;
mod list;
mod update;

use axum::Router;
use axum::routing::get;

use crate::ServerState;

/// Its routes.
pub(super) fn routes() -> Router<ServerState> {
    Router::new()
        .route("/api/v2/client-grants", get(list::show).post(create::submit))
        .route("/api/v2/client-grants/{id}", get(get::show).patch(update::submit).delete(delete::submit))
}
