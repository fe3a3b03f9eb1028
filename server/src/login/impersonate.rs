//! GET and POST /impersonate, POST /impersonate/end

use app::hosted::{self, Impersonate};
use axum::Extension;
use axum::extract::{RawQuery, State};
use axum::response::Response;
use directory::{Browser, DEFAULT_TENANT, Error, OpenedImpersonation, Origin};
use http::header::SET_COOKIE;
use http::{HeaderMap, StatusCode};
use model::{Failure, FailureKind};
use protocol::Parameters;

use super::answer::{follow, redirect};
use super::{Form, Hosted};
use crate::cookies::Cookie;
use crate::{ServerState, failures, form_token};

/// Says who will be whom, and asks. Looking does not use the link up: programs look at links (S-225).
pub(super) async fn show(State(state): State<ServerState>, RawQuery(query): RawQuery, headers: HeaderMap) -> Response {
    let parameters = Parameters::parse(&query.unwrap_or_default()).unwrap_or_default();
    ask(&state, &headers, parameters.get("ticket").unwrap_or_default(), StatusCode::OK, None).await
}

async fn ask(
    state: &ServerState,
    headers: &HeaderMap,
    ticket: &str,
    status: StatusCode,
    mistake: Option<&str>,
) -> Response {
    let waiting = match state.directory().impersonations().look(DEFAULT_TENANT, ticket).await {
        Ok(waiting) => waiting,
        Err(error) => return refuse(state, headers, error).await,
    };
    let hosted = Hosted::new(state, headers).await.leading_to_urls(&waiting.goes_to);
    let page = Impersonate {
        form_token: hosted.token(),
        ticket: ticket.to_owned(),
        user: waiting.user_name,
        application: waiting.client_name,
        administrator: waiting.impersonator.email,
        reason: waiting.reason,
        is_view_only: waiting.is_view_only,
        mistake: mistake.map(str::to_owned),
    };
    hosted.answer(status, |frame| hosted::impersonate(frame, &page))
}

/// Begins: this browser is in, in the user's place, beside whatever login it has.
pub(super) async fn submit(
    State(state): State<ServerState>,
    Extension(origin): Extension<Origin>,
    headers: HeaderMap,
    sent: Form,
) -> Response {
    let ticket = sent.get("ticket");
    if !form_token::matches_flow(state.url(), &headers, sent.get("form_token")) {
        let mistake = Some("This page had been open too long. Please confirm once more.");
        return ask(&state, &headers, ticket, StatusCode::FORBIDDEN, mistake).await;
    }
    let other = Cookie::Impersonation.read(state.url(), &headers);
    let opened = state.directory().impersonations().open(DEFAULT_TENANT, ticket, other.as_deref(), &origin).await;
    let opened = match opened {
        Ok(opened) => opened,
        Err(error) => return refuse(&state, &headers, error).await,
    };
    let mut response = match &opened.initiate_login_uri {
        Some(uri) => redirect(&third_party_login(uri, &state.directory().issuer(DEFAULT_TENANT), &opened)),
        None => {
            let browser = Browser { session: None, impersonation: Some(&opened.secret), origin: &origin };
            let step = state.directory().authorize().answer_impersonation(DEFAULT_TENANT, browser).await;
            follow(&state, &headers, step).await
        }
    };
    let cookie = Cookie::Impersonation.set_for(state.url(), &opened.secret, opened.lifetime);
    for cookie in [cookie, Cookie::Flow.expire(state.url())].into_iter().flatten() {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    response
}

/// Where an application begins a login that somebody else asks for (OpenID Connect Core §4): it sends its own `state`,
/// `nonce` and PKCE, and no check of its is switched off.
fn third_party_login(uri: &str, issuer: &str, opened: &OpenedImpersonation) -> String {
    let mut target = uri.to_owned();
    let hint = opened.email.as_deref().unwrap_or_default();
    for (name, value) in [("iss", issuer), ("login_hint", hint)] {
        if !value.is_empty() {
            let sign = if target.contains('?') { '&' } else { '?' };
            target = format!("{target}{sign}{name}={}", super::log_out::escape(value));
        }
    }
    target
}

/// From the banner: the administrator is themselves again.
pub(super) async fn end(
    State(state): State<ServerState>,
    Extension(origin): Extension<Origin>,
    headers: HeaderMap,
    sent: Form,
) -> Response {
    if !form_token::matches_flow(state.url(), &headers, sent.get("form_token")) {
        let text = "This page had been open too long. Press End once more.";
        return Hosted::new(&state, &headers).await.message(StatusCode::FORBIDDEN, "This page has expired", text);
    }
    if let Some(secret) = Cookie::Impersonation.read(state.url(), &headers) {
        let reason = "Ended in the browser";
        let left = state.directory().impersonations().leave(DEFAULT_TENANT, &secret, reason, &origin).await;
        if let Err(error) = left {
            return refuse(&state, &headers, error).await;
        }
    }
    let text = "You are no longer signed in as somebody else. You can close this window.";
    let mut response = Hosted::new(&state, &headers).await.message(StatusCode::OK, "You are yourself again", text);
    let cookie = Cookie::Impersonation.expire(state.url());
    response.headers_mut().extend(cookie.map(|cookie| (SET_COOKIE, cookie)));
    response
}

async fn refuse(state: &ServerState, headers: &HeaderMap, error: Error) -> Response {
    let failure = Failure::from(error);
    let title = match failure.kind {
        FailureKind::NotFound => "This link opens nothing",
        FailureKind::Internal | FailureKind::Unavailable => "Not available right now",
        _ => "You are not let in",
    };
    let page = Hosted::new(state, headers).await;
    let mut response = page.message(failures::status(failure.kind), title, &failure.message);
    response.headers_mut().extend(failures::retry_after(failure.kind));
    response
}
