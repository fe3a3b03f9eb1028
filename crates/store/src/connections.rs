//! Connections and the applications that use them.

use model::{Connection, ConnectionOptions, Timestamp};
use sqlx::FromRow;
use sqlx::types::Json;

use crate::{Conn, Result};

#[derive(FromRow)]
struct Row {
    id: String,
    name: String,
    strategy: String,
    options: Json<ConnectionOptions>,
    applications: i64,
}

impl From<Row> for Connection {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            name: row.name,
            strategy: row.strategy,
            options: row.options.0,
            applications: row.applications,
        }
    }
}

/// Makes a connection.
///
/// # Errors
/// The database's.
pub async fn insert(conn: &mut Conn, tenant: &str, connection: &Connection, now: Timestamp) -> Result<()> {
    const SQL: &str = "INSERT INTO connections (tenant, id, name, strategy, options, created_at) \
        VALUES ($1, $2, $3, $4, $5, $6)";
    on!(conn, link => sqlx::query(SQL).bind(tenant).bind(&connection.id).bind(&connection.name)
        .bind(&connection.strategy).bind(Json(&connection.options)).bind(now.0).execute(link).await.map(|_| ()))?;
    Ok(())
}

/// Changes the settings of a connection; `false` when there is none of that id.
///
/// # Errors
/// The database's.
pub async fn save_options(conn: &mut Conn, tenant: &str, id: &str, options: &ConnectionOptions) -> Result<bool> {
    const SQL: &str = "UPDATE connections SET options = $3 WHERE tenant = $1 AND id = $2";
    let rows = on!(conn, link => sqlx::query(SQL).bind(tenant).bind(id).bind(Json(options))
        .execute(link).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// Lets an application use a connection.
///
/// # Errors
/// The database's.
pub async fn enable_client(conn: &mut Conn, tenant: &str, connection: &str, client: &str) -> Result<()> {
    const SQL: &str = "INSERT INTO connection_clients (tenant, connection, client) VALUES ($1, $2, $3) \
        ON CONFLICT DO NOTHING";
    on!(conn, link => sqlx::query(SQL).bind(tenant).bind(connection).bind(client).execute(link).await.map(|_| ()))?;
    Ok(())
}

/// Forbids an application to use a connection.
///
/// # Errors
/// The database's.
pub async fn disable_client(conn: &mut Conn, tenant: &str, connection: &str, client: &str) -> Result<()> {
    const SQL: &str = "DELETE FROM connection_clients WHERE tenant = $1 AND connection = $2 AND client = $3";
    on!(conn, link => sqlx::query(SQL).bind(tenant).bind(connection).bind(client).execute(link).await.map(|_| ()))?;
    Ok(())
}

/// All connections, by name.
///
/// # Errors
/// The database's.
pub async fn list(conn: &mut Conn, tenant: &str) -> Result<Vec<Connection>> {
    const SQL: &str = "SELECT c.id, c.name, c.strategy, c.options, \
            (SELECT COUNT(*) FROM connection_clients a WHERE a.tenant = c.tenant AND a.connection = c.id) AS applications \
        FROM connections c WHERE c.tenant = $1 ORDER BY c.name";
    let rows: Vec<Row> = on!(conn, link => sqlx::query_as(SQL).bind(tenant).fetch_all(link).await)?;
    Ok(rows.into_iter().map(Connection::from).collect())
}

/// The connection of that name.
///
/// # Errors
/// The database's.
pub async fn find(conn: &mut Conn, tenant: &str, name: &str) -> Result<Option<Connection>> {
    const SQL: &str = "SELECT c.id, c.name, c.strategy, c.options, \
            (SELECT COUNT(*) FROM connection_clients a WHERE a.tenant = c.tenant AND a.connection = c.id) AS applications \
        FROM connections c WHERE c.tenant = $1 AND c.name = $2";
    let row: Option<Row> = on!(conn, link => sqlx::query_as(SQL).bind(tenant).bind(name).fetch_optional(link).await)?;
    Ok(row.map(Connection::from))
}
