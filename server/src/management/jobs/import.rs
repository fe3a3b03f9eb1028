//! POST /api/v2/jobs/users-imports: a file of users, as multipart/form-data (RFC 7578).

use axum::Json;
use axum::extract::State;
use axum::extract::multipart::{Field, Multipart, MultipartError, MultipartRejection};
use axum::response::{IntoResponse as _, Response};
use directory::{Actor, Error, NewImport, Scope, Upload};
use http::StatusCode;

use super::answer::{JOB, begun};
use crate::ServerState;
use crate::management::caller::Caller;
use crate::management::operation::Operation;
use crate::management::payload::{self, Kind, Schema};
use crate::management::refusal::{Refusal, refused};

/// The longest value of another field than the file, in bytes.
const LONGEST: usize = 4 * 1024;
/// The most parts.
const PARTS: usize = 20;
const NO_FILE: &str = "Must provide 'users' file as multipart part.";
/// The file, and what to do with it. Other parts do nothing, as with Auth0.
const FORM: Schema = Schema {
    properties: &[
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
    let Ok(mut body) = body else {
        // Whoever may not import is told that first.
        drop(state.directory().jobs().receive(&actor).await.map_err(told)?);
        return Err(bad_request(NO_FILE));
    };
    let (upload, new) = read(&state, &actor, &mut body).await?;
    let job = state.directory().jobs().import(&actor, upload, new).await.map_err(told)?;
    Ok((StatusCode::ACCEPTED, Json(begun(&job))).into_response())
}

async fn read(state: &ServerState, actor: &Actor, body: &mut Multipart) -> Result<(Upload, NewImport), Refusal> {
    let mut upload = state.directory().jobs().receive(actor).await.map_err(told)?;
    let (mut has_file, mut connection_id, mut new) =
        (false, None, NewImport { send_completion_email: true, ..NewImport::default() });
    let mut parts = 0;
    while let Some(field) = body.next_field().await.map_err(cut)? {
        parts += 1;
        if parts > PARTS {
            return Err(bad_request(&format!("At most {PARTS} parts.")));
        }
        let name = field.name().unwrap_or_default().to_owned();
        match name.as_str() {
            "users" if has_file => return Err(bad_request("There is more than one 'users' file.")),
            "users" => {
                has_file = true;
                take(field, &mut upload).await?;
            }
            "connection_id" => connection_id = Some(text(field, &name).await?),
            "external_id" => new.external_id = Some(text(field, &name).await?),
            "upsert" => new.upsert = flag(field, &name).await?,
            "dry_run" => new.dry_run = flag(field, &name).await?,
            "full" => new.full = flag(field, &name).await?,
            "send_completion_email" => new.send_completion_email = flag(field, &name).await?,
            // Auth0 takes others and does nothing with them.
            _ => {
                text(field, &name).await?;
            }
        }
    }
    if !has_file {
        return Err(bad_request(NO_FILE));
    }
    match connection_id {
        Some(id) => new.connection_id = id,
        None if new.full => {}
        None => return Err(payload::refuse("'Missing required property: connection_id'").into()),
    }
    Ok((upload, new))
}

async fn take(mut field: Field<'_>, upload: &mut Upload) -> Result<(), Refusal> {
    while let Some(part) = field.chunk().await.map_err(cut)? {
        upload.write(part).await.map_err(told)?;
    }
    Ok(())
}

async fn text(mut field: Field<'_>, name: &str) -> Result<String, Refusal> {
    let mut bytes = Vec::new();
    while let Some(part) = field.chunk().await.map_err(cut)? {
        if bytes.len() + part.len() > LONGEST {
            let name: String = name.chars().filter(|char| !char.is_control()).take(80).collect();
            return Err(payload::refuse(&format!("'At most {LONGEST} bytes' on property {name}")).into());
        }
        bytes.extend_from_slice(&part);
    }
    String::from_utf8(bytes).map_err(|_| payload::refuse("the form is not UTF-8").into())
}

async fn flag(field: Field<'_>, name: &str) -> Result<bool, Refusal> {
    match text(field, name).await?.as_str() {
        "true" => Ok(true),
        "false" | "" => Ok(false),
        _ => Err(payload::refuse(&format!("'Expected type boolean but found type string' on property {name}")).into()),
    }
}

/// A body that ends early, or is none.
#[expect(clippy::needless_pass_by_value, reason = "what map_err calls")]
fn cut(error: MultipartError) -> Refusal {
    tracing::debug!(error = &error as &dyn std::error::Error, "a form could not be read");
    bad_request("The form cannot be read to its end: it is not multipart/form-data, or was cut off.")
}

/// Auth0 says what is wrong with the file or the connection in plain words.
fn told(error: Error) -> Refusal {
    match error {
        Error::Field { field: "users" | "connection_id", message } => bad_request(&message),
        other => other.into(),
    }
}

fn bad_request(message: &str) -> Refusal {
    Box::new(refused(StatusCode::BAD_REQUEST, message, Some("invalid_body"))).into()
}
