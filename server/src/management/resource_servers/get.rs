//! GET /api/v2/resource-servers/{id}

use axum::extract::{Path, RawQuery, State};
use axum::response::Response;
use directory::Scope;

use super::answer::{SERVER, answer};
use crate::ServerState;
use crate::management::caller::Caller;
use crate::management::fields::Fields;
use crate::management::operation::Operation;
use crate::management::query::Query;
use crate::management::refusal::Refusal;

pub(super) const API: Operation = Operation::new("get_resource-servers_by_id", "Get an API by id or identifier")
    .any(&[Scope::ReadResourceServers])
    .fields()
    .gives(200, SERVER);

pub(super) async fn show(
    State(state): State<ServerState>,
    Caller(actor): Caller,
    Path(id): Path<String>,
    raw: RawQuery,
) -> Result<Response, Refusal> {
    let fields = Fields::of(&Query::of(&raw))?;
    let api = state.directory().resource_servers().get(&actor, &id).await?;
    Ok(fields.answer(&answer(&api)))
}
