//! POST /oauth/device/code

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use directory::DEFAULT_TENANT;

use super::refused;
use super::sent::Sent;
use super::token::{called_by, not_authenticated};
use crate::ServerState;

/// Codes for a device without a browser and for its user (RFC 8628 §3.1).
pub(super) async fn submit(State(state): State<ServerState>, sent: Result<Sent, Response>) -> Response {
    let sent = match sent {
        Ok(sent) => sent,
        Err(response) => return response,
    };
    let client = match state.directory().tokens().authenticate(DEFAULT_TENANT, sent.proof("oauth/device/code")).await {
        Ok(client) => client,
        Err(refusal) => return not_authenticated(refusal, &sent),
    };
    let response = match state.directory().device_codes().begin(DEFAULT_TENANT, &client, &sent.parameters).await {
        Ok(codes) => Json(codes).into_response(),
        Err(refusal) => refused(refusal),
    };
    called_by(response, client)
}
