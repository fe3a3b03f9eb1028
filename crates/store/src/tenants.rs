//! Tenants and their applications.

use model::Timestamp;

use crate::{Conn, Result};

/// Makes a tenant unless it is there; `true` when it was made.
///
/// # Errors
/// The database's.
pub async fn insert(conn: &mut Conn, id: &str, friendly_name: &str, now: Timestamp) -> Result<bool> {
    const SQL: &str = "INSERT INTO tenants (id, friendly_name, created_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
    let rows = on!(conn, link => sqlx::query(SQL).bind(id).bind(friendly_name).bind(now.0)
        .execute(link).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// The tenant's name for people.
///
/// # Errors
/// The database's.
pub async fn friendly_name(conn: &mut Conn, id: &str) -> Result<Option<String>> {
    const SQL: &str = "SELECT friendly_name FROM tenants WHERE id = $1";
    Ok(on!(conn, link => sqlx::query_scalar(SQL).bind(id).fetch_optional(link).await)?)
}

/// Makes an application.
///
/// # Errors
/// The database's.
pub async fn insert_client(conn: &mut Conn, tenant: &str, id: &str, name: &str, now: Timestamp) -> Result<()> {
    const SQL: &str = "INSERT INTO clients (tenant, id, name, created_at) VALUES ($1, $2, $3, $4)";
    on!(conn, link => sqlx::query(SQL).bind(tenant).bind(id).bind(name).bind(now.0).execute(link).await.map(|_| ()))?;
    Ok(())
}
