//! What applications asked at /authorize, while their users log in.

use model::Timestamp;
use serde_json::Value;
use sqlx::types::Json;

use crate::{Conn, Result};

/// Keeps one.
///
/// # Errors
/// The database's.
pub async fn insert(
    conn: &mut Conn,
    tenant: &str,
    id_hash: &str,
    request: &Value,
    now: Timestamp,
    expires_at: Timestamp,
) -> Result<()> {
    const SQL: &str = "INSERT INTO login_transactions (tenant, id_hash, request, created_at, expires_at) \
        VALUES ($1, $2, $3, $4, $5)";
    on!(conn, link => sqlx::query(SQL).bind(tenant).bind(id_hash).bind(Json(request)).bind(now.0).bind(expires_at.0)
        .execute(link).await.map(|_| ()))?;
    Ok(())
}

/// The one of that id, unless its time is over.
///
/// # Errors
/// The database's.
pub async fn find(conn: &mut Conn, tenant: &str, id_hash: &str, now: Timestamp) -> Result<Option<Value>> {
    const SQL: &str = "SELECT request FROM login_transactions WHERE tenant = $1 AND id_hash = $2 AND expires_at > $3";
    let request: Option<Json<Value>> =
        on!(conn, link => sqlx::query_scalar(SQL).bind(tenant).bind(id_hash).bind(now.0).fetch_optional(link).await)?;
    Ok(request.map(|request| request.0))
}

/// Writes down how far it has come; `false` when it is gone.
///
/// # Errors
/// The database's.
pub async fn save(conn: &mut Conn, tenant: &str, id_hash: &str, request: &Value) -> Result<bool> {
    const SQL: &str = "UPDATE login_transactions SET request = $3 WHERE tenant = $1 AND id_hash = $2";
    let rows = on!(conn, link => sqlx::query(SQL).bind(tenant).bind(id_hash).bind(Json(request))
        .execute(link).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// Ends one; of many who try at once, one gets `true`.
///
/// # Errors
/// The database's.
pub async fn delete(conn: &mut Conn, tenant: &str, id_hash: &str) -> Result<bool> {
    const SQL: &str = "DELETE FROM login_transactions WHERE tenant = $1 AND id_hash = $2";
    let rows = on!(conn, link => sqlx::query(SQL).bind(tenant).bind(id_hash).execute(link).await
        .map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}
