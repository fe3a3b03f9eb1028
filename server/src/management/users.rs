//! /api/v2/users

mod by_email;
mod create;
mod delete;
mod factors;
mod get;
mod identities;
mod list;
mod logs;
mod permissions;
mod refresh_tokens;
mod revoke_access;
mod roles;
mod sessions;
mod update;

use axum::Router;
use axum::routing::{delete as to_delete, get, post};

use crate::ServerState;

/// Its routes.
pub(super) fn routes() -> Router<ServerState> {
    Router::new()
        .route("/api/v2/users", get(list::show).post(create::submit))
        .route("/api/v2/users/{id}", get(get::show).patch(update::submit).delete(delete::submit))
        .route("/api/v2/users/{id}/identities", post(identities::link))
        .route("/api/v2/users/{id}/identities/{provider}/{user_id}", to_delete(identities::unlink))
        .route("/api/v2/users/{id}/logs", get(logs::show))
        .route("/api/v2/users/{id}/sessions", get(sessions::show).delete(sessions::delete))
        .route("/api/v2/users/{id}/refresh-tokens", get(refresh_tokens::show).delete(refresh_tokens::delete))
        .route("/api/v2/users/{id}/revoke-access", post(revoke_access::submit))
        .route(
            "/api/v2/users/{id}/permissions",
            get(permissions::show).post(permissions::add).delete(permissions::remove),
        )
        .route("/api/v2/users/{id}/roles", get(roles::show).post(roles::add).delete(roles::remove))
        .merge(factors::routes())
        .route("/api/v2/users-by-email", get(by_email::show))
}
