//! /api/v2/grants

use axum::extract::{Path, RawQuery, State};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{delete, get};
use axum::{Json, Router};
use directory::{Actor, Error, GrantQuery};
use http::StatusCode;
use model::{Grant, UserId};
use serde_json::{Value, json};

use super::caller::Caller;
use super::paging::{List, Paging};
use super::query::{Query, invalid};
use super::refusal::failed;
use crate::ServerState;

const GRANTS: List = List::named("grants");

/// Its routes.
pub(super) fn routes() -> Router<ServerState> {
    Router::new().route("/api/v2/grants", get(show).delete(remove_all)).route("/api/v2/grants/{id}", delete(remove))
}

async fn show(State(state): State<ServerState>, Caller(actor): Caller, raw: RawQuery) -> Response {
    list(&state, &actor, &Query::of(&raw)).await.unwrap_or_else(|response| *response)
}

async fn list(state: &ServerState, actor: &Actor, query: &Query) -> Result<Response, Box<Response>> {
    let paging = Paging::numbered(query)?;
    let text = |name: &str| query.text(name).map(str::to_owned);
    let asked = GrantQuery { user_id: text("user_id"), client_id: text("client_id"), audience: text("audience") };
    let authorizations = state.directory().authorizations();
    let found = authorizations.page_of_grants(actor, &asked, paging.slice(), paging.wants_total()).await;
    let (grants, total) = found.map_err(|error| match error {
        Error::Field { field, message } => invalid(&format!("'{message}' on property {field}")),
        error => Box::new(failed(error)),
    })?;
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

async fn remove_all(State(state): State<ServerState>, Caller(actor): Caller, raw: RawQuery) -> Response {
    let query = Query::of(&raw);
    let Some(user) = query.text("user_id") else {
        return *invalid("'Missing required property: user_id'");
    };
    match state.directory().authorizations().revoke_grants_of(&actor, &UserId::from(user)).await {
        Ok(_) => StatusCode::NO_CONTENT.into_response(),
        Err(error) => failed(error),
    }
}
