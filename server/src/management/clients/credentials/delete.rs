//! DELETE /api/v2/clients/{client_id}/credentials/{credential_id}

use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Response};
use directory::{Error, Scope};
use http::StatusCode;

use super::PATH;
use crate::ServerState;
use crate::management::caller::Caller;
use crate::management::operation::Operation;
use crate::management::refusal::Refusal;

pub(super) const API: Operation =
    Operation::new("delete_credentials_by_credential_id", "Remove a key of an application")
        .path(PATH)
        .any(&[Scope::DeleteClientCredentials])
        .gives_nothing(204)
        .refuses(&[409]);

/// One that is not there is deleted already: then it is 204 too.
pub(super) async fn submit(
    State(state): State<ServerState>,
    Caller(actor): Caller,
    Path((id, credential)): Path<(String, String)>,
) -> Result<Response, Refusal> {
    match state.directory().clients().remove_credential(&actor, &id, &credential).await {
        Ok(()) | Err(Error::NotFound(_)) => Ok(StatusCode::NO_CONTENT.into_response()),
        Err(error) => Err(error.into()),
    }
}
