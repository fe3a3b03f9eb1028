//! /api/v2/emails/provider

mod provider;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{RawQuery, State};
use axum::response::{IntoResponse as _, Response};
use directory::Error;
use http::StatusCode;
use model::SmtpSettings;

use super::api::Api;
use super::caller::Caller;
use super::fields::Fields;
use super::query::Query;
use super::refusal::{Refusal, refused};
use crate::ServerState;

/// Its route.
pub(super) fn routes() -> Api {
    const PROVIDER: &str = "/api/v2/emails/provider";
    Api::new()
        .get(PROVIDER, show, provider::GET)
        .post(PROVIDER, create, provider::POST)
        .patch(PROVIDER, update, provider::PATCH)
        .delete(PROVIDER, remove, provider::DELETE)
}

async fn show(State(state): State<ServerState>, Caller(actor): Caller, raw: RawQuery) -> Result<Response, Refusal> {
    let fields = Fields::of(&Query::of(&raw))?;
    let settings = state.directory().mails().provider(&actor).await.map_err(told)?;
    Ok(fields.answer(&provider::answer(&settings)))
}

async fn create(State(state): State<ServerState>, Caller(actor): Caller, body: Bytes) -> Result<Response, Refusal> {
    let asked = provider::read(&body, &provider::CREATE)?;
    let blank = SmtpSettings { enabled: true, port: 587, ..SmtpSettings::default() };
    let (settings, password) = asked.apply(blank);
    let settings = state.directory().mails().create_provider(&actor, settings, password).await.map_err(told)?;
    Ok((StatusCode::CREATED, Json(provider::answer(&settings))).into_response())
}

async fn update(State(state): State<ServerState>, Caller(actor): Caller, body: Bytes) -> Result<Response, Refusal> {
    let asked = provider::read(&body, &provider::UPDATE)?;
    let change = |before| asked.apply(before);
    let settings = state.directory().mails().change_provider(&actor, change).await.map_err(told)?;
    Ok(Json(provider::answer(&settings)).into_response())
}

/// One that is not there is deleted already.
async fn remove(State(state): State<ServerState>, Caller(actor): Caller) -> Result<Response, Refusal> {
    match state.directory().mails().delete_provider(&actor).await {
        Ok(()) | Err(Error::NotFound(_)) => Ok(StatusCode::NO_CONTENT.into_response()),
        Err(error) => Err(error.into()),
    }
}

/// In Auth0's words, and by Auth0's names.
fn told(error: Error) -> Refusal {
    match error {
        Error::NotFound(_) => {
            let message = "There is not a configured email provider";
            refused(StatusCode::NOT_FOUND, message, Some("inexistent_email_provider")).into()
        }
        Error::Field { field, message } => Error::Field { field: provider::name_of(field), message }.into(),
        error => error.into(),
    }
}
