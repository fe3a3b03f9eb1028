//! /api/v2/user-blocks

use std::net::IpAddr;

use axum::Json;
use axum::extract::{Path, RawQuery, State};
use axum::response::{IntoResponse as _, Response};
use directory::Scope;
use http::StatusCode;
use model::{UserBlock, UserId};
use serde_json::{Value, json};

use super::api::Api;
use super::caller::Caller;
use super::operation::{Operation, Parameter};
use super::payload::{Kind, Schema};
use super::query::{Query, invalid};
use super::refusal::{Refusal, failed};
use crate::ServerState;

const IDENTIFIER: Parameter = Parameter::text("identifier", "An email, a user name or a phone number.").required();
const WHERE_PROTECTED: Parameter = Parameter::flag(
    "consider_brute_force_enablement",
    "Whether to leave out blocks at connections that do not count failures any more.",
);
const BLOCKS: Kind =
    Kind::Nested(&Schema { properties: &[("blocked_for", Kind::List(&BLOCK))], required: &["blocked_for"] });
const BLOCK: Schema = Schema {
    properties: &[("connection", Kind::Text), ("identifier", Kind::Text), ("ip", Kind::Text)],
    required: &["connection", "identifier"],
};

const GET: Operation = Operation::new("get_user-blocks", "List the blocks after failed logins of an identifier")
    .any(&[Scope::ReadUsers])
    .query(&[IDENTIFIER, WHERE_PROTECTED])
    .gives(200, BLOCKS)
    .refuses(&[404]);

const DELETE: Operation = Operation::new("delete_user-blocks", "Lift the blocks of an identifier")
    .any(&[Scope::UpdateUsers])
    .query(&[IDENTIFIER])
    .gives_nothing(204)
    .refuses(&[404]);

const GET_OF_USER: Operation = Operation::new("get_user-blocks_by_id", "List the blocks of a user after failed logins")
    .any(&[Scope::ReadUsers])
    .query(&[WHERE_PROTECTED])
    .gives(200, BLOCKS);

const DELETE_OF_USER: Operation = Operation::new("delete_user-blocks_by_id", "Lift the blocks of a user")
    .any(&[Scope::UpdateUsers])
    .gives_nothing(204);

/// Its routes.
pub(super) fn routes() -> Api {
    const OF_USER: &str = "/api/v2/user-blocks/{id}";
    Api::new()
        .get("/api/v2/user-blocks", of_identifier, GET)
        .delete("/api/v2/user-blocks", remove_of_identifier, DELETE)
        .get(OF_USER, of_user, GET_OF_USER)
        .delete(OF_USER, remove_of_user, DELETE_OF_USER)
}

/// An email, a user name or a phone number; who has it is not asked.
async fn of_identifier(
    State(state): State<ServerState>,
    Caller(actor): Caller,
    raw: RawQuery,
) -> Result<Response, Refusal> {
    let query = Query::of(&raw);
    let Some(identifier) = query.text("identifier") else { return Err(no_identifier()) };
    let where_protected = query.flag("consider_brute_force_enablement")?.unwrap_or(false);
    let blocks = state.directory().user_blocks().of_identifier(&actor, identifier, where_protected).await;
    Ok(Json(shaped(&blocks.map_err(failed)?)).into_response())
}

async fn remove_of_identifier(
    State(state): State<ServerState>,
    Caller(actor): Caller,
    raw: RawQuery,
) -> Result<Response, Refusal> {
    let query = Query::of(&raw);
    let Some(identifier) = query.text("identifier") else { return Err(no_identifier()) };
    state.directory().user_blocks().remove_of_identifier(&actor, identifier).await.map_err(failed)?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

async fn of_user(
    State(state): State<ServerState>,
    Caller(actor): Caller,
    Path(id): Path<String>,
    raw: RawQuery,
) -> Result<Response, Refusal> {
    let where_protected = Query::of(&raw).flag("consider_brute_force_enablement")?.unwrap_or(false);
    let blocks = state.directory().user_blocks().of_user(&actor, &UserId::from(id), where_protected).await;
    Ok(Json(shaped(&blocks.map_err(failed)?)).into_response())
}

async fn remove_of_user(State(state): State<ServerState>, Caller(actor): Caller, Path(id): Path<String>) -> Response {
    match state.directory().user_blocks().remove(&actor, &UserId::from(id)).await {
        Ok(()) => StatusCode::NO_CONTENT.into_response(),
        Err(error) => failed(error),
    }
}

fn no_identifier() -> Refusal {
    invalid("'Missing required property: identifier'")
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
