//! The door for applications: OAuth 2 and OpenID Connect as programs speak them.
//!
//! No cookie counts here, so a foreign page may call what [`cors`] lets it call.

use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use directory::TokenRefusal;
use http::StatusCode;
use http::header::{CONTENT_TYPE, HeaderValue};
use model::{Failure, FailureKind};
use protocol::OAuthError;
use serde_json::json;

use crate::router::FORM_BODY;
use crate::{ServerState, body_limit, failures};

mod cors;
mod dbconnections;
mod device_code;
mod discovery;
mod limit;
mod par;
mod revoke;
mod sent;
mod token;
mod tokeninfo;
mod userinfo;

/// Where the paths of this door begin; what is refused there is refused in JSON.
pub(crate) const PATHS: &[&str] = &["/.well-known/", "/dbconnections/", "/oauth/", "/tokeninfo", "/userinfo"];

/// Every route of the door.
pub(crate) fn router(state: &ServerState) -> Router {
    Router::new()
        .route("/.well-known/openid-configuration", get(discovery::metadata))
        .route("/.well-known/oauth-authorization-server", get(discovery::metadata))
        .route("/.well-known/jwks.json", get(discovery::keys))
        .route("/dbconnections/signup", post(dbconnections::sign_up))
        .route("/dbconnections/change_password", post(dbconnections::change_password))
        .route("/oauth/token", post(token::submit))
        .route("/oauth/revoke", post(revoke::submit))
        .route("/oauth/par", post(par::submit))
        .route("/oauth/device/code", post(device_code::submit))
        .route("/userinfo", get(userinfo::show).post(userinfo::show))
        .route("/tokeninfo", get(tokeninfo::show).post(tokeninfo::show))
        .method_not_allowed_fallback(method_not_allowed)
        .layer(from_fn_with_state((state.clone(), FORM_BODY), body_limit::limit))
        .layer(from_fn_with_state(state.clone(), limit::count))
        .layer(from_fn_with_state(state.clone(), cors::answer))
        .with_state(state.clone())
}

/// A failure of Roster's own, or of the request as such, in the words of OAuth 2.
pub(crate) fn failed(failure: &Failure) -> Response {
    let code = match failure.kind {
        FailureKind::Internal => "server_error",
        FailureKind::Unavailable | FailureKind::Offline => "temporarily_unavailable",
        FailureKind::Forbidden => "access_denied",
        FailureKind::TooManyRequests => "too_many_requests",
        _ => "invalid_request",
    };
    let mut response = error(failures::status(failure.kind), code, &failure.message);
    response.headers_mut().extend(failures::retry_after(failure.kind));
    response
}

/// Why there are no tokens.
fn refused(refusal: TokenRefusal) -> Response {
    match refusal {
        TokenRefusal::OAuth(mistake) => mistaken(&mistake),
        TokenRefusal::Failed(error) => failed(&error.into()),
    }
}

fn mistaken(mistake: &OAuthError) -> Response {
    let status = StatusCode::from_u16(mistake.status).unwrap_or(StatusCode::BAD_REQUEST);
    error(status, mistake.code, &mistake.description)
}

/// An error of RFC 6749 §5.2.
fn error(status: StatusCode, code: &str, description: &str) -> Response {
    let body = json!({ "error": code, "error_description": description }).to_string();
    (status, [(CONTENT_TYPE, HeaderValue::from_static("application/json"))], body).into_response()
}

async fn method_not_allowed() -> Response {
    error(StatusCode::METHOD_NOT_ALLOWED, "invalid_request", "This method is not spoken here.")
}
