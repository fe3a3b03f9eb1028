//! How much a program may ask.

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use directory::{Actor, Api, DEFAULT_TENANT, Origin, Spender};
use http::StatusCode;

use super::bearer::program;
use super::caller::Caller;
use super::refusal::refused;
use crate::ServerState;
use crate::rate_limits::{REFUSAL, tell};

/// Counts each request before its body is read: for the application whose token it has or the administrator whose it is,
/// else for its address. So nobody can use up what an application may ask but the application itself.
pub(super) async fn count(State(state): State<ServerState>, mut request: Request, next: Next) -> Response {
    let origin = request.extensions().get::<Origin>().cloned().unwrap_or_default();
    let administrator = request.extensions().get::<Caller>().map(|caller| caller.0.clone());
    let program = match administrator {
        Some(_) => None,
        None => program(&state, request.headers(), &origin).await.ok(),
    };
    let spender = match (&administrator, &program) {
        (Some(actor), _) => Spender::Administrator(actor.name()),
        (None, Some(actor)) => Spender::Client(actor.name()),
        (None, None) => Spender::Address,
    };
    let tenant = administrator.as_ref().map_or(DEFAULT_TENANT, Actor::tenant);
    let allowance = state.directory().rate_limits().spend(tenant, Api::Management, spender, &origin).await;
    let is_allowed = allowance.is_none_or(|allowance| allowance.is_allowed);
    if let Some(actor) = program {
        request.extensions_mut().insert(Caller(actor));
    }
    let mut response = match is_allowed {
        true => next.run(request).await,
        false => refused(StatusCode::TOO_MANY_REQUESTS, REFUSAL, Some("too_many_requests")),
    };
    tell(response.headers_mut(), allowance.as_ref());
    response
}
