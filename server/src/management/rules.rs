//! /api/v2/rules. They are kept and not run: every answer says so.

mod answer;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, RawQuery, State};
use axum::middleware::map_response;
use axum::response::{IntoResponse as _, Response};
use directory::Error;
use http::StatusCode;
use http::header::{HeaderValue, WARNING};

use super::api::Api;
use super::caller::Caller;
use super::fields::Fields;
use super::paging::{List, Paging};
use super::query::Query;
use super::refusal::Refusal;
use crate::ServerState;

const RULES: List = List::named("rules");
/// RFC 7234 §5.5.7
const NOT_RUN: HeaderValue =
    HeaderValue::from_static("299 roster \"Rules are kept, but this Roster does not run them\"");

/// Its routes.
pub(super) fn routes() -> Api {
    Api::new()
        .get("/api/v2/rules", list, answer::LIST)
        .post("/api/v2/rules", create, answer::POST)
        .get("/api/v2/rules/{id}", show, answer::GET)
        .patch("/api/v2/rules/{id}", update, answer::PATCH)
        .delete("/api/v2/rules/{id}", remove, answer::DELETE)
        .around(|router| router.layer(map_response(warn)))
}

async fn warn(mut response: Response) -> Response {
    response.headers_mut().insert(WARNING, NOT_RUN);
    response
}

async fn list(State(state): State<ServerState>, Caller(actor): Caller, raw: RawQuery) -> Result<Response, Refusal> {
    let query = Query::of(&raw);
    let (fields, paging, enabled) = (Fields::of(&query)?, Paging::numbered(&query)?, query.flag("enabled")?);
    let found = state.directory().rules().search(&actor, enabled, &paging.part()).await?;
    let shown = found.map(|rule| fields.of_thing(&answer::answer(&rule)));
    Ok(Json(paging.answer_with(&RULES, shown)).into_response())
}

async fn show(
    State(state): State<ServerState>,
    Caller(actor): Caller,
    Path(id): Path<String>,
    raw: RawQuery,
) -> Result<Response, Refusal> {
    let fields = Fields::of(&Query::of(&raw))?;
    let rule = state.directory().rules().get(&actor, &id).await?;
    Ok(fields.answer(&answer::answer(&rule)))
}

async fn create(State(state): State<ServerState>, Caller(actor): Caller, body: Bytes) -> Result<Response, Refusal> {
    let patch = answer::read(&body, &answer::CREATE)?;
    let rule = state.directory().rules().create(&actor, patch).await?;
    Ok((StatusCode::CREATED, Json(answer::answer(&rule))).into_response())
}

async fn update(
    State(state): State<ServerState>,
    Caller(actor): Caller,
    Path(id): Path<String>,
    body: Bytes,
) -> Result<Response, Refusal> {
    let patch = answer::read(&body, &answer::UPDATE)?;
    let rule = state.directory().rules().update(&actor, &id, patch).await?;
    Ok(Json(answer::answer(&rule)).into_response())
}

/// One that is not there is deleted already.
async fn remove(
    State(state): State<ServerState>,
    Caller(actor): Caller,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    match state.directory().rules().delete(&actor, &id).await {
        Ok(()) | Err(Error::NotFound(_)) => Ok(StatusCode::NO_CONTENT.into_response()),
        Err(error) => Err(error.into()),
    }
}
