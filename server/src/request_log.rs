//! One line a request.

use std::time::Instant;

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;

/// Notes method, path, status and time; not the query, where tokens and names may stand.
#[expect(clippy::disallowed_methods, reason = "measured for the log line alone")]
pub(crate) async fn log(request: Request, next: Next) -> Response {
    let began = Instant::now();
    let (method, path) = (request.method().clone(), request.uri().path().to_owned());
    let response = next.run(request).await;
    let milliseconds = began.elapsed().as_millis();
    tracing::debug!(%method, ?path, status = response.status().as_u16(), milliseconds, "answered");
    response
}
