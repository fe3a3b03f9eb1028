//! GET /api/v2/resource-servers/{id}

use axum::Json;
use axum::extract::{Path, RawQuery, State};
use axum::response::{IntoResponse as _, Response};

use super::answer::answer;
use crate::ServerState;
use crate::management::caller::Caller;
use crate::management::fields::Fields;
use crate::management::query::Query;
use crate::management::refusal::Refusal;

pub(super) async fn show(
    State(state): State<ServerState>,
    Caller(actor): Caller,
    Path(id): Path<String>,
    raw: RawQuery,
) -> Result<Response, Refusal> {
    let fields = Fields::of(&Query::of(&raw))?;
    let api = state.directory().resource_servers().get(&actor, &id).await?;
    Ok(Json(fields.of_thing(&answer(&api))).into_response())
}
