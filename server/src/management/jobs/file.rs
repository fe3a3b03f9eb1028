//! GET /api/v2/jobs/{id}/file: what an export wrote. The link is signed, and good for a minute; no token is asked for.

use axum::Extension;
use axum::extract::{Path, RawQuery, State};
use axum::response::Response;
use directory::{DEFAULT_TENANT, Origin};
use http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_TYPE, HeaderValue};

use crate::management::operation::{Operation, Parameter};
use crate::management::query::Query;
use crate::management::refusal::Refusal;
use crate::{ServerState, streamed};

pub(super) const API: Operation = Operation::new("get_jobs_file", "Get the file of an export by the link that it has")
    .query(&[
        Parameter::text("expires", "When the link ends, in seconds since 1970.").required(),
        Parameter::text("signature", "What shows that the link is Roster's.").required(),
    ])
    .gives_file(200);

pub(super) async fn show(
    State(state): State<ServerState>,
    Extension(origin): Extension<Origin>,
    Path(id): Path<String>,
    raw: RawQuery,
) -> Result<Response, Refusal> {
    let query = Query::of(&raw);
    let expires = query.text("expires").and_then(|text| text.parse().ok()).unwrap_or(0);
    let signature = query.text("signature").unwrap_or_default();
    let found = state.directory().jobs().download(DEFAULT_TENANT, &id, expires, signature, &origin).await?;
    let (size, name) = (found.size, found.name.clone());
    let (parts, body) = streamed::body();
    tokio::task::spawn_blocking(move || streamed::send(found.file, &parts));
    let mut response = Response::new(body);
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/gzip"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(CONTENT_LENGTH, HeaderValue::from(size));
    if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
        headers.insert(CONTENT_DISPOSITION, value);
    }
    Ok(response)
}
