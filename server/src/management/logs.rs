//! /api/v2/logs

mod get;
mod list;
mod shape;

use super::api::Api;

pub(super) use list::{LOGS, Numbered, SORT, answer};
pub(super) use shape::EVENT;

/// Its routes.
pub(super) fn routes() -> Api {
    Api::new().get("/api/v2/logs", list::show, list::API).get("/api/v2/logs/{id}", get::show, get::API)
}
