//! GET and POST /u/consent

use app::hosted::{self, Consent};
use axum::Extension;
use axum::extract::{RawQuery, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use directory::{DEFAULT_TENANT, Origin};
use http::{HeaderMap, StatusCode};
use protocol::Parameters;

use super::answer::follow;
use super::browser_sessions::BrowserSessions;
use super::{Form, Hosted, refused};
use crate::{ServerState, form_token};

/// The question.
pub(super) async fn show(
    State(state): State<ServerState>,
    Extension(origin): Extension<Origin>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let parameters = Parameters::parse(&query.unwrap_or_default()).unwrap_or_default();
    let id = parameters.get("state").unwrap_or_default();
    let sessions = BrowserSessions::read(&state, &headers);
    let browser = sessions.at(&origin);
    let authorize = state.directory().authorize();
    let transaction = match authorize.transaction(DEFAULT_TENANT, id).await {
        Ok(transaction) => transaction,
        Err(error) => return refused(&state, &headers, error).await,
    };
    match authorize.question(DEFAULT_TENANT, id, browser).await {
        Ok(Some(question)) => {
            let hosted = Hosted::new(&state, &headers).await.leading_to(&transaction);
            let page = Consent {
                form_token: hosted.token(),
                state: id.to_owned(),
                application: question.client.name,
                user: question.user,
                wants: question.wants,
            };
            hosted.answer(StatusCode::OK, |frame| hosted::consent(frame, &page))
        }
        Ok(None) => Redirect::to(&format!("/u/login?state={id}")).into_response(),
        Err(error) => refused(&state, &headers, error).await,
    }
}

/// The answer of the user.
pub(super) async fn submit(
    State(state): State<ServerState>,
    Extension(origin): Extension<Origin>,
    headers: HeaderMap,
    sent: Form,
) -> Response {
    let id = sent.get("state");
    if !form_token::matches_flow(state.url(), &headers, sent.get("form_token")) {
        let text = "This page had been open too long. Go back and answer once more.";
        return Hosted::new(&state, &headers).await.message(StatusCode::FORBIDDEN, "This page has expired", text);
    }
    let sessions = BrowserSessions::read(&state, &headers);
    let browser = sessions.at(&origin);
    let authorize = state.directory().authorize();
    let step = match sent.get("decision") {
        "allow" => authorize.allow(DEFAULT_TENANT, id, browser).await,
        _ => authorize.deny(DEFAULT_TENANT, id).await,
    };
    follow(&state, &headers, step).await
}
