//! PATCH /api/v2/clients/{client_id}/credentials/{credential_id}

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Response};
use http::StatusCode;

use super::{answer, time};
use crate::ServerState;
use crate::management::caller::Caller;
use crate::management::payload::{self, Kind, Schema};
use crate::management::refusal::Refusal;

const SCHEMA: Schema = Schema { properties: &[("expires_at", Kind::TextOrNull)], required: &[] };

pub(super) async fn submit(
    State(state): State<ServerState>,
    Caller(actor): Caller,
    Path((id, credential)): Path<(String, String)>,
    body: Bytes,
) -> Result<Response, Refusal> {
    let body = payload::read(&body, &SCHEMA)?;
    let clients = state.directory().clients();
    let key = match body.get("expires_at") {
        Some(end) => clients.end_credential_at(&actor, &id, &credential, time(end)?).await?,
        None => clients.credential(&actor, &id, &credential).await?,
    };
    // The contract's status.
    Ok((StatusCode::CREATED, Json(answer(&key))).into_response())
}
