//! Only pages of our own may change anything.

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::header::{HeaderValue, ORIGIN};
use http::{HeaderMap, Method};
use model::{Failure, FailureKind};

use crate::{PublicUrl, ServerState, failures};

/// S-407: a request that may change something must come from a page of ours, by what the browser says about it.
/// S-413: methods that no route has are refused before anything else looks at them.
pub(crate) async fn check(State(state): State<ServerState>, request: Request, next: Next) -> Response {
    match *request.method() {
        Method::GET | Method::HEAD => next.run(request).await,
        Method::POST if comes_from_us(request.headers(), state.url()) => next.run(request).await,
        Method::POST => {
            let message = "This request did not come from a page of Roster itself, so nothing was done. \
                           Open Roster in a window of its own and try again.";
            failures::answer(&state, &request, &Failure::new(FailureKind::Forbidden, message))
        }
        _ => failures::method_not_allowed(),
    }
}

fn comes_from_us(headers: &HeaderMap, url: &PublicUrl) -> bool {
    let is = |value: &HeaderValue, allowed: &[&str]| allowed.iter().any(|text| value.as_bytes() == text.as_bytes());
    match headers.get("sec-fetch-site") {
        Some(site) => is(site, &["same-origin", "none"]),
        None => headers.get(ORIGIN).is_some_and(|origin| is(origin, &[url.origin()])),
    }
}
