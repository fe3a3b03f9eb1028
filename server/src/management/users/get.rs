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
use crate::management::refusal::{Refusal, failed};

pub(super) const API: Operation =
    Operation::new("get_users_by_id", "Get a user").any(&[Scope::ReadUsers]).fields().gives(200, USER);

pub(super) async fn show(
    State(state): State<ServerState>,
    Caller(actor): Caller,
    Path(id): Path<String>,
    raw: RawQuery,
) -> Result<Response, Refusal> {
    let fields = Fields::of(&Query::of(&raw))?;
    let user = state.directory().users().get(&actor, &UserId::from(id)).await.map_err(failed)?;
    Ok(fields.answer(&user))
}
