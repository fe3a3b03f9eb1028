//! PATCH /api/v2/users/{id}

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Response};
use directory::{Error, Scope};
use http::StatusCode;
use model::{UserId, UserPatch};

use super::shape::USER;
use crate::ServerState;
use crate::management::caller::Caller;
use crate::management::operation::Operation;
use crate::management::payload::{self, Kind, Schema};
use crate::management::refusal::{Refusal, failed, refused};

pub(super) const API: Operation =
    Operation::new("patch_users_by_id", "Change a user; of both metadata, the keys that are named")
        .any(&[Scope::UpdateUsers])
        .body(Kind::Nested(&SCHEMA))
        .gives(200, USER)
        .refuses(&[409]);

const SCHEMA: Schema = Schema {
    properties: &[
        ("app_metadata", Kind::Object),
        ("blocked", Kind::Flag),
        ("client_id", Kind::Text),
        ("connection", Kind::Text),
        ("email", Kind::Text),
        ("email_verified", Kind::Flag),
        ("family_name", Kind::TextOrNull),
        ("given_name", Kind::TextOrNull),
        ("name", Kind::TextOrNull),
        ("nickname", Kind::TextOrNull),
        ("password", Kind::Text),
        ("phone_number", Kind::Text),
        ("phone_verified", Kind::Flag),
        ("picture", Kind::TextOrNull),
        ("user_metadata", Kind::Object),
        ("username", Kind::Text),
        ("verify_email", Kind::Flag),
    ],
    required: &[],
};

pub(super) async fn submit(
    State(state): State<ServerState>,
    Caller(actor): Caller,
    Path(id): Path<String>,
    body: Bytes,
) -> Result<Response, Refusal> {
    let body = payload::read(&body, &SCHEMA)?;
    let patch: UserPatch = payload::typed(body)?;
    let user =
        state.directory().users().patch(&actor, &UserId::from(id), patch).await.map_err(|error| match error {
            Error::Exists { field, .. } => {
                let message = format!("The specified new {field} already exists");
                refused(StatusCode::BAD_REQUEST, &message, Some("auth0_idp_error"))
            }
            error => failed(error),
        })?;
    Ok(Json(user).into_response())
}
