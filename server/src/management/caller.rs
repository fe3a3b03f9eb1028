//! Whoever calls, as an argument of a handler.

use axum::extract::{FromRequestParts, Request};
use axum::response::Response;
use directory::{Actor, Origin};
use http::request::Parts;

use super::bearer::program;
use crate::ServerState;

/// The program behind the request's bearer token, or the administrator whose request it is.
#[derive(Clone)]
pub(super) struct Caller(pub(super) Actor);

/// Marks a request as the administrator's: no token is looked for.
pub(crate) fn act(request: &mut Request, administrator: Actor) {
    request.extensions_mut().insert(Caller(administrator));
}

impl FromRequestParts<ServerState> for Caller {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &ServerState) -> Result<Self, Response> {
        // It is an administrator's, or whoever counted the request looked at the token already.
        if let Some(caller) = parts.extensions.remove::<Self>() {
            return Ok(caller);
        }
        let origin = parts.extensions.get::<Origin>().cloned().unwrap_or_default();
        program(state, &parts.headers, &origin).await.map(Self)
    }
}
