//! What happens, as server-sent events (HTML §9.2): the log as it is written, and how far a job is.
//!
//! A stream belongs to an administrator's session: it ends with it, and when they may not read what it tells any more; one of
//! a program belongs to its token. Each takes one connection, which says something at least every 15 seconds; a client that
//! does not take it is let go by `connections`.

mod feed;
mod job;
mod log;
mod places;
mod question;

use axum::body::Body;
use axum::extract::Request;
use axum::response::Response;
use directory::Actor;
use http::HeaderName;
use http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderValue};
use model::{Failure, FailureKind};

use crate::ServerState;
use crate::cookies::Cookie;

pub(crate) use job::{JobFeed, Who, follow as follow_job};
pub(crate) use log::follow as follow_log;
pub(crate) use places::Places;

/// The answer that goes on.
fn answer(body: Body) -> Response {
    let mut response = Response::new(body);
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/event-stream"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    // nginx would keep what is said until there is enough of it.
    headers.insert(HeaderName::from_static("x-accel-buffering"), HeaderValue::from_static("no"));
    response
}

/// Whose session the request belongs to, and its secret.
fn session(state: &ServerState, request: &Request) -> Result<(Actor, String), Failure> {
    let signed_out = || Failure::new(FailureKind::Unauthenticated, "Your session has ended. Sign in again.");
    let actor = request.extensions().get::<Actor>().ok_or_else(signed_out)?.clone();
    let secret = Cookie::Session.read(state.url(), request.headers()).ok_or_else(signed_out)?;
    Ok((actor, secret))
}

/// Nobody has more streams than there are places.
fn too_many() -> Failure {
    let message = "Too many pages of Roster follow what happens. Close some of them and try again.";
    Failure::new(FailureKind::TooManyRequests, message)
}
