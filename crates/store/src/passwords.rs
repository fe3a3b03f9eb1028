//! Password hashes.

use model::{Timestamp, UserId};

use crate::{Conn, Result};

/// Stores a hash (PHC string) in place of whatever was there.
///
/// # Errors
/// The database's.
pub async fn save(conn: &mut Conn, tenant: &str, id: &UserId, hash: &str, now: Timestamp) -> Result<()> {
    const SQL: &str = "INSERT INTO passwords (tenant, user_id, hash, changed_at) VALUES ($1, $2, $3, $4) \
        ON CONFLICT (tenant, user_id) DO UPDATE SET hash = excluded.hash, changed_at = excluded.changed_at";
    on!(conn, link => sqlx::query(SQL).bind(tenant).bind(id.as_str()).bind(hash).bind(now.0)
        .execute(link).await.map(|_| ()))?;
    Ok(())
}

/// The hash of a user's password.
///
/// # Errors
/// The database's.
pub async fn find(conn: &mut Conn, tenant: &str, id: &UserId) -> Result<Option<String>> {
    const SQL: &str = "SELECT hash FROM passwords WHERE tenant = $1 AND user_id = $2";
    Ok(on!(conn, link => sqlx::query_scalar(SQL).bind(tenant).bind(id.as_str()).fetch_optional(link).await)?)
}

/// Forgets the password of a user.
///
/// # Errors
/// The database's.
pub(crate) async fn delete(conn: &mut Conn, tenant: &str, id: &UserId) -> Result<()> {
    const SQL: &str = "DELETE FROM passwords WHERE tenant = $1 AND user_id = $2";
    on!(conn, link => sqlx::query(SQL).bind(tenant).bind(id.as_str()).execute(link).await.map(|_| ()))?;
    Ok(())
}
