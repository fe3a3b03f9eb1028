//! GET /api/v2/roles

use axum::Json;
use axum::extract::{RawQuery, State};
use axum::response::{IntoResponse as _, Response};
use directory::Scope;
use serde_json::json;

use super::{LIST, ROLE};
use crate::ServerState;
use crate::management::caller::Caller;
use crate::management::operation::{Operation, Pages, Parameter};
use crate::management::paging::Paging;
use crate::management::query::Query;
use crate::management::refusal::Refusal;

pub(super) const API: Operation = Operation::new("get_roles", "List roles")
    .any(&[Scope::ReadRoles])
    .query(&[Parameter::text("name_filter", "Part of the name, in any case.")])
    .lists(Pages::Numbered, &LIST, &ROLE);

pub(super) async fn show(
    State(state): State<ServerState>,
    Caller(actor): Caller,
    raw: RawQuery,
) -> Result<Response, Refusal> {
    let query = Query::of(&raw);
    let paging = Paging::numbered(&query)?;
    let found = state.directory().roles().search(&actor, query.text("name_filter"), &paging.part()).await?;
    Ok(Json(paging.answer_with(&LIST, found.map(|role| json!(role)))).into_response())
}
