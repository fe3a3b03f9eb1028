//! /files/…: files of users that the dashboard sends and fetches. They go past the page's own code, so that their size does
//! not matter to it.

mod errors;
mod export;
mod import;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::response::Response;
use axum::routing::{get, post};
use http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE, HeaderValue};

use crate::{ServerState, streamed};

/// Its routes. None of them is opened by a link from elsewhere: the cookie does not come along.
pub(crate) fn routes() -> Router<ServerState> {
    Router::new()
        .route("/files/imports", post(import::submit).layer(DefaultBodyLimit::disable()))
        .route("/files/imports/{id}/errors", get(errors::show))
        .route("/files/exports/{id}", get(export::show))
}

/// A file that is made while it is sent, and where its parts go.
fn attachment(kind: &'static str, name: &str) -> (streamed::Parts, Response) {
    let (parts, body) = streamed::body();
    let mut response = Response::new(body);
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
        headers.insert(CONTENT_DISPOSITION, value);
    }
    (parts, response)
}
