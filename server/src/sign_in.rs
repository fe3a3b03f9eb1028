//! GET and POST /sign-in

use app::hosted::{self, SignIn};
use axum::extract::rejection::FormRejection;
use axum::extract::{Form, Query, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use axum::{Extension, extract::rejection::QueryRejection};
use directory::{Actor, Origin};
use http::header::SET_COOKIE;
use http::{HeaderMap, StatusCode};
use model::{Failure, FailureKind};
use serde::Deserialize;

use crate::cookies::Cookie;
use crate::form_token::{self, FormToken};
use crate::{ServerState, failures, next_page};

#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Asked {
    next: String,
}

#[derive(Deserialize)]
pub(crate) struct Credentials {
    email: String,
    password: String,
    #[serde(default)]
    next: String,
    #[serde(default)]
    form_token: String,
}

/// The form; whoever is signed in goes straight on.
pub(crate) async fn show(
    State(state): State<ServerState>,
    actor: Option<Extension<Actor>>,
    query: Result<Query<Asked>, QueryRejection>,
    headers: HeaderMap,
) -> Response {
    let next = next_page::checked(&query.unwrap_or_default().next).to_owned();
    if actor.is_some() {
        return Redirect::to(&next).into_response();
    }
    form(&state, &headers, StatusCode::OK, SignIn { next, ..SignIn::default() }).await
}

/// Opens a session with an id of its own (S-343) and ends the one that the browser had.
pub(crate) async fn submit(
    State(state): State<ServerState>,
    Extension(origin): Extension<Origin>,
    headers: HeaderMap,
    sent: Result<Form<Credentials>, FormRejection>,
) -> Response {
    let Ok(Form(sent)) = sent else {
        let failure = Failure::new(FailureKind::Invalid, "Enter an email and a password.");
        return refused(&state, &headers, SignIn::default(), &failure).await;
    };
    let page = SignIn { email: sent.email, next: next_page::checked(&sent.next).to_owned(), ..SignIn::default() };
    if !form_token::matches(state.url(), &headers, &sent.form_token) {
        let failure =
            Failure::new(FailureKind::Forbidden, "This form had been open too long. Please sign in once more.");
        return refused(&state, &headers, page, &failure).await;
    }
    match state.directory().sessions().sign_in(&page.email, &sent.password, origin).await {
        Ok(secret) => {
            if let Some(old) = Cookie::Session.read(state.url(), &headers)
                && let Err(error) = state.directory().sessions().sign_out(&old).await
            {
                return refused(&state, &headers, page, &error.into()).await;
            }
            enter(&state, &secret, &page.next)
        }
        Err(error) => refused(&state, &headers, page, &error.into()).await,
    }
}

/// The browser gets the session and goes on to `next`; the form's token has done its work.
pub(crate) fn enter(state: &ServerState, secret: &str, next: &str) -> Response {
    let mut response = Redirect::to(next).into_response();
    let cookies = [Cookie::Session.set(state.url(), secret), Cookie::Form.expire(state.url())];
    for cookie in cookies.into_iter().flatten() {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    response
}

async fn refused(state: &ServerState, headers: &HeaderMap, page: SignIn, failure: &Failure) -> Response {
    let page = SignIn { mistake: Some(failure.message.clone()), ..page };
    let mut response = form(state, headers, failures::status(failure.kind), page).await;
    response.headers_mut().extend(failures::retry_after(failure.kind));
    response
}

async fn form(state: &ServerState, headers: &HeaderMap, status: StatusCode, page: SignIn) -> Response {
    let token = FormToken::of(state, headers);
    // A database that does not answer must not take the form away as well.
    let is_unclaimed = state.is_claimed().await.is_ok_and(|is_claimed| !is_claimed);
    let page = SignIn { form_token: token.value().to_owned(), is_unclaimed, ..page };
    let mut response = failures::page(status, hosted::sign_in(&failures::frame(state, headers), &page));
    response.headers_mut().extend(token.cookie(state.url()).map(|cookie| (SET_COOKIE, cookie)));
    response
}
