//! DELETE /api/v2/clients/{id}

use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Response};
use directory::{Error, Scope};
use http::StatusCode;

use crate::ServerState;
use crate::management::caller::Caller;
use crate::management::operation::Operation;
use crate::management::refusal::{Refusal, refused};

pub(super) const API: Operation =
    Operation::new("delete_clients_by_id", "Delete an application; one that is not there is deleted already")
        .any(&[Scope::DeleteClients])
        .gives_nothing(204)
        .refuses(&[409]);

/// One that is not there is deleted already: then it is 204 too, as with Auth0.
pub(super) async fn submit(
    State(state): State<ServerState>,
    Caller(actor): Caller,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    let clients = state.directory().clients();
    match clients.delete(&actor, &id).await {
        Err(Error::NotFound(_)) if clients.is_global(&actor, &id) => {
            let message = "The client All Applications stands for all of them and cannot be deleted";
            Ok(refused(StatusCode::BAD_REQUEST, message, Some("operation_not_supported")))
        }
        Ok(()) | Err(Error::NotFound(_)) => Ok(StatusCode::NO_CONTENT.into_response()),
        Err(error) => Err(error.into()),
    }
}
