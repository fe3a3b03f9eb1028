//! DELETE /api/v2/resource-servers/{id}

use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Response};
use directory::{Error, Scope};
use http::StatusCode;

use crate::ServerState;
use crate::management::caller::Caller;
use crate::management::operation::Operation;
use crate::management::refusal::Refusal;

pub(super) const API: Operation =
    Operation::new("delete_resource-servers_by_id", "Delete an API; one that is not there is deleted already")
        .any(&[Scope::DeleteResourceServers])
        .gives_nothing(204)
        .refuses(&[409]);

/// One that is not there is deleted already: then it is 204 too, as with Auth0.
pub(super) async fn submit(
    State(state): State<ServerState>,
    Caller(actor): Caller,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    match state.directory().resource_servers().delete(&actor, &id).await {
        Ok(()) | Err(Error::NotFound(_)) => Ok(StatusCode::NO_CONTENT.into_response()),
        Err(error) => Err(error.into()),
    }
}
