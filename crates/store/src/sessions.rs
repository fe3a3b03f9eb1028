//! Sessions of administrators. The id itself is never stored, only its SHA-256.

use model::{Role, Timestamp};
use sqlx::FromRow;

use crate::{Conn, Result};

/// A session and whose it is.
#[derive(Debug)]
pub struct Session {
    /// The administrator's id.
    pub administrator: String,
    /// The administrator's email.
    pub email: String,
    /// The tenant that they look at.
    pub tenant: String,
    /// Their role there.
    pub role: Role,
    /// When they signed in.
    pub created_at: Timestamp,
    /// When they last asked for anything, to the minute.
    pub last_seen_at: Timestamp,
    /// When they last showed their password in it.
    pub authenticated_at: Timestamp,
    /// Whether they may sign in as users of the tenant.
    pub may_impersonate: bool,
}

#[derive(FromRow)]
struct Row {
    administrator: String,
    email: String,
    tenant: String,
    role: String,
    created_at: i64,
    last_seen_at: i64,
    authenticated_at: i64,
    may_impersonate: bool,
}

/// Begins a session.
///
/// # Errors
/// The database's.
pub async fn insert(conn: &mut Conn, tenant: &str, id_hash: &str, administrator: &str, now: Timestamp) -> Result<()> {
    const SQL: &str = "INSERT INTO administrator_sessions (id_hash, administrator, tenant, created_at, last_seen_at, \
            authenticated_at) VALUES ($1, $2, $3, $4, $4, $4)";
    on!(conn, link => sqlx::query(SQL).bind(id_hash).bind(administrator).bind(tenant).bind(now.0)
        .execute(link).await.map(|_| ()))?;
    Ok(())
}

/// The session of that id, with the role that its administrator has now.
///
/// # Errors
/// The database's.
pub async fn find(conn: &mut Conn, id_hash: &str) -> Result<Option<Session>> {
    const SQL: &str = "SELECT s.administrator, a.email, s.tenant, m.role, s.created_at, s.last_seen_at, \
            s.authenticated_at, m.may_impersonate \
        FROM administrator_sessions s \
        JOIN administrators a ON a.id = s.administrator \
        JOIN memberships m ON m.tenant = s.tenant AND m.administrator = s.administrator \
        WHERE s.id_hash = $1";
    let row: Option<Row> = on!(conn, link => sqlx::query_as(SQL).bind(id_hash).fetch_optional(link).await)?;
    Ok(row.and_then(|row| {
        Some(Session {
            role: Role::parse(&row.role)?,
            administrator: row.administrator,
            email: row.email,
            tenant: row.tenant,
            created_at: Timestamp(row.created_at),
            last_seen_at: Timestamp(row.last_seen_at),
            authenticated_at: Timestamp(row.authenticated_at),
            may_impersonate: row.may_impersonate,
        })
    }))
}

/// Notes that the session was used.
///
/// # Errors
/// The database's.
pub async fn touch(conn: &mut Conn, id_hash: &str, now: Timestamp) -> Result<()> {
    const SQL: &str = "UPDATE administrator_sessions SET last_seen_at = $2 WHERE id_hash = $1";
    on!(conn, link => sqlx::query(SQL).bind(id_hash).bind(now.0).execute(link).await.map(|_| ()))?;
    Ok(())
}

/// Notes that its administrator showed their password anew.
///
/// # Errors
/// The database's.
pub async fn authenticate(conn: &mut Conn, id_hash: &str, now: Timestamp) -> Result<()> {
    const SQL: &str = "UPDATE administrator_sessions SET authenticated_at = $2 WHERE id_hash = $1";
    on!(conn, link => sqlx::query(SQL).bind(id_hash).bind(now.0).execute(link).await.map(|_| ()))?;
    Ok(())
}

/// Ends the sessions that an administrator has in a tenant.
///
/// # Errors
/// The database's.
pub async fn delete_in_tenant(conn: &mut Conn, tenant: &str, administrator: &str) -> Result<()> {
    const SQL: &str = "DELETE FROM administrator_sessions WHERE tenant = $1 AND administrator = $2";
    on!(conn, link => sqlx::query(SQL).bind(tenant).bind(administrator).execute(link).await.map(|_| ()))?;
    Ok(())
}

/// Ends a session.
///
/// # Errors
/// The database's.
pub async fn delete(conn: &mut Conn, id_hash: &str) -> Result<()> {
    const SQL: &str = "DELETE FROM administrator_sessions WHERE id_hash = $1";
    on!(conn, link => sqlx::query(SQL).bind(id_hash).execute(link).await.map(|_| ()))?;
    Ok(())
}

/// Ends the sessions of an administrator that began before `created` or were last used before `seen`.
///
/// # Errors
/// The database's.
pub async fn delete_expired(conn: &mut Conn, administrator: &str, created: Timestamp, seen: Timestamp) -> Result<()> {
    const SQL: &str =
        "DELETE FROM administrator_sessions WHERE administrator = $1 AND (created_at < $2 OR last_seen_at < $3)";
    on!(conn, link => sqlx::query(SQL).bind(administrator).bind(created.0).bind(seen.0)
        .execute(link).await.map(|_| ()))?;
    Ok(())
}
