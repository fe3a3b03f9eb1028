//! One line a request.

use std::time::Instant;

use axum::extract::Request;
use axum::response::Response;
use http::{Method, Uri};

/// Method, path, status and time; not the query, where tokens and names may stand.
pub(crate) struct Line {
    began: Instant,
    method: Method,
    uri: Uri,
}

impl Line {
    /// What is noted of a request that begins.
    #[expect(clippy::disallowed_methods, reason = "measured for the log line alone")]
    pub(crate) fn of(request: &Request) -> Self {
        Self { began: Instant::now(), method: request.method().clone(), uri: request.uri().clone() }
    }

    /// Writes the line, once the request is answered.
    pub(crate) fn write(&self, response: &Response) {
        let milliseconds = self.began.elapsed().as_millis();
        let (method, path) = (&self.method, self.uri.path());
        tracing::debug!(%method, ?path, status = response.status().as_u16(), milliseconds, "answered");
    }
}
