//! /api/v2/roles/{id}/users

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, RawQuery, State};
use axum::response::{IntoResponse as _, Response};
use directory::Scope;
use model::UserId;
use serde_json::json;

use crate::ServerState;
use crate::management::caller::Caller;
use crate::management::operation::{NOTHING, Operation, Pages};
use crate::management::paging::{List, Paging};
use crate::management::payload::{self, Kind, Schema};
use crate::management::query::Query;
use crate::management::refusal::Refusal;

pub(super) const SHOW: Operation = Operation::new("get_role_user", "List the users who have a role")
    .all(&[Scope::ReadUsers, Scope::ReadRoles, Scope::ReadRoleMembers])
    .lists(
        Pages::Both,
        &LIST,
        &Kind::Named(
            "RoleMember",
            &Kind::Nested(&Schema {
                properties: &[
                    ("email", Kind::Text),
                    ("name", Kind::Text),
                    ("picture", Kind::Text),
                    ("user_id", Kind::Text),
                ],
                required: &["user_id"],
            }),
        ),
    );

pub(super) const ADD: Operation = Operation::new("post_role_users", "Give a role to users")
    .any(&[Scope::UpdateRoles, Scope::CreateRoleMembers])
    .body(Kind::Nested(&SCHEMA))
    .gives(200, NOTHING);

const LIST: List = List::named("users");
const SCHEMA: Schema =
    Schema { properties: &[("users", Kind::Between(0, MOST as i64, &Kind::Texts))], required: &["users"] };
/// At once.
const MOST: usize = 1_000;

pub(super) async fn show(
    State(state): State<ServerState>,
    Caller(actor): Caller,
    Path(id): Path<String>,
    raw: RawQuery,
) -> Result<Response, Refusal> {
    let paging = Paging::of(&Query::of(&raw))?;
    let found = state.directory().roles().members(&actor, &id, &paging.part()).await?;
    Ok(Json(paging.answer_with(&LIST, found.map(|member| json!(member)))).into_response())
}

/// 200, as Auth0 has it.
pub(super) async fn add(
    State(state): State<ServerState>,
    Caller(actor): Caller,
    Path(id): Path<String>,
    body: Bytes,
) -> Result<Response, Refusal> {
    let body = payload::read(&body, &SCHEMA)?;
    let users: Vec<UserId> = payload::texts(&body, "users", 0, MOST)?.into_iter().map(UserId::from).collect();
    state.directory().roles().add_members(&actor, &id, &users).await?;
    Ok(Json(json!({})).into_response())
}
