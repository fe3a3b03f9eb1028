//! Roles of users.

use model::{ListPart, Listed, Timestamp, UserRole};
use sqlx::FromRow;

use crate::conn::Link;
use crate::parts::Source;
use crate::{Conn, Result};

#[derive(FromRow)]
pub(crate) struct Row {
    id: String,
    name: String,
    description: String,
}

impl From<Row> for UserRole {
    fn from(row: Row) -> Self {
        Self { id: row.id, name: row.name, description: row.description }
    }
}

/// The role of that id.
///
/// # Errors
/// The database's.
pub async fn find(conn: &mut Conn, tenant: &str, id: &str) -> Result<Option<UserRole>> {
    const SQL: &str = "SELECT id, name, description FROM roles WHERE tenant = $1 AND id = $2";
    let row: Option<Row> = on!(conn, link => sqlx::query_as(SQL).bind(tenant).bind(id).fetch_optional(link).await)?;
    Ok(row.map(UserRole::from))
}

/// The role of that id, held until the transaction ends so that nobody changes or deletes it meanwhile.
///
/// # Errors
/// The database's.
pub async fn hold(conn: &mut Conn, tenant: &str, id: &str) -> Result<Option<UserRole>> {
    const SQL: &str = "SELECT id, name, description FROM roles WHERE tenant = $1 AND id = $2 FOR UPDATE";
    match conn.link() {
        // A transaction of SQLite holds everything from its beginning.
        Link::Sqlite(_) => find(conn, tenant, id).await,
        Link::Postgres(link) => {
            let row: Option<Row> = sqlx::query_as(SQL).bind(tenant).bind(id).fetch_optional(link).await?;
            Ok(row.map(UserRole::from))
        }
    }
}

/// A part of the roles, by name: of all, or of those with `filter` in their name, whatever its case.
///
/// # Errors
/// The database's.
pub async fn search(conn: &mut Conn, tenant: &str, filter: Option<&str>, part: &ListPart) -> Result<Listed<UserRole>> {
    const SOURCE: Source = Source {
        select: "SELECT id, name, description FROM roles",
        count: "SELECT COUNT(*) FROM roles",
        order: "name, id",
        id: "id",
    };
    let pattern = filter.map(|filter| format!("%{}%", literally(&filter.to_lowercase())));
    let found = SOURCE.fetch::<Row>(conn, part, |sql| {
        sql.push("tenant = ").bind(tenant);
        if let Some(pattern) = &pattern {
            sql.push(" AND name_lower LIKE ").bind(pattern.as_str()).push(" ESCAPE '!'");
        }
    });
    let (rows, total) = found.await?;
    let roles = rows.into_iter().map(UserRole::from).collect();
    Ok(Listed { total, ..part.ended(roles, |role: &UserRole| &role.id) })
}

/// What LIKE takes for nothing but itself.
fn literally(text: &str) -> String {
    text.replace('!', "!!").replace('%', "!%").replace('_', "!_")
}

/// How many roles a tenant has.
///
/// # Errors
/// The database's.
pub async fn count(conn: &mut Conn, tenant: &str) -> Result<i64> {
    const SQL: &str = "SELECT COUNT(*) FROM roles WHERE tenant = $1";
    Ok(on!(conn, link => sqlx::query_scalar(SQL).bind(tenant).fetch_one(link).await)?)
}

/// Adds a role; `false` when another one has its name.
///
/// # Errors
/// The database's.
pub async fn insert(conn: &mut Conn, tenant: &str, role: &UserRole, now: Timestamp) -> Result<bool> {
    const SQL: &str = "INSERT INTO roles (tenant, id, name, name_lower, description, created_at) \
        VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING";
    let rows = on!(conn, link => sqlx::query(SQL).bind(tenant).bind(&role.id).bind(&role.name)
        .bind(role.name.to_lowercase()).bind(&role.description).bind(now.0).execute(link).await
        .map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// Writes name and description of a role; `false` when another one has the name.
///
/// # Errors
/// The database's.
pub async fn save(conn: &mut Conn, tenant: &str, role: &UserRole) -> Result<bool> {
    const SQL: &str = "UPDATE roles SET name = $3, name_lower = $4, description = $5 WHERE tenant = $1 AND id = $2 \
        AND NOT EXISTS (SELECT 1 FROM roles other WHERE other.tenant = $1 AND other.name = $3 AND other.id <> $2)";
    let rows = on!(conn, link => sqlx::query(SQL).bind(tenant).bind(&role.id).bind(&role.name)
        .bind(role.name.to_lowercase()).bind(&role.description).execute(link).await
        .map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// Removes a role; who had it has it no more.
///
/// # Errors
/// The database's.
pub async fn delete(conn: &mut Conn, tenant: &str, id: &str) -> Result<()> {
    const SQL: &str = "DELETE FROM roles WHERE tenant = $1 AND id = $2";
    on!(conn, link => sqlx::query(SQL).bind(tenant).bind(id).execute(link).await.map(|_| ()))?;
    Ok(())
}
