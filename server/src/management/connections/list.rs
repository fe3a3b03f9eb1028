//! GET /api/v2/connections

use axum::Json;
use axum::extract::{RawQuery, State};
use axum::response::{IntoResponse as _, Response};
use directory::Scope;

use super::{CONNECTION, answer};
use crate::ServerState;
use crate::management::caller::Caller;
use crate::management::fields::Fields;
use crate::management::operation::{Operation, Pages, Parameter};
use crate::management::paging::{List, Paging};
use crate::management::payload::Kind;
use crate::management::query::Query;
use crate::management::refusal::Refusal;

pub(in crate::management) const STRATEGY: Parameter =
    Parameter::new("strategy", Kind::Texts, "The kinds of connection to find: auth0 is a database of Roster's.");

pub(super) const API: Operation = Operation::new("get_connections", "List connections")
    .any(&[Scope::ReadConnections])
    .query(&[STRATEGY, Parameter::text("name", "The connection of this name alone.")])
    .lists(Pages::Both, &LIST, &CONNECTION)
    .fields();

const LIST: List = List::named("connections");

pub(super) async fn show(
    State(state): State<ServerState>,
    Caller(actor): Caller,
    raw: RawQuery,
) -> Result<Response, Refusal> {
    let query = Query::of(&raw);
    let (fields, paging) = (Fields::of(&query)?, Paging::of(&query)?);
    let (strategies, name) = (query.texts("strategy"), query.text("name"));
    let found = state.directory().connections().search(&actor, &strategies, name, &paging.part()).await?;
    let shown = found.map(|found| fields.of_thing(&answer(&found.connection, Some(&found.clients))));
    Ok(Json(paging.answer_with(&LIST, shown)).into_response())
}
