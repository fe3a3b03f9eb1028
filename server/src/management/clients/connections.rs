//! GET /api/v2/clients/{id}/connections

use axum::Json;
use axum::extract::{Path, RawQuery, State};
use axum::response::{IntoResponse as _, Response};
use directory::Scope;

use crate::ServerState;
use crate::management::caller::Caller;
use crate::management::connections::{CONNECTION, STRATEGY, answer};
use crate::management::fields::Fields;
use crate::management::operation::{Operation, Pages};
use crate::management::paging::{List, Paging};
use crate::management::query::Query;
use crate::management::refusal::Refusal;

pub(super) const API: Operation = Operation::new("get_client_connections", "List the connections of an application")
    .any(&[Scope::ReadConnections, Scope::ReadClients, Scope::ReadClientSummary])
    .query(&[STRATEGY])
    .lists(Pages::After, &LIST, &CONNECTION)
    .fields();

const LIST: List = List::named("connections");

pub(super) async fn show(
    State(state): State<ServerState>,
    Caller(actor): Caller,
    Path(id): Path<String>,
    raw: RawQuery,
) -> Result<Response, Refusal> {
    let query = Query::of(&raw);
    let (fields, paging) = (Fields::of(&query)?, Paging::after(&query)?);
    let strategies = query.texts("strategy");
    let found = state.directory().connections().of_client(&actor, &id, &strategies, &paging.part()).await?;
    let shown = found.map(|connection| fields.of_thing(&answer(&connection, None)));
    Ok(Json(paging.answer_with(&LIST, shown)).into_response())
}
