//! /api/v2/client-grants

mod answer;
mod create;
mod delete;
mod get;
mod list;
mod update;

use super::api::Api;

/// Its routes.
pub(super) fn routes() -> Api {
    Api::new()
        .get("/api/v2/client-grants", list::show, list::API)
        .post("/api/v2/client-grants", create::submit, create::API)
        .get("/api/v2/client-grants/{id}", get::show, get::API)
        .patch("/api/v2/client-grants/{id}", update::submit, update::API)
        .delete("/api/v2/client-grants/{id}", delete::submit, delete::API)
}
