//! Which pages of other origins may call this door (S-120).

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use directory::{DEFAULT_TENANT, is_origin_of};
use http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, HeaderValue, ORIGIN, VARY,
};
use http::{Method, StatusCode};
use model::Client;

use crate::ServerState;

/// What pages of other origins may read of an answer beside what they may read of any.
const EXPOSED: HeaderValue = HeaderValue::from_static(
    "WWW-Authenticate, Retry-After, X-RateLimit-Limit, X-RateLimit-Remaining, X-RateLimit-Reset",
);

/// The application that called, once that is known: put into the answer's extensions.
#[derive(Clone)]
pub(super) struct CalledBy(pub(super) Client);

/// Says of every answer which pages may read it: those of the application that called, and where it is not known (as in
/// every preflight) those of any application of the tenant. What is public anyhow may be read by all. No cookie counts
/// behind this door, so none is ever allowed.
pub(super) async fn answer(State(state): State<ServerState>, request: Request, next: Next) -> Response {
    let is_public = request.uri().path().starts_with("/.well-known/");
    let origin = request.headers().get(ORIGIN).cloned();
    let mut response = if *request.method() == Method::OPTIONS { preflight() } else { next.run(request).await };
    let called_by = response.extensions_mut().remove::<CalledBy>();
    let headers = response.headers_mut();
    if is_public {
        headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
        return response;
    }
    headers.append(VARY, HeaderValue::from_static("Origin"));
    if let Some(origin) = origin
        && may_read(&state, &origin, called_by.as_ref()).await
    {
        headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        headers.insert(ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED);
    }
    response
}

fn preflight() -> Response {
    let headers = [
        (ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static("GET, POST")),
        (ACCESS_CONTROL_ALLOW_HEADERS, HeaderValue::from_static("Authorization, Content-Type, Auth0-Client")),
        (ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("300")),
    ];
    (StatusCode::NO_CONTENT, headers).into_response()
}

async fn may_read(state: &ServerState, origin: &HeaderValue, called_by: Option<&CalledBy>) -> bool {
    let Ok(origin) = origin.to_str() else { return false };
    match called_by {
        Some(CalledBy(client)) => is_origin_of(client, origin),
        None => state.directory().is_known_origin(DEFAULT_TENANT, origin).await.unwrap_or(false),
    }
}
