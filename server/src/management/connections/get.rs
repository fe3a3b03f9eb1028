//! GET /api/v2/connections/{id}

use axum::extract::{Path, RawQuery, State};
use axum::response::Response;
use directory::Scope;

use super::{CONNECTION, answer};
use crate::ServerState;
use crate::management::caller::Caller;
use crate::management::fields::Fields;
use crate::management::operation::Operation;
use crate::management::query::Query;
use crate::management::refusal::Refusal;

pub(super) const API: Operation = Operation::new("get_connections_by_id", "Get a connection")
    .any(&[Scope::ReadConnections])
    .fields()
    .gives(200, CONNECTION);

pub(super) async fn show(
    State(state): State<ServerState>,
    Caller(actor): Caller,
    Path(id): Path<String>,
    raw: RawQuery,
) -> Result<Response, Refusal> {
    let fields = Fields::of(&Query::of(&raw))?;
    let found = state.directory().connections().see(&actor, &id).await?;
    Ok(fields.answer(&answer(&found.connection, Some(&found.clients))))
}
