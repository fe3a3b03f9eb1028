//! Failed logins: how many in a row, for whom and from where.
//!
//! `subject` is a user's id, or what stands for a name that nobody has; it is '' in the rows that count an address. `ip`
//! is '' in the rows that count a subject from anywhere.

use model::Timestamp;
use sqlx::FromRow;

use crate::{Conn, Result};

/// A failure, as it is counted.
#[derive(Clone, Copy, Debug)]
pub struct Failure<'a> {
    /// For whom.
    pub subject: &'a str,
    /// From where.
    pub ip: &'a str,
    /// What was typed.
    pub identifier: &'a str,
    /// Name of the connection.
    pub connection: &'a str,
}

/// How often something failed.
#[derive(Clone, Debug, FromRow, PartialEq, Eq)]
pub struct Count {
    /// For whom.
    pub subject: String,
    /// From where.
    pub ip: String,
    /// How often in a row.
    pub failures: i64,
    /// When the row began, milliseconds.
    pub first_at: i64,
    /// Until when nothing more is tried, milliseconds.
    pub blocked_until: Option<i64>,
    /// What was typed last.
    pub identifier: String,
    /// Name of the connection.
    pub connection: String,
}

impl Count {
    /// Whether it keeps the next try out.
    pub fn is_blocked(&self, now: Timestamp) -> bool {
        self.blocked_until.is_some_and(|until| until > now.0)
    }
}

/// Counts one more failure; how many it is now. A row that began before `since`, or whose block is over, begins anew.
///
/// The database counts, so that failures at the same time are all counted (S-324).
///
/// # Errors
/// The database's.
pub async fn count(
    conn: &mut Conn,
    tenant: &str,
    failure: Failure<'_>,
    since: Timestamp,
    now: Timestamp,
) -> Result<Count> {
    const SQL: &str = "INSERT INTO login_attempts (tenant, subject, ip, failures, first_at, last_at, identifier, connection) \
        VALUES ($1, $2, $3, 1, $6, $6, $4, $5) \
        ON CONFLICT (tenant, subject, ip) DO UPDATE SET \
            failures = CASE WHEN login_attempts.first_at < $7 OR login_attempts.blocked_until <= $6 \
                THEN 1 ELSE login_attempts.failures + 1 END, \
            first_at = CASE WHEN login_attempts.first_at < $7 OR login_attempts.blocked_until <= $6 \
                THEN excluded.first_at ELSE login_attempts.first_at END, \
            blocked_until = CASE WHEN login_attempts.blocked_until <= $6 \
                THEN NULL ELSE login_attempts.blocked_until END, \
            last_at = excluded.last_at, identifier = excluded.identifier, connection = excluded.connection \
        RETURNING subject, ip, failures, first_at, blocked_until, identifier, connection";
    Ok(on!(conn, link => sqlx::query_as(SQL).bind(tenant).bind(failure.subject).bind(failure.ip)
        .bind(failure.identifier).bind(failure.connection).bind(now.0).bind(since.0).fetch_one(link).await)?)
}

/// Keeps further tries out until then.
///
/// # Errors
/// The database's.
pub async fn block(conn: &mut Conn, tenant: &str, subject: &str, ip: &str, until: Timestamp) -> Result<()> {
    const SQL: &str = "UPDATE login_attempts SET blocked_until = $4 WHERE tenant = $1 AND subject = $2 AND ip = $3";
    on!(conn, link => sqlx::query(SQL).bind(tenant).bind(subject).bind(ip).bind(until.0)
        .execute(link).await.map(|_| ()))?;
    Ok(())
}

/// What is counted for a subject from an address, for it from anywhere, and for the address.
///
/// # Errors
/// The database's.
pub async fn find(conn: &mut Conn, tenant: &str, subject: &str, ip: &str) -> Result<Vec<Count>> {
    const SQL: &str = "SELECT subject, ip, failures, first_at, blocked_until, identifier, connection FROM login_attempts \
        WHERE tenant = $1 AND ((subject = $2 AND ip IN ($3, '')) OR (subject = '' AND ip = $3))";
    Ok(on!(conn, link => sqlx::query_as(SQL).bind(tenant).bind(subject).bind(ip).fetch_all(link).await)?)
}

/// The blocks of a subject.
///
/// # Errors
/// The database's.
pub async fn blocks(conn: &mut Conn, tenant: &str, subject: &str, now: Timestamp) -> Result<Vec<Count>> {
    const SQL: &str = "SELECT subject, ip, failures, first_at, blocked_until, identifier, connection FROM login_attempts \
        WHERE tenant = $1 AND subject = $2 AND blocked_until > $3 ORDER BY ip LIMIT 1000";
    Ok(on!(conn, link => sqlx::query_as(SQL).bind(tenant).bind(subject).bind(now.0).fetch_all(link).await)?)
}

/// Forgets the failures of a subject from one address and from anywhere.
///
/// # Errors
/// The database's.
pub async fn clear(conn: &mut Conn, tenant: &str, subject: &str, ip: &str) -> Result<()> {
    const SQL: &str = "DELETE FROM login_attempts WHERE tenant = $1 AND subject = $2 AND ip IN ($3, '')";
    on!(conn, link => sqlx::query(SQL).bind(tenant).bind(subject).bind(ip).execute(link).await.map(|_| ()))?;
    Ok(())
}

/// Forgets the failures of a subject from one address alone.
///
/// # Errors
/// The database's.
pub async fn clear_one(conn: &mut Conn, tenant: &str, subject: &str, ip: &str) -> Result<()> {
    const SQL: &str = "DELETE FROM login_attempts WHERE tenant = $1 AND subject = $2 AND ip = $3";
    on!(conn, link => sqlx::query(SQL).bind(tenant).bind(subject).bind(ip).execute(link).await.map(|_| ()))?;
    Ok(())
}

/// Forgets every failure of a subject; how many rows there were.
///
/// # Errors
/// The database's.
pub async fn delete(conn: &mut Conn, tenant: &str, subject: &str) -> Result<u64> {
    const SQL: &str = "DELETE FROM login_attempts WHERE tenant = $1 AND subject = $2";
    Ok(on!(conn, link => sqlx::query(SQL).bind(tenant).bind(subject).execute(link).await
        .map(|done| done.rows_affected()))?)
}

/// Forgets failures whose last one was before then.
///
/// # Errors
/// The database's.
pub async fn delete_before(conn: &mut Conn, tenant: &str, then: Timestamp) -> Result<()> {
    const SQL: &str = "DELETE FROM login_attempts WHERE tenant = $1 AND last_at < $2";
    on!(conn, link => sqlx::query(SQL).bind(tenant).bind(then.0).execute(link).await.map(|_| ()))?;
    Ok(())
}
