//! /api/v2/resource-servers

mod answer;
mod create;
mod delete;
mod get;
mod list;
mod update;

use axum::Router;
use axum::routing::get;

use crate::ServerState;

/// Its routes. `{id}` is the id or the identifier.
pub(super) fn routes() -> Router<ServerState> {
    Router::new()
        .route("/api/v2/resource-servers", get(list::show).post(create::submit))
        .route("/api/v2/resource-servers/{id}", get(get::show).patch(update::submit).delete(delete::submit))
}
