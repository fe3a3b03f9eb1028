//! Why users are blocked, and until when.

use model::{Block, Timestamp, UserId};
use sqlx::FromRow;

use crate::{Conn, Result};

/// Blocks a user, or blocks them in another way: whoever reads the user sees it.
///
/// # Errors
/// The database's.
pub async fn save(conn: &mut Conn, tenant: &str, user: &UserId, block: &Block, now: Timestamp) -> Result<()> {
    const USER: &str =
        "UPDATE users SET blocked = $3, blocked_until = $4, updated_at = $5 WHERE tenant = $1 AND id = $2";
    const DETAILS: &str = "INSERT INTO blocks (tenant, user_id, reason, blocked_by, since) VALUES ($1, $2, $3, $4, $5) \
        ON CONFLICT (tenant, user_id) DO UPDATE SET reason = excluded.reason, blocked_by = excluded.blocked_by, \
            since = excluded.since";
    conn.change_users();
    on!(conn, link => sqlx::query(USER).bind(tenant).bind(user.as_str()).bind(true)
        .bind(block.until.map(|until| until.0)).bind(now.0).execute(link).await.map(|_| ()))?;
    on!(conn, link => sqlx::query(DETAILS).bind(tenant).bind(user.as_str()).bind(&block.reason)
        .bind(&block.blocked_by).bind(block.since.0).execute(link).await.map(|_| ()))?;
    Ok(())
}

/// Ends the block of a user.
///
/// # Errors
/// The database's.
pub async fn lift(conn: &mut Conn, tenant: &str, user: &UserId, now: Timestamp) -> Result<()> {
    const USER: &str =
        "UPDATE users SET blocked = $3, blocked_until = NULL, updated_at = $4 WHERE tenant = $1 AND id = $2";
    const DETAILS: &str = "DELETE FROM blocks WHERE tenant = $1 AND user_id = $2";
    conn.change_users();
    on!(conn, link => sqlx::query(USER).bind(tenant).bind(user.as_str()).bind(false).bind(now.0)
        .execute(link).await.map(|_| ()))?;
    on!(conn, link => sqlx::query(DETAILS).bind(tenant).bind(user.as_str()).execute(link).await.map(|_| ()))?;
    Ok(())
}

/// Why a user is blocked, if anybody wrote it down.
///
/// # Errors
/// The database's.
pub async fn find(conn: &mut Conn, tenant: &str, user: &UserId) -> Result<Option<Block>> {
    #[derive(FromRow)]
    struct Row {
        reason: String,
        blocked_by: String,
        since: i64,
        blocked_until: Option<i64>,
    }
    const SQL: &str = "SELECT b.reason, b.blocked_by, b.since, u.blocked_until FROM blocks b \
        JOIN users u ON u.tenant = b.tenant AND u.id = b.user_id \
        WHERE b.tenant = $1 AND b.user_id = $2 AND u.blocked";
    let row: Option<Row> =
        on!(conn, link => sqlx::query_as(SQL).bind(tenant).bind(user.as_str()).fetch_optional(link).await)?;
    Ok(row.map(|row| Block {
        reason: row.reason,
        until: row.blocked_until.map(Timestamp),
        blocked_by: row.blocked_by,
        since: Timestamp(row.since),
    }))
}

/// Users whose block has ended, the longest ended first.
///
/// # Errors
/// The database's.
pub async fn ended(conn: &mut Conn, tenant: &str, now: Timestamp, limit: i64) -> Result<Vec<UserId>> {
    const SQL: &str = "SELECT id FROM users WHERE tenant = $1 AND blocked_until IS NOT NULL AND blocked_until <= $2 \
        ORDER BY blocked_until LIMIT $3";
    let ids: Vec<String> =
        on!(conn, link => sqlx::query_scalar(SQL).bind(tenant).bind(now.0).bind(limit).fetch_all(link).await)?;
    Ok(ids.into_iter().map(UserId::from).collect())
}
