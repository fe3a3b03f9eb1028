//! Work in the background: what was asked, how far it is, and what came of it.

mod errors;
mod keys;
mod work;

use model::{Job, JobKind, JobRequest, JobStatus, JobSummary, Timestamp};
use serde_json::Value;
use sqlx::FromRow;
use sqlx::types::Json;

pub use errors::{add_errors, errors};
pub use keys::{add_keys, delete_keys, known_keys};
pub use work::{Progress, cancel, claim, end, next, progress, release, release_folder, set_rows, waiting};

use crate::{Conn, Result};

/// A job, and what whoever works on it needs.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredJob {
    /// What may be told.
    pub job: Job,
    /// Who asked, as events say it.
    pub actor: Value,
    /// Whose files are meant.
    pub folder: String,
    /// What links to its file are signed with.
    pub secret: String,
    /// How large its file is, in bytes.
    pub size: i64,
    /// How far the file was read or written, in bytes.
    pub reached: i64,
    /// On which line that is.
    pub line: i64,
    /// The last user that was written.
    pub cursor: String,
    /// When it may be forgotten.
    pub expires_at: Timestamp,
}

#[derive(FromRow)]
struct Row {
    id: String,
    kind: String,
    status: String,
    request: Json<JobRequest>,
    actor: Json<Value>,
    folder: String,
    secret: String,
    row_count: Option<i64>,
    size: i64,
    reached: i64,
    line: i64,
    cursor: String,
    done: i64,
    inserted: i64,
    updated: i64,
    failed: i64,
    details: Option<String>,
    created_at: i64,
    started_at: Option<i64>,
    ended_at: Option<i64>,
    expires_at: i64,
}

/// The columns of a [`Row`].
macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, kind, status, request, actor, folder, secret, row_count, size, reached, line, cursor, done, \
             inserted, updated, failed, details, created_at, started_at, ended_at, expires_at FROM jobs ",
            $rest
        )
    };
}
use select;

impl From<Row> for StoredJob {
    fn from(row: Row) -> Self {
        let job = Job {
            id: row.id,
            kind: JobKind::parse(&row.kind).unwrap_or(JobKind::UsersImport),
            status: JobStatus::parse(&row.status).unwrap_or(JobStatus::Failed),
            request: row.request.0,
            summary: JobSummary { total: row.done, inserted: row.inserted, updated: row.updated, failed: row.failed },
            rows: row.row_count,
            details: row.details,
            created_at: Timestamp(row.created_at),
            started_at: row.started_at.map(Timestamp),
            ended_at: row.ended_at.map(Timestamp),
        };
        Self {
            job,
            actor: row.actor.0,
            folder: row.folder,
            secret: row.secret,
            size: row.size,
            reached: row.reached,
            line: row.line,
            cursor: row.cursor,
            expires_at: Timestamp(row.expires_at),
        }
    }
}

/// Writes a new job down.
///
/// # Errors
/// The database's.
pub async fn insert(conn: &mut Conn, tenant: &str, new: &StoredJob) -> Result<()> {
    const SQL: &str = "INSERT INTO jobs (tenant, id, kind, status, request, actor, folder, secret, row_count, size, reached, \
        line, cursor, done, inserted, updated, failed, details, runner, lease_until, created_at, started_at, ended_at, \
        expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, '', 0, $19, \
        $20, $21, $22)";
    let (job, summary) = (&new.job, &new.job.summary);
    on!(conn, link => sqlx::query(SQL).bind(tenant).bind(&job.id).bind(job.kind.as_str()).bind(job.status.as_str())
        .bind(Json(&job.request)).bind(Json(&new.actor)).bind(&new.folder).bind(&new.secret).bind(job.rows).bind(new.size)
        .bind(new.reached).bind(new.line).bind(&new.cursor).bind(summary.total).bind(summary.inserted)
        .bind(summary.updated).bind(summary.failed).bind(&job.details).bind(job.created_at.0)
        .bind(job.started_at.map(|time| time.0)).bind(job.ended_at.map(|time| time.0)).bind(new.expires_at.0)
        .execute(link).await.map(|_| ()))?;
    Ok(())
}

/// The job of that id.
///
/// # Errors
/// The database's.
pub async fn find(conn: &mut Conn, tenant: &str, id: &str) -> Result<Option<StoredJob>> {
    const SQL: &str = select!("WHERE tenant = $1 AND id = $2");
    let row: Option<Row> = on!(conn, link => sqlx::query_as(SQL).bind(tenant).bind(id).fetch_optional(link).await)?;
    Ok(row.map(StoredJob::from))
}

/// The newest jobs, the newest first.
///
/// # Errors
/// The database's.
pub async fn list(conn: &mut Conn, tenant: &str, limit: i64) -> Result<Vec<StoredJob>> {
    const SQL: &str = select!("WHERE tenant = $1 ORDER BY created_at DESC, id DESC LIMIT $2");
    let rows: Vec<Row> = on!(conn, link => sqlx::query_as(SQL).bind(tenant).bind(limit).fetch_all(link).await)?;
    Ok(rows.into_iter().map(StoredJob::from).collect())
}
