//! GET /events/logs: the log as it is written, as server-sent events (HTML §9.2).
//!
//! A stream belongs to an administrator's session: it ends with it, and when they may not read logs any more. Each takes one
//! connection, which says something at least every 15 seconds; a client that does not take it is let go by `connections`.

mod feed;
mod places;
mod question;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::response::Response;
use directory::Actor;
use http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderValue};
use http::{HeaderMap, HeaderName};
use model::{Failure, FailureKind};

use crate::cookies::Cookie;
use crate::{ServerState, failures};
use feed::Feed;
pub(crate) use places::Places;

/// GET /events/logs?user=…&q=…&kind=…&client=…&connection=…&ip=…&last=…
pub(crate) async fn follow(State(state): State<ServerState>, request: Request) -> Response {
    match begin(&state, &request) {
        Ok(body) => {
            let mut response = Response::new(body);
            let headers = response.headers_mut();
            headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/event-stream"));
            headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
            // nginx would keep what is said until there is enough of it.
            headers.insert(HeaderName::from_static("x-accel-buffering"), HeaderValue::from_static("no"));
            response
        }
        Err(failure) => failures::json(&failure),
    }
}

fn begin(state: &ServerState, request: &Request) -> Result<Body, Failure> {
    let signed_out = || Failure::new(FailureKind::Unauthenticated, "Your session has ended. Sign in again.");
    let actor = request.extensions().get::<Actor>().ok_or_else(signed_out)?.clone();
    let secret = Cookie::Session.read(state.url(), request.headers()).ok_or_else(signed_out)?;
    let (query, last) = question::read(request.uri().query().unwrap_or_default())?;
    let last = last_event(request.headers()).or(last);
    let follower = state.directory().logs().follow(&actor, query, last.as_deref()).map_err(Failure::from)?;
    let Some(place) = state.streams().take(&secret) else {
        let message = "Too many pages of Roster follow the log. Close some of them and try again.";
        return Err(Failure::new(FailureKind::TooManyRequests, message));
    };
    Ok(Feed { state: state.clone(), secret, follower, place }.begin())
}

/// What a browser sends when it comes back.
fn last_event(headers: &HeaderMap) -> Option<String> {
    let last = headers.get("last-event-id")?.to_str().ok()?;
    (!last.is_empty()).then(|| last.to_owned())
}
