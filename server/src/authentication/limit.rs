//! How much an application may ask.

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use directory::{Api, DEFAULT_TENANT, Origin, Spender};
use http::StatusCode;
use model::{Client, TokenEndpointAuthMethod};

use super::error;
use crate::ServerState;
use crate::rate_limits::{REFUSAL, at_address, tell};

/// Counts each request for its address, before its body is read.
pub(super) async fn count(State(state): State<ServerState>, request: Request, next: Next) -> Response {
    let origin = request.extensions().get::<Origin>().cloned().unwrap_or_default();
    let allowance = at_address(&state, &origin).await;
    let mut response = match allowance.is_none_or(|allowance| allowance.is_allowed) {
        true => next.run(request).await,
        false => too_many(),
    };
    tell(response.headers_mut(), allowance.as_ref());
    response
}

/// Counts a request for tokens for the application that showed its secret, from however many addresses it asks: the answer
/// where that is too much. The id of one without a secret is known to all, so that anybody could use up what it may ask.
pub(super) async fn refusal(state: &ServerState, client: &Client, origin: &Origin) -> Option<Response> {
    if client.token_endpoint_auth_method == TokenEndpointAuthMethod::None {
        return None;
    }
    let spender = Spender::Client(&client.client_id);
    let limits = state.directory().rate_limits();
    let allowance = limits.spend(DEFAULT_TENANT, Api::Authentication, spender, origin).await;
    let allowance = allowance.filter(|allowance| !allowance.is_allowed)?;
    let mut response = too_many();
    tell(response.headers_mut(), Some(&allowance));
    Some(response)
}

fn too_many() -> Response {
    error(StatusCode::TOO_MANY_REQUESTS, "too_many_requests", REFUSAL)
}
