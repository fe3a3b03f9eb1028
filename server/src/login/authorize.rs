//! GET and POST /authorize, GET /authorize/resume

use axum::Extension;
use axum::extract::{RawQuery, State};
use axum::response::Response;
use directory::{AuthorizeError, DEFAULT_TENANT, Origin};
use http::HeaderMap;
use protocol::{OAuthError, Parameters};

use super::answer::follow;
use super::browser_sessions::BrowserSessions;
use super::{Form, refused};
use crate::ServerState;

/// An application sent a browser.
pub(super) async fn show(
    State(state): State<ServerState>,
    Extension(origin): Extension<Origin>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    begin(&state, &origin, &headers, Parameters::parse(&query.unwrap_or_default())).await
}

/// The same, in a form (OpenID Connect Core §3.1.2.1).
pub(super) async fn submit(
    State(state): State<ServerState>,
    Extension(origin): Extension<Origin>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    form: Form,
) -> Response {
    let parameters = Parameters::parse(&query.unwrap_or_default()).and_then(|query| query.join(form.0));
    begin(&state, &origin, &headers, parameters).await
}

async fn begin(
    state: &ServerState,
    origin: &Origin,
    headers: &HeaderMap,
    parameters: Result<Parameters, OAuthError>,
) -> Response {
    let parameters = match parameters {
        Ok(parameters) => parameters,
        Err(error) => return refused(state, headers, AuthorizeError::Request(error.description)).await,
    };
    let sessions = BrowserSessions::read(state, headers);
    let step = state.directory().authorize().begin(DEFAULT_TENANT, &parameters, sessions.at(origin)).await;
    follow(state, headers, step).await
}

/// The user has logged in, or consented: the application gets its answer.
pub(super) async fn resume(
    State(state): State<ServerState>,
    Extension(origin): Extension<Origin>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let parameters = Parameters::parse(&query.unwrap_or_default()).unwrap_or_default();
    let sessions = BrowserSessions::read(&state, &headers);
    let transaction = parameters.get("state").unwrap_or_default();
    let step = state.directory().authorize().resume(DEFAULT_TENANT, transaction, sessions.at(&origin)).await;
    follow(&state, &headers, step).await
}
