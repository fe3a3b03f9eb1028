//! Applications that are to be told that a user was logged out.

use model::{Timestamp, UserId};
use sqlx::FromRow;

use crate::{Conn, Result};

/// What an application is to be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogoutNotice {
    /// Its id, and the `jti` of the token.
    pub id: String,
    /// Whom.
    pub client_id: String,
    /// Who was logged out.
    pub user_id: UserId,
    /// Of which session; none where all of the user's ended.
    pub session_id: Option<String>,
    /// How often it was tried.
    pub attempts: i64,
    /// When it happened.
    pub created_at: Timestamp,
    /// When it is tried next.
    pub next_try_at: Timestamp,
}

#[derive(FromRow)]
struct Row {
    id: String,
    client_id: String,
    user_id: String,
    session_id: Option<String>,
    attempts: i64,
    created_at: i64,
    next_try_at: i64,
}

impl From<Row> for LogoutNotice {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            client_id: row.client_id,
            user_id: UserId::from(row.user_id),
            session_id: row.session_id,
            attempts: row.attempts,
            created_at: Timestamp(row.created_at),
            next_try_at: Timestamp(row.next_try_at),
        }
    }
}

/// Writes one down.
///
/// # Errors
/// The database's.
pub async fn insert(conn: &mut Conn, tenant: &str, new: &LogoutNotice) -> Result<()> {
    const SQL: &str = "INSERT INTO logout_notices (tenant, id, client_id, user_id, session_id, attempts, created_at, \
        next_try_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    on!(conn, link => sqlx::query(SQL).bind(tenant).bind(&new.id).bind(&new.client_id).bind(new.user_id.as_str())
        .bind(&new.session_id).bind(new.attempts).bind(new.created_at.0).bind(new.next_try_at.0)
        .execute(link).await.map(|_| ()))?;
    Ok(())
}

/// Those that are due at `now`, the longest due first.
///
/// # Errors
/// The database's.
pub async fn due(conn: &mut Conn, tenant: &str, now: Timestamp, limit: i64) -> Result<Vec<LogoutNotice>> {
    const SQL: &str = "SELECT id, client_id, user_id, session_id, attempts, created_at, next_try_at FROM logout_notices \
        WHERE tenant = $1 AND next_try_at <= $2 ORDER BY next_try_at LIMIT $3";
    let rows: Vec<Row> =
        on!(conn, link => sqlx::query_as(SQL).bind(tenant).bind(now.0).bind(limit).fetch_all(link).await)?;
    Ok(rows.into_iter().map(LogoutNotice::from).collect())
}

/// Takes one on: it counts as tried, and nobody else tries it before `until`. `false` when somebody else did first.
///
/// # Errors
/// The database's.
pub async fn claim(conn: &mut Conn, tenant: &str, notice: &LogoutNotice, until: Timestamp) -> Result<bool> {
    const SQL: &str = "UPDATE logout_notices SET attempts = attempts + 1, next_try_at = $4 \
        WHERE tenant = $1 AND id = $2 AND next_try_at = $3";
    let rows = on!(conn, link => sqlx::query(SQL).bind(tenant).bind(&notice.id).bind(notice.next_try_at.0)
        .bind(until.0).execute(link).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// Tries one again at `at`.
///
/// # Errors
/// The database's.
pub async fn try_again(conn: &mut Conn, tenant: &str, id: &str, at: Timestamp) -> Result<()> {
    const SQL: &str = "UPDATE logout_notices SET next_try_at = $3 WHERE tenant = $1 AND id = $2";
    on!(conn, link => sqlx::query(SQL).bind(tenant).bind(id).bind(at.0).execute(link).await.map(|_| ()))?;
    Ok(())
}

/// Forgets one: it was told, or will never be.
///
/// # Errors
/// The database's.
pub async fn delete(conn: &mut Conn, tenant: &str, id: &str) -> Result<()> {
    const SQL: &str = "DELETE FROM logout_notices WHERE tenant = $1 AND id = $2";
    on!(conn, link => sqlx::query(SQL).bind(tenant).bind(id).execute(link).await.map(|_| ()))?;
    Ok(())
}
