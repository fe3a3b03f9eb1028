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
mod shape;
mod update;

use super::api::Api;

/// Its routes.
pub(super) fn routes() -> Api {
    Api::new()
        .get("/api/v2/users", list::show, list::API)
        .post("/api/v2/users", create::submit, create::API)
        .get("/api/v2/users/{id}", get::show, get::API)
        .patch("/api/v2/users/{id}", update::submit, update::API)
        .delete("/api/v2/users/{id}", delete::submit, delete::API)
        .post("/api/v2/users/{id}/identities", identities::link, identities::LINK)
        .delete("/api/v2/users/{id}/identities/{provider}/{user_id}", identities::unlink, identities::UNLINK)
        .get("/api/v2/users/{id}/logs", logs::show, logs::API)
        .get("/api/v2/users/{id}/sessions", sessions::show, sessions::LIST)
        .delete("/api/v2/users/{id}/sessions", sessions::delete, sessions::DELETE)
        .get("/api/v2/users/{id}/refresh-tokens", refresh_tokens::show, refresh_tokens::LIST)
        .delete("/api/v2/users/{id}/refresh-tokens", refresh_tokens::delete, refresh_tokens::DELETE)
        .post("/api/v2/users/{id}/revoke-access", revoke_access::submit, revoke_access::API)
        .get("/api/v2/users/{id}/permissions", permissions::show, permissions::SHOW)
        .post("/api/v2/users/{id}/permissions", permissions::add, permissions::ADD)
        .delete("/api/v2/users/{id}/permissions", permissions::remove, permissions::REMOVE)
        .get("/api/v2/users/{id}/roles", roles::show, roles::SHOW)
        .post("/api/v2/users/{id}/roles", roles::add, roles::ADD)
        .delete("/api/v2/users/{id}/roles", roles::remove, roles::REMOVE)
        .merge(factors::routes())
        .get("/api/v2/users-by-email", by_email::show, by_email::API)
}
