//! Whose turn it is, and what came of it.

use model::Timestamp;

use super::{Row, StoredStream};
use crate::{Conn, Result};

/// Streams that may be sent events at `now`.
///
/// # Errors
/// The database's.
pub async fn due(conn: &mut Conn, tenant: &str, now: Timestamp) -> Result<Vec<StoredStream>> {
    const SQL: &str = "SELECT id, name, status, sink, categories, http_authorization, signing_secret, created_at, \
        next_try_at, failures, failing_since, last_error, delivered_at, last_log_id FROM log_streams \
        WHERE tenant = $1 AND status = 'active' AND next_try_at <= $2 ORDER BY next_try_at, id";
    let rows: Vec<Row> = on!(conn, link => sqlx::query_as(SQL).bind(tenant).bind(now.0).fetch_all(link).await)?;
    Ok(rows.into_iter().map(StoredStream::from).collect())
}

/// Takes one on: nobody else sends its events before `until`. `false` when somebody else did first, or it was changed.
///
/// # Errors
/// The database's.
pub async fn claim(conn: &mut Conn, tenant: &str, stream: &StoredStream, until: Timestamp) -> Result<bool> {
    const SQL: &str = "UPDATE log_streams SET next_try_at = $4 \
        WHERE tenant = $1 AND id = $2 AND next_try_at = $3 AND status = 'active'";
    let was = stream.stream.health.next_try_at.0;
    let rows = on!(conn, link => sqlx::query(SQL).bind(tenant).bind(&stream.stream.id).bind(was).bind(until.0)
        .execute(link).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// The receiver took the events as far as `last`, or there was none for it; it may have more at `next`. `false` when the
/// stream is gone.
///
/// # Errors
/// The database's.
pub async fn delivered(
    conn: &mut Conn,
    tenant: &str,
    id: &str,
    delivered_at: Option<Timestamp>,
    last: &str,
    next: Timestamp,
) -> Result<bool> {
    const SQL: &str = "UPDATE log_streams SET failures = 0, failing_since = NULL, last_error = NULL, next_try_at = $3, \
        last_log_id = $4, delivered_at = COALESCE($5, delivered_at) WHERE tenant = $1 AND id = $2";
    let rows = on!(conn, link => sqlx::query(SQL).bind(tenant).bind(id).bind(next.0).bind(last)
        .bind(delivered_at.map(|at| at.0)).execute(link).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// That the receiver did not take events.
#[derive(Clone, Copy, Debug)]
pub struct Failure<'a> {
    /// Why.
    pub reason: &'a str,
    /// When it happened.
    pub at: Timestamp,
    /// When it is tried again.
    pub retry_at: Timestamp,
}

/// Notes that the receiver did not take them.
///
/// # Errors
/// The database's.
pub async fn failed(conn: &mut Conn, tenant: &str, id: &str, failure: Failure<'_>) -> Result<()> {
    const SQL: &str = "UPDATE log_streams SET failures = failures + 1, failing_since = COALESCE(failing_since, $3), \
        last_error = $4, next_try_at = $5 WHERE tenant = $1 AND id = $2";
    on!(conn, link => sqlx::query(SQL).bind(tenant).bind(id).bind(failure.at.0).bind(failure.reason)
        .bind(failure.retry_at.0).execute(link).await.map(|_| ()))?;
    Ok(())
}

/// Sends it no more. `false` when somebody stopped or removed it before.
///
/// # Errors
/// The database's.
pub async fn suspend(conn: &mut Conn, tenant: &str, id: &str) -> Result<bool> {
    const SQL: &str = "UPDATE log_streams SET status = 'suspended' WHERE tenant = $1 AND id = $2 AND status = 'active'";
    let rows = on!(conn, link => sqlx::query(SQL).bind(tenant).bind(id)
        .execute(link).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// Gives one back that was taken on for nothing.
///
/// # Errors
/// The database's.
pub async fn release(conn: &mut Conn, tenant: &str, id: &str, now: Timestamp) -> Result<()> {
    const SQL: &str = "UPDATE log_streams SET next_try_at = $3 WHERE tenant = $1 AND id = $2";
    on!(conn, link => sqlx::query(SQL).bind(tenant).bind(id).bind(now.0).execute(link).await.map(|_| ()))?;
    Ok(())
}

/// Forgets its failures, so that it is tried at `now`.
///
/// # Errors
/// The database's.
pub async fn resume(conn: &mut Conn, tenant: &str, id: &str, now: Timestamp) -> Result<()> {
    const SQL: &str = "UPDATE log_streams SET failures = 0, failing_since = NULL, last_error = NULL, next_try_at = $3 \
        WHERE tenant = $1 AND id = $2";
    on!(conn, link => sqlx::query(SQL).bind(tenant).bind(id).bind(now.0).execute(link).await.map(|_| ()))?;
    Ok(())
}
