//! A log stream as Auth0 writes it, and what its body may have.

use directory::Scope;
use model::{HttpSink, HttpSinkPatch, JsonObject, LogStream, LogStreamPatch, LogStreamStatus, NewLogStream, Timestamp};
use serde_json::{Value, json};

use crate::management::fixed::{self, Fixed};
use crate::management::operation::Operation;
use crate::management::payload::{self, Kind, Schema, refuse};
use crate::management::refusal::Refusal;

const HEADER: Schema =
    Schema { properties: &[("header", Kind::Text), ("value", Kind::Text)], required: &["header", "value"] };
const SINK: &[(&str, Kind)] = &[
    ("httpAuthorization", Kind::Text),
    ("httpContentFormat", Kind::Choice(&["JSONARRAY", "JSONLINES", "JSONOBJECT"])),
    ("httpContentType", Kind::Text),
    ("httpCustomHeaders", Kind::List(&HEADER)),
    ("httpEndpoint", Kind::Text),
];
const NEW_SINK: Schema = Schema { properties: SINK, required: &["httpEndpoint"] };
const OTHER_SINK: Schema = Schema { properties: SINK, required: &[] };
const FILTER: Schema =
    Schema { properties: &[("name", Kind::Text), ("type", Kind::Choice(&["category"]))], required: &["name", "type"] };
const STATUS: Kind = Kind::Choice(&["active", "paused", "suspended"]);
const NEW: Schema = Schema {
    properties: &[
        ("filters", Kind::List(&FILTER)),
        ("name", Kind::Text),
        ("sink", Kind::Nested(&NEW_SINK)),
        ("startFrom", Kind::Text),
    ],
    required: &["sink"],
};
const OTHER: Schema = Schema {
    properties: &[
        ("filters", Kind::List(&FILTER)),
        ("name", Kind::Text),
        ("sink", Kind::Nested(&OTHER_SINK)),
        ("status", STATUS),
    ],
    required: &[],
};

/// Events go to web servers alone, each stream as soon as any, and whole.
const FIXED: &[Fixed] = &[PRIORITY, PERSONAL];
const TYPE: &[Fixed] = &[HTTP];
const TAKEN: &[Fixed] = &[HTTP, PRIORITY, PERSONAL];
const SHOWN: &[Fixed] = &[HTTP, PRIORITY];
const HTTP: Fixed = Fixed::shown("type", r#""http""#);
const PRIORITY: Fixed = Fixed::shown("isPriority", "false");
const PERSONAL: Fixed = Fixed::taken("pii_config", "null");

const STREAM: Kind = Kind::Named(
    "LogStream",
    &Kind::Whole(
        &Schema {
            properties: &[
                ("filters", Kind::List(&FILTER)),
                ("id", Kind::Text),
                ("name", Kind::Text),
                // Once, when it is made.
                ("signingSecret", Kind::Text),
                ("sink", Kind::Nested(&OTHER_SINK)),
                ("status", STATUS),
            ],
            required: &["filters", "id", "name", "sink", "status"],
        },
        SHOWN,
    ),
);

pub(super) const LIST: Operation = Operation::new("get_log-streams", "List log streams, all of them")
    .any(&[Scope::ReadLogStreams])
    .gives(200, Kind::Array(&STREAM));

pub(super) const POST: Operation = Operation::new("post_log-streams", "Create a log stream to a web server")
    .any(&[Scope::CreateLogStreams])
    .body(Kind::Whole(&NEW, TAKEN))
    .example(r#"{ "type": "http", "sink": { "httpEndpoint": "https://logs.example.com/roster" } }"#)
    .gives(200, STREAM)
    .refuses(&[409]);

pub(super) const GET: Operation =
    Operation::new("get_log-streams_by_id", "Get a log stream").any(&[Scope::ReadLogStreams]).gives(200, STREAM);

pub(super) const PATCH: Operation = Operation::new("patch_log-streams_by_id", "Change a log stream")
    .any(&[Scope::UpdateLogStreams])
    .body(Kind::Whole(&OTHER, FIXED))
    .gives(200, STREAM)
    .refuses(&[409]);

pub(super) const DELETE: Operation = Operation::new("delete_log-streams_by_id", "Delete a log stream")
    .any(&[Scope::DeleteLogStreams])
    .gives_nothing(204);

pub(super) fn answer(stream: &LogStream) -> Value {
    let filters: Vec<Value> =
        stream.categories.iter().map(|name| json!({ "type": "category", "name": name })).collect();
    let mut answer = json!({
        "id": stream.id,
        "name": stream.name,
        "status": stream.status,
        "sink": stream.sink,
        "filters": filters,
    });
    if let Value::Object(answer) = &mut answer {
        fixed::add(answer, SHOWN);
    }
    answer
}

/// # Errors
/// 400 for what is unknown, of another type, or not supported.
pub(super) fn read_new(body: &[u8]) -> Result<NewLogStream, Refusal> {
    let mut body = payload::object(body)?;
    if body.get("type").is_none_or(Value::is_null) {
        return Err(refuse("'Missing required property: type'"));
    }
    // First: other types have other sinks.
    fixed::take("", &mut body, TYPE)?;
    fixed::take("", &mut body, FIXED)?;
    payload::check(&body, &NEW)?;
    let (patch, authorization) = sink(&mut body)?;
    let start_from = match text(&body, "startFrom") {
        None => None,
        Some(text) => match Timestamp::span(&text) {
            Some((from, _)) => Some(Timestamp(from)),
            None => return Err(refuse("'Expected a time like 2026-11-29T12:00:00.000Z' on property startFrom")),
        },
    };
    Ok(NewLogStream {
        name: text(&body, "name").unwrap_or_default(),
        sink: patch.applied(HttpSink::default()),
        http_authorization: authorization.unwrap_or_default(),
        categories: categories(&body).unwrap_or_default(),
        start_from,
    })
}

/// # Errors
/// As [`read_new`].
pub(super) fn read_patch(body: &[u8]) -> Result<LogStreamPatch, Refusal> {
    let mut body = fixed::read(body, &OTHER, FIXED)?;
    let is_sink_named = body.contains_key("sink");
    let (patch, http_authorization) = sink(&mut body)?;
    Ok(LogStreamPatch {
        name: text(&body, "name"),
        status: text(&body, "status").as_deref().and_then(LogStreamStatus::parse),
        sink: is_sink_named.then_some(patch),
        http_authorization,
        categories: categories(&body),
    })
}

/// What is said of the sink, and of its secret.
fn sink(body: &mut JsonObject) -> Result<(HttpSinkPatch, Option<String>), Refusal> {
    let Some(Value::Object(mut sink)) = body.remove("sink") else { return Ok((HttpSinkPatch::default(), None)) };
    let authorization = sink.remove("httpAuthorization").and_then(|value| value.as_str().map(str::to_owned));
    let patch = payload::typed(sink)?;
    Ok((patch, authorization))
}

fn text(body: &JsonObject, name: &str) -> Option<String> {
    body.get(name).and_then(Value::as_str).map(str::to_owned)
}

fn categories(body: &JsonObject) -> Option<Vec<String>> {
    let filters = body.get("filters").and_then(Value::as_array)?;
    Some(filters.iter().filter_map(|filter| text(filter.as_object()?, "name")).collect())
}
