//! Errors as the Management API has them.

use axum::Json;
use axum::response::{IntoResponse, Response};
use directory::Error;
use http::StatusCode;
use http::header::{HeaderValue, WWW_AUTHENTICATE};
use model::{Failure, FailureKind};
use serde_json::json;

use crate::failures;

/// An error in Auth0's form.
pub(super) fn refused(status: StatusCode, message: &str, code: Option<&str>) -> Response {
    let reason = status.canonical_reason().unwrap_or_default();
    let mut body = json!({ "statusCode": status.as_u16(), "error": reason, "message": message });
    if let Some(code) = code {
        body["errorCode"] = code.into();
    }
    let mut response = (status, Json(body)).into_response();
    if status == StatusCode::UNAUTHORIZED {
        response.headers_mut().insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    response
}

/// A body that cannot be read.
pub(super) fn invalid_body(message: &str) -> Response {
    refused(StatusCode::BAD_REQUEST, &format!("Payload validation error: {message}"), Some("invalid_body"))
}

/// What Auth0 has and Roster has not.
pub(super) fn not_here(message: &str) -> Response {
    refused(StatusCode::FORBIDDEN, message, Some("feature_not_enabled"))
}

/// `The user does not exist.` → `inexistent_user`; of the sentences with which the directory says that something is not there.
fn inexistent(message: &str) -> Option<String> {
    let (thing, _) = message.strip_prefix("The ")?.split_once(" does not exist")?;
    let is_name = thing.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b' ');
    // What Roster calls an application is a client on the wire.
    let thing = if thing == "application" { "client" } else { thing };
    is_name.then(|| format!("inexistent_{}", thing.replace(' ', "_")))
}

/// What the directory refused.
pub(super) fn failed(error: Error) -> Response {
    let lacking: Option<Vec<&str>> = match &error {
        Error::Forbidden(scope) => Some(vec![scope.as_str()]),
        Error::ForbiddenAny(scopes) => Some(scopes.iter().map(|scope| scope.as_str()).collect()),
        _ => None,
    };
    if let Some(scopes) = lacking {
        let message = format!("Insufficient scope, expected any of: {}", scopes.join(","));
        return refused(StatusCode::FORBIDDEN, &message, Some("insufficient_scope"));
    }
    told(&Failure::from(error))
}

/// The failure in Auth0's form.
pub(crate) fn told(failure: &Failure) -> Response {
    let inexistent = inexistent(&failure.message);
    let code = match failure.kind {
        FailureKind::Invalid => Some("invalid_body"),
        FailureKind::Forbidden | FailureKind::Conflict => Some("operation_not_supported"),
        FailureKind::NotFound => inexistent.as_deref(),
        FailureKind::TooManyRequests => Some("too_many_requests"),
        _ => None,
    };
    let mut response = refused(failures::status(failure.kind), &failure.message, code);
    response.headers_mut().extend(failures::retry_after(failure.kind));
    response
}

/// 404 for whatever no route matches.
pub(super) async fn no_such_route() -> Response {
    refused(StatusCode::NOT_FOUND, "Not Found", None)
}

/// 405 for a route that has other methods.
pub(super) async fn no_such_method() -> Response {
    refused(StatusCode::METHOD_NOT_ALLOWED, "Method Not Allowed", None)
}

/// Why a request is not done, as its answer: for handlers with `?`.
pub(super) struct Refusal(Box<Response>);

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        *self.0
    }
}

impl From<Response> for Refusal {
    fn from(response: Response) -> Self {
        Self(Box::new(response))
    }
}

impl From<Error> for Refusal {
    /// A field that is wrong is named as in Auth0's answers.
    fn from(error: Error) -> Self {
        let response = match error {
            Error::Field { field: field @ "from", message } => {
                return super::query::invalid(&format!("'{message}' on property {field}"));
            }
            Error::Field { field, message } => invalid_body(&format!("'{message}' on property {field}")),
            Error::Fields(mistakes) if !mistakes.is_empty() => {
                let (message, field) = (&mistakes[0].message, &mistakes[0].field);
                invalid_body(&format!("'{message}' on property {field}"))
            }
            Error::Exists { message, .. } => refused(StatusCode::CONFLICT, &message, None),
            other => failed(other),
        };
        response.into()
    }
}
