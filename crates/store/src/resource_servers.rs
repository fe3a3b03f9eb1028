//! APIs.

use model::{ListPart, Listed, ResourceServer, Timestamp};
use sqlx::FromRow;
use sqlx::types::Json;

use crate::conn::Link;
use crate::parts::Source;
use crate::{Conn, Result};

#[derive(FromRow)]
struct Row {
    id: String,
    identifier: String,
    name: String,
    settings: Json<ResourceServer>,
    is_system: bool,
    created_at: i64,
}

impl From<Row> for ResourceServer {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            identifier: row.identifier,
            name: row.name,
            is_system: row.is_system,
            created_at: Timestamp(row.created_at),
            ..row.settings.0
        }
    }
}

/// The API of that id.
///
/// # Errors
/// The database's.
pub async fn find(conn: &mut Conn, tenant: &str, id: &str) -> Result<Option<ResourceServer>> {
    const SQL: &str = "SELECT id, identifier, name, settings, is_system, created_at FROM resource_servers \
        WHERE tenant = $1 AND id = $2";
    let row: Option<Row> = on!(conn, link => sqlx::query_as(SQL).bind(tenant).bind(id).fetch_optional(link).await)?;
    Ok(row.map(ResourceServer::from))
}

/// The API of that id, held until the transaction ends so that nobody changes it meanwhile.
///
/// # Errors
/// The database's.
pub async fn hold(conn: &mut Conn, tenant: &str, id: &str) -> Result<Option<ResourceServer>> {
    const SQL: &str = "SELECT id, identifier, name, settings, is_system, created_at FROM resource_servers \
        WHERE tenant = $1 AND id = $2 FOR UPDATE";
    match conn.link() {
        // A transaction of SQLite holds everything from its beginning.
        Link::Sqlite(_) => find(conn, tenant, id).await,
        Link::Postgres(link) => {
            let row: Option<Row> = sqlx::query_as(SQL).bind(tenant).bind(id).fetch_optional(link).await?;
            Ok(row.map(ResourceServer::from))
        }
    }
}

/// The API of that identifier, which is the `audience` of its tokens.
///
/// # Errors
/// The database's.
pub async fn find_by_identifier(conn: &mut Conn, tenant: &str, identifier: &str) -> Result<Option<ResourceServer>> {
    const SQL: &str = "SELECT id, identifier, name, settings, is_system, created_at FROM resource_servers \
        WHERE tenant = $1 AND identifier = $2";
    let row: Option<Row> =
        on!(conn, link => sqlx::query_as(SQL).bind(tenant).bind(identifier).fetch_optional(link).await)?;
    Ok(row.map(ResourceServer::from))
}

/// The API that Roster itself is: the Management API.
///
/// # Errors
/// The database's.
pub async fn find_system(conn: &mut Conn, tenant: &str) -> Result<Option<ResourceServer>> {
    const SQL: &str = "SELECT id, identifier, name, settings, is_system, created_at FROM resource_servers \
        WHERE tenant = $1 AND is_system";
    let row: Option<Row> = on!(conn, link => sqlx::query_as(SQL).bind(tenant).fetch_optional(link).await)?;
    Ok(row.map(ResourceServer::from))
}

/// Up to `limit` APIs by identifier, those after `after`.
///
/// # Errors
/// The database's.
pub async fn list(conn: &mut Conn, tenant: &str, after: Option<&str>, limit: i64) -> Result<Vec<ResourceServer>> {
    const SQL: &str = "SELECT id, identifier, name, settings, is_system, created_at FROM resource_servers \
        WHERE tenant = $1 AND identifier > $2 ORDER BY identifier LIMIT $3";
    // No identifier is empty, so this is before them all.
    let after = after.unwrap_or("");
    let rows: Vec<Row> = on!(conn, link => sqlx::query_as(SQL).bind(tenant).bind(after).bind(limit)
        .fetch_all(link).await)?;
    Ok(rows.into_iter().map(ResourceServer::from).collect())
}

