//! What machine applications may do at APIs.

use model::{ClientGrant, ClientGrantQuery, ListPart, Listed, Timestamp};
use sqlx::FromRow;
use sqlx::types::Json;

use crate::parts::Source;
use crate::{Conn, Result};

#[derive(FromRow)]
struct Row {
    id: String,
    client_id: String,
    audience: String,
    scope: Json<Vec<String>>,
}

impl From<Row> for ClientGrant {
    fn from(row: Row) -> Self {
        Self { id: row.id, client_id: row.client_id, audience: row.audience, scope: row.scope.0 }
    }
}

/// What that application may do at that API.
///
/// # Errors
/// The database's.
pub async fn find(conn: &mut Conn, tenant: &str, client_id: &str, audience: &str) -> Result<Option<ClientGrant>> {
    const SQL: &str = "SELECT id, client_id, audience, scope FROM client_grants \
        WHERE tenant = $1 AND client_id = $2 AND audience = $3";
    let row: Option<Row> =
        on!(conn, link => sqlx::query_as(SQL).bind(tenant).bind(client_id).bind(audience).fetch_optional(link).await)?;
    Ok(row.map(ClientGrant::from))
}

/// The grant of that id.
///
/// # Errors
/// The database's.
pub async fn find_by_id(conn: &mut Conn, tenant: &str, id: &str) -> Result<Option<ClientGrant>> {
    const SQL: &str = "SELECT id, client_id, audience, scope FROM client_grants WHERE tenant = $1 AND id = $2";
    let row: Option<Row> = on!(conn, link => sqlx::query_as(SQL).bind(tenant).bind(id).fetch_optional(link).await)?;
    Ok(row.map(ClientGrant::from))
}

/// Every grant of an application, by API.
///
/// # Errors
/// The database's.
pub async fn of_client(conn: &mut Conn, tenant: &str, client_id: &str) -> Result<Vec<ClientGrant>> {
    const SQL: &str = "SELECT id, client_id, audience, scope FROM client_grants \
        WHERE tenant = $1 AND client_id = $2 ORDER BY audience";
    let rows: Vec<Row> = on!(conn, link => sqlx::query_as(SQL).bind(tenant).bind(client_id).fetch_all(link).await)?;
    Ok(rows.into_iter().map(ClientGrant::from).collect())
}

/// Every grant at an API, by application.
///
/// # Errors
/// The database's.
pub async fn of_audience(conn: &mut Conn, tenant: &str, audience: &str) -> Result<Vec<ClientGrant>> {
    const SQL: &str = "SELECT id, client_id, audience, scope FROM client_grants \
        WHERE tenant = $1 AND audience = $2 ORDER BY client_id";
    let rows: Vec<Row> = on!(conn, link => sqlx::query_as(SQL).bind(tenant).bind(audience).fetch_all(link).await)?;
    Ok(rows.into_iter().map(ClientGrant::from).collect())
}

/// A part of the grants that the query asks for, the oldest first.
///
/// # Errors
/// The database's.
pub async fn search(
    conn: &mut Conn,
    tenant: &str,
    query: &ClientGrantQuery,
    part: &ListPart,
) -> Result<Listed<ClientGrant>> {
    const SOURCE: Source = Source {
        select: "SELECT id, client_id, audience, scope FROM client_grants",
        count: "SELECT COUNT(*) FROM client_grants",
        order: "created_at, id",
        id: "id",
    };
    let found = SOURCE.fetch::<Row>(conn, part, |sql| {
        sql.push("tenant = ").bind(tenant);
        if let Some(client) = &query.client_id {
            sql.push(" AND client_id = ").bind(client.as_str());
        }
        if let Some(audience) = &query.audience {
            sql.push(" AND audience = ").bind(audience.as_str());
        }
    });
    let (rows, total) = found.await?;
    let grants = rows.into_iter().map(ClientGrant::from).collect();
    Ok(Listed { total, ..part.ended(grants, |grant: &ClientGrant| &grant.id) })
}

/// Adds a grant; `false` when the application has one at that API.
///
/// # Errors
/// The database's.
pub async fn insert(conn: &mut Conn, tenant: &str, grant: &ClientGrant, now: Timestamp) -> Result<bool> {
    const SQL: &str = "INSERT INTO client_grants (tenant, id, client_id, audience, scope, created_at) \
        VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING";
    conn.change_applications();
    let rows = on!(conn, link => sqlx::query(SQL).bind(tenant).bind(&grant.id).bind(&grant.client_id)
        .bind(&grant.audience).bind(Json(&grant.scope)).bind(now.0).execute(link).await
        .map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// Writes the scopes of a grant.
///
/// # Errors
/// The database's.
pub async fn save(conn: &mut Conn, tenant: &str, grant: &ClientGrant) -> Result<()> {
    const SQL: &str = "UPDATE client_grants SET scope = $3 WHERE tenant = $1 AND id = $2";
    conn.change_applications();
    on!(conn, link => sqlx::query(SQL).bind(tenant).bind(&grant.id).bind(Json(&grant.scope))
        .execute(link).await.map(|_| ()))?;
    Ok(())
}

/// Removes a grant.
///
/// # Errors
/// The database's.
pub async fn delete(conn: &mut Conn, tenant: &str, id: &str) -> Result<()> {
    const SQL: &str = "DELETE FROM client_grants WHERE tenant = $1 AND id = $2";
    conn.change_applications();
    on!(conn, link => sqlx::query(SQL).bind(tenant).bind(id).execute(link).await.map(|_| ()))?;
    Ok(())
}
