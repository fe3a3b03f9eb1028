//! GET /files/imports/{id}/errors: the rows that an import did not take, as CSV, however many.

use std::io;

use axum::Extension;
use axum::extract::{Path, Request, State};
use axum::response::Response;
use bytes::Bytes;
use directory::Actor;
use model::FailedRow;

use super::attachment;
use crate::{ServerState, failures, streamed};

/// Where the next rows begin.
type Place = Option<(i64, i64)>;

const HEADER: &str = "line,code,property,reason,row\r\n";

pub(super) async fn show(
    State(state): State<ServerState>,
    Extension(actor): Extension<Actor>,
    Path(id): Path<String>,
    request: Request,
) -> Response {
    let first = match state.directory().jobs().errors(&actor, &id, None).await {
        Ok(first) => first,
        Err(error) => return failures::answer(&state, &request, &error.into()),
    };
    let (parts, response) = attachment("text/csv; charset=utf-8", &format!("{id}-errors.csv"));
    tokio::spawn(async move {
        if let Err(error) = send(&state, &actor, &id, first, &parts).await {
            // The body ends in the middle: whoever reads it sees that.
            let _ = parts.send(Err(error)).await;
        }
    });
    response
}

async fn send(
    state: &ServerState,
    actor: &Actor,
    id: &str,
    (mut rows, mut next): (Vec<FailedRow>, Place),
    parts: &streamed::Parts,
) -> io::Result<()> {
    let mut text = HEADER.to_owned();
    loop {
        rows.iter().for_each(|row| write(row, &mut text));
        if parts.send(Ok(Bytes::from(std::mem::take(&mut text)))).await.is_err() || next.is_none() {
            return Ok(());
        }
        (rows, next) = state.directory().jobs().errors(actor, id, next).await.map_err(io::Error::other)?;
    }
}

/// A line for each thing that is wrong.
fn write(row: &FailedRow, text: &mut String) {
    let said = serde_json::to_string(&row.user).unwrap_or_default();
    for error in &row.errors {
        let cells = [&error.code, &error.path, &error.message, &said].map(|value| quoted(value));
        text.push_str(&format!("{},{}\r\n", error.line, cells.join(",")));
    }
}

/// In quotes, and behind a single quote where a spreadsheet would take it for a formula (S-625).
fn quoted(value: &str) -> String {
    let guard = if value.starts_with(['=', '+', '-', '@', '\t', '\r']) { "'" } else { "" };
    format!("\"{guard}{}\"", value.replace('"', "\"\""))
}