/// A part of the APIs, the oldest first: of all, or of those with one of these identifiers.
///
/// # Errors
/// The database's.
pub async fn search(
    conn: &mut Conn,
    tenant: &str,
    identifiers: Option<&[String]>,
    part: &ListPart,
) -> Result<Listed<ResourceServer>> {
    const SOURCE: Source = Source {
        select: "SELECT id, identifier, name, settings, is_system, created_at FROM resource_servers",
        count: "SELECT COUNT(*) FROM resource_servers",
        order: "created_at, id",
        id: "id",
    };
    let found = SOURCE.fetch::<Row>(conn, part, |sql| {
        sql.push("tenant = ").bind(tenant);
        if let Some(identifiers) = identifiers {
            // No identifier is empty: a list in SQL needs an entry.
            sql.push(" AND identifier IN (''");
            for identifier in identifiers {
                sql.push(", ").bind(identifier.as_str());
            }
            sql.push(")");
        }
    });
    let (rows, total) = found.await?;
    let apis = rows.into_iter().map(ResourceServer::from).collect();
    Ok(Listed { total, ..part.ended(apis, |api: &ResourceServer| &api.id) })
}

/// Adds an API; `false` when another one has its identifier.
///
/// # Errors
/// The database's.
pub async fn insert(conn: &mut Conn, tenant: &str, api: &ResourceServer) -> Result<bool> {
    const SQL: &str = "INSERT INTO resource_servers (tenant, id, identifier, name, settings, is_system, created_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING";
    conn.change_applications();
    let rows = on!(conn, link => sqlx::query(SQL).bind(tenant).bind(&api.id).bind(&api.identifier).bind(&api.name)
        .bind(Json(api)).bind(api.is_system).bind(api.created_at.0).execute(link).await
        .map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// Writes the settings of an API. Its identifier stays: see [`move_system`].
///
/// # Errors
/// The database's.
pub async fn save(conn: &mut Conn, tenant: &str, api: &ResourceServer) -> Result<()> {
    const SQL: &str = "UPDATE resource_servers SET name = $3, settings = $4 WHERE tenant = $1 AND id = $2";
    conn.change_applications();
    on!(conn, link => sqlx::query(SQL).bind(tenant).bind(&api.id).bind(&api.name).bind(Json(api))
        .execute(link).await.map(|_| ()))?;
    Ok(())
}

/// Gives the system's API another identifier, in what applications and users were allowed there too.
///
/// # Errors
/// The database's; that another API has the identifier is one.
pub async fn move_system(conn: &mut Conn, tenant: &str, api: &ResourceServer, identifier: &str) -> Result<()> {
    const MOVES: [&str; 3] = [
        "UPDATE resource_servers SET identifier = $3 WHERE tenant = $1 AND identifier = $2",
        "UPDATE client_grants SET audience = $3 WHERE tenant = $1 AND audience = $2",
        "UPDATE grants SET audience = $3 WHERE tenant = $1 AND audience = $2",
    ];
    conn.change_applications();
    for sql in MOVES {
        on!(conn, link => sqlx::query(sql).bind(tenant).bind(&api.identifier).bind(identifier)
            .execute(link).await.map(|_| ()))?;
    }
    Ok(())
}

/// Removes an API with all that was allowed there. Its tokens are refused from then on, and go when they end.
///
/// # Errors
/// The database's.
pub async fn delete(conn: &mut Conn, tenant: &str, api: &ResourceServer) -> Result<()> {
    const REST: [&str; 2] = [
        "DELETE FROM client_grants WHERE tenant = $1 AND audience = $2",
        "DELETE FROM grants WHERE tenant = $1 AND audience = $2",
    ];
    const API: &str = "DELETE FROM resource_servers WHERE tenant = $1 AND id = $2";
    conn.change_applications();
    for sql in REST {
        on!(conn, link => sqlx::query(sql).bind(tenant).bind(&api.identifier).execute(link).await.map(|_| ()))?;
    }
    on!(conn, link => sqlx::query(API).bind(tenant).bind(&api.id).execute(link).await.map(|_| ()))?;
    Ok(())
}
