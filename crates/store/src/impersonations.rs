//! Administrators in the place of users: links, and what became of them. A link is never stored, only its SHA-256.

use model::{ImpersonationParameters, Impersonator, Timestamp, UserId};
use sqlx::FromRow;
use sqlx::types::Json;

use crate::{Conn, Result};

/// A link, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Impersonation {
    /// Sorts by time.
    pub id: String,
    /// Who.
    pub impersonator: Impersonator,
    /// SHA-256 of the dashboard's session with which it ends; none where a program asked.
    pub administrator_session: Option<String>,
    /// As whom.
    pub user_id: UserId,
    /// The user's name then.
    pub user_name: String,
    /// At which application.
    pub client_id: String,
    /// The application's name then.
    pub client_name: String,
    /// Name of the connection that the user comes by.
    pub connection: String,
    /// Why.
    pub reason: String,
    /// Whether tokens for APIs are good for reading alone.
    pub is_view_only: bool,
    /// How the application gets its answer.
    pub parameters: ImpersonationParameters,
    /// When the link was made.
    pub created_at: Timestamp,
    /// When the link ends; when it was opened, when the impersonation does.
    pub expires_at: Timestamp,
    /// When it was opened.
    pub opened_at: Option<Timestamp>,
    /// When it ended.
    pub ended_at: Option<Timestamp>,
    /// Why it ended.
    pub end_reason: Option<String>,
}

#[derive(FromRow)]
struct Row {
    id: String,
    administrator: String,
    administrator_email: String,
    administrator_session: Option<String>,
    user_id: String,
    user_name: String,
    client_id: String,
    client_name: String,
    connection: String,
    reason: String,
    is_view_only: bool,
    parameters: Json<ImpersonationParameters>,
    created_at: i64,
    expires_at: i64,
    opened_at: Option<i64>,
    ended_at: Option<i64>,
    end_reason: Option<String>,
}

impl From<Row> for Impersonation {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            impersonator: Impersonator { user_id: row.administrator, email: row.administrator_email },
            administrator_session: row.administrator_session,
            user_id: UserId::from(row.user_id),
            user_name: row.user_name,
            client_id: row.client_id,
            client_name: row.client_name,
            connection: row.connection,
            reason: row.reason,
            is_view_only: row.is_view_only,
            parameters: row.parameters.0,
            created_at: Timestamp(row.created_at),
            expires_at: Timestamp(row.expires_at),
            opened_at: row.opened_at.map(Timestamp),
            ended_at: row.ended_at.map(Timestamp),
            end_reason: row.end_reason,
        }
    }
}

/// Keeps a link that was just made.
///
/// # Errors
/// The database's.
pub async fn insert(conn: &mut Conn, tenant: &str, link_hash: &str, new: &Impersonation) -> Result<()> {
    const SQL: &str = "INSERT INTO impersonations (tenant, id, link_hash, administrator, administrator_email, \
            administrator_session, user_id, user_name, client_id, client_name, connection, reason, is_view_only, \
            parameters, created_at, expires_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)";
    on!(conn, link => sqlx::query(SQL).bind(tenant).bind(&new.id).bind(link_hash).bind(&new.impersonator.user_id)
        .bind(&new.impersonator.email).bind(&new.administrator_session).bind(new.user_id.as_str())
        .bind(&new.user_name).bind(&new.client_id).bind(&new.client_name).bind(&new.connection).bind(&new.reason)
        .bind(new.is_view_only).bind(Json(&new.parameters)).bind(new.created_at.0).bind(new.expires_at.0)
        .execute(link).await.map(|_| ()))?;
    Ok(())
}

/// The one of that link, opened or not.
///
/// # Errors
/// The database's.
pub async fn by_link(conn: &mut Conn, tenant: &str, link_hash: &str) -> Result<Option<Impersonation>> {
    const SQL: &str = "SELECT * FROM impersonations WHERE tenant = $1 AND link_hash = $2";
    let row: Option<Row> =
        on!(conn, link => sqlx::query_as(SQL).bind(tenant).bind(link_hash).fetch_optional(link).await)?;
    Ok(row.map(Impersonation::from))
}

/// The one of that id.
///
/// # Errors
/// The database's.
pub async fn find(conn: &mut Conn, tenant: &str, id: &str) -> Result<Option<Impersonation>> {
    const SQL: &str = "SELECT * FROM impersonations WHERE tenant = $1 AND id = $2";
    let row: Option<Row> = on!(conn, link => sqlx::query_as(SQL).bind(tenant).bind(id).fetch_optional(link).await)?;
    Ok(row.map(Impersonation::from))
}

