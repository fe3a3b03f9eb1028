//! S-228: in a user's place an administrator changes nothing of the account.

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use directory::{AuthorizeError, DEFAULT_TENANT};
use http::Method;

use super::refused;
use crate::ServerState;
use crate::cookies::Cookie;

/// What may be sent all the same: a way out, and the answer to what the user allowed already.
const ALLOWED: [&str; 4] = ["/impersonate", "/impersonate/end", "/u/consent", "/u/logout"];

const FORBIDDEN: &str = "You are signed in as somebody else: you cannot sign up, log in, let a device in, or change an email or a \
     password here. End it first.";

/// Refuses every other form of the hosted pages while the browser is in an impersonation.
pub(super) async fn check(State(state): State<ServerState>, request: Request, next: Next) -> Response {
    let is_free = *request.method() != Method::POST || ALLOWED.contains(&request.uri().path());
    let secret = Cookie::Impersonation.read(state.url(), request.headers());
    if is_free || secret.is_none() {
        return next.run(request).await;
    }
    let headers = request.headers().clone();
    match state.directory().impersonations().of_browser(DEFAULT_TENANT, secret.as_deref()).await {
        Ok(None) => next.run(request).await,
        Ok(Some(_)) => refused(&state, &headers, AuthorizeError::Impersonation(FORBIDDEN)).await,
        Err(error) => refused(&state, &headers, error.into()).await,
    }
}
