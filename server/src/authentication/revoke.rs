//! POST /oauth/revoke

use axum::Extension;
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use directory::{DEFAULT_TENANT, Origin};
use http::StatusCode;

use super::sent::Sent;
use super::token::{called_by, not_authenticated};
use super::{mistaken, refused};
use crate::ServerState;

/// Takes a token back (RFC 7009). Whether there was one is not told.
pub(super) async fn submit(
    State(state): State<ServerState>,
    Extension(origin): Extension<Origin>,
    sent: Result<Sent, Response>,
) -> Response {
    let sent = match sent {
        Ok(sent) => sent,
        Err(response) => return response,
    };
    let tokens = state.directory().tokens();
    let client = match tokens.authenticate(DEFAULT_TENANT, sent.proof("oauth/revoke")).await {
        Ok(client) => client,
        Err(refusal) => return not_authenticated(refusal, &sent),
    };
    let response = match sent.parameters.require("token") {
        Err(mistake) => mistaken(&mistake),
        Ok(token) => match tokens.revoke(DEFAULT_TENANT, &client, token, &origin).await {
            Ok(()) => StatusCode::OK.into_response(),
            Err(refusal) => refused(refusal),
        },
    };
    called_by(response, client)
}
