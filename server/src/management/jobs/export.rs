//! POST /api/v2/jobs/users-exports

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use directory::{NewExport, Scope};
use model::{ExportField, JobFormat, JsonObject};
use serde_json::Value;

use super::answer::{JOB, begun};
use crate::ServerState;
use crate::management::caller::Caller;
use crate::management::operation::Operation;
use crate::management::payload::{self, Kind, Schema};
use crate::management::refusal::Refusal;

pub(super) const FIELD: Schema =
    Schema { properties: &[("export_as", Kind::Text), ("name", Kind::Text)], required: &["name"] };
/// `full` is no part of Auth0's.
const SCHEMA: Schema = Schema {
    properties: &[
        ("connection_id", Kind::Text),
        ("fields", Kind::List(&FIELD)),
        ("format", Kind::Choice(&["json", "csv"])),
        ("full", Kind::Flag),
        ("limit", Kind::Integer),
    ],
    required: &[],
};

pub(super) const API: Operation = Operation::new("post_users-exports", "Export users to a file")
    .any(&[Scope::ReadUsers])
    .body(Kind::Nested(&SCHEMA))
    .gives(200, JOB)
    .refuses(&[409]);

/// 200, as Auth0 has it.
pub(super) async fn submit(
    State(state): State<ServerState>,
    Caller(actor): Caller,
    body: Bytes,
) -> Result<Response, Refusal> {
    let new = export(&payload::read(&body, &SCHEMA)?);
    Ok(Json(begun(&state.directory().jobs().export(&actor, new).await?)).into_response())
}

fn export(body: &JsonObject) -> NewExport {
    let text = |value: &Value, name: &str| value.get(name).and_then(Value::as_str).map(str::to_owned);
    let field = |value: &Value| ExportField {
        name: text(value, "name").unwrap_or_default(),
        export_as: text(value, "export_as"),
    };
    let fields = body.get("fields").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let format = body.get("format").and_then(Value::as_str);
    NewExport {
        connection_id: body.get("connection_id").and_then(Value::as_str).map(str::to_owned),
        format: if format == Some("csv") { JobFormat::Csv } else { JobFormat::Json },
        // More than there can be is as good as all.
        limit: body.get("limit").map(|limit| limit.as_i64().unwrap_or(i64::MAX)),
        fields: fields.iter().map(field).collect(),
        full: body.get("full").and_then(Value::as_bool).unwrap_or(false),
    }
}
