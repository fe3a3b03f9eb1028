//! POST /fn/{noun}/{verb}: what server functions answer, as HTTP has it.

use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;
use directory::Actor;
use http::header::{ACCEPT, CONTENT_TYPE, HeaderValue, REFERER};
use http::{HeaderMap, Method, StatusCode};
use model::{Failure, FailureKind};

use crate::failures;

/// The longest message that is sent, in bytes.
const MAX_MESSAGE: usize = 500;

/// Refuses before the body is read.
pub(crate) async fn require_session_or_refuse(request: Request, next: Next) -> Response {
    if request.extensions().get::<Actor>().is_some() {
        return next.run(request).await;
    }
    failures::json(&Failure::new(FailureKind::Unauthenticated, "Your session has ended. Sign in again."))
}

/// Sees to it that a function is called as a program calls it, and that a failure has the status of its kind:
/// `server_fn` answers 500 to all of them.
pub(crate) async fn translate(mut request: Request, next: Next) -> Response {
    let path = request.uri().path();
    if server_fn::axum::get_server_fn_service(path, Method::POST).is_none() {
        return failures::json(&Failure::new(FailureKind::NotFound, "There is no such function"));
    }
    if request.method() == Method::POST && !is_json(request.headers()) {
        let mut response =
            failures::json(&Failure::new(FailureKind::Invalid, "Send JSON: Content-Type: application/json"));
        *response.status_mut() = StatusCode::UNSUPPORTED_MEDIA_TYPE;
        return response;
    }
    // `server_fn` would answer a form of a page without script with a redirect to wherever `Referer` says.
    request.headers_mut().remove(ACCEPT);
    request.headers_mut().remove(REFERER);
    let response = next.run(request).await;
    if response.status() == StatusCode::INTERNAL_SERVER_ERROR { failed(response).await } else { response }
}

async fn failed(response: Response) -> Response {
    let (mut parts, body) = response.into_parts();
    let failure = match to_bytes(body, usize::MAX).await.map(|body| serde_json::from_slice::<Failure>(&body)) {
        Ok(Ok(failure)) => Failure { message: shortened(failure.message), ..failure },
        _ => Failure::new(FailureKind::Internal, "Something went wrong in Roster. The server's log has more."),
    };
    let told = failures::json(&failure);
    parts.status = told.status();
    parts.headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    parts.headers.extend(failures::retry_after(failure.kind));
    Response::from_parts(parts, Body::new(told.into_body()))
}

/// A message about JSON that cannot be read quotes what it found, which may be a whole megabyte.
fn shortened(mut message: String) -> String {
    if message.len() > MAX_MESSAGE {
        message.truncate(message.floor_char_boundary(MAX_MESSAGE));
        message.push('…');
    }
    message
}

fn is_json(headers: &HeaderMap) -> bool {
    let Some(Ok(text)) = headers.get(CONTENT_TYPE).map(HeaderValue::to_str) else { return false };
    text.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json"))
}
