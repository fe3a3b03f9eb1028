//! Creates that were sent twice because their answer was lost.

use model::{Timestamp, UserId};

use crate::{Conn, Result};

/// The user that was made with `key`.
///
/// # Errors
/// The database's.
pub async fn find(conn: &mut Conn, tenant: &str, key: &str) -> Result<Option<UserId>> {
    const SQL: &str = "SELECT user_id FROM idempotency_keys WHERE tenant = $1 AND key = $2";
    let id: Option<String> =
        on!(conn, link => sqlx::query_scalar(SQL).bind(tenant).bind(key).fetch_optional(link).await)?;
    Ok(id.map(UserId::from))
}

/// Remembers that `key` made the user; `false` when it made another one meanwhile.
///
/// # Errors
/// The database's.
pub async fn insert(conn: &mut Conn, tenant: &str, key: &str, id: &UserId, now: Timestamp) -> Result<bool> {
    const SQL: &str = "INSERT INTO idempotency_keys (tenant, key, user_id, created_at) VALUES ($1, $2, $3, $4) \
        ON CONFLICT DO NOTHING";
    let rows = on!(conn, link => sqlx::query(SQL).bind(tenant).bind(key).bind(id.as_str()).bind(now.0)
        .execute(link).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// Forgets the keys that were used before `limit`.
///
/// # Errors
/// The database's.
pub async fn delete_before(conn: &mut Conn, tenant: &str, limit: Timestamp) -> Result<()> {
    const SQL: &str = "DELETE FROM idempotency_keys WHERE tenant = $1 AND created_at < $2";
    on!(conn, link => sqlx::query(SQL).bind(tenant).bind(limit.0).execute(link).await.map(|_| ()))?;
    Ok(())
}
