//! A file of users, and what to do with it, as multipart/form-data (RFC 7578): programs and the dashboard send the same form.

use axum::extract::multipart::{Field, Multipart, MultipartError, MultipartRejection};
use directory::{Actor, Error, NewImport, Upload};
use model::ImportColumns;

use crate::ServerState;

/// The longest value of another field than the file, in bytes.
const LONGEST: usize = 4 * 1024;
/// The longest value of `columns`, in bytes.
const COLUMNS: usize = 256 * 1024;
/// The most parts.
const PARTS: usize = 20;
const NO_FILE: &str = "Must provide 'users' file as multipart part.";

/// Why a form is not taken.
pub(crate) enum Mistake {
    /// It is none, or has no file: what is wrong, in plain words.
    Form(String),
    /// A field of it is wrong.
    Field(String),
    /// The directory's.
    Directory(Error),
}

impl From<Error> for Mistake {
    fn from(error: Error) -> Self {
        Self::Directory(error)
    }
}

/// Reads a form. Its file goes to the disk as it comes, whatever its size.
///
/// # Errors
/// What is wrong with it; whoever may not import is told that first.
pub(crate) async fn read(
    state: &ServerState,
    actor: &Actor,
    body: Result<Multipart, MultipartRejection>,
) -> Result<(Upload, NewImport), Mistake> {
    let mut upload = state.directory().jobs().receive(actor).await?;
    let Ok(mut body) = body else { return Err(Mistake::Form(NO_FILE.to_owned())) };
    let (mut has_file, mut connection_id, mut new) =
        (false, None, NewImport { send_completion_email: true, ..NewImport::default() });
    let mut parts = 0;
    while let Some(field) = body.next_field().await.map_err(cut)? {
        parts += 1;
        if parts > PARTS {
            return Err(Mistake::Form(format!("At most {PARTS} parts.")));
        }
        let name = field.name().unwrap_or_default().to_owned();
        match name.as_str() {
            "users" if has_file => return Err(Mistake::Form("There is more than one 'users' file.".to_owned())),
            "users" => {
                has_file = true;
                take(field, &mut upload).await?;
            }
            "connection_id" => connection_id = Some(text(field, &name, LONGEST).await?),
            "external_id" => new.external_id = Some(text(field, &name, LONGEST).await?),
            "columns" => new.columns = columns(&text(field, &name, COLUMNS).await?)?,
            "upsert" => new.upsert = flag(field, &name).await?,
            "dry_run" => new.dry_run = flag(field, &name).await?,
            "full" => new.full = flag(field, &name).await?,
            "send_completion_email" => new.send_completion_email = flag(field, &name).await?,
            // Auth0 takes others and does nothing with them.
            _ => {
                text(field, &name, LONGEST).await?;
            }
        }
    }
    if !has_file {
        return Err(Mistake::Form(NO_FILE.to_owned()));
    }
    match connection_id {
        Some(id) => new.connection_id = id,
        None if new.full => {}
        None => return Err(Mistake::Field("'Missing required property: connection_id'".to_owned())),
    }
    Ok((upload, new))
}

async fn take(mut field: Field<'_>, upload: &mut Upload) -> Result<(), Mistake> {
    while let Some(part) = field.chunk().await.map_err(cut)? {
        upload.write(part).await?;
    }
    Ok(())
}

async fn text(mut field: Field<'_>, name: &str, longest: usize) -> Result<String, Mistake> {
    let mut bytes = Vec::new();
    while let Some(part) = field.chunk().await.map_err(cut)? {
        if bytes.len() + part.len() > longest {
            let name: String = name.chars().filter(|char| !char.is_control()).take(80).collect();
            return Err(Mistake::Field(format!("'At most {longest} bytes' on property {name}")));
        }
        bytes.extend_from_slice(&part);
    }
    String::from_utf8(bytes).map_err(|_| Mistake::Field("the form is not UTF-8".to_owned()))
}

async fn flag(field: Field<'_>, name: &str) -> Result<bool, Mistake> {
    match text(field, name, LONGEST).await?.as_str() {
        "true" => Ok(true),
        "false" | "" => Ok(false),
        _ => Err(Mistake::Field(format!("'Expected type boolean but found type string' on property {name}"))),
    }
}

/// `{"E-Mail": "email", "Notes": null}`
fn columns(text: &str) -> Result<ImportColumns, Mistake> {
    serde_json::from_str(text).map_err(|_| {
        Mistake::Field("'Expected a JSON object of properties, or null, by columns' on property columns".to_owned())
    })
}

/// A body that ends early, or is none.
#[expect(clippy::needless_pass_by_value, reason = "what map_err calls")]
fn cut(error: MultipartError) -> Mistake {
    tracing::debug!(error = &error as &dyn std::error::Error, "a form could not be read");
    Mistake::Form("The form cannot be read to its end: it is not multipart/form-data, or was cut off.".to_owned())
}
