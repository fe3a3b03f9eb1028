//! Sessions of users. The secret is never stored, only its SHA-256.

use model::{JsonObject, Timestamp, UserId, UserSession};
use sqlx::FromRow;
use sqlx::types::Json;

use crate::{Conn, Result};

#[derive(FromRow)]
struct Row {
    id: String,
    user_id: String,
    connection: String,
    clients: Json<Vec<String>>,
    ip: Option<String>,
    user_agent: Option<String>,
    created_at: i64,
    authenticated_at: i64,
    last_seen_at: i64,
    idle_expires_at: i64,
    expires_at: i64,
    impersonation: Option<String>,
    metadata: Option<Json<JsonObject>>,
}

impl From<Row> for UserSession {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            user_id: UserId::from(row.user_id),
            connection: row.connection,
            clients: row.clients.0,
            ip: row.ip,
            user_agent: row.user_agent,
            created_at: Timestamp(row.created_at),
            authenticated_at: Timestamp(row.authenticated_at),
            last_seen_at: Timestamp(row.last_seen_at),
            idle_expires_at: Timestamp(row.idle_expires_at),
            expires_at: Timestamp(row.expires_at),
            impersonation: row.impersonation,
            metadata: row.metadata.map(|metadata| metadata.0),
        }
    }
}

/// Begins a session.
///
/// # Errors
/// The database's.
pub async fn insert(conn: &mut Conn, tenant: &str, secret_hash: &str, session: &UserSession) -> Result<()> {
    const SQL: &str = "INSERT INTO user_sessions (tenant, id, secret_hash, user_id, connection, clients, ip, user_agent, \
        created_at, authenticated_at, last_seen_at, idle_expires_at, expires_at, impersonation) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)";
    on!(conn, link => sqlx::query(SQL).bind(tenant).bind(&session.id).bind(secret_hash).bind(session.user_id.as_str())
        .bind(&session.connection).bind(Json(&session.clients)).bind(&session.ip).bind(&session.user_agent)
        .bind(session.created_at.0).bind(session.authenticated_at.0).bind(session.last_seen_at.0)
        .bind(session.idle_expires_at.0).bind(session.expires_at.0).bind(&session.impersonation).execute(link).await.map(|_| ()))?;
    Ok(())
}

/// The session of that secret, ended or not.
///
/// # Errors
/// The database's.
pub async fn by_secret(conn: &mut Conn, tenant: &str, secret_hash: &str) -> Result<Option<UserSession>> {
    const SQL: &str = "SELECT * FROM user_sessions WHERE tenant = $1 AND secret_hash = $2";
    let row: Option<Row> =
        on!(conn, link => sqlx::query_as(SQL).bind(tenant).bind(secret_hash).fetch_optional(link).await)?;
    Ok(row.map(UserSession::from))
}

/// The session of that id, ended or not.
///
/// # Errors
/// The database's.
pub async fn find(conn: &mut Conn, tenant: &str, id: &str) -> Result<Option<UserSession>> {
    const SQL: &str = "SELECT * FROM user_sessions WHERE tenant = $1 AND id = $2";
    let row: Option<Row> = on!(conn, link => sqlx::query_as(SQL).bind(tenant).bind(id).fetch_optional(link).await)?;
    Ok(row.map(UserSession::from))
}

/// The session that an impersonation is; none when it is gone.
///
/// # Errors
/// The database's.
pub async fn of_impersonation(conn: &mut Conn, tenant: &str, id: &str) -> Result<Option<UserSession>> {
    const SQL: &str = "SELECT * FROM user_sessions WHERE tenant = $1 AND impersonation = $2 LIMIT 1";
    let row: Option<Row> = on!(conn, link => sqlx::query_as(SQL).bind(tenant).bind(id).fetch_optional(link).await)?;
    Ok(row.map(UserSession::from))
}

/// The sessions of a user, the newest first.
///
/// # Errors
/// The database's.
pub async fn of_user(conn: &mut Conn, tenant: &str, user: &UserId) -> Result<Vec<UserSession>> {
    const SQL: &str =
        "SELECT * FROM user_sessions WHERE tenant = $1 AND user_id = $2 ORDER BY created_at DESC, id LIMIT 1000";
    let rows: Vec<Row> = on!(conn, link => sqlx::query_as(SQL).bind(tenant).bind(user.as_str()).fetch_all(link).await)?;
    Ok(rows.into_iter().map(UserSession::from).collect())
}

