//! /api/v2/users/{id}/permissions

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, RawQuery, State};
use axum::response::{IntoResponse as _, Response};
use directory::Scope;
use http::StatusCode;
use model::UserId;
use serde_json::json;

use crate::ServerState;
use crate::management::caller::Caller;
use crate::management::operation::{NOTHING, Operation, Pages};
use crate::management::paging::Paging;
use crate::management::permissions::{BODY, HELD, LIST, read};
use crate::management::query::Query;
use crate::management::refusal::Refusal;

pub(super) const SHOW: Operation =
    Operation::new("get_permissions", "List the permissions of a user, and where each comes from")
        .any(&[Scope::ReadUsers])
        .lists(Pages::Numbered, &LIST, &HELD);

pub(super) const ADD: Operation = Operation::new("post_permissions", "Give permissions to a user")
    .any(&[Scope::UpdateUsers])
    .body(BODY)
    .gives(201, NOTHING);

pub(super) const REMOVE: Operation = Operation::new("delete_permissions", "Take permissions from a user")
    .any(&[Scope::UpdateUsers])
    .body(BODY)
    .gives_nothing(204);

pub(super) async fn show(
    State(state): State<ServerState>,
    Caller(actor): Caller,
    Path(id): Path<String>,
    raw: RawQuery,
) -> Result<Response, Refusal> {
    let paging = Paging::numbered(&Query::of(&raw))?;
    let found = state.directory().roles().permissions_of_user(&actor, &UserId::from(id), &paging.part()).await?;
    Ok(Json(paging.answer_with(&LIST, found.map(|held| json!(held)))).into_response())
}

pub(super) async fn add(
    State(state): State<ServerState>,
    Caller(actor): Caller,
    Path(id): Path<String>,
    body: Bytes,
) -> Result<Response, Refusal> {
    state.directory().roles().add_permissions_to_user(&actor, &UserId::from(id), &read(&body)?).await?;
    Ok((StatusCode::CREATED, Json(json!({}))).into_response())
}

pub(super) async fn remove(
    State(state): State<ServerState>,
    Caller(actor): Caller,
    Path(id): Path<String>,
    body: Bytes,
) -> Result<Response, Refusal> {
    state.directory().roles().remove_permissions_from_user(&actor, &UserId::from(id), &read(&body)?).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
