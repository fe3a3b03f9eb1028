//! POST /csp-reports

use axum::Extension;
use bytes::Bytes;
use directory::Actor;
use http::StatusCode;

/// Notes what the content security policy kept away from a signed-in administrator's page; others could fill the log.
pub(crate) async fn submit(actor: Option<Extension<Actor>>, report: Bytes) -> StatusCode {
    if actor.is_some() {
        let text = String::from_utf8_lossy(&report);
        tracing::warn!(report = ?text.chars().take(1000).collect::<String>(), "a browser refused something on a page");
    }
    StatusCode::NO_CONTENT
}
