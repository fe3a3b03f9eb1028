//! PATCH /api/v2/clients/{client_id}/credentials/{credential_id}

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Response};
use directory::Scope;
use http::StatusCode;

use super::{CREDENTIAL, PATH, answer, time};
use crate::ServerState;
use crate::management::caller::Caller;
use crate::management::operation::Operation;
use crate::management::payload::{self, Kind, Schema};
use crate::management::refusal::Refusal;

pub(super) const API: Operation =
    Operation::new("patch_credentials_by_credential_id", "Change when a key of an application ends")
        .path(PATH)
        .any(&[Scope::UpdateClientCredentials])
        .body(Kind::Nested(&SCHEMA))
        .gives(201, CREDENTIAL)
        .refuses(&[409]);

const SCHEMA: Schema = Schema { properties: &[("expires_at", Kind::TextOrNull)], required: &[] };

pub(super) async fn submit(
    State(state): State<ServerState>,
    Caller(actor): Caller,
    Path((id, credential)): Path<(String, String)>,
    body: Bytes,
) -> Result<Response, Refusal> {
    let body = payload::read(&body, &SCHEMA)?;
    let end = body.get("expires_at").map(time).transpose()?;
    let key = state.directory().clients().end_credential_at(&actor, &id, &credential, end).await?;
    // The contract's status.
    Ok((StatusCode::CREATED, Json(answer(&key))).into_response())
}
