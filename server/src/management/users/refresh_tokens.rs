//! GET and DELETE /api/v2/users/{id}/refresh-tokens

use axum::extract::{Path, RawQuery, State};
use axum::response::{IntoResponse as _, Response};
use directory::Scope;
use http::StatusCode;
use model::UserId;

use crate::ServerState;
use crate::management::caller::Caller;
use crate::management::operation::{Operation, Pages, Parameter};
use crate::management::paging::List;
use crate::management::query::Query;
use crate::management::refresh_tokens::{TOKEN, page};
use crate::management::refusal::{Refusal, failed};

pub(super) const LIST: Operation = Operation::new("get_refresh_tokens_for_user", "List the refresh tokens of a user")
    .path(&["user_id"])
    .any(&[Scope::ReadRefreshTokens])
    .query(&[Parameter::text("client_id", "The tokens of this application alone.")])
    .lists(Pages::After, &TOKENS, &TOKEN)
    .fields();

pub(super) const DELETE: Operation =
    Operation::new("delete_refresh_tokens_for_user", "Revoke all refresh tokens of a user")
        .path(&["user_id"])
        .any(&[Scope::DeleteRefreshTokens])
        .gives_nothing(202);

/// Auth0's name for them here.
const TOKENS: List = List::named("tokens");

pub(super) async fn show(
    State(state): State<ServerState>,
    Caller(actor): Caller,
    Path(id): Path<String>,
    raw: RawQuery,
) -> Result<Response, Refusal> {
    page(&state, &actor, &UserId::from(id), &Query::of(&raw), &TOKENS).await
}

pub(super) async fn delete(
    State(state): State<ServerState>,
    Caller(actor): Caller,
    Path(id): Path<String>,
) -> Response {
    match state.directory().refresh_tokens().delete_of_user(&actor, &UserId::from(id)).await {
        Ok(_) => StatusCode::ACCEPTED.into_response(),
        Err(error) => failed(error),
    }
}
