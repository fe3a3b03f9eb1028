//! GET /api/v2/client-grants/{id}

use axum::Json;
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Response};
use directory::Scope;

use super::answer::{GRANT, answer};
use crate::ServerState;
use crate::management::caller::Caller;
use crate::management::operation::Operation;
use crate::management::refusal::Refusal;

pub(super) const API: Operation =
    Operation::new("get_client-grant", "Get a client grant").any(&[Scope::ReadClientGrants]).gives(200, GRANT);

pub(super) async fn show(
    State(state): State<ServerState>,
    Caller(actor): Caller,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    let grant = state.directory().client_grants().get(&actor, &id).await?;
    Ok(Json(answer(&grant)).into_response())
}
