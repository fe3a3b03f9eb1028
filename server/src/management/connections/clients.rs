//! GET and PATCH /api/v2/connections/{id}/clients

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, RawQuery, State};
use axum::response::{IntoResponse as _, Response};
use directory::Scope;
use http::StatusCode;
use serde_json::{Value, json};

use crate::ServerState;
use crate::management::caller::Caller;
use crate::management::operation::{Operation, Parameter};
use crate::management::payload::{self, Kind, Schema};
use crate::management::query::Query;
use crate::management::refusal::Refusal;

pub(super) const SHOW: Operation =
    Operation::new("get_connection_clients", "List the applications that use a connection")
        .any(&[Scope::ReadConnections])
        .query(&[
            Parameter::text("from", "The `next` of an earlier answer, to go on after it."),
            Parameter::new("take", Kind::Between(1, MOST, &Kind::Integer), "How many; 100 where nothing is said."),
        ])
        .gives(
            200,
            Kind::Nested(&Schema {
                properties: &[("clients", Kind::List(&ONE)), ("next", Kind::Text)],
                required: &["clients"],
            }),
        );
const ONE: Schema = Schema { properties: &[("client_id", Kind::Text)], required: &["client_id"] };

pub(super) const CHANGE: Operation = Operation::new("patch_clients", "Switch a connection on or off for applications")
    .any(&[Scope::UpdateConnections])
    .body(Kind::Between(1, CHANGES as i64, &Kind::List(&SCHEMA)))
    .gives_nothing(204)
    .refuses(&[409]);

const MOST: i64 = 1_000;
const USUAL: i64 = 100;
/// The most changes at once.
const CHANGES: usize = 50;

const SCHEMA: Schema =
    Schema { properties: &[("client_id", Kind::Text), ("status", Kind::Flag)], required: &["client_id", "status"] };

pub(super) async fn show(
    State(state): State<ServerState>,
    Caller(actor): Caller,
    Path(id): Path<String>,
    raw: RawQuery,
) -> Result<Response, Refusal> {
    let query = Query::of(&raw);
    let take = query.number("take", 1, MOST)?.unwrap_or(USUAL);
    let found = state.directory().connections().client_ids(&actor, &id, query.text("from"), take).await?;
    let clients: Vec<Value> = found.items.iter().map(|id| json!({ "client_id": id })).collect();
    let mut answer = json!({ "clients": clients });
    if let Some(next) = found.next {
        answer["next"] = next.into();
    }
    Ok(Json(answer).into_response())
}

pub(super) async fn submit(
    State(state): State<ServerState>,
    Caller(actor): Caller,
    Path(id): Path<String>,
    body: Bytes,
) -> Result<Response, Refusal> {
    let changes = payload::read_list(&body, &SCHEMA, 1, CHANGES)?;
    let change = |change: &Value| {
        (change["client_id"].as_str().unwrap_or_default().to_owned(), change["status"].as_bool().unwrap_or(false))
    };
    let wanted: Vec<(String, bool)> = changes.iter().map(change).collect();
    state.directory().connections().set_clients(&actor, &id, &wanted).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
