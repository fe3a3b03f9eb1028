//! GET /api/v2/users/{id}

use axum::extract::{Path, RawQuery, State};
use axum::response::Response;
use directory::Scope;
use model::UserId;

use super::shape::USER;
use crate::ServerState;
use crate::management::caller::Caller;
use crate::management::fields::Fields;
use crate::management::operation::Operation;
use crate::management::query::Query;
use crate::management::refusal::failed;

pub(super) const API: Operation =
    Operation::new("get_users_by_id", "Get a user").any(&[Scope::ReadUsers]).fields().gives(200, USER);

pub(super) async fn show(
    State(state): State<ServerState>,
    Caller(actor): Caller,
    Path(id): Path<String>,
    raw: RawQuery,
) -> Response {
    let fields = match Fields::of(&Query::of(&raw)) {
        Ok(fields) => fields,
        Err(response) => return *response,
    };
    match state.directory().users().get(&actor, &UserId::from(id)).await {
        Ok(user) => fields.answer(&user),
        Err(error) => failed(error),
    }
}
