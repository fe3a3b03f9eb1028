//! Administrators and their roles in tenants.

use model::{Administrator as Member, Role, Timestamp};
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

/// Gives an administrator the permission to sign in as users, or takes it; `false` when they are none of the tenant's.
///
/// # Errors
/// The database's.
pub async fn set_may_impersonate(conn: &mut Conn, tenant: &str, administrator: &str, may: bool) -> Result<bool> {
    const SQL: &str = "UPDATE memberships SET may_impersonate = $3 WHERE tenant = $1 AND administrator = $2";
    let rows = on!(conn, link => sqlx::query(SQL).bind(tenant).bind(administrator).bind(may)
        .execute(link).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// Lets nobody else change the administrators of a tenant until the transaction ends: an owner must remain.
///
/// # Errors
/// The database's.
pub async fn hold(conn: &mut Conn, tenant: &str) -> Result<()> {
    const SQL: &str = "UPDATE tenants SET created_at = created_at WHERE id = $1";
    on!(conn, link => sqlx::query(SQL).bind(tenant).execute(link).await.map(|_| ()))?;
    Ok(())
}

/// Takes an administrator's place in a tenant. Whoever has none left is no administrator any more.
///
/// # Errors
/// The database's.
pub async fn delete_membership(conn: &mut Conn, tenant: &str, administrator: &str) -> Result<()> {
    const MEMBERSHIP: &str = "DELETE FROM memberships WHERE tenant = $1 AND administrator = $2";
    const REST: [&str; 2] = [
        "DELETE FROM administrator_sessions WHERE administrator = $1 \
            AND NOT EXISTS (SELECT 1 FROM memberships WHERE administrator = $1)",
        "DELETE FROM administrators WHERE id = $1 AND NOT EXISTS (SELECT 1 FROM memberships WHERE administrator = $1)",
    ];
    on!(conn, link => sqlx::query(MEMBERSHIP).bind(tenant).bind(administrator).execute(link).await.map(|_| ()))?;
    for sql in REST {
        on!(conn, link => sqlx::query(sql).bind(administrator).execute(link).await.map(|_| ()))?;
    }
    Ok(())
}

#[derive(FromRow)]
struct Row {
    id: String,
    email: String,
    role: String,
    may_impersonate: bool,
    created_at: i64,
}

impl Row {
    fn member(self) -> Option<Member> {
        Some(Member {
            role: Role::parse(&self.role)?,
            id: self.id,
            email: self.email,
            may_impersonate: self.may_impersonate,
            created_at: Timestamp(self.created_at),
        })
    }
}

/// The administrators of a tenant by email.
///
/// # Errors
/// The database's.
pub async fn list(conn: &mut Conn, tenant: &str) -> Result<Vec<Member>> {
    const SQL: &str = "SELECT a.id, a.email, m.role, m.may_impersonate, a.created_at \
        FROM memberships m JOIN administrators a ON a.id = m.administrator WHERE m.tenant = $1 ORDER BY a.email";
    let rows: Vec<Row> = on!(conn, link => sqlx::query_as(SQL).bind(tenant).fetch_all(link).await)?;
    Ok(rows.into_iter().filter_map(Row::member).collect())
}

/// One of a tenant's administrators.
///
/// # Errors
/// The database's.
pub async fn member(conn: &mut Conn, tenant: &str, id: &str) -> Result<Option<Member>> {
    const SQL: &str = "SELECT a.id, a.email, m.role, m.may_impersonate, a.created_at \
        FROM memberships m JOIN administrators a ON a.id = m.administrator WHERE m.tenant = $1 AND a.id = $2";
    let row: Option<Row> = on!(conn, link => sqlx::query_as(SQL).bind(tenant).bind(id).fetch_optional(link).await)?;
    Ok(row.and_then(Row::member))
}
