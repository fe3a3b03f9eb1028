//! POST /api/v2/connections

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use directory::Scope;
use http::StatusCode;
use model::{JsonObject, NewConnection};
use serde_json::Value;

use super::answer::{FIXED, check_realms};
use super::{CONNECTION, answer, options};
use crate::ServerState;
use crate::management::caller::Caller;
use crate::management::fixed;
use crate::management::operation::Operation;
use crate::management::payload::{Kind, Schema, refuse};
use crate::management::refusal::Refusal;

pub(super) const API: Operation = Operation::new("post_connections", "Create a connection")
    .any(&[Scope::CreateConnections])
    .body(Kind::Whole(&SCHEMA, FIXED))
    .example(r#"{ "name": "Customers", "strategy": "auth0" }"#)
    .gives(201, CONNECTION)
    .refuses(&[409]);

const SCHEMA: Schema = Schema {
    properties: &[
        ("enabled_clients", Kind::OrNull(&Kind::Texts)),
        ("name", Kind::Text),
        ("options", Kind::OrNull(&Kind::Whole(&options::SCHEMA, options::FIXED))),
        ("realms", Kind::OrNull(&Kind::Texts)),
        ("strategy", Kind::Text),
    ],
    required: &["name", "strategy"],
};

pub(super) async fn submit(
    State(state): State<ServerState>,
    Caller(actor): Caller,
    body: Bytes,
) -> Result<Response, Refusal> {
    let mut body = fixed::read(&body, &SCHEMA, FIXED)?;
    let text = |name: &str| body.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let (name, strategy) = (text("name"), text("strategy"));
    if strategy != "auth0" {
        let shown: String = strategy.chars().filter(|c| !c.is_control()).take(80).collect();
        return Err(refuse(&format!(
            "'No enum match for: {shown}, expected auth0: database connections are the only ones so far' on property strategy"
        )));
    }
    check_realms(&mut body, &name)?;
    let options = options::take(&mut body)?.unwrap_or_default();
    let clients = enabled_clients(&mut body).unwrap_or_default();
    let new = NewConnection { name, options, enable_all_clients: false, clients };
    let connections = state.directory().connections();
    let made = connections.create(&actor, new).await?;
    let made = connections.with_clients(&actor, made).await?;
    Ok((StatusCode::CREATED, Json(answer(&made.connection, Some(&made.clients)))).into_response())
}

/// The ids in a body that was looked at; null names none.
pub(super) fn enabled_clients(body: &mut JsonObject) -> Option<Vec<String>> {
    match body.remove("enabled_clients")? {
        Value::Array(ids) => Some(ids.iter().filter_map(Value::as_str).map(str::to_owned).collect()),
        _ => None,
    }
}
