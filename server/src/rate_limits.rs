//! How much may be asked, told in the headers that Auth0 has for it.

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use directory::{Allowance, Api, DEFAULT_TENANT, Origin, Spender};
use http::header::{HeaderValue, RETRY_AFTER};
use http::{HeaderMap, HeaderName};
use model::{Failure, FailureKind};

use crate::{ServerState, failures};

/// What Auth0 says to whoever asks too much.
pub(crate) const REFUSAL: &str = "Global limit has been reached";

const LIMIT: HeaderName = HeaderName::from_static("x-ratelimit-limit");
const REMAINING: HeaderName = HeaderName::from_static("x-ratelimit-remaining");
const RESET: HeaderName = HeaderName::from_static("x-ratelimit-reset");

/// Counts a request of whoever is at its address.
pub(crate) async fn at_address(state: &ServerState, origin: &Origin) -> Option<Allowance> {
    state.directory().rate_limits().spend(DEFAULT_TENANT, Api::Authentication, Spender::Address, origin).await
}

/// What is left, in the headers of an answer; one that has them already says it of something narrower.
pub(crate) fn tell(headers: &mut HeaderMap, allowance: Option<&Allowance>) {
    let Some(allowance) = allowance.filter(|_| !headers.contains_key(LIMIT)) else { return };
    headers.insert(LIMIT, allowance.limit.into());
    headers.insert(REMAINING, allowance.remaining.into());
    headers.insert(RESET, allowance.reset.into());
    if !allowance.is_allowed {
        headers.insert(RETRY_AFTER, HeaderValue::from(allowance.wait));
    }
}

/// Before the pages that users see: each address has as much as at the Authentication API, and from the same bucket.
pub(crate) async fn people(State(state): State<ServerState>, request: Request, next: Next) -> Response {
    let origin = request.extensions().get::<Origin>().cloned().unwrap_or_default();
    let allowance = at_address(&state, &origin).await.filter(|allowance| !allowance.is_allowed);
    if allowance.is_none() {
        return next.run(request).await;
    }
    let message = "Too many requests came from your address. Wait a moment, then try again.";
    let mut response = failures::answer(&state, &request, &Failure::new(FailureKind::TooManyRequests, message));
    tell(response.headers_mut(), allowance.as_ref());
    response
}
