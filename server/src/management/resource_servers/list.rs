//! GET /api/v2/resource-servers

use axum::Json;
use axum::extract::{RawQuery, State};
use axum::response::{IntoResponse as _, Response};
use directory::Scope;

use super::answer::{SERVER, answer};
use crate::ServerState;
use crate::management::caller::Caller;
use crate::management::fields::Fields;
use crate::management::operation::{Operation, Pages, Parameter};
use crate::management::paging::{List, Paging};
use crate::management::payload::Kind;
use crate::management::query::Query;
use crate::management::refusal::Refusal;

pub(super) const API: Operation = Operation::new("get_resource-servers", "List APIs")
    .any(&[Scope::ReadResourceServers])
    .query(&[Parameter::new("identifiers", Kind::Texts, "The APIs with these identifiers alone.")])
    .lists(Pages::Both, &LIST, &SERVER)
    .fields();

const LIST: List = List::named("resource_servers");

pub(super) async fn show(
    State(state): State<ServerState>,
    Caller(actor): Caller,
    raw: RawQuery,
) -> Result<Response, Refusal> {
    let query = Query::of(&raw);
    let (fields, paging) = (Fields::of(&query)?, Paging::of(&query)?);
    let named = query.texts("identifiers");
    let identifiers = Some(named.as_slice()).filter(|named| !named.is_empty());
    let found = state.directory().resource_servers().search(&actor, identifiers, &paging.part()).await?;
    let shown = found.map(|api| fields.of_thing(&answer(&api)));
    Ok(Json(paging.answer_with(&LIST, shown)).into_response())
}
