//! GET /api/v2/jobs/{id}/errors: rows that were not taken, however many; they are read while they are sent.

use std::io;

use axum::Json;
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Response};
use bytes::Bytes;
use directory::{Actor, Scope};
use http::StatusCode;
use http::header::{CONTENT_TYPE, HeaderValue};
use model::FailedRow;

use super::answer::{JOB, followed};
use crate::management::caller::Caller;
use crate::management::operation::Operation;
use crate::management::payload::{Kind, Schema};
use crate::management::refusal::Refusal;
use crate::{ServerState, streamed};

/// Where the next rows begin.
type Place = Option<(i64, i64)>;
const ROW: Kind = Kind::Named(
    "FailedRow",
    &Kind::Nested(&Schema {
        properties: &[("errors", Kind::Array(&Kind::Object)), ("user", Kind::Object)],
        required: &["errors", "user"],
    }),
);

pub(super) const API: Operation = Operation::new("get_errors", "List the rows that a job did not take")
    .any(&[Scope::CreateUsers, Scope::ReadUsers])
    .gives(200, Kind::Either(&Kind::Array(&ROW), &JOB))
    .or_nothing(204);

pub(super) async fn show(
    State(state): State<ServerState>,
    Caller(actor): Caller,
    Path(id): Path<String>,
) -> Result<Response, Refusal> {
    let found = state.directory().jobs().get(&actor, &id).await?;
    let (rows, next) = state.directory().jobs().errors(&actor, &id, None).await?;
    if rows.is_empty() {
        // Why all of it failed, if it did.
        return Ok(match found.job.details {
            Some(_) => Json(followed(&found)).into_response(),
            None => StatusCode::NO_CONTENT.into_response(),
        });
    }
    let (parts, body) = streamed::body();
    tokio::spawn(async move {
        if let Err(error) = send(&state, &actor, &id, (rows, next), &parts).await {
            // The body ends in the middle: whoever reads it sees that.
            let _ = parts.send(Err(error)).await;
        }
    });
    let mut response = Response::new(body);
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    Ok(response)
}

async fn send(
    state: &ServerState,
    actor: &Actor,
    id: &str,
    (mut rows, mut next): (Vec<FailedRow>, Place),
    parts: &streamed::Parts,
) -> io::Result<()> {
    let mut before = "[";
    loop {
        let mut text = String::new();
        for row in &rows {
            text.push_str(before);
            text.push_str(&serde_json::to_string(row).map_err(io::Error::other)?);
            before = ",\n";
        }
        if next.is_none() {
            text.push(']');
        }
        if parts.send(Ok(Bytes::from(text))).await.is_err() || next.is_none() {
            return Ok(());
        }
        (rows, next) = state.directory().jobs().errors(actor, id, next).await.map_err(io::Error::other)?;
    }
}
