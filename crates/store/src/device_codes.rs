//! Devices without a browser that wait for their user (RFC 8628).

use model::{Timestamp, UserId};
use sqlx::FromRow;

use crate::{Conn, Result};

/// A device that waits.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct DeviceCode {
    /// SHA-256 of what the device holds.
    pub device_hash: String,
    /// What the user types, without the dash.
    pub user_code: String,
    /// The application.
    pub client_id: String,
    /// Identifier of the API; empty for none.
    pub audience: String,
    /// What is asked for, with a space between.
    pub scope: String,
    /// `pending`, `approved`, `denied` or `spent`.
    pub status: String,
    /// Who approved.
    pub user_id: Option<String>,
    /// In which session.
    pub session_id: Option<String>,
    /// By which connection they had logged in.
    pub connection: Option<String>,
    /// When whoever approved had logged in, in milliseconds.
    pub authenticated_at: Option<i64>,
    /// When the device last asked, in milliseconds.
    pub last_polled_at: Option<i64>,
    /// When it began, in milliseconds.
    pub created_at: i64,
    /// When it ends, in milliseconds.
    pub expires_at: i64,
}

/// Writes a new one down; `false` when the user's code is taken.
///
/// # Errors
/// The database's.
pub async fn insert(conn: &mut Conn, tenant: &str, new: &DeviceCode) -> Result<bool> {
    const SQL: &str = "INSERT INTO device_codes (tenant, device_hash, user_code, client_id, audience, scope, status, \
            created_at, expires_at) \
        VALUES ($1, $2, $3, $4, $5, $6, 'pending', $7, $8) ON CONFLICT DO NOTHING";
    let rows = on!(conn, link => sqlx::query(SQL).bind(tenant).bind(&new.device_hash).bind(&new.user_code)
        .bind(&new.client_id).bind(&new.audience).bind(&new.scope).bind(new.created_at).bind(new.expires_at)
        .execute(link).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// The one that the device holds.
///
/// # Errors
/// The database's.
pub async fn find(conn: &mut Conn, tenant: &str, device_hash: &str) -> Result<Option<DeviceCode>> {
    const SQL: &str = "SELECT device_hash, user_code, client_id, audience, scope, status, user_id, session_id, \
            connection, authenticated_at, last_polled_at, created_at, expires_at \
        FROM device_codes WHERE tenant = $1 AND device_hash = $2";
    Ok(on!(conn, link => sqlx::query_as(SQL).bind(tenant).bind(device_hash).fetch_optional(link).await)?)
}

/// The one whose code the user typed, while it waits.
///
/// # Errors
/// The database's.
pub async fn find_pending(
    conn: &mut Conn,
    tenant: &str,
    user_code: &str,
    now: Timestamp,
) -> Result<Option<DeviceCode>> {
    const SQL: &str = "SELECT device_hash, user_code, client_id, audience, scope, status, user_id, session_id, \
            connection, authenticated_at, last_polled_at, created_at, expires_at \
        FROM device_codes WHERE tenant = $1 AND user_code = $2 AND status = 'pending' AND expires_at > $3";
    Ok(on!(conn, link => sqlx::query_as(SQL).bind(tenant).bind(user_code).bind(now.0).fetch_optional(link).await)?)
}

/// Notes that the device asked.
///
/// # Errors
/// The database's.
pub async fn poll(conn: &mut Conn, tenant: &str, device_hash: &str, now: Timestamp) -> Result<()> {
    const SQL: &str = "UPDATE device_codes SET last_polled_at = $3 WHERE tenant = $1 AND device_hash = $2";
    on!(conn, link => sqlx::query(SQL).bind(tenant).bind(device_hash).bind(now.0).execute(link).await.map(|_| ()))?;
    Ok(())
}

/// Who approved a device.
#[derive(Clone, Debug)]
pub struct Approval<'a> {
    /// The user.
    pub user_id: &'a UserId,
    /// Their session.
    pub session_id: &'a str,
    /// How they had logged in.
    pub connection: &'a str,
    /// When they had.
    pub authenticated_at: Timestamp,
}

/// Lets the device have its tokens; `false` when it waits no more.
///
/// # Errors
/// The database's.
pub async fn approve(
    conn: &mut Conn,
    tenant: &str,
    user_code: &str,
    by: &Approval<'_>,
    now: Timestamp,
) -> Result<bool> {
    const SQL: &str = "UPDATE device_codes SET status = 'approved', user_id = $3, session_id = $4, connection = $5, \
            authenticated_at = $7 \
        WHERE tenant = $1 AND user_code = $2 AND status = 'pending' AND expires_at > $6";
    let rows = on!(conn, link => sqlx::query(SQL).bind(tenant).bind(user_code).bind(by.user_id.as_str())
        .bind(by.session_id).bind(by.connection).bind(now.0).bind(by.authenticated_at.0).execute(link).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// Refuses the device; `false` when it waits no more.
///
/// # Errors
/// The database's.
pub async fn deny(conn: &mut Conn, tenant: &str, user_code: &str) -> Result<bool> {
    const SQL: &str = "UPDATE device_codes SET status = 'denied' \
        WHERE tenant = $1 AND user_code = $2 AND status = 'pending'";
    let rows = on!(conn, link => sqlx::query(SQL).bind(tenant).bind(user_code)
        .execute(link).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// Spends an approval; `false` when it was spent already. Of many at once, one gets `true`.
///
/// # Errors
/// The database's.
pub async fn spend(conn: &mut Conn, tenant: &str, device_hash: &str) -> Result<bool> {
    const SQL: &str = "UPDATE device_codes SET status = 'spent' \
        WHERE tenant = $1 AND device_hash = $2 AND status = 'approved'";
    let rows = on!(conn, link => sqlx::query(SQL).bind(tenant).bind(device_hash)
        .execute(link).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}
