//! DELETE /api/v2/connections/{id}/users

use axum::extract::{Path, RawQuery, State};
use axum::response::{IntoResponse as _, Response};
use directory::Scope;
use http::StatusCode;

use crate::ServerState;
use crate::management::caller::Caller;
use crate::management::operation::{Operation, Parameter};
use crate::management::query::{Query, invalid};
use crate::management::refusal::Refusal;

pub(super) const API: Operation = Operation::new("delete_users_by_email", "Delete the user of a connection by email")
    .any(&[Scope::DeleteUsers])
    .query(&[Parameter::text("email", "The email of the user.").required()])
    .gives_nothing(204)
    .refuses(&[409]);

/// Deletes the user with the address `email`; who is not there is deleted already.
pub(super) async fn submit(
    State(state): State<ServerState>,
    Caller(actor): Caller,
    Path(id): Path<String>,
    raw: RawQuery,
) -> Result<Response, Refusal> {
    let query = Query::of(&raw);
    let email = query.text("email").ok_or_else(|| invalid("'Missing required property: email'"))?;
    state.directory().connections().delete_user(&actor, &id, email).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
