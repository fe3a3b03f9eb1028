//! GET and POST /u/reset-password/new: the link of a mail.

use app::hosted::{self, NewPassword};
use axum::Extension;
use axum::extract::{RawQuery, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use directory::{DEFAULT_TENANT, Error, OpenLink, Origin};
use http::header::{HeaderValue, REFERRER_POLICY};
use http::{HeaderMap, StatusCode};
use model::{Failure, FailureKind, FieldMistake};
use protocol::Parameters;
use url::Url;

use super::{Form, Hosted};
use crate::{ServerState, failures, form_token};

/// The form, while the link works. Looking does not use the link up.
pub(super) async fn show(State(state): State<ServerState>, RawQuery(query): RawQuery, headers: HeaderMap) -> Response {
    let parameters = Parameters::parse(&query.unwrap_or_default()).unwrap_or_default();
    let ticket = parameters.get("ticket").unwrap_or_default().to_owned();
    form(&state, &headers, StatusCode::OK, NewPassword { ticket, ..NewPassword::default() }).await
}

/// Sets the password. Nobody is logged in by it (S-362).
pub(super) async fn submit(
    State(state): State<ServerState>,
    Extension(origin): Extension<Origin>,
    headers: HeaderMap,
    sent: Form,
) -> Response {
    let page = NewPassword { ticket: sent.get("ticket").to_owned(), ..NewPassword::default() };
    let refuse = async |failure: Failure| {
        let status = failures::status(failure.kind);
        let retry = failures::retry_after(failure.kind);
        let page = NewPassword { failure: Some(failure), ..page.clone() };
        let mut response = form(&state, &headers, status, page).await;
        response.headers_mut().extend(retry);
        response
    };
    if !form_token::matches_flow(state.url(), &headers, sent.get("form_token")) {
        let message = "This form had been open too long. Please send it once more.";
        return refuse(Failure::new(FailureKind::Forbidden, message)).await;
    }
    let password = sent.get("password");
    if password != sent.get("repeat") {
        return refuse(beside("repeat", "The two passwords differ")).await;
    }
    match state.directory().accounts().reset_password(DEFAULT_TENANT, &page.ticket, password, &origin).await {
        Ok(link) if link.result_url.is_some() => {
            afterwards(&link, "You can now login to the application with the new password.")
        }
        Ok(_) => {
            let text = "Your password was changed, and every device that was logged in has been logged out. Go back to \
                        the application and log in with the new password.";
            let hosted = Hosted::new(&state, &headers).await;
            untold(hosted.message(StatusCode::OK, "The password is set", text))
        }
        Err(Error::NotFound(text)) => closed(&state, &headers, text).await,
        Err(error @ Error::Password(_)) => refuse(beside("password", &error.to_string())).await,
        Err(error) => refuse(error.into()).await,
    }
}

async fn form(state: &ServerState, headers: &HeaderMap, status: StatusCode, page: NewPassword) -> Response {
    let link = match state.directory().accounts().open_reset(DEFAULT_TENANT, &page.ticket).await {
        Ok(Some(link)) => link,
        Ok(None) => {
            let text = "This link was used already, has expired, or is not valid any more. Ask for a new one.";
            return closed(state, headers, text).await;
        }
        Err(error) => {
            let failure = Failure::from(error);
            let hosted = Hosted::new(state, headers).await;
            return hosted.message(failures::status(failure.kind), "Not available right now", &failure.message);
        }
    };
    let hosted = Hosted::new(state, headers).await;
    let hosted = hosted.leading_to_url(link.result_url.as_deref().unwrap_or_default());
    let page = NewPassword { form_token: hosted.token(), email: link.email, rules: link.rules, ..page };
    untold(hosted.answer(status, |frame| hosted::new_password(frame, &page)))
}

/// S-361: 400, whatever it is that closed the link.
pub(super) async fn closed(state: &ServerState, headers: &HeaderMap, text: &str) -> Response {
    let hosted = Hosted::new(state, headers).await;
    untold(hosted.message(StatusCode::BAD_REQUEST, "This link does not work any more", text))
}

/// To the address that the program named which asked for the link, with what became of it, as at Auth0.
pub(super) fn afterwards(link: &OpenLink, message: &str) -> Response {
    let Some(mut url) = link.result_url.as_deref().and_then(|text| Url::parse(text).ok()) else {
        return StatusCode::NO_CONTENT.into_response();
    };
    if link.tells_email {
        url.query_pairs_mut().append_pair("email", &link.email);
    }
    url.query_pairs_mut().append_pair("success", "true").append_pair("message", message).append_pair("code", "success");
    untold(Redirect::to(url.as_str()).into_response())
}

/// S-366: the address of the page holds the secret of the link, and nobody is told it.
pub(super) fn untold(mut response: Response) -> Response {
    response.headers_mut().insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    response
}

fn beside(field: &str, message: &str) -> Failure {
    let fields = vec![FieldMistake { field: field.to_owned(), message: message.to_owned() }];
    Failure { fields, ..Failure::new(FailureKind::Invalid, message) }
}
