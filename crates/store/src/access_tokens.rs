//! Opaque access tokens, good for /userinfo alone. Only their SHA-256 is stored.

use model::Timestamp;

use crate::{Conn, Result};

/// Writes one down.
///
/// # Errors
/// The database's.
pub async fn insert(
    conn: &mut Conn,
    tenant: &str,
    token_hash: &str,
    authorization: &str,
    scope: &str,
    expires_at: Timestamp,
) -> Result<()> {
    const SQL: &str = "INSERT INTO access_tokens (tenant, token_hash, authorization_id, scope, expires_at) \
        VALUES ($1, $2, $3, $4, $5)";
    on!(conn, link => sqlx::query(SQL).bind(tenant).bind(token_hash).bind(authorization).bind(scope).bind(expires_at.0)
        .execute(link).await.map(|_| ()))?;
    Ok(())
}

/// What it came from and what it is good for, while it lives.
///
/// # Errors
/// The database's.
pub async fn find(conn: &mut Conn, tenant: &str, token_hash: &str, now: Timestamp) -> Result<Option<(String, String)>> {
    const SQL: &str = "SELECT authorization_id, scope FROM access_tokens \
        WHERE tenant = $1 AND token_hash = $2 AND expires_at > $3";
    Ok(on!(conn, link => sqlx::query_as(SQL).bind(tenant).bind(token_hash).bind(now.0).fetch_optional(link).await)?)
}

/// Forgets one.
///
/// # Errors
/// The database's.
pub async fn delete(conn: &mut Conn, tenant: &str, token_hash: &str) -> Result<()> {
    const SQL: &str = "DELETE FROM access_tokens WHERE tenant = $1 AND token_hash = $2";
    on!(conn, link => sqlx::query(SQL).bind(tenant).bind(token_hash).execute(link).await.map(|_| ()))?;
    Ok(())
}
