//! GET /files/exports/{id}: what an export wrote, in gzip; with `?plain` as it is in there.

use axum::Extension;
use axum::extract::{Path, Request, State};
use axum::response::Response;
use directory::{Actor, Download};
use flate2::read::MultiGzDecoder;
use http::header::{CONTENT_LENGTH, HeaderValue};

use super::attachment;
use crate::{ServerState, failures, streamed};

pub(super) async fn show(
    State(state): State<ServerState>,
    Extension(actor): Extension<Actor>,
    Path(id): Path<String>,
    request: Request,
) -> Response {
    let is_plain = request.uri().query() == Some("plain");
    match state.directory().jobs().file(&actor, &id).await {
        Ok(found) if is_plain => plain(found),
        Ok(found) => compressed(found),
        Err(error) => failures::answer(&state, &request, &error.into()),
    }
}

fn compressed(found: Download) -> Response {
    let (parts, mut response) = attachment("application/gzip", &found.name);
    response.headers_mut().insert(CONTENT_LENGTH, HeaderValue::from(found.size));
    tokio::task::spawn_blocking(move || streamed::send(found.file, &parts));
    response
}

/// How long it will be nobody knows before.
fn plain(found: Download) -> Response {
    let name = found.name.trim_end_matches(".gz");
    let kind = if name.ends_with(".csv") { "text/csv; charset=utf-8" } else { "application/x-ndjson" };
    let (parts, response) = attachment(kind, name);
    tokio::task::spawn_blocking(move || streamed::send(MultiGzDecoder::new(found.file), &parts));
    response
}
