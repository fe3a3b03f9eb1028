//! Browsers that logged users in.

use model::{Timestamp, UserId};

use crate::{Conn, Result};

/// The most that are known of one user; the oldest go for new ones.
const MOST: i64 = 50;

/// Whom a browser logged in, and until when that is remembered.
///
/// # Errors
/// The database's.
pub async fn users_of(
    conn: &mut Conn,
    tenant: &str,
    device_hash: &str,
    now: Timestamp,
) -> Result<Vec<(UserId, Timestamp)>> {
    const SQL: &str = "SELECT user_id, expires_at FROM known_devices \
        WHERE tenant = $1 AND device_hash = $2 AND expires_at > $3 ORDER BY user_id LIMIT 1000";
    let rows: Vec<(String, i64)> = on!(conn, link => sqlx::query_as(SQL).bind(tenant).bind(device_hash).bind(now.0)
        .fetch_all(link).await)?;
    Ok(rows.into_iter().map(|(user, until)| (UserId::from(user), Timestamp(until))).collect())
}

/// Remembers that a browser logged a user in.
///
/// # Errors
/// The database's.
pub async fn remember(conn: &mut Conn, tenant: &str, device_hash: &str, user: &UserId, until: Timestamp) -> Result<()> {
    const SAVE: &str = "INSERT INTO known_devices (tenant, device_hash, user_id, expires_at) VALUES ($1, $2, $3, $4) \
        ON CONFLICT (tenant, device_hash, user_id) DO UPDATE SET expires_at = excluded.expires_at";
    const FORGET: &str = "DELETE FROM known_devices WHERE tenant = $1 AND user_id = $2 AND expires_at < \
        (SELECT MIN(expires_at) FROM (SELECT expires_at FROM known_devices WHERE tenant = $1 AND user_id = $2 \
        ORDER BY expires_at DESC LIMIT $3) AS newest)";
    on!(conn, link => sqlx::query(SAVE).bind(tenant).bind(device_hash).bind(user.as_str()).bind(until.0)
        .execute(link).await.map(|_| ()))?;
    on!(conn, link => sqlx::query(FORGET).bind(tenant).bind(user.as_str()).bind(MOST)
        .execute(link).await.map(|_| ()))?;
    Ok(())
}

/// Forgets every browser that logged the user in.
///
/// # Errors
/// The database's.
pub async fn forget(conn: &mut Conn, tenant: &str, user: &UserId) -> Result<()> {
    const SQL: &str = "DELETE FROM known_devices WHERE tenant = $1 AND user_id = $2";
    on!(conn, link => sqlx::query(SQL).bind(tenant).bind(user.as_str()).execute(link).await.map(|_| ()))?;
    Ok(())
}
