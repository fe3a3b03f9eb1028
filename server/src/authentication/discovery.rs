//! GET /.well-known/…: what applications need to know

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use directory::DEFAULT_TENANT;
use http::header::{CACHE_CONTROL, HeaderValue};

use super::failed;
use crate::ServerState;

/// So long that a busy application asks rarely, and so short that a new key is known long before it signs.
const FIVE_MINUTES: HeaderValue = HeaderValue::from_static("public, max-age=300");

/// OpenID Connect Discovery §4, RFC 8414 §3.
pub(super) async fn metadata(State(state): State<ServerState>) -> Response {
    let metadata = protocol::discovery::metadata(&state.directory().issuer(DEFAULT_TENANT));
    ([(CACHE_CONTROL, FIVE_MINUTES)], Json(metadata)).into_response()
}

/// The keys that tokens are verified with (RFC 7517 §5).
pub(super) async fn keys(State(state): State<ServerState>) -> Response {
    match state.directory().keys().public_set(DEFAULT_TENANT).await {
        Ok(keys) => ([(CACHE_CONTROL, FIVE_MINUTES)], Json(keys)).into_response(),
        Err(error) => failed(&error.into()),
    }
}
