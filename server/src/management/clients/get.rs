//! GET /api/v2/clients/{id}

use axum::extract::{Path, RawQuery, State};
use axum::response::Response;

use super::answer::{answer, global};
use super::schema::{CLIENT, READ};
use crate::ServerState;
use crate::management::caller::Caller;
use crate::management::fields::Fields;
use crate::management::operation::Operation;
use crate::management::query::Query;
use crate::management::refusal::Refusal;

pub(super) const API: Operation =
    Operation::new("get_clients_by_id", "Get an application").any(READ).fields().gives(200, CLIENT);

pub(super) async fn show(
    State(state): State<ServerState>,
    Caller(actor): Caller,
    Path(id): Path<String>,
    raw: RawQuery,
) -> Result<Response, Refusal> {
    let fields = Fields::of(&Query::of(&raw))?;
    let clients = state.directory().clients();
    let (sight, client) = (clients.sight(&actor)?, clients.see(&actor, &id).await?);
    let shown = match clients.is_global(&actor, &id) {
        true => global(&client, sight),
        false => answer(&client, sight),
    };
    Ok(fields.answer(&shown))
}
