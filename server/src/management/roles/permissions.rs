//! /api/v2/roles/{id}/permissions

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, RawQuery, State};
use axum::response::{IntoResponse as _, Response};
use directory::Scope;
use http::StatusCode;
use serde_json::json;

use crate::ServerState;
use crate::management::caller::Caller;
use crate::management::operation::{NOTHING, Operation, Pages};
use crate::management::paging::Paging;
use crate::management::permissions::{BODY, HELD, LIST, read};
use crate::management::query::Query;
use crate::management::refusal::Refusal;

pub(super) const SHOW: Operation = Operation::new("get_role_permission", "List the permissions of a role")
    .any(&[Scope::ReadRoles])
    .lists(Pages::Numbered, &LIST, &HELD);

pub(super) const ADD: Operation = Operation::new("post_role_permission_assignment", "Give permissions to a role")
    .any(&[Scope::UpdateRoles])
    .body(BODY)
    .gives(201, NOTHING);

pub(super) const REMOVE: Operation =
    Operation::new("delete_role_permission_assignment", "Take permissions from a role")
        .any(&[Scope::UpdateRoles])
        .body(BODY)
        .gives(200, NOTHING);

pub(super) async fn show(
    State(state): State<ServerState>,
    Caller(actor): Caller,
    Path(id): Path<String>,
    raw: RawQuery,
) -> Result<Response, Refusal> {
    let paging = Paging::numbered(&Query::of(&raw))?;
    let found = state.directory().roles().permissions(&actor, &id, &paging.part()).await?;
    Ok(Json(paging.answer_with(&LIST, found.map(|held| json!(held)))).into_response())
}

pub(super) async fn add(
    State(state): State<ServerState>,
    Caller(actor): Caller,
    Path(id): Path<String>,
    body: Bytes,
) -> Result<Response, Refusal> {
    state.directory().roles().add_permissions(&actor, &id, &read(&body)?).await?;
    Ok((StatusCode::CREATED, Json(json!({}))).into_response())
}

/// 200, as Auth0 has it.
pub(super) async fn remove(
    State(state): State<ServerState>,
    Caller(actor): Caller,
    Path(id): Path<String>,
    body: Bytes,
) -> Result<Response, Refusal> {
    state.directory().roles().remove_permissions(&actor, &id, &read(&body)?).await?;
    Ok(Json(json!({})).into_response())
}
