//! /api/v2/users/{id}/roles

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, RawQuery, State};
use axum::response::{IntoResponse as _, Response};
use http::StatusCode;
use model::UserId;
use serde_json::json;

use crate::ServerState;
use crate::management::caller::Caller;
use crate::management::paging::Paging;
use crate::management::payload::{self, Kind, Schema};
use crate::management::query::Query;
use crate::management::refusal::Refusal;
use crate::management::roles::LIST;

const SCHEMA: Schema = Schema { properties: &[("roles", Kind::Texts)], required: &["roles"] };
/// At once.
const MOST: usize = 1_000;

pub(super) async fn show(
    State(state): State<ServerState>,
    Caller(actor): Caller,
    Path(id): Path<String>,
    raw: RawQuery,
) -> Result<Response, Refusal> {
    let paging = Paging::numbered(&Query::of(&raw))?;
    let found = state.directory().roles().of_user(&actor, &UserId::from(id), &paging.part()).await?;
    Ok(Json(paging.answer_with(&LIST, found.map(|role| json!(role)))).into_response())
}

pub(super) async fn add(
    State(state): State<ServerState>,
    Caller(actor): Caller,
    Path(id): Path<String>,
    body: Bytes,
) -> Result<Response, Refusal> {
    state.directory().roles().assign(&actor, &UserId::from(id), &read(&body)?).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

pub(super) async fn remove(
    State(state): State<ServerState>,
    Caller(actor): Caller,
    Path(id): Path<String>,
    body: Bytes,
) -> Result<Response, Refusal> {
    state.directory().roles().unassign(&actor, &UserId::from(id), &read(&body)?).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

fn read(body: &[u8]) -> Result<Vec<String>, Box<Response>> {
    payload::texts(&payload::read(body, &SCHEMA)?, "roles", 1, MOST)
}
