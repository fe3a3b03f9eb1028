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

use super::api::Api;

/// Its routes.
pub(super) fn routes() -> Api {
    Api::new()
        .get("/api/v2/clients", list::show, list::API)
        .post("/api/v2/clients", create::submit, create::API)
        .get("/api/v2/clients/{id}", get::show, get::API)
        .patch("/api/v2/clients/{id}", update::submit, update::API)
        .delete("/api/v2/clients/{id}", delete::submit, delete::API)
        .post("/api/v2/clients/{id}/rotate-secret", rotate_secret::submit, rotate_secret::API)
        .get("/api/v2/clients/{id}/connections", connections::show, connections::API)
        .merge(credentials::routes())
}
