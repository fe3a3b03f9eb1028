//! PATCH /api/v2/client-grants/{id}

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Response};
use directory::Scope;

use super::answer::{FIXED, GRANT, answer, scope};
use crate::ServerState;
use crate::management::caller::Caller;
use crate::management::fixed;
use crate::management::operation::Operation;
use crate::management::payload::{Kind, Schema};
use crate::management::refusal::Refusal;

pub(super) const API: Operation = Operation::new("patch_client-grants_by_id", "Change the scopes of a client grant")
    .any(&[Scope::UpdateClientGrants])
    .body(Kind::Whole(&SCHEMA, FIXED))
    .gives(200, GRANT)
    .refuses(&[409]);

const SCHEMA: Schema = Schema { properties: &[("scope", Kind::OrNull(&Kind::Texts))], required: &[] };

pub(super) async fn submit(
    State(state): State<ServerState>,
    Caller(actor): Caller,
    Path(id): Path<String>,
    body: Bytes,
) -> Result<Response, Refusal> {
    let body = fixed::read(&body, &SCHEMA, FIXED)?;
    let grant = state.directory().client_grants().update(&actor, &id, scope(&body).as_deref()).await?;
    Ok(Json(answer(&grant)).into_response())
}
