//! Administrators and their roles in tenants.

use model::{Role, Timestamp};
use sqlx::FromRow;

use crate::{Conn, Result};

/// An administrator as stored. Not serialisable: the hash stays on the server.
#[derive(Debug, FromRow)]
pub struct Administrator {
    /// Made by us.
    pub id: String,
    /// Lower case; unique in the installation.
    pub email: String,
    /// PHC string.
    pub password_hash: String,
}

/// Makes an administrator; `false` when the email is used already.
///
/// # Errors
/// The database's.
pub async fn insert(conn: &mut Conn, administrator: &Administrator, now: Timestamp) -> Result<bool> {
    const SQL: &str = "INSERT INTO administrators (id, email, password_hash, created_at) VALUES ($1, $2, $3, $4) \
        ON CONFLICT DO NOTHING";
    let rows = on!(conn, link => sqlx::query(SQL).bind(&administrator.id).bind(&administrator.email)
        .bind(&administrator.password_hash).bind(now.0).execute(link).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// The administrator of that email.
///
/// # Errors
/// The database's.
pub async fn find(conn: &mut Conn, email: &str) -> Result<Option<Administrator>> {
    const SQL: &str = "SELECT id, email, password_hash FROM administrators WHERE email = $1";
    Ok(on!(conn, link => sqlx::query_as(SQL).bind(email).fetch_optional(link).await)?)
}

/// Whether there is any administrator.
///
/// # Errors
/// The database's.
pub async fn exist(conn: &mut Conn) -> Result<bool> {
    const SQL: &str = "SELECT id FROM administrators LIMIT 1";
    let id: Option<String> = on!(conn, link => sqlx::query_scalar(SQL).fetch_optional(link).await)?;
    Ok(id.is_some())
}

/// Gives an administrator a role in a tenant.
///
/// # Errors
/// The database's.
pub async fn save_membership(conn: &mut Conn, tenant: &str, administrator: &str, role: Role) -> Result<()> {
    const SQL: &str = "INSERT INTO memberships (tenant, administrator, role) VALUES ($1, $2, $3) \
        ON CONFLICT (tenant, administrator) DO UPDATE SET role = excluded.role";
    on!(conn, link => sqlx::query(SQL).bind(tenant).bind(administrator).bind(role.as_str())
        .execute(link).await.map(|_| ()))?;
    Ok(())
}

/// The tenants of an administrator, by id, each with the role there.
///
/// # Errors
/// The database's.
pub async fn memberships(conn: &mut Conn, administrator: &str) -> Result<Vec<(String, Role)>> {
    const SQL: &str = "SELECT tenant, role FROM memberships WHERE administrator = $1 ORDER BY tenant";
    let rows: Vec<(String, String)> = on!(conn, link => sqlx::query_as(SQL).bind(administrator).fetch_all(link).await)?;
    Ok(rows.into_iter().filter_map(|(tenant, role)| Role::parse(&role).map(|role| (tenant, role))).collect())
}

/// The administrators of a tenant by email, each with the role.
///
/// # Errors
/// The database's.
pub async fn list(conn: &mut Conn, tenant: &str) -> Result<Vec<(String, Role)>> {
    const SQL: &str = "SELECT a.email, m.role FROM memberships m JOIN administrators a ON a.id = m.administrator \
        WHERE m.tenant = $1 ORDER BY a.email";
    let rows: Vec<(String, String)> = on!(conn, link => sqlx::query_as(SQL).bind(tenant).fetch_all(link).await)?;
    Ok(rows.into_iter().filter_map(|(email, role)| Role::parse(&role).map(|role| (email, role))).collect())
}
