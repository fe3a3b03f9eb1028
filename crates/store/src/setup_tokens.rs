//! The one-time link that makes the first administrator. Only the SHA-256 of its token is stored.

use model::Timestamp;

use crate::{Conn, Result};

/// Makes `id_hash` the only token that is open.
///
/// # Errors
/// The database's.
pub async fn replace(conn: &mut Conn, id_hash: &str, expires_at: Timestamp) -> Result<()> {
    const INSERT: &str = "INSERT INTO setup_tokens (id_hash, expires_at) VALUES ($1, $2)";
    delete_all(conn).await?;
    on!(conn, link => sqlx::query(INSERT).bind(id_hash).bind(expires_at.0).execute(link).await.map(|_| ()))?;
    Ok(())
}

/// Whether the token is open at `now`.
///
/// # Errors
/// The database's.
pub async fn is_open(conn: &mut Conn, id_hash: &str, now: Timestamp) -> Result<bool> {
    const SQL: &str = "SELECT id_hash FROM setup_tokens WHERE id_hash = $1 AND expires_at > $2";
    let found: Option<String> =
        on!(conn, link => sqlx::query_scalar(SQL).bind(id_hash).bind(now.0).fetch_optional(link).await)?;
    Ok(found.is_some())
}

/// Uses the token up; `false` when it was not open at `now`, so that of two who try at once one wins.
///
/// # Errors
/// The database's.
pub async fn spend(conn: &mut Conn, id_hash: &str, now: Timestamp) -> Result<bool> {
    const SQL: &str = "DELETE FROM setup_tokens WHERE id_hash = $1 AND expires_at > $2";
    let rows = on!(conn, link => sqlx::query(SQL).bind(id_hash).bind(now.0)
        .execute(link).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// Voids every token.
///
/// # Errors
/// The database's.
pub async fn delete_all(conn: &mut Conn) -> Result<()> {
    on!(conn, link => sqlx::query("DELETE FROM setup_tokens").execute(link).await.map(|_| ()))?;
    Ok(())
}
