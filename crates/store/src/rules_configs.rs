//! What scripts of rules are told as `configuration`.

use crate::{Conn, Result};

/// The keys. Their values are secrets.
///
/// # Errors
/// The database's.
pub async fn keys(conn: &mut Conn, tenant: &str) -> Result<Vec<String>> {
    const SQL: &str = "SELECT key FROM rules_configs WHERE tenant = $1 ORDER BY key";
    Ok(on!(conn, link => sqlx::query_scalar(SQL).bind(tenant).fetch_all(link).await)?)
}

/// The value of a key, for the script that asks.
///
/// # Errors
/// The database's.
pub async fn value(conn: &mut Conn, tenant: &str, key: &str) -> Result<Option<String>> {
    const SQL: &str = "SELECT value FROM rules_configs WHERE tenant = $1 AND key = $2";
    Ok(on!(conn, link => sqlx::query_scalar(SQL).bind(tenant).bind(key).fetch_optional(link).await)?)
}

/// Writes the value of a key, new or not.
///
/// # Errors
/// The database's.
pub async fn save(conn: &mut Conn, tenant: &str, key: &str, value: &str) -> Result<()> {
    const SQL: &str = "INSERT INTO rules_configs (tenant, key, value) VALUES ($1, $2, $3) \
        ON CONFLICT (tenant, key) DO UPDATE SET value = excluded.value";
    on!(conn, link => sqlx::query(SQL).bind(tenant).bind(key).bind(value).execute(link).await.map(|_| ()))?;
    Ok(())
}

/// Removes a key; `true` when it was there.
///
/// # Errors
/// The database's.
pub async fn delete(conn: &mut Conn, tenant: &str, key: &str) -> Result<bool> {
    const SQL: &str = "DELETE FROM rules_configs WHERE tenant = $1 AND key = $2";
    let rows = on!(conn, link => sqlx::query(SQL).bind(tenant).bind(key).execute(link).await
        .map(|done| done.rows_affected()))?;
    Ok(rows > 0)
}
