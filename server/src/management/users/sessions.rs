//! GET and DELETE /api/v2/users/{id}/sessions

use axum::Json;
use axum::extract::{Path, RawQuery, State};
use axum::response::{IntoResponse as _, Response};
use directory::Scope;
use http::StatusCode;
use model::UserId;
use serde_json::Value;

use crate::ServerState;
use crate::management::caller::Caller;
use crate::management::operation::{Operation, Pages};
use crate::management::paging::{List, Paging};
use crate::management::query::{Query, unanswered};
use crate::management::refusal::{Refusal, failed};
use crate::management::sessions::{SESSION, shaped};

pub(super) const LIST: Operation = Operation::new("get_sessions_for_user", "List the sessions of a user")
    .path(&["user_id"])
    .any(&[Scope::ReadSessions])
    .lists(Pages::After, &SESSIONS, &SESSION);

pub(super) const DELETE: Operation = Operation::new("delete_sessions_for_user", "End all sessions of a user")
    .path(&["user_id"])
    .any(&[Scope::DeleteSessions])
    .gives_nothing(202);

const SESSIONS: List = List::named("sessions");

pub(super) async fn show(
    State(state): State<ServerState>,
    Caller(actor): Caller,
    Path(id): Path<String>,
    raw: RawQuery,
) -> Result<Response, Refusal> {
    let paging = Paging::after(&Query::of(&raw))?;
    let (from, take) = paging.place();
    let page = state.directory().user_sessions().page(&actor, &UserId::from(id), from, take).await;
    let (sessions, has_more) = page.map_err(unanswered)?;
    let next = sessions.last().filter(|_| has_more).map(|session| session.id.as_str());
    let items: Vec<Value> = sessions.iter().map(shaped).collect();
    Ok(Json(paging.answer(&SESSIONS, items, None, next)).into_response())
}

pub(super) async fn delete(
    State(state): State<ServerState>,
    Caller(actor): Caller,
    Path(id): Path<String>,
) -> Response {
    match state.directory().user_sessions().delete_of_user(&actor, &UserId::from(id)).await {
        Ok(_) => StatusCode::ACCEPTED.into_response(),
        Err(error) => failed(error),
    }
}
