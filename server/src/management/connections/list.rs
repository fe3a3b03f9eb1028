//! GET /api/v2/connections

use axum::Json;
use axum::extract::{RawQuery, State};
use axum::response::{IntoResponse as _, Response};

use super::answer;
use crate::ServerState;
use crate::management::caller::Caller;
use crate::management::fields::Fields;
use crate::management::paging::{List, Paging};
use crate::management::query::Query;
use crate::management::refusal::Refusal;

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
