//! /api/v2/roles

mod create;
mod delete;
mod get;
mod list;
mod permissions;
mod update;
mod users;

use axum::Router;
use axum::routing::get;

use super::paging::List;
use crate::ServerState;

/// What envelopes call roles.
pub(super) const LIST: List = List::named("roles");

/// Its routes.
pub(super) fn routes() -> Router<ServerState> {
    Router::new()
        .route("/api/v2/roles", get(list::show).post(create::submit))
        .route("/api/v2/roles/{id}", get(get::show).patch(update::submit).delete(delete::submit))
        .route(
            "/api/v2/roles/{id}/permissions",
            get(permissions::show).post(permissions::add).delete(permissions::remove),
        )
        .route("/api/v2/roles/{id}/users", get(users::show).post(users::add))
}
