//! POST /api/v2/users

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use directory::{Error, Scope};
use http::StatusCode;
use model::NewUser;

use super::shape::USER;
use crate::ServerState;
use crate::management::caller::Caller;
use crate::management::operation::Operation;
use crate::management::payload::{self, Kind, Schema};
use crate::management::refusal::{Refusal, failed, refused};

pub(super) const API: Operation = Operation::new("post_users", "Create a user")
    .any(&[Scope::CreateUsers])
    .body(Kind::Nested(&SCHEMA))
    .gives(201, USER)
    .refuses(&[409]);

const SCHEMA: Schema = Schema {
    properties: &[
        ("app_metadata", Kind::Object),
        ("blocked", Kind::Flag),
        ("connection", Kind::Text),
        ("email", Kind::Text),
        ("email_verified", Kind::Flag),
        ("family_name", Kind::Text),
        ("given_name", Kind::Text),
        ("name", Kind::Text),
        ("nickname", Kind::Text),
        ("password", Kind::Text),
        ("phone_number", Kind::Text),
        ("phone_verified", Kind::Flag),
        ("picture", Kind::Text),
        ("user_id", Kind::Text),
        ("user_metadata", Kind::Object),
        ("username", Kind::Text),
        ("verify_email", Kind::Flag),
    ],
    required: &["connection"],
};

pub(super) async fn submit(
    State(state): State<ServerState>,
    Caller(actor): Caller,
    body: Bytes,
) -> Result<Response, Refusal> {
    let body = payload::read(&body, &SCHEMA)?;
    let new: NewUser = payload::typed(body)?;
    let user = state.directory().users().create(&actor, new).await.map_err(|error| match error {
        Error::Exists { .. } => refused(StatusCode::CONFLICT, "The user already exists.", Some("auth0_idp_error")),
        Error::Field { field: "connection", message } => refused(StatusCode::BAD_REQUEST, &message, None),
        error => failed(error),
    })?;
    Ok((StatusCode::CREATED, Json(user)).into_response())
}
