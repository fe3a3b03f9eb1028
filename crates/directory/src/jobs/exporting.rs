//! A step of an export: some users more in the file.

use std::fs::OpenOptions;
use std::io::{Seek as _, SeekFrom, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use flate2::Compression;
use flate2::write::GzEncoder;
use model::{JobFormat, JobRequest, JobStatus, UserProfile};
use serde_json::Value;
use store::jobs::{Progress, StoredJob};

use super::work::Halt;
use super::{Jobs, field, files, full};
use crate::{Error, Result};

/// Users of a step.
const USERS: i64 = 1_000;

/// What is to be written of the users of a step.
enum Users {
    /// Some of what they are.
    Profiles(Vec<UserProfile>),
    /// All of it.
    Full(Vec<Value>),
}

impl Jobs<'_> {
    /// Does the next step of an export.
    ///
    /// # Errors
    /// The database's and the disk's.
    pub(super) async fn export_step(&self, tenant: &str, job: &StoredJob) -> Result<(), Halt> {
        let request = &job.job.request;
        let mut summary = job.job.summary;
        let wanted = request.limit.map_or(USERS, |limit| USERS.min(limit - summary.total)).max(0);
        let mut conn = self.0.db().snapshot().await?;
        let rows = match job.job.rows {
            Some(rows) => rows,
            None => {
                let all = match &request.connection {
                    Some(connection) => store::user_counts::of_connection(&mut conn, tenant, connection).await?,
                    None => store::user_counts::total(&mut conn, tenant).await?,
                };
                request.limit.map_or(all, |limit| all.min(limit))
            }
        };
        let connection = request.connection.as_deref();
        let users = store::users::after(&mut conn, tenant, connection, &job.cursor, wanted).await?;
        let count = i64::try_from(users.len()).unwrap_or(i64::MAX);
        let cursor = users.last().map_or_else(|| job.cursor.clone(), |user| user.user_id.as_str().to_owned());
        let users = match request.full {
            true => Users::Full(full::rows(&mut conn, tenant, users).await?),
            false => Users::Profiles(users),
        };
        drop(conn);
        let (path, at, request) = (self.files()?.export(&job.job.id), job.reached, request.clone());
        let written = move || append(&path, at, &part(&users, &request, at == 0)?);
        let reached = self.0.jobs_threads().run(written).await?;
        summary.total += count;
        let is_last = count < wanted || wanted < USERS;
        let mut tx = self.0.db().begin().await?;
        if !self.claim(&mut tx, tenant, job).await? {
            return Ok(());
        }
        store::jobs::set_rows(&mut tx, tenant, &job.job.id, rows.max(summary.total)).await?;
        let progress = Progress { reached, line: job.line, cursor, summary };
        store::jobs::progress(&mut tx, tenant, &job.job.id, &progress).await?;
        if is_last {
            store::jobs::end(&mut tx, tenant, &job.job.id, JobStatus::Completed, None, self.0.now()).await?;
        }
        Ok(tx.commit().await?)
    }
}

/// The users in gzip: a member of its own (RFC 1952 §2.2), so that a file can be gone on with.
fn part(users: &Users, request: &JobRequest, is_first: bool) -> Result<Vec<u8>> {
    let format = request.format.unwrap_or_default();
    let mut lines = Vec::new();
    match users {
        Users::Full(rows) => {
            for row in rows {
                lines.extend_from_slice(row.to_string().as_bytes());
                lines.push(b'\n');
            }
        }
        Users::Profiles(users) => {
            let fields = field::fields(&request.fields, format)?;
            if is_first && format == JobFormat::Csv {
                field::header(&fields, &mut lines);
            }
            for user in users {
                field::line(user, &fields, format, &mut lines)?;
            }
        }
    }
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(&lines).and_then(|()| encoder.finish()).map_err(|error| files::failed(&error))
}

/// Writes behind what is known to be written; how long the file is then. What a step that was not finished left is written
/// over.
fn append(path: &Path, at: i64, bytes: &[u8]) -> Result<i64> {
    let at = u64::try_from(at).unwrap_or(0);
    let written = || {
        let mut file = OpenOptions::new().write(true).create(true).truncate(false).mode(0o600).open(path)?;
        if file.metadata()?.len() < at {
            return Ok(None);
        }
        file.set_len(at)?;
        file.seek(SeekFrom::Start(at))?;
        file.write_all(bytes)?;
        file.sync_all()?;
        Ok(Some(at + bytes.len() as u64))
    };
    let length = written().map_err(|error: std::io::Error| files::failed(&error))?;
    let length = length.ok_or_else(|| Error::Invalid("The file of the job is gone.".to_owned()))?;
    Ok(i64::try_from(length).unwrap_or(i64::MAX))
}
