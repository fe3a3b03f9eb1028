//! /api/v2/user-blocks

use std::net::IpAddr;

use axum::extract::{Path, RawQuery, State};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use axum::{Json, Router};
use http::StatusCode;
use model::{UserBlock, UserId};
use serde_json::{Value, json};

use super::caller::Caller;
use super::query::{Query, invalid};
use super::refusal::failed;
use crate::ServerState;

/// Its routes.
pub(super) fn routes() -> Router<ServerState> {
    Router::new()
        .route("/api/v2/user-blocks", get(of_identifier).delete(remove_of_identifier))
        .route("/api/v2/user-blocks/{id}", get(of_user).delete(remove_of_user))
}

/// An email, a user name or a phone number; who has it is not asked.
async fn of_identifier(State(state): State<ServerState>, Caller(actor): Caller, raw: RawQuery) -> Response {
    let query = Query::of(&raw);
    let Some(identifier) = query.text("identifier") else { return no_identifier() };
    let where_protected = match query.flag("consider_brute_force_enablement") {
        Ok(flag) => flag.unwrap_or(false),
        Err(response) => return *response,
    };
    match state.directory().user_blocks().of_identifier(&actor, identifier, where_protected).await {
        Ok(blocks) => Json(shaped(&blocks)).into_response(),
        Err(error) => failed(error),
    }
}

async fn remove_of_identifier(State(state): State<ServerState>, Caller(actor): Caller, raw: RawQuery) -> Response {
    let query = Query::of(&raw);
    let Some(identifier) = query.text("identifier") else { return no_identifier() };
    match state.directory().user_blocks().remove_of_identifier(&actor, identifier).await {
        Ok(()) => StatusCode::NO_CONTENT.into_response(),
        Err(error) => failed(error),
    }
}

async fn of_user(
    State(state): State<ServerState>,
    Caller(actor): Caller,
    Path(id): Path<String>,
    raw: RawQuery,
) -> Response {
    let where_protected = match Query::of(&raw).flag("consider_brute_force_enablement") {
        Ok(flag) => flag.unwrap_or(false),
        Err(response) => return *response,
    };
    match state.directory().user_blocks().of_user(&actor, &UserId::from(id), where_protected).await {
        Ok(blocks) => Json(shaped(&blocks)).into_response(),
        Err(error) => failed(error),
    }
}

async fn remove_of_user(State(state): State<ServerState>, Caller(actor): Caller, Path(id): Path<String>) -> Response {
    match state.directory().user_blocks().remove(&actor, &UserId::from(id)).await {
        Ok(()) => StatusCode::NO_CONTENT.into_response(),
        Err(error) => failed(error),
    }
}

fn no_identifier() -> Response {
    *invalid("'Missing required property: identifier'")
}

/// A block from everywhere, or of one browser, has no address.
fn shaped(blocks: &[UserBlock]) -> Value {
    let one = |block: &UserBlock| {
        let mut shaped = json!({ "identifier": block.identifier, "connection": block.connection });
        if block.ip.parse::<IpAddr>().is_ok() {
            shaped["ip"] = json!(block.ip);
        }
        shaped
    };
    json!({ "blocked_for": blocks.iter().map(one).collect::<Vec<_>>() })
}
