//! Whoever calls, as an argument of a handler.

use axum::extract::FromRequestParts;
use axum::response::Response;
use directory::{Actor, Origin};
use http::request::Parts;

use super::bearer::program;
use crate::ServerState;

/// The program behind the request's bearer token.
#[derive(Clone)]
pub(super) struct Caller(pub(super) Actor);

impl FromRequestParts<ServerState> for Caller {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &ServerState) -> Result<Self, Response> {
        // Whoever counted the request looked at the token already.
        if let Some(caller) = parts.extensions.remove::<Self>() {
            return Ok(caller);
        }
        let origin = parts.extensions.get::<Origin>().cloned().unwrap_or_default();
        program(state, &parts.headers, &origin).await.map(Self)
    }
}
