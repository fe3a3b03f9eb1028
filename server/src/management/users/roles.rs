//! /api/v2/users/{id}/roles

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
use crate::management::operation::{Operation, Pages};
use crate::management::paging::Paging;
use crate::management::payload::{self, Kind, Schema};
use crate::management::query::Query;
use crate::management::refusal::Refusal;
use crate::management::roles::{LIST, ROLE};

pub(super) const SHOW: Operation = Operation::new("get_user_roles", "List the roles of a user")
    .all(&[Scope::ReadUsers, Scope::ReadRoles, Scope::ReadRoleMembers])
    .lists(Pages::Numbered, &LIST, &ROLE);

pub(super) const ADD: Operation = Operation::new("post_user_roles", "Give roles to a user")
    .any(&[Scope::UpdateUsers, Scope::CreateRoleMembers])
    .body(Kind::Nested(&SCHEMA))
    .gives_nothing(204);

pub(super) const REMOVE: Operation = Operation::new("delete_user_roles", "Take roles from a user")
    .any(&[Scope::UpdateUsers, Scope::DeleteRoleMembers])
    .body(Kind::Nested(&SCHEMA))
    .gives_nothing(204);

const SCHEMA: Schema =
    Schema { properties: &[("roles", Kind::Between(1, MOST as i64, &Kind::Texts))], required: &["roles"] };
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

fn read(body: &[u8]) -> Result<Vec<String>, Refusal> {
    payload::texts(&payload::read(body, &SCHEMA)?, "roles", 1, MOST)
}
