//! /api/v2/resource-servers

mod answer;
mod create;
mod delete;
mod get;
mod list;
mod update;

use super::api::Api;

/// Its routes. `{id}` is the id or the identifier.
pub(super) fn routes() -> Api {
    Api::new()
        .get("/api/v2/resource-servers", list::show, list::API)
        .post("/api/v2/resource-servers", create::submit, create::API)
        .get("/api/v2/resource-servers/{id}", get::show, get::API)
        .patch("/api/v2/resource-servers/{id}", update::submit, update::API)
        .delete("/api/v2/resource-servers/{id}", delete::submit, delete::API)
}
