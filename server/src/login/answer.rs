//! Sending an application its answer.

use axum::response::{IntoResponse as _, Redirect, Response};
use directory::Step;
use http::header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderValue, LOCATION};
use http::{HeaderMap, StatusCode};
use protocol::authorize::ResponseMode;
use protocol::response::AuthorizationResponse;

use super::page::form_target;
use super::refused;
use crate::ServerState;
use crate::security_headers::{HostedPolicy, MessageToOpener};

/// What the browser does next.
pub(super) async fn follow(
    state: &ServerState,
    headers: &HeaderMap,
    step: Result<Step, directory::AuthorizeError>,
) -> Response {
    match step {
        Ok(Step::Answer(answer)) => send(state, &answer),
        Ok(Step::LogIn { state, signs_up: false }) => Redirect::to(&format!("/u/login?state={state}")).into_response(),
        Ok(Step::LogIn { state, signs_up: true }) => Redirect::to(&format!("/u/signup?state={state}")).into_response(),
        Ok(Step::Consent { state }) => Redirect::to(&format!("/u/consent?state={state}")).into_response(),
        Ok(Step::Page(path)) => Redirect::to(&path).into_response(),
        Err(error) => refused(state, headers, error).await,
    }
}

/// The answer, the way that was asked for. 303 always: a browser that has just posted a password must not post it on
/// (S-105).
fn send(state: &ServerState, answer: &AuthorizationResponse) -> Response {
    let nonce = state.random().secret();
    let policy = HostedPolicy { nonce: nonce.clone(), has_script: true, ..HostedPolicy::default() };
    match answer.mode() {
        ResponseMode::Query | ResponseMode::Fragment => redirect(&answer.location()),
        ResponseMode::FormPost => {
            let form_action = Some(form_target(answer.redirect_uri()));
            page(answer.form_post_page(&nonce), &HostedPolicy { form_action, ..policy })
        }
        ResponseMode::WebMessage => {
            let Some(html) = answer.web_message_page(&nonce) else { return StatusCode::BAD_REQUEST.into_response() };
            let mut response = page(html, &HostedPolicy { ancestor: answer.origin(), ..policy });
            response.extensions_mut().insert(MessageToOpener);
            response
        }
    }
}

/// 303 to somewhere else.
pub(super) fn redirect(location: &str) -> Response {
    match HeaderValue::try_from(location) {
        Ok(location) => (StatusCode::SEE_OTHER, [(LOCATION, location)]).into_response(),
        Err(_) => StatusCode::BAD_REQUEST.into_response(),
    }
}

fn page(html: String, policy: &HostedPolicy) -> Response {
    let html_type = HeaderValue::from_static("text/html; charset=utf-8");
    let mut response = (StatusCode::OK, [(CONTENT_TYPE, html_type)], html).into_response();
    if let Some(policy) = policy.header() {
        response.headers_mut().insert(CONTENT_SECURITY_POLICY, policy);
    }
    response
}
