//! GET /api/v2/refresh-tokens

use axum::Json;
use axum::extract::{RawQuery, State};
use axum::response::{IntoResponse as _, Response};
use directory::{Actor, Scope};
use model::UserId;
use serde_json::Value;

use super::shape::{TOKEN, shaped};
use crate::ServerState;
use crate::management::caller::Caller;
use crate::management::fields::Fields;
use crate::management::operation::{Operation, Pages, Parameter};
use crate::management::paging::{List, Paging};
use crate::management::query::{Query, invalid, unanswered};
use crate::management::refusal::Refusal;

pub(super) const API: Operation = Operation::new("get_refresh_tokens", "List the refresh tokens of a user")
    .any(&[Scope::ReadRefreshTokens])
    .query(&[
        Parameter::text("user_id", "The user.").required(),
        Parameter::text("client_id", "The tokens of this application alone."),
    ])
    .lists(Pages::After, &TOKENS, &TOKEN)
    .fields()
    .refuses(&[404]);

const TOKENS: List = List::named("refresh_tokens");

pub(super) async fn show(
    State(state): State<ServerState>,
    Caller(actor): Caller,
    raw: RawQuery,
) -> Result<Response, Refusal> {
    let query = Query::of(&raw);
    let Some(user) = query.text("user_id") else {
        return Err(invalid("'Missing required property: user_id'"));
    };
    page(&state, &actor, &UserId::from(user), &query, &TOKENS).await
}

/// A part of the refresh tokens of a user.
///
/// # Errors
/// What the directory refused, and what cannot be.
pub(in crate::management) async fn page(
    state: &ServerState,
    actor: &Actor,
    user: &UserId,
    query: &Query,
    list: &List,
) -> Result<Response, Refusal> {
    let (paging, fields) = (Paging::after(query)?, Fields::of(query)?);
    let (from, take) = paging.place();
    let page = state.directory().refresh_tokens().page(actor, user, query.text("client_id"), from, take).await;
    let page = page.map_err(unanswered)?;
    let next = page.tokens.last().filter(|_| page.has_more).map(|token| token.id.as_str());
    let items: Vec<Value> = page.tokens.iter().map(|token| fields.of_thing(&shaped(token))).collect();
    Ok(Json(paging.answer(list, items, None, next)).into_response())
}
