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

pub(super) use answer::{CONNECTION, answer};
pub(super) use list::STRATEGY;

use super::api::Api;

/// Its routes.
pub(super) fn routes() -> Api {
    Api::new()
        .get("/api/v2/connections", list::show, list::API)
        .post("/api/v2/connections", create::submit, create::API)
        .get("/api/v2/connections/{id}", get::show, get::API)
        .patch("/api/v2/connections/{id}", update::submit, update::API)
        .delete("/api/v2/connections/{id}", delete::submit, delete::API)
        .get("/api/v2/connections/{id}/clients", clients::show, clients::SHOW)
        .patch("/api/v2/connections/{id}/clients", clients::submit, clients::CHANGE)
        .get("/api/v2/connections/{id}/status", status::show, status::API)
        .delete("/api/v2/connections/{id}/users", users::submit, users::API)
}
