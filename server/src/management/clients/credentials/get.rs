//! GET /api/v2/clients/{client_id}/credentials/{credential_id}

use axum::Json;
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Response};
use directory::Scope;

use super::{CREDENTIAL, PATH, answer};
use crate::ServerState;
use crate::management::caller::Caller;
use crate::management::operation::Operation;
use crate::management::refusal::Refusal;

pub(super) const API: Operation =
    Operation::new("get_credentials_by_credential_id", "Get what is known of a key of an application")
        .path(PATH)
        .any(&[Scope::ReadClientCredentials])
        .gives(200, CREDENTIAL);

pub(super) async fn show(
    State(state): State<ServerState>,
    Caller(actor): Caller,
    Path((id, credential)): Path<(String, String)>,
) -> Result<Response, Refusal> {
    let key = state.directory().clients().credential(&actor, &id, &credential).await?;
    Ok(Json(answer(&key)).into_response())
}
