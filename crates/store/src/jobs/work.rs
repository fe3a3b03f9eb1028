//! Working on a job: one process at a time, a step after another.

use model::{JobStatus, JobSummary, Timestamp};

use super::{Row, StoredJob, select};
use crate::{Conn, Result};

/// How far a step came.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// How far the file was read or written, in bytes.
    pub reached: i64,
    /// On which line that is.
    pub line: i64,
    /// The last user that was written.
    pub cursor: String,
    /// What came of the job so far.
    pub summary: JobSummary,
}

/// What is to be worked on by whoever has the files of `folder`: what `runner` works on already, else what nobody works on
/// any more, else what waits the longest. None where another process works on a job of the tenant: there is one at a time.
///
/// # Errors
/// The database's.
pub async fn next(
    conn: &mut Conn,
    tenant: &str,
    folder: &str,
    runner: &str,
    now: Timestamp,
) -> Result<Option<StoredJob>> {
    const BUSY: &str = "SELECT COUNT(*) FROM jobs WHERE tenant = $1 AND status = 'processing' AND runner <> $2 \
        AND lease_until > $3";
    const NEXT: &str = select!(
        "WHERE tenant = $1 AND status IN ('pending', 'processing') AND folder = $2 \
         ORDER BY CASE status WHEN 'processing' THEN 0 ELSE 1 END, created_at, id LIMIT 1"
    );
    let busy: i64 =
        on!(conn, link => sqlx::query_scalar(BUSY).bind(tenant).bind(runner).bind(now.0).fetch_one(link).await)?;
    if busy > 0 {
        return Ok(None);
    }
    let row: Option<Row> =
        on!(conn, link => sqlx::query_as(NEXT).bind(tenant).bind(folder).fetch_optional(link).await)?;
    Ok(row.map(StoredJob::from))
}

/// Holds a job for a step of `runner`, until the transaction ends, and against other processes until `until`. `false` when
/// it has ended meanwhile, or somebody else works on it.
///
/// # Errors
/// The database's.
pub async fn claim(
    conn: &mut Conn,
    tenant: &str,
    id: &str,
    runner: &str,
    now: Timestamp,
    until: Timestamp,
) -> Result<bool> {
    const SQL: &str = "UPDATE jobs SET status = 'processing', runner = $3, lease_until = $5, \
        started_at = COALESCE(started_at, $4) WHERE tenant = $1 AND id = $2 \
        AND (status = 'pending' OR (status = 'processing' AND (runner = $3 OR lease_until <= $4)))";
    let rows = on!(conn, link => sqlx::query(SQL).bind(tenant).bind(id).bind(runner).bind(now.0).bind(until.0)
        .execute(link).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// Says how many rows or users there are.
///
/// # Errors
/// The database's.
pub async fn set_rows(conn: &mut Conn, tenant: &str, id: &str, rows: i64) -> Result<()> {
    const SQL: &str = "UPDATE jobs SET row_count = $3 WHERE tenant = $1 AND id = $2";
    on!(conn, link => sqlx::query(SQL).bind(tenant).bind(id).bind(rows).execute(link).await.map(|_| ()))?;
    Ok(())
}

/// Writes down how far a job is, in the transaction of what was done.
///
/// # Errors
/// The database's.
pub async fn progress(conn: &mut Conn, tenant: &str, id: &str, progress: &Progress) -> Result<()> {
    const SQL: &str = "UPDATE jobs SET reached = $3, line = $4, cursor = $5, done = $6, inserted = $7, updated = $8, \
        failed = $9 WHERE tenant = $1 AND id = $2";
    let summary = &progress.summary;
    on!(conn, link => sqlx::query(SQL).bind(tenant).bind(id).bind(progress.reached).bind(progress.line)
        .bind(&progress.cursor).bind(summary.total).bind(summary.inserted).bind(summary.updated).bind(summary.failed)
        .execute(link).await.map(|_| ()))?;
    Ok(())
}

/// Ends a job, unless it has ended: `false` then.
///
/// # Errors
/// The database's.
pub async fn end(
    conn: &mut Conn,
    tenant: &str,
    id: &str,
    status: JobStatus,
    details: Option<&str>,
    now: Timestamp,
) -> Result<bool> {
    const SQL: &str = "UPDATE jobs SET status = $3, details = $4, ended_at = $5, runner = '', lease_until = 0 \
        WHERE tenant = $1 AND id = $2 AND status IN ('pending', 'processing')";
    let rows = on!(conn, link => sqlx::query(SQL).bind(tenant).bind(id).bind(status.as_str()).bind(details).bind(now.0)
        .execute(link).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// Ends a job that somebody does not want any more, unless it has ended: `false` then.
///
/// # Errors
/// The database's.
pub async fn cancel(conn: &mut Conn, tenant: &str, id: &str, details: &str, now: Timestamp) -> Result<bool> {
    end(conn, tenant, id, JobStatus::Canceled, Some(details), now).await
}

/// Lets others go on with what `runner` works on.
///
/// # Errors
/// The database's.
pub async fn release(conn: &mut Conn, tenant: &str, runner: &str) -> Result<()> {
    const SQL: &str = "UPDATE jobs SET lease_until = 0 WHERE tenant = $1 AND status = 'processing' AND runner = $2";
    on!(conn, link => sqlx::query(SQL).bind(tenant).bind(runner).execute(link).await.map(|_| ()))?;
    Ok(())
}

/// Lets others go on with every job whose files are in `folder`.
///
/// # Errors
/// The database's.
pub async fn release_folder(conn: &mut Conn, tenant: &str, folder: &str) -> Result<()> {
    const SQL: &str = "UPDATE jobs SET lease_until = 0 WHERE tenant = $1 AND status = 'processing' AND folder = $2";
    on!(conn, link => sqlx::query(SQL).bind(tenant).bind(folder).execute(link).await.map(|_| ()))?;
    Ok(())
}

/// How many jobs wait or go on.
///
/// # Errors
/// The database's.
pub async fn waiting(conn: &mut Conn, tenant: &str) -> Result<i64> {
    const SQL: &str = "SELECT COUNT(*) FROM jobs WHERE tenant = $1 AND status IN ('pending', 'processing')";
    Ok(on!(conn, link => sqlx::query_scalar(SQL).bind(tenant).fetch_one(link).await)?)
}
