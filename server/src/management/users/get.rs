//! GET /api/v2/users/{id}

use axum::Json;
use axum::extract::{Path, RawQuery, State};
use axum::response::{IntoResponse as _, Response};
use model::UserId;

use crate::ServerState;
use crate::management::caller::Caller;
use crate::management::fields::Fields;
use crate::management::query::Query;
use crate::management::refusal::failed;

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
        Ok(user) => Json(fields.of_thing(&user)).into_response(),
        Err(error) => failed(error),
    }
}
