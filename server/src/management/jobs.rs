//! /api/v2/jobs

mod answer;
mod cancel;
mod checked;
mod errors;
mod events;
mod export;
mod file;
mod get;
mod import;
mod list;
mod verification;

use axum::extract::DefaultBodyLimit;

use super::api::Api;

/// Its routes.
pub(super) fn routes() -> Api {
    Api::new()
        .get("/api/v2/jobs", list::show, list::API)
        .post("/api/v2/jobs/users-exports", export::submit, export::API)
        .post("/api/v2/jobs/verification-email", verification::submit, verification::API)
        .get("/api/v2/jobs/{id}", get::show, get::API)
        .delete("/api/v2/jobs/{id}", cancel::submit, cancel::API)
        .get("/api/v2/jobs/{id}/errors", errors::show, errors::API)
        .post("/api/v2/jobs/{id}/import", checked::submit, checked::API)
        .get("/api/v2/jobs/{id}/events", events::show, events::API)
        .get("/api/v2/jobs/{id}/file", file::show, file::API)
}

/// The route that takes files of any size: they go to the disk part by part.
pub(super) fn uploads() -> Api {
    Api::new()
        .post("/api/v2/jobs/users-imports", import::submit, import::API)
        .around(|router| router.layer(DefaultBodyLimit::disable()))
}
