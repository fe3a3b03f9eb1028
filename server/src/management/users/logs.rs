//! GET /api/v2/users/{id}/logs

use axum::extract::{Path, RawQuery, State};
use axum::response::Response;
use directory::Scope;
use model::UserId;

use crate::ServerState;
use crate::management::caller::Caller;
use crate::management::fields::Fields;
use crate::management::logs::{EVENT, LOGS, Numbered, SORT, answer};
use crate::management::operation::{Operation, Pages};
use crate::management::query::Query;
use crate::management::refusal::Refusal;

pub(super) const API: Operation = Operation::new("get_logs_by_user", "List the log events of a user")
    .any(&[Scope::ReadLogs, Scope::ReadLogsUsers])
    .query(&[SORT])
    .lists(Pages::Numbered, &LOGS, &EVENT)
    .fields();

/// Of a user who is not there as well: the log remembers them.
pub(super) async fn show(
    State(state): State<ServerState>,
    Caller(actor): Caller,
    Path(id): Path<String>,
    raw: RawQuery,
) -> Result<Response, Refusal> {
    let query = Query::of(&raw);
    let fields = Fields::of(&query)?;
    answer(&state, &actor, Numbered::of(&query, Some(UserId::from(id)))?, &fields).await
}
