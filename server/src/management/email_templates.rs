//! /api/v2/email-templates

mod template;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Response};
use directory::Error;
use http::StatusCode;
use model::MailKind;

use super::api::Api;
use super::caller::Caller;
use super::refusal::{Refusal, refused};
use crate::ServerState;

/// Its routes.
pub(super) fn routes() -> Api {
    const ONE: &str = "/api/v2/email-templates/{name}";
    Api::new()
        .post("/api/v2/email-templates", create, template::POST)
        .get(ONE, show, template::GET)
        .patch(ONE, update, template::PATCH)
        .put(ONE, replace, template::PUT)
}

/// One that still has Roster's words is not there, as with Auth0.
async fn show(
    State(state): State<ServerState>,
    Caller(actor): Caller,
    Path(name): Path<String>,
) -> Result<Response, Refusal> {
    let kind = template::kind(&name);
    let found = state.directory().mails().own_template(&actor, kind).await.map_err(told)?;
    Ok(answer(kind, &found))
}

async fn create(State(state): State<ServerState>, Caller(actor): Caller, body: Bytes) -> Result<Response, Refusal> {
    let asked = template::read(&body, &template::WHOLE, None)?;
    let made = state.directory().mails().create_template(&actor, asked.kind, asked.patch).await.map_err(told)?;
    Ok(answer(asked.kind, &made))
}

async fn update(
    State(state): State<ServerState>,
    Caller(actor): Caller,
    Path(name): Path<String>,
    body: Bytes,
) -> Result<Response, Refusal> {
    let asked = template::read(&body, &template::PART, Some(&name))?;
    let changed = state.directory().mails().change_template(&actor, asked.kind, asked.patch).await.map_err(told)?;
    Ok(answer(asked.kind, &changed))
}

async fn replace(
    State(state): State<ServerState>,
    Caller(actor): Caller,
    Path(name): Path<String>,
    body: Bytes,
) -> Result<Response, Refusal> {
    let asked = template::read(&body, &template::WHOLE, Some(&name))?;
    let changed = state.directory().mails().change_template(&actor, asked.kind, asked.patch).await.map_err(told)?;
    Ok(answer(asked.kind, &changed))
}

fn answer(kind: Option<MailKind>, found: &model::MailTemplate) -> Response {
    match kind {
        Some(kind) => Json(template::answer(kind, found)).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// In Auth0's words, and by Auth0's names.
fn told(error: Error) -> Refusal {
    match error {
        Error::NotFound(_) => {
            let message = "The template does not exist.";
            refused(StatusCode::NOT_FOUND, message, Some("inexistent_email_template")).into()
        }
        Error::Field { field: "html" | "text", message } => Error::Field { field: "body", message }.into(),
        error => error.into(),
    }
}
