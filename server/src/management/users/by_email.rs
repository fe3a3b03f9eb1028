//! GET /api/v2/users-by-email

use axum::Json;
use axum::extract::{RawQuery, State};
use axum::response::{IntoResponse as _, Response};
use directory::Scope;
use serde_json::Value;

use super::shape::USER;
use crate::ServerState;
use crate::management::caller::Caller;
use crate::management::fields::Fields;
use crate::management::operation::{Operation, Parameter};
use crate::management::payload::Kind;
use crate::management::query::{Query, invalid};
use crate::management::refusal::{Refusal, failed};

pub(super) const API: Operation = Operation::new("get_users-by-email", "List the users with an email")
    .any(&[Scope::ReadUsers])
    .query(&[Parameter::text("email", "The email, in any case.").required()])
    .fields()
    .gives(200, Kind::Array(&USER));

pub(super) async fn show(
    State(state): State<ServerState>,
    Caller(actor): Caller,
    raw: RawQuery,
) -> Result<Response, Refusal> {
    let query = Query::of(&raw);
    let fields = Fields::of(&query)?;
    let Some(email) = query.text("email") else {
        return Err(invalid("'Missing required property: email'"));
    };
    let users = state.directory().users().by_email(&actor, email).await.map_err(failed)?;
    Ok(Json(users.iter().map(|user| fields.of_thing(user)).collect::<Vec<Value>>()).into_response())
}
