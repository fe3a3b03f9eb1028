//! GET and POST /u/verify-email: the link of a mail.

use app::hosted::{self, VerifyEmail};
use axum::Extension;
use axum::extract::{RawQuery, State};
use axum::response::Response;
use directory::{DEFAULT_TENANT, Error, Origin};
use http::{HeaderMap, StatusCode};
use model::Failure;
use protocol::Parameters;

use super::new_password::{afterwards, closed, untold};
use super::{Form, Hosted};
use crate::{ServerState, failures, form_token};

/// A button, while the link works: programs that look at links press none.
pub(super) async fn show(State(state): State<ServerState>, RawQuery(query): RawQuery, headers: HeaderMap) -> Response {
    let parameters = Parameters::parse(&query.unwrap_or_default()).unwrap_or_default();
    form(&state, &headers, parameters.get("ticket").unwrap_or_default()).await
}

/// Confirms the address.
pub(super) async fn submit(
    State(state): State<ServerState>,
    Extension(origin): Extension<Origin>,
    headers: HeaderMap,
    sent: Form,
) -> Response {
    let ticket = sent.get("ticket");
    if !form_token::matches_flow(state.url(), &headers, sent.get("form_token")) {
        // The page asks once more; nothing was lost.
        return form(&state, &headers, ticket).await;
    }
    match state.directory().accounts().verify_email(DEFAULT_TENANT, ticket, &origin).await {
        Ok(link) if link.result_url.is_some() => {
            afterwards(&link, "Your email was verified. You can continue using the application.")
        }
        Ok(link) => {
            let text = format!("{} is confirmed. You can close this page.", link.email);
            untold(Hosted::new(&state, &headers).await.message(StatusCode::OK, "Thank you", &text))
        }
        Err(Error::NotFound(text)) => closed(&state, &headers, text).await,
        Err(error) => failed(&state, &headers, error).await,
    }
}

async fn form(state: &ServerState, headers: &HeaderMap, ticket: &str) -> Response {
    match state.directory().accounts().open_verification(DEFAULT_TENANT, ticket).await {
        Ok(Some(link)) => {
            let hosted = Hosted::new(state, headers).await;
            let hosted = hosted.leading_to_url(link.result_url.as_deref().unwrap_or_default());
            let page = VerifyEmail { form_token: hosted.token(), ticket: ticket.to_owned(), email: link.email };
            untold(hosted.answer(StatusCode::OK, |frame| hosted::verify_email(frame, &page)))
        }
        Ok(None) => {
            let text = "This link was used already, has expired, or is not valid any more. Ask for a new one.";
            closed(state, headers, text).await
        }
        Err(error) => failed(state, headers, error).await,
    }
}

async fn failed(state: &ServerState, headers: &HeaderMap, error: Error) -> Response {
    let failure = Failure::from(error);
    let page = Hosted::new(state, headers).await;
    let mut response = page.message(failures::status(failure.kind), "Not available right now", &failure.message);
    response.headers_mut().extend(failures::retry_after(failure.kind));
    response
}
