//! GET /api/v2/actions/actions: there are none. Deploy tools ask for them before they look at any database connection.

use axum::extract::RawQuery;
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use axum::{Json, Router};
use directory::{Error, Scope};
use serde_json::json;

use super::caller::Caller;
use super::query::Query;
use super::refusal::Refusal;
use crate::ServerState;

const MOST: i64 = 100;
const USUAL: i64 = 20;
const LAST_PAGE: i64 = 1_000_000_000;

/// Its route.
pub(super) fn routes() -> Router<ServerState> {
    Router::new().route("/api/v2/actions/actions", get(show))
}

/// These lists have an envelope of their own.
async fn show(Caller(actor): Caller, raw: RawQuery) -> Result<Response, Refusal> {
    if !actor.has(Scope::ReadActions) {
        return Err(Error::Forbidden(Scope::ReadActions).into());
    }
    let query = Query::of(&raw);
    let page = query.number("page", 0, LAST_PAGE)?.unwrap_or(0);
    let per_page = query.number("per_page", 1, MOST)?.unwrap_or(USUAL);
    Ok(Json(json!({ "actions": [], "page": page, "per_page": per_page, "total": 0 })).into_response())
}