/// Some of the sessions of a user that have not ended, by their ids: `limit` of them after the id `after`.
///
/// # Errors
/// The database's.
pub async fn list(
    conn: &mut Conn,
    tenant: &str,
    user: &UserId,
    after: Option<&str>,
    limit: i64,
    now: Timestamp,
) -> Result<Vec<UserSession>> {
    const SQL: &str = "SELECT * FROM user_sessions WHERE tenant = $1 AND user_id = $2 AND id > $3 \
        AND expires_at >= $4 AND idle_expires_at >= $4 ORDER BY id LIMIT $5";
    let rows: Vec<Row> = on!(conn, link => sqlx::query_as(SQL).bind(tenant).bind(user.as_str())
        .bind(after.unwrap_or_default()).bind(now.0).bind(limit).fetch_all(link).await)?;
    Ok(rows.into_iter().map(UserSession::from).collect())
}

/// Keeps something else with a session, or nothing.
///
/// # Errors
/// The database's.
pub async fn save_metadata(conn: &mut Conn, tenant: &str, id: &str, metadata: Option<&JsonObject>) -> Result<()> {
    const SQL: &str = "UPDATE user_sessions SET metadata = $3 WHERE tenant = $1 AND id = $2";
    on!(conn, link => sqlx::query(SQL).bind(tenant).bind(id).bind(metadata.map(Json)).execute(link).await.map(|_| ()))?;
    Ok(())
}

/// Notes that the session logged its user in at an application.
///
/// # Errors
/// The database's.
pub async fn touch(conn: &mut Conn, tenant: &str, session: &UserSession) -> Result<()> {
    const SQL: &str = "UPDATE user_sessions SET clients = $3, last_seen_at = $4, idle_expires_at = $5 \
        WHERE tenant = $1 AND id = $2";
    on!(conn, link => sqlx::query(SQL).bind(tenant).bind(&session.id).bind(Json(&session.clients))
        .bind(session.last_seen_at.0).bind(session.idle_expires_at.0).execute(link).await.map(|_| ()))?;
    Ok(())
}

/// Ends a session; `false` when there is none.
///
/// # Errors
/// The database's.
pub async fn delete(conn: &mut Conn, tenant: &str, id: &str) -> Result<bool> {
    const SQL: &str = "DELETE FROM user_sessions WHERE tenant = $1 AND id = $2";
    let rows = on!(conn, link => sqlx::query(SQL).bind(tenant).bind(id).execute(link).await
        .map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// Ends every session of a user.
///
/// # Errors
/// The database's.
pub async fn delete_of_user(conn: &mut Conn, tenant: &str, user: &UserId) -> Result<()> {
    const SQL: &str = "DELETE FROM user_sessions WHERE tenant = $1 AND user_id = $2";
    on!(conn, link => sqlx::query(SQL).bind(tenant).bind(user.as_str()).execute(link).await.map(|_| ()))?;
    Ok(())
}

/// Forgets sessions that have expired, a few at a time.
///
/// # Errors
/// The database's.
pub async fn delete_expired(conn: &mut Conn, tenant: &str, now: Timestamp) -> Result<()> {
    const SQL: &str = "DELETE FROM user_sessions WHERE tenant = $1 AND id IN \
        (SELECT id FROM user_sessions WHERE tenant = $1 AND expires_at < $2 ORDER BY expires_at LIMIT 100)";
    on!(conn, link => sqlx::query(SQL).bind(tenant).bind(now.0).execute(link).await.map(|_| ()))?;
    Ok(())
}

/// Gives a session another secret because its user showed anew who they are; `false` when it is gone.
///
/// # Errors
/// The database's.
pub async fn renew(conn: &mut Conn, tenant: &str, secret_hash: &str, session: &UserSession) -> Result<bool> {
    const SQL: &str = "UPDATE user_sessions SET secret_hash = $3, authenticated_at = $4, last_seen_at = $4, \
        idle_expires_at = $5, expires_at = $6, ip = $7, user_agent = $8, connection = $9, clients = $10 \
        WHERE tenant = $1 AND id = $2";
    let rows = on!(conn, link => sqlx::query(SQL).bind(tenant).bind(&session.id).bind(secret_hash)
        .bind(session.authenticated_at.0).bind(session.idle_expires_at.0).bind(session.expires_at.0)
        .bind(&session.ip).bind(&session.user_agent).bind(&session.connection).bind(Json(&session.clients))
        .execute(link).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}