/// Opens a link until `expires_at`; `false` when it was opened, ended or too old. Of many at once, one gets `true`.
///
/// # Errors
/// The database's.
pub async fn open(conn: &mut Conn, tenant: &str, id: &str, now: Timestamp, expires_at: Timestamp) -> Result<bool> {
    const SQL: &str = "UPDATE impersonations SET opened_at = $3, expires_at = $4 \
        WHERE tenant = $1 AND id = $2 AND opened_at IS NULL AND ended_at IS NULL AND expires_at >= $3";
    let rows = on!(conn, link => sqlx::query(SQL).bind(tenant).bind(id).bind(now.0).bind(expires_at.0)
        .execute(link).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// Ends one, opened or not, with its sessions and what they authorized; `false` when it had ended.
///
/// # Errors
/// The database's.
pub async fn end(conn: &mut Conn, tenant: &str, id: &str, reason: &str, now: Timestamp) -> Result<bool> {
    const SQL: &str = "UPDATE impersonations SET ended_at = $3, end_reason = $4 \
        WHERE tenant = $1 AND id = $2 AND ended_at IS NULL";
    const AUTHORIZATIONS: &str = "UPDATE authorizations SET revoked_at = $3 WHERE tenant = $1 AND revoked_at IS NULL \
        AND session_id IN (SELECT id FROM user_sessions WHERE tenant = $1 AND impersonation = $2)";
    const SESSIONS: &str = "DELETE FROM user_sessions WHERE tenant = $1 AND impersonation = $2";
    let rows = on!(conn, link => sqlx::query(SQL).bind(tenant).bind(id).bind(now.0).bind(reason)
        .execute(link).await.map(|done| done.rows_affected()))?;
    on!(conn, link => sqlx::query(AUTHORIZATIONS).bind(tenant).bind(id).bind(now.0)
        .execute(link).await.map(|_| ()))?;
    on!(conn, link => sqlx::query(SESSIONS).bind(tenant).bind(id).execute(link).await.map(|_| ()))?;
    Ok(rows == 1)
}

/// Those that were opened and have not ended, whatever their time; of one administrator, or of all.
///
/// # Errors
/// The database's.
pub async fn opened(conn: &mut Conn, tenant: &str, administrator: Option<&str>) -> Result<Vec<Impersonation>> {
    const SQL: &str = "SELECT * FROM impersonations WHERE tenant = $1 AND opened_at IS NOT NULL AND ended_at IS NULL \
        AND ($2 = '' OR administrator = $2) ORDER BY expires_at LIMIT 500";
    let rows: Vec<Row> = on!(conn, link => sqlx::query_as(SQL).bind(tenant).bind(administrator.unwrap_or_default())
        .fetch_all(link).await)?;
    Ok(rows.into_iter().map(Impersonation::from).collect())
}

/// Those that were made before the one of id `before`, newest first.
///
/// # Errors
/// The database's.
pub async fn list(conn: &mut Conn, tenant: &str, before: Option<&str>, limit: i64) -> Result<Vec<Impersonation>> {
    const SQL: &str = "SELECT * FROM impersonations WHERE tenant = $1 AND id < $2 ORDER BY id DESC LIMIT $3";
    // Ids begin with `imp_`.
    let before = before.unwrap_or("imp`");
    let rows: Vec<Row> = on!(conn, link => sqlx::query_as(SQL).bind(tenant).bind(before).bind(limit)
        .fetch_all(link).await)?;
    Ok(rows.into_iter().map(Impersonation::from).collect())
}

/// Forgets at most `limit` that were over before `before`: how many there were.
///
/// # Errors
/// The database's.
pub async fn delete_old(conn: &mut Conn, tenant: &str, before: &str, limit: i64) -> Result<u64> {
    const SQL: &str = "DELETE FROM impersonations WHERE tenant = $1 AND id IN \
        (SELECT id FROM impersonations WHERE tenant = $1 AND id < $2 ORDER BY id LIMIT $3)";
    Ok(on!(conn, link => sqlx::query(SQL).bind(tenant).bind(before).bind(limit)
        .execute(link).await.map(|done| done.rows_affected()))?)
}
