//! What may come back.

use http::StatusCode;
use model::JsonObject;
use serde_json::{Value, json};

use super::schemas::Schemas;
use crate::management::api::Route;
use crate::management::operation::{Answer, Pages};
use crate::management::paging::List;
use crate::management::payload::Kind;

/// Every route may refuse with these: a request that cannot be read, no token, too few scopes, too many requests, and a
/// machine that has no room for one more.
const ALWAYS: &[u16] = &[400, 401, 403, 429, 503];
const WITH_BODY: &[u16] = &[408, 413];
const KNOWN: &[u16] = &[400, 401, 403, 404, 408, 409, 413, 429, 503];

pub(super) fn of(schemas: &mut Schemas, route: &Route) -> JsonObject {
    let it = &route.operation;
    let mut all = JsonObject::new();
    let json = |schema: Value| json!({ "application/json": { "schema": schema } });
    let success = match it.answer {
        Answer::Body(status, kind) => Some((status, json(schemas.of_answer(kind)))),
        Answer::Text(status) => Some((status, json!({ "text/plain": { "schema": { "type": "string" } } }))),
        Answer::File(status) => {
            Some((status, json!({ "application/gzip": { "schema": { "type": "string", "format": "binary" } } })))
        }
        Answer::Events(status) => Some((status, json!({ "text/event-stream": { "schema": { "type": "string" } } }))),
        Answer::Empty(status) => Some((status, Value::Null)),
        Answer::List(list, item) => Some((200, json(listed(schemas, list, *item, it.paging)))),
        Answer::Never => None,
    };
    for (status, content) in success.into_iter().chain(it.or_nothing.map(|status| (status, Value::Null))) {
        let mut answer = json!({ "description": reason(status) });
        if !content.is_null() {
            answer["content"] = content;
        }
        all.insert(status.to_string(), answer);
    }
    let mut refusals = [ALWAYS, it.refusals].concat();
    refusals.extend(it.body.iter().flat_map(|_| WITH_BODY));
    refusals.extend(route.path.contains('{').then_some(404));
    for status in refusals {
        all.insert(status.to_string(), json!({ "$ref": format!("#/components/responses/{}", name(status)) }));
    }
    all
}

/// A part of a list, in each envelope that it may have.
fn listed(schemas: &mut Schemas, list: &List, item: Kind, pages: Option<Pages>) -> Value {
    let items = json!({ "type": "array", "items": schemas.of_answer(item) });
    let integer = json!({ "type": "integer" });
    let mut counted = json!({ "start": integer, "limit": integer, "total": integer, list.name: items });
    if list.has_length {
        counted["length"] = integer;
    }
    let counted = closed(&counted, &[list.name, "start", "limit", "total"]);
    let after = closed(&json!({ list.name: items, "next": { "type": "string" } }), &[list.name]);
    match pages {
        None => items,
        Some(Pages::Numbered) => json!({ "oneOf": [items, counted] }),
        Some(Pages::After) => after,
        Some(Pages::Both) => json!({ "oneOf": [items, counted, after] }),
    }
}

fn closed(properties: &Value, required: &[&str]) -> Value {
    json!({ "type": "object", "properties": properties, "required": required, "additionalProperties": false })
}

/// The responses that say no.
pub(super) fn refusals() -> JsonObject {
    let refusal = |status: &u16| {
        let mut refusal = json!({
            "description": reason(*status),
            "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Error" } } },
        });
        let header = match status {
            401 => Some(("WWW-Authenticate", json!({ "schema": { "type": "string" } }))),
            429 | 503 => Some(("Retry-After", json!({ "schema": { "type": "string" } }))),
            _ => None,
        };
        if let Some((name, header)) = header {
            refusal["headers"] = json!({ name: header });
        }
        (name(*status), refusal)
    };
    KNOWN.iter().map(refusal).collect()
}

/// The body of a refusal.
pub(super) fn error() -> Value {
    json!({
        "type": "object",
        "properties": {
            "statusCode": { "type": "integer" },
            "error": { "type": "string", "description": "The status in words." },
            "message": { "type": "string", "description": "What is wrong." },
            "errorCode": { "type": "string", "description": "The same, for programs." },
        },
        "required": ["statusCode", "error", "message"],
        "additionalProperties": false,
    })
}

fn reason(status: u16) -> &'static str {
    StatusCode::from_u16(status).ok().and_then(|status| status.canonical_reason()).unwrap_or_default()
}

/// `Not Found` → `NotFound`
fn name(status: u16) -> String {
    reason(status).replace(' ', "")
}
