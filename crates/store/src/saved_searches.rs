//! Searches of users that were given a name.

use model::{SavedSearch, Timestamp, UserQuery};
use sqlx::FromRow;
use sqlx::types::Json;

use crate::{Conn, Result};

#[derive(FromRow)]
struct Row {
    id: String,
    name: String,
    query: Json<UserQuery>,
}

impl From<Row> for SavedSearch {
    fn from(row: Row) -> Self {
        Self { id: row.id, name: row.name, query: row.query.0 }
    }
}

/// All of a tenant, by name.
///
/// # Errors
/// The database's.
pub async fn list(conn: &mut Conn, tenant: &str) -> Result<Vec<SavedSearch>> {
    const SQL: &str = "SELECT id, name, query FROM saved_searches WHERE tenant = $1 ORDER BY name, id";
    let rows: Vec<Row> = on!(conn, link => sqlx::query_as(SQL).bind(tenant).fetch_all(link).await)?;
    Ok(rows.into_iter().map(SavedSearch::from).collect())
}

/// Adds one. Whoever does holds the tenant (see [`crate::tenants::hold`]).
///
/// # Errors
/// The database's; that another one has its name is one.
pub async fn insert(conn: &mut Conn, tenant: &str, search: &SavedSearch, now: Timestamp) -> Result<()> {
    const SQL: &str = "INSERT INTO saved_searches (tenant, id, name, query, created_at) VALUES ($1, $2, $3, $4, $5)";
    on!(conn, link => sqlx::query(SQL).bind(tenant).bind(&search.id).bind(&search.name).bind(Json(&search.query))
        .bind(now.0).execute(link).await.map(|_| ()))?;
    Ok(())
}

/// Gives one another name. Whoever does holds the tenant.
///
/// # Errors
/// As [`insert`].
pub async fn rename(conn: &mut Conn, tenant: &str, id: &str, name: &str) -> Result<()> {
    const SQL: &str = "UPDATE saved_searches SET name = $3 WHERE tenant = $1 AND id = $2";
    on!(conn, link => sqlx::query(SQL).bind(tenant).bind(id).bind(name).execute(link).await.map(|_| ()))?;
    Ok(())
}

/// Removes one.
///
/// # Errors
/// The database's.
pub async fn delete(conn: &mut Conn, tenant: &str, id: &str) -> Result<()> {
    const SQL: &str = "DELETE FROM saved_searches WHERE tenant = $1 AND id = $2";
    on!(conn, link => sqlx::query(SQL).bind(tenant).bind(id).execute(link).await.map(|_| ()))?;
    Ok(())
}
