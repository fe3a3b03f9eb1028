//! /api/v2/roles

mod create;
mod delete;
mod get;
mod list;
mod permissions;
mod update;
mod users;

use super::api::Api;
use super::paging::List;
use super::payload::{Kind, Schema};

/// What envelopes call roles.
pub(super) const LIST: List = List::named("roles");

pub(super) const ROLE: Kind = Kind::Named(
    "Role",
    &Kind::Nested(&Schema {
        properties: &[("description", Kind::Text), ("id", Kind::Text), ("name", Kind::Text)],
        required: &["description", "id", "name"],
    }),
);

/// Its routes.
pub(super) fn routes() -> Api {
    Api::new()
        .get("/api/v2/roles", list::show, list::API)
        .post("/api/v2/roles", create::submit, create::API)
        .get("/api/v2/roles/{id}", get::show, get::API)
        .patch("/api/v2/roles/{id}", update::submit, update::API)
        .delete("/api/v2/roles/{id}", delete::submit, delete::API)
        .get("/api/v2/roles/{id}/permissions", permissions::show, permissions::SHOW)
        .post("/api/v2/roles/{id}/permissions", permissions::add, permissions::ADD)
        .delete("/api/v2/roles/{id}/permissions", permissions::remove, permissions::REMOVE)
        .get("/api/v2/roles/{id}/users", users::show, users::SHOW)
        .post("/api/v2/roles/{id}/users", users::add, users::ADD)
}
