//! GET /api/v2/users/{id}/logs

use axum::extract::{Path, RawQuery, State};
use axum::response::Response;
use model::UserId;

use crate::ServerState;
use crate::management::caller::Caller;
use crate::management::fields::Fields;
use crate::management::logs::{Numbered, answer};
use crate::management::query::Query;

/// Of a user who is not there as well: the log remembers them.
pub(super) async fn show(
    State(state): State<ServerState>,
    Caller(actor): Caller,
    Path(id): Path<String>,
    raw: RawQuery,
) -> Response {
    let query = Query::of(&raw);
    let found = async {
        let fields = Fields::of(&query)?;
        answer(&state, &actor, Numbered::of(&query, Some(UserId::from(id)))?, &fields).await
    };
    found.await.unwrap_or_else(|response| *response)
}
