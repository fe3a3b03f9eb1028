//! /api/v2/tenants/settings

mod answer;
mod fields;
mod patch;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{RawQuery, State};
use axum::response::{IntoResponse as _, Response};

use super::api::Api;
use super::caller::Caller;
use super::fields::Fields;
use super::query::Query;
use super::refusal::Refusal;
use crate::ServerState;

/// Its route.
pub(super) fn routes() -> Api {
    Api::new().get("/api/v2/tenants/settings", show, fields::GET).patch(
        "/api/v2/tenants/settings",
        submit,
        fields::PATCH,
    )
}

async fn show(State(state): State<ServerState>, Caller(actor): Caller, raw: RawQuery) -> Result<Response, Refusal> {
    let fields = Fields::of(&Query::of(&raw))?;
    let settings = state.directory().tenants().settings(&actor).await?;
    Ok(fields.answer(&answer::answer(&settings)))
}

/// What is not named stays.
async fn submit(State(state): State<ServerState>, Caller(actor): Caller, body: Bytes) -> Result<Response, Refusal> {
    let asked = patch::read(&body)?;
    let settings = state.directory().tenants().change(&actor, |before| patch::apply(before, &asked)).await?;
    Ok(Json(answer::answer(&settings)).into_response())
}
