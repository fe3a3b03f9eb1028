//! POST /files/imports: a file of users, as the form that programs send too.

use axum::extract::State;
use axum::extract::multipart::{Multipart, MultipartRejection};
use axum::response::{IntoResponse as _, Response};
use axum::{Extension, Json};
use directory::{Actor, Origin};
use http::{HeaderMap, StatusCode};
use model::{Failure, FailureKind, Job};

use crate::cookies::Cookie;
use crate::import_form::{self, Mistake};
use crate::{ServerState, failures};

pub(super) async fn submit(
    State(state): State<ServerState>,
    Extension(actor): Extension<Actor>,
    Extension(origin): Extension<Origin>,
    headers: HeaderMap,
    body: Result<Multipart, MultipartRejection>,
) -> Response {
    let secret = Cookie::Session.read(state.url(), &headers).unwrap_or_default();
    match import(&state, &actor, (&secret, origin), body).await {
        Ok(job) => (StatusCode::ACCEPTED, Json(job)).into_response(),
        Err(failure) => failures::json(&failure),
    }
}

async fn import(
    state: &ServerState,
    actor: &Actor,
    (secret, origin): (&str, Origin),
    body: Result<Multipart, MultipartRejection>,
) -> Result<Job, Failure> {
    let (upload, new) = import_form::read(state, actor, body).await.map_err(failure)?;
    // A large file takes its time: whoever sends it must be allowed to at its end, too.
    let Some(actor) = state.directory().sessions().resolve(secret).await? else {
        return Err(Failure::new(FailureKind::Unauthenticated, "Your session has ended. Sign in again."));
    };
    Ok(state.directory().jobs().import(&actor.at(origin), upload, new).await?)
}

fn failure(mistake: Mistake) -> Failure {
    match mistake {
        Mistake::Form(message) | Mistake::Field(message) => Failure::new(FailureKind::Invalid, message),
        Mistake::Directory(error) => error.into(),
    }
}
