//! POST /oauth/par

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use directory::{DEFAULT_TENANT, PUSHED_REQUEST_LIFETIME};
use http::StatusCode;
use serde_json::json;

use super::refused;
use super::sent::Sent;
use super::token::{called_by, not_authenticated};
use crate::ServerState;

/// Takes what /authorize would be asked, ahead and past the browser (RFC 9126).
pub(super) async fn submit(State(state): State<ServerState>, sent: Result<Sent, Response>) -> Response {
    let sent = match sent {
        Ok(sent) => sent,
        Err(response) => return response,
    };
    let client = match state.directory().tokens().authenticate(DEFAULT_TENANT, sent.proof("oauth/par")).await {
        Ok(client) => client,
        Err(refusal) => return not_authenticated(refusal, &sent),
    };
    let response = match state.directory().pushed_requests().push(DEFAULT_TENANT, &client, &sent.parameters).await {
        Ok(request_uri) => {
            let answer = json!({ "request_uri": request_uri, "expires_in": PUSHED_REQUEST_LIFETIME });
            (StatusCode::CREATED, Json(answer)).into_response()
        }
        Err(refusal) => refused(refusal),
    };
    called_by(response, client)
}
