//! GET and POST /setup: the one-time link of the first start.

use app::hosted::{self, Message, Setup};
use axum::Extension;
use axum::extract::rejection::{FormRejection, QueryRejection};
use axum::extract::{Form, Query, State};
use axum::response::Response;
use directory::Origin;
use http::header::SET_COOKIE;
use http::{HeaderMap, StatusCode};
use model::{Failure, FailureKind, FieldMistake};
use serde::Deserialize;

use crate::form_token::{self, FormToken};
use crate::{ServerState, cookies, failures, next_page, sign_in};

const SAMPLE_USERS: u64 = 1000;
const SAMPLE_SEED: u64 = 1;

#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Link {
    token: String,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct FirstAdministrator {
    form_token: String,
    token: String,
    email: String,
    password: String,
    repeat: String,
    samples: Option<String>,
}

/// The form, while the link works.
pub(crate) async fn show(
    State(state): State<ServerState>,
    query: Result<Query<Link>, QueryRejection>,
    headers: HeaderMap,
) -> Response {
    let token = query.map(|Query(link)| link.token).unwrap_or_default();
    match state.directory().setup().is_open(&token).await {
        Ok(true) => form(&state, &headers, StatusCode::OK, Setup { token, ..Setup::default() }),
        Ok(false) => closed(&state, &headers).await,
        Err(error) => failures::answer_to(&state, &failures::Asked::by_person(&headers), &error.into()),
    }
}

/// Makes the first administrator, who is signed in at once.
pub(crate) async fn submit(
    State(state): State<ServerState>,
    Extension(origin): Extension<Origin>,
    headers: HeaderMap,
    sent: Result<Form<FirstAdministrator>, FormRejection>,
) -> Response {
    let sent = sent.map(|Form(sent)| sent).unwrap_or_default();
    let with_samples = sent.samples.is_some();
    let page = Setup { token: sent.token, email: sent.email, with_samples, ..Setup::default() };
    let refused = |page, failure: Failure| {
        let status = failures::status(failure.kind);
        form(&state, &headers, status, Setup { failure: Some(failure), ..page })
    };
    if !form_token::matches(state.url(), &headers, &sent.form_token) {
        let message = "This form had been open too long. Please send it once more.";
        return refused(page, Failure::new(FailureKind::Forbidden, message));
    }
    if sent.password != sent.repeat {
        return refused(page, mistake("repeat", "The two passwords differ"));
    }
    let secret = match state.directory().setup().redeem(&page.token, &page.email, &sent.password, origin).await {
        Ok(secret) => secret,
        Err(directory::Error::SetupClosed) => return closed(&state, &headers).await,
        Err(error) => return refused(page, error.into()),
    };
    if with_samples {
        // The administrator exists and must get in; samples can be made later by `roster demo`.
        if let Err(error) = load_samples(&state, &secret).await {
            tracing::error!(%error, "the sample users could not be loaded");
        }
    }
    sign_in::enter(&state, &secret, next_page::HOME)
}

async fn load_samples(state: &ServerState, secret: &str) -> Result<(), directory::Error> {
    match state.directory().sessions().resolve(secret).await? {
        Some(actor) => state.directory().demo().create_users(&actor, SAMPLE_USERS, SAMPLE_SEED, &mut |_| ()).await,
        None => Ok(()),
    }
}

fn mistake(field: &str, message: &str) -> Failure {
    let fields = vec![FieldMistake { field: field.to_owned(), message: message.to_owned() }];
    Failure { fields, ..Failure::new(FailureKind::Invalid, message) }
}

fn form(state: &ServerState, headers: &HeaderMap, status: StatusCode, page: Setup) -> Response {
    let token = FormToken::of(state, headers);
    let page = Setup { form_token: token.value().to_owned(), ..page };
    let mut response = failures::page(status, hosted::setup(&failures::frame(state, headers), &page));
    response.headers_mut().extend(token.cookie(state.url()).map(|cookie| (SET_COOKIE, cookie)));
    response
}

/// 410: the link was used, is too old, or never was one.
async fn closed(state: &ServerState, headers: &HeaderMap) -> Response {
    let is_claimed = state.is_claimed().await.unwrap_or(false);
    let way_on = if is_claimed {
        "Roster has an administrator already, who can sign in. For another way in, run this on the server: roster admin \
         create EMAIL"
    } else {
        "Restart Roster: it prints a new link, valid for 30 minutes. Or run this on the server: roster admin create EMAIL"
    };
    let page = Message {
        title: "This setup link does not work any more".to_owned(),
        text: vec![
            "A setup link works once, for 30 minutes, and only the newest one does.".to_owned(),
            way_on.to_owned(),
        ],
        link: is_claimed.then(|| ("Sign in".to_owned(), "/sign-in".to_owned())),
        is_automatic: false,
    };
    failures::message(state, cookies::theme(headers), StatusCode::GONE, &page)
}
