//! GET /api/v2/actions/actions: there are none. Deploy tools ask for them before they look at any database connection.

use axum::Json;
use axum::extract::RawQuery;
use axum::response::{IntoResponse as _, Response};
use directory::{Error, Scope};
use serde_json::json;

use super::api::Api;
use super::caller::Caller;
use super::operation::{Operation, Parameter};
use super::payload::{Kind, Schema};
use super::query::Query;
use super::refusal::Refusal;

const API: Operation = Operation::new("get_actions", "List the actions: there are none")
    .any(&[Scope::ReadActions])
    .query(&[
        Parameter::new("page", Kind::Between(0, LAST_PAGE, &Kind::Integer), "Which page, from 0."),
        Parameter::new("per_page", Kind::Between(1, MOST, &Kind::Integer), "Entries a page."),
    ])
    .gives(
        200,
        Kind::Nested(&Schema {
            properties: &[
                ("actions", Kind::Array(&Kind::Object)),
                ("page", Kind::Integer),
                ("per_page", Kind::Integer),
                ("total", Kind::Integer),
            ],
            required: &["actions", "page", "per_page", "total"],
        }),
    );

const MOST: i64 = 100;
const USUAL: i64 = 20;
const LAST_PAGE: i64 = 1_000_000_000;

/// Its route.
pub(super) fn routes() -> Api {
    Api::new().get("/api/v2/actions/actions", show, API)
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
