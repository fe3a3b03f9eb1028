//! POST /oauth/token

use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use axum::{Extension, Json};
use directory::{DEFAULT_TENANT, Origin, TokenRefusal, TokenRequest};
use http::header::{CACHE_CONTROL, HeaderValue, PRAGMA, WWW_AUTHENTICATE};
use model::Client;

use super::cors::CalledBy;
use super::limit;
use super::refused;
use super::sent::Sent;
use crate::ServerState;

/// Tokens for whatever the application has to give (RFC 6749 §3.2).
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
    let client = match tokens.authenticate(DEFAULT_TENANT, sent.proof("oauth/token")).await {
        Ok(client) => client,
        Err(refusal) => return not_authenticated(refusal, &sent),
    };
    if let Some(refused) = limit::refusal(&state, &client, &origin).await {
        return called_by(refused, client);
    }
    let request = TokenRequest { parameters: &sent.parameters, client: &client, origin: &origin };
    let mut response = match tokens.exchange(DEFAULT_TENANT, request).await {
        Ok(answer) => Json(answer).into_response(),
        Err(refusal) => refused(refusal),
    };
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response.headers_mut().insert(PRAGMA, HeaderValue::from_static("no-cache"));
    called_by(response, client)
}

/// For [`super::cors`].
pub(super) fn called_by(mut response: Response, client: Client) -> Response {
    response.extensions_mut().insert(CalledBy(client));
    response
}

/// RFC 6749 §5.2: whoever tried with the header is told the scheme; nobody else, or browsers would ask for a password.
pub(super) fn not_authenticated(refusal: TokenRefusal, sent: &Sent) -> Response {
    let mut response = refused(refusal);
    if sent.proof("").basic.is_some() && response.status() == http::StatusCode::UNAUTHORIZED {
        response.headers_mut().insert(WWW_AUTHENTICATE, HeaderValue::from_static("Basic realm=\"Roster\""));
    }
    response
}
