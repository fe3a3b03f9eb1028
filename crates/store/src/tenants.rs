//! Tenants.

use model::{TenantSettings, Timestamp};
use sqlx::types::Json;

use crate::conn::Link;
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

/// The ids of all tenants.
///
/// # Errors
/// The database's.
pub async fn ids(conn: &mut Conn) -> Result<Vec<String>> {
    Ok(on!(conn, link => sqlx::query_scalar("SELECT id FROM tenants ORDER BY id").fetch_all(link).await)?)
}

/// The tenant's name for people.
///
/// # Errors
/// The database's.
pub async fn friendly_name(conn: &mut Conn, id: &str) -> Result<Option<String>> {
    const SQL: &str = "SELECT friendly_name FROM tenants WHERE id = $1";
    Ok(on!(conn, link => sqlx::query_scalar(SQL).bind(id).fetch_optional(link).await)?)
}

/// The tenant's settings; none when there is no such tenant.
///
/// # Errors
/// The database's.
pub async fn settings(conn: &mut Conn, id: &str) -> Result<Option<TenantSettings>> {
    const SQL: &str = "SELECT friendly_name, settings FROM tenants WHERE id = $1";
    let row: Option<(String, Option<Json<TenantSettings>>)> =
        on!(conn, link => sqlx::query_as(SQL).bind(id).fetch_optional(link).await)?;
    Ok(row.map(|(friendly_name, settings)| match settings {
        Some(settings) => TenantSettings { friendly_name, ..settings.0 },
        None => TenantSettings { friendly_name, ..TenantSettings::default() },
    }))
}

/// Holds the tenant until the transaction ends: what two transactions do after it, one does after the other.
///
/// # Errors
/// The database's.
pub async fn hold(conn: &mut Conn, id: &str) -> Result<()> {
    const SQL: &str = "SELECT id FROM tenants WHERE id = $1 FOR NO KEY UPDATE";
    match conn.link() {
        // A transaction of SQLite holds everything from its beginning.
        Link::Sqlite(_) => {}
        Link::Postgres(link) => drop(sqlx::query(SQL).bind(id).fetch_optional(link).await?),
    }
    Ok(())
}

/// Changes the tenant's settings.
///
/// # Errors
/// The database's.
pub async fn save_settings(conn: &mut Conn, id: &str, settings: &TenantSettings) -> Result<()> {
    const SQL: &str = "UPDATE tenants SET friendly_name = $2, settings = $3 WHERE id = $1";
    on!(conn, link => sqlx::query(SQL).bind(id).bind(&settings.friendly_name).bind(Json(settings))
        .execute(link).await.map(|_| ()))?;
    Ok(())
}
