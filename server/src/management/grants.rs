//! /api/v2/grants

use axum::Json;
use axum::extract::{Path, RawQuery, State};
use axum::response::{IntoResponse as _, Response};
use directory::{Error, GrantQuery, Scope};
use http::StatusCode;
use model::{Grant, UserId};
use serde_json::{Value, json};

use super::api::Api;
use super::caller::Caller;
use super::operation::{Operation, Pages, Parameter};
use super::paging::{List, Paging};
use super::payload::{Kind, Schema};
use super::query::{Query, invalid, unanswered};
use super::refusal::{Refusal, failed};
use crate::ServerState;

const SHOW: Operation = Operation::new("get_grants", "List what users allowed applications")
    .any(&[Scope::ReadGrants])
    .query(&[
        Parameter::text("user_id", "What this user allowed alone."),
        Parameter::text("client_id", "What this application was allowed alone."),
        Parameter::text("audience", "What was allowed at this API alone."),
    ])
    .lists(
        Pages::Numbered,
        &GRANTS,
        &Kind::Named(
            "Grant",
            &Kind::Nested(&Schema {
                properties: &[
                    ("audience", Kind::Text),
                    ("clientID", Kind::Text),
                    ("id", Kind::Text),
                    ("scope", Kind::Texts),
                    ("user_id", Kind::Text),
                ],
                required: &["audience", "clientID", "id", "scope", "user_id"],
            }),
        ),
    );

const REMOVE: Operation = Operation::new("delete_grants_by_id", "Take back what a user allowed an application")
    .any(&[Scope::DeleteGrants])
    .gives_nothing(204);

const REMOVE_ALL: Operation = Operation::new("delete_grants_by_user_id", "Take back all that a user allowed")
    .any(&[Scope::DeleteGrants])
    .query(&[Parameter::text("user_id", "The user.").required()])
    .gives_nothing(204)
    .refuses(&[404]);

const GRANTS: List = List::named("grants");

/// Its routes.
pub(super) fn routes() -> Api {
    Api::new().get("/api/v2/grants", show, SHOW).delete("/api/v2/grants", remove_all, REMOVE_ALL).delete(
        "/api/v2/grants/{id}",
        remove,
        REMOVE,
    )
}

async fn show(State(state): State<ServerState>, Caller(actor): Caller, raw: RawQuery) -> Result<Response, Refusal> {
    let query = &Query::of(&raw);
    let paging = Paging::numbered(query)?;
    let text = |name: &str| query.text(name).map(str::to_owned);
    let asked = GrantQuery { user_id: text("user_id"), client_id: text("client_id"), audience: text("audience") };
    let authorizations = state.directory().authorizations();
    let found = authorizations.page_of_grants(&actor, &asked, paging.slice(), paging.wants_total()).await;
    let (grants, total) = found.map_err(unanswered)?;
    Ok(Json(paging.answer(&GRANTS, grants.iter().map(shaped).collect(), total, None)).into_response())
}

fn shaped(grant: &Grant) -> Value {
    json!({
        "id": grant.id,
        "clientID": grant.client_id,
        "user_id": grant.user_id,
        "audience": grant.audience,
        "scope": grant.scope,
    })
}

/// One that is not there was taken back already.
async fn remove(State(state): State<ServerState>, Caller(actor): Caller, Path(id): Path<String>) -> Response {
    match state.directory().authorize().revoke_grant(&actor, &id).await {
        Ok(()) | Err(Error::NotFound(_)) => StatusCode::NO_CONTENT.into_response(),
        Err(error) => failed(error),
    }
}

async fn remove_all(
    State(state): State<ServerState>,
    Caller(actor): Caller,
    raw: RawQuery,
) -> Result<Response, Refusal> {
    let query = Query::of(&raw);
    let Some(user) = query.text("user_id") else {
        return Err(invalid("'Missing required property: user_id'"));
    };
    state.directory().authorizations().revoke_grants_of(&actor, &UserId::from(user)).await.map_err(failed)?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
