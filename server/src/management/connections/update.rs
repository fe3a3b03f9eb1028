//! PATCH /api/v2/connections/{id}

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Response};
use directory::Scope;
use model::{Connection, ConnectionChange};

use super::answer::{FIXED, check_realms};
use super::create::enabled_clients;
use super::{CONNECTION, answer, options};
use crate::ServerState;
use crate::management::caller::Caller;
use crate::management::fixed;
use crate::management::operation::Operation;
use crate::management::payload::{Kind, Schema};
use crate::management::refusal::Refusal;

pub(super) const API: Operation =
    Operation::new("patch_connections_by_id", "Change a connection; options take the place of all that there are")
        .any(&[Scope::UpdateConnections])
        .body(Kind::Whole(&SCHEMA, FIXED))
        .gives(200, CONNECTION)
        .refuses(&[409]);

const SCHEMA: Schema = Schema {
    properties: &[
        ("enabled_clients", Kind::OrNull(&Kind::Texts)),
        ("options", Kind::OrNull(&Kind::Whole(&options::SCHEMA, options::FIXED))),
        ("realms", Kind::OrNull(&Kind::Texts)),
    ],
    required: &[],
};

/// `options` takes the place of all that there are.
pub(super) async fn submit(
    State(state): State<ServerState>,
    Caller(actor): Caller,
    Path(id): Path<String>,
    body: Bytes,
) -> Result<Response, Refusal> {
    let mut body = fixed::read(&body, &SCHEMA, FIXED)?;
    let options = options::take(&mut body)?;
    let clients = enabled_clients(&mut body);
    let change = |connection: &Connection| {
        check_realms(&mut body, &connection.name)?;
        Ok(ConnectionChange { options, clients })
    };
    let changed = state.directory().connections().change(&actor, &id, change).await?;
    Ok(Json(answer(&changed.connection, Some(&changed.clients))).into_response())
}
