//! DELETE /api/v2/users/{id}

use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Response};
use directory::{Error, Scope};
use http::StatusCode;
use model::UserId;

use crate::ServerState;
use crate::management::caller::Caller;
use crate::management::operation::Operation;
use crate::management::refusal::failed;

pub(super) const API: Operation =
    Operation::new("delete_users_by_id", "Delete a user; one who is not there is deleted already")
        .any(&[Scope::DeleteUsers])
        .gives_nothing(204)
        .refuses(&[409]);

/// A user who is not there is deleted already: then it is 204 too, as with Auth0.
pub(super) async fn submit(
    State(state): State<ServerState>,
    Caller(actor): Caller,
    Path(id): Path<String>,
) -> Response {
    match state.directory().users().delete(&actor, &UserId::from(id)).await {
        Ok(()) | Err(Error::NotFound(_)) => StatusCode::NO_CONTENT.into_response(),
        Err(error) => failed(error),
    }
}
