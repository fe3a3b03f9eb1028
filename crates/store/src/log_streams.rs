//! Where events of the log are sent to.

mod cursor;
mod delivery;

use std::fmt;

use model::{HttpSink, LogStream, LogStreamHealth, LogStreamStatus, Timestamp};
use sqlx::FromRow;
use sqlx::types::Json;

use crate::{Conn, Result};

pub use cursor::{Ahead, Position, ahead, begin, events, move_on};
pub use delivery::{Failure, claim, delivered, due, failed, release, resume, suspend};

/// A stream with its secrets, which are nowhere else.
#[derive(Clone)]
pub struct StoredStream {
    /// What may be shown.
    pub stream: LogStream,
    /// What the header `Authorization` says.
    pub http_authorization: Option<String>,
    /// What requests are signed with.
    pub signing_secret: String,
}

impl fmt::Debug for StoredStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StoredStream").field("stream", &self.stream).finish_non_exhaustive()
    }
}

#[derive(FromRow)]
struct Row {
    id: String,
    name: String,
    status: String,
    sink: Json<HttpSink>,
    categories: Json<Vec<String>>,
    http_authorization: Option<String>,
    signing_secret: String,
    created_at: i64,
    next_try_at: i64,
    failures: i64,
    failing_since: Option<i64>,
    last_error: Option<String>,
    delivered_at: Option<i64>,
    last_log_id: Option<String>,
}

impl From<Row> for StoredStream {
    fn from(row: Row) -> Self {
        let health = LogStreamHealth {
            delivered_at: row.delivered_at.map(Timestamp),
            last_log_id: row.last_log_id,
            failures: row.failures,
            failing_since: row.failing_since.map(Timestamp),
            last_error: row.last_error,
            next_try_at: Timestamp(row.next_try_at),
            waiting: 0,
        };
        let stream = LogStream {
            id: row.id,
            name: row.name,
            // What is no status sends nothing.
            status: LogStreamStatus::parse(&row.status).unwrap_or(LogStreamStatus::Suspended),
            sink: row.sink.0,
            has_authorization: row.http_authorization.is_some(),
            categories: row.categories.0,
            created_at: Timestamp(row.created_at),
            health,
        };
        Self { stream, http_authorization: row.http_authorization, signing_secret: row.signing_secret }
    }
}

/// All of a tenant, the oldest first.
///
/// # Errors
/// The database's.
pub async fn list(conn: &mut Conn, tenant: &str) -> Result<Vec<StoredStream>> {
    const SQL: &str = "SELECT id, name, status, sink, categories, http_authorization, signing_secret, created_at, \
        next_try_at, failures, failing_since, last_error, delivered_at, last_log_id FROM log_streams \
        WHERE tenant = $1 ORDER BY created_at, id";
    let rows: Vec<Row> = on!(conn, link => sqlx::query_as(SQL).bind(tenant).fetch_all(link).await)?;
    Ok(rows.into_iter().map(StoredStream::from).collect())
}

/// The one of that id.
///
/// # Errors
/// The database's.
pub async fn find(conn: &mut Conn, tenant: &str, id: &str) -> Result<Option<StoredStream>> {
    const SQL: &str = "SELECT id, name, status, sink, categories, http_authorization, signing_secret, created_at, \
        next_try_at, failures, failing_since, last_error, delivered_at, last_log_id FROM log_streams \
        WHERE tenant = $1 AND id = $2";
    let row: Option<Row> = on!(conn, link => sqlx::query_as(SQL).bind(tenant).bind(id).fetch_optional(link).await)?;
    Ok(row.map(StoredStream::from))
}

/// Adds one. Whoever does holds the tenant (see [`crate::tenants::hold`]).
///
/// # Errors
/// The database's; that another one has its name is one.
pub async fn insert(conn: &mut Conn, tenant: &str, new: &StoredStream) -> Result<()> {
    const SQL: &str = "INSERT INTO log_streams (tenant, id, name, status, sink, categories, http_authorization, \
        signing_secret, created_at, next_try_at, failures) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0)";
    let stream = &new.stream;
    on!(conn, link => sqlx::query(SQL).bind(tenant).bind(&stream.id).bind(&stream.name).bind(stream.status.as_str())
        .bind(Json(&stream.sink)).bind(Json(&stream.categories)).bind(&new.http_authorization)
        .bind(&new.signing_secret).bind(stream.created_at.0).bind(stream.health.next_try_at.0)
        .execute(link).await.map(|_| ()))?;
    Ok(())
}

/// Writes what administrators set. How far it got stays.
///
/// # Errors
/// As [`insert`].
pub async fn save(conn: &mut Conn, tenant: &str, new: &StoredStream) -> Result<()> {
    const SQL: &str = "UPDATE log_streams SET name = $3, status = $4, sink = $5, categories = $6, \
        http_authorization = $7 WHERE tenant = $1 AND id = $2";
    let stream = &new.stream;
    on!(conn, link => sqlx::query(SQL).bind(tenant).bind(&stream.id).bind(&stream.name).bind(stream.status.as_str())
        .bind(Json(&stream.sink)).bind(Json(&stream.categories)).bind(&new.http_authorization)
        .execute(link).await.map(|_| ()))?;
    Ok(())
}

/// Removes one, and how far it got.
///
/// # Errors
/// The database's.
pub async fn delete(conn: &mut Conn, tenant: &str, id: &str) -> Result<()> {
    const SQL: &str = "DELETE FROM log_streams WHERE tenant = $1 AND id = $2";
    on!(conn, link => sqlx::query(SQL).bind(tenant).bind(id).execute(link).await.map(|_| ()))?;
    Ok(())
}
