//! GET of the dashboard's pages: only for those who are signed in, and with a policy for this one answer.

use app::hosted::Message;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Redirect, Response};
use directory::Actor;
use http::StatusCode;
use http::header::CONTENT_SECURITY_POLICY;
use leptos::nonce::Nonce;

use crate::{ServerState, cookies, failures, next_page, security_headers};

/// Sends visitors without a session to sign in, and gives the others' pages a nonce of their own (S-404).
pub(crate) async fn require_session_or_redirect(
    State(state): State<ServerState>,
    mut request: Request,
    next: Next,
) -> Response {
    if request.extensions().get::<Actor>().is_none() {
        let path = request.uri().path_and_query().map_or(next_page::HOME, |path| path.as_str());
        return if was_linked_from_elsewhere(&request) { step_inside(&state, &request, path) } else { sign_in(path) };
    }
    let nonce = Nonce::new();
    let policy = security_headers::dashboard_policy(&nonce, state.tiles().map(|server| server.origin.as_str()));
    request.extensions_mut().insert(nonce);
    let mut response = next.run(request).await;
    response.headers_mut().extend(policy.map(|policy| (CONTENT_SECURITY_POLICY, policy)));
    response
}

fn sign_in(path: &str) -> Response {
    Redirect::to(&next_page::sign_in_then(path)).into_response()
}

/// A strict cookie does not come along when the visitor follows a link on another site, so they may be signed in.
fn was_linked_from_elsewhere(request: &Request) -> bool {
    request.headers().get("sec-fetch-site").is_some_and(|site| site == "cross-site" || site == "same-site")
}

/// Opens the same page once more, from a page of ours: now the cookie comes along where there is one.
fn step_inside(state: &ServerState, request: &Request, path: &str) -> Response {
    let path = next_page::checked(path).to_owned();
    let page = Message {
        title: "One moment".to_owned(),
        text: Vec::new(),
        link: Some(("Go on".to_owned(), path)),
        is_automatic: true,
    };
    failures::message(state, cookies::theme(request.headers()), StatusCode::OK, &page)
}
