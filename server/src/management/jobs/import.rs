//! POST /api/v2/jobs/users-imports: a file of users, as multipart/form-data (RFC 7578).

use axum::Json;
use axum::extract::State;
use axum::extract::multipart::{Multipart, MultipartRejection};
use axum::response::{IntoResponse as _, Response};
use directory::{Error, Scope};
use http::StatusCode;

use super::answer::{JOB, begun};
use crate::ServerState;
use crate::import_form::{self, Mistake};
use crate::management::caller::Caller;
use crate::management::operation::Operation;
use crate::management::payload::{self, Kind, Schema};
use crate::management::refusal::{Refusal, refused};

/// The file, and what to do with it. Other parts do nothing, as with Auth0; `columns`, `dry_run` and `full` it does not have.
const FORM: Schema = Schema {
    properties: &[
        ("columns", Kind::Text),
        ("connection_id", Kind::Text),
        ("dry_run", Kind::Flag),
        ("external_id", Kind::Text),
        ("full", Kind::Flag),
        ("send_completion_email", Kind::Flag),
        ("upsert", Kind::Flag),
        ("users", Kind::File),
    ],
    required: &["users"],
};

pub(super) const API: Operation = Operation::new("post_users-imports", "Import users from a file")
    .any(&[Scope::CreateUsers])
    .form(Kind::Open(&FORM))
    .gives(202, JOB)
    .refuses(&[409]);

pub(super) async fn submit(
    State(state): State<ServerState>,
    Caller(actor): Caller,
    body: Result<Multipart, MultipartRejection>,
) -> Result<Response, Refusal> {
    let (upload, new) = import_form::read(&state, &actor, body).await.map_err(wrong)?;
    let job = state.directory().jobs().import(&actor, upload, new).await.map_err(told)?;
    Ok((StatusCode::ACCEPTED, Json(begun(&job))).into_response())
}

fn wrong(mistake: Mistake) -> Refusal {
    match mistake {
        Mistake::Form(message) => bad_request(&message),
        Mistake::Field(message) => payload::refuse(&message),
        Mistake::Directory(error) => told(error),
    }
}

/// Auth0 says what is wrong with the file or the connection in plain words.
fn told(error: Error) -> Refusal {
    match error {
        Error::Field { field: "users" | "connection_id", message } => bad_request(&message),
        other => other.into(),
    }
}

fn bad_request(message: &str) -> Refusal {
    refused(StatusCode::BAD_REQUEST, message, Some("invalid_body")).into()
}
