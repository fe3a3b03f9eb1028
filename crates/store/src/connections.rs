//! Connections and the applications that use them.

use model::{Client, Connection, ConnectionClient, ConnectionOptions, Timestamp, UserId};
use sqlx::FromRow;
use sqlx::types::Json;

use crate::conn::Link;
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

/// What every statement that gives a [`Row`] begins with.
macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT c.id, c.name, c.strategy, c.options, (SELECT COUNT(*) FROM connection_clients a \
             WHERE a.tenant = c.tenant AND a.connection = c.id) AS applications FROM connections c ",
            $rest
        )
    };
}

/// Makes a connection; `false` when there is one of that name.
///
/// # Errors
/// The database's.
pub async fn insert(conn: &mut Conn, tenant: &str, connection: &Connection, now: Timestamp) -> Result<bool> {
    const SQL: &str = "INSERT INTO connections (tenant, id, name, strategy, options, created_at) \
        VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING";
    let rows = on!(conn, link => sqlx::query(SQL).bind(tenant).bind(&connection.id).bind(&connection.name)
        .bind(&connection.strategy).bind(Json(&connection.options)).bind(now.0)
        .execute(link).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
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

/// Removes a connection and what applications use of it. It must have no users, see [`has_users`].
///
/// # Errors
/// The database's.
pub async fn delete(conn: &mut Conn, tenant: &str, id: &str) -> Result<()> {
    const CLIENTS: &str = "DELETE FROM connection_clients WHERE tenant = $1 AND connection = $2";
    const CONNECTION: &str = "DELETE FROM connections WHERE tenant = $1 AND id = $2";
    for sql in [CLIENTS, CONNECTION] {
        on!(conn, link => sqlx::query(sql).bind(tenant).bind(id).execute(link).await.map(|_| ()))?;
    }
    Ok(())
}

/// Whether anybody has an identity in the connection of that name.
///
/// # Errors
/// The database's.
pub async fn has_users(conn: &mut Conn, tenant: &str, name: &str) -> Result<bool> {
    const SQL: &str = "SELECT user_id FROM user_connections WHERE tenant = $1 AND connection = $2 LIMIT 1";
    let first: Option<String> =
        on!(conn, link => sqlx::query_scalar(SQL).bind(tenant).bind(name).fetch_optional(link).await)?;
    Ok(first.is_some())
}

/// Up to `limit` users who have an identity in the connection of that name.
///
/// # Errors
/// The database's.
pub async fn users(conn: &mut Conn, tenant: &str, name: &str, limit: i64) -> Result<Vec<UserId>> {
    const SQL: &str = "SELECT user_id FROM user_connections WHERE tenant = $1 AND connection = $2 \
        ORDER BY user_id LIMIT $3";
    let ids: Vec<String> =
        on!(conn, link => sqlx::query_scalar(SQL).bind(tenant).bind(name).bind(limit).fetch_all(link).await)?;
    Ok(ids.into_iter().map(UserId::from).collect())
}

/// Lets an application use a connection; `false` when it did already.
///
/// # Errors
/// The database's.
pub async fn enable_client(conn: &mut Conn, tenant: &str, connection: &str, client: &str) -> Result<bool> {
    const SQL: &str = "INSERT INTO connection_clients (tenant, connection, client) VALUES ($1, $2, $3) \
        ON CONFLICT DO NOTHING";
    let rows = on!(conn, link => sqlx::query(SQL).bind(tenant).bind(connection).bind(client)
        .execute(link).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// Lets every application of the tenant use a connection.
///
/// # Errors
/// The database's.
pub async fn enable_all_clients(conn: &mut Conn, tenant: &str, connection: &str) -> Result<()> {
    const SQL: &str = "INSERT INTO connection_clients (tenant, connection, client) \
        SELECT tenant, $2, id FROM clients WHERE tenant = $1 ON CONFLICT DO NOTHING";
    on!(conn, link => sqlx::query(SQL).bind(tenant).bind(connection).execute(link).await.map(|_| ()))?;
    Ok(())
}

/// Forbids an application to use a connection; `false` when it did not use it.
///
/// # Errors
/// The database's.
pub async fn disable_client(conn: &mut Conn, tenant: &str, connection: &str, client: &str) -> Result<bool> {
    const SQL: &str = "DELETE FROM connection_clients WHERE tenant = $1 AND connection = $2 AND client = $3";
    let rows = on!(conn, link => sqlx::query(SQL).bind(tenant).bind(connection).bind(client)
        .execute(link).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// Whether an application uses a connection.
///
/// # Errors
/// The database's.
pub async fn is_client_enabled(conn: &mut Conn, tenant: &str, connection: &str, client: &str) -> Result<bool> {
    const SQL: &str = "SELECT client FROM connection_clients WHERE tenant = $1 AND connection = $2 AND client = $3";
    let found: Option<String> = on!(conn, link => sqlx::query_scalar(SQL).bind(tenant).bind(connection).bind(client)
        .fetch_optional(link).await)?;
    Ok(found.is_some())
}

#[derive(FromRow)]
struct ClientRow {
    id: String,
    name: String,
    settings: Option<Json<Client>>,
    enabled: bool,
}

impl From<ClientRow> for ConnectionClient {
    fn from(row: ClientRow) -> Self {
        let app_type = row.settings.map(|settings| settings.0.app_type).unwrap_or_default();
        Self { client_id: row.id, name: row.name, app_type, enabled: row.enabled }
    }
}

/// Every application of the tenant, by name, and whether it uses the connection.
///
/// # Errors
/// The database's.
pub async fn clients(conn: &mut Conn, tenant: &str, connection: &str) -> Result<Vec<ConnectionClient>> {
    const SQL: &str = "SELECT k.id, k.name, k.settings, (a.client IS NOT NULL) AS enabled FROM clients k \
        LEFT JOIN connection_clients a ON a.tenant = k.tenant AND a.connection = $2 AND a.client = k.id \
        WHERE k.tenant = $1 ORDER BY k.name, k.id";
    let rows: Vec<ClientRow> =
        on!(conn, link => sqlx::query_as(SQL).bind(tenant).bind(connection).fetch_all(link).await)?;
    Ok(rows.into_iter().map(ConnectionClient::from).collect())
}

/// All connections, by name.
///
/// # Errors
/// The database's.
pub async fn list(conn: &mut Conn, tenant: &str) -> Result<Vec<Connection>> {
    const SQL: &str = select!("WHERE c.tenant = $1 ORDER BY c.name");
    let rows: Vec<Row> = on!(conn, link => sqlx::query_as(SQL).bind(tenant).fetch_all(link).await)?;
    Ok(rows.into_iter().map(Connection::from).collect())
}

/// The connections that an application uses, by name.
///
/// # Errors
/// The database's.
pub async fn of_client(conn: &mut Conn, tenant: &str, client: &str) -> Result<Vec<Connection>> {
    const SQL: &str = select!(
        "JOIN connection_clients u ON u.tenant = c.tenant AND u.connection = c.id \
         WHERE c.tenant = $1 AND u.client = $2 ORDER BY c.name"
    );
    let rows: Vec<Row> = on!(conn, link => sqlx::query_as(SQL).bind(tenant).bind(client).fetch_all(link).await)?;
    Ok(rows.into_iter().map(Connection::from).collect())
}

/// The connection of that name.
///
/// # Errors
/// The database's.
pub async fn find(conn: &mut Conn, tenant: &str, name: &str) -> Result<Option<Connection>> {
    const SQL: &str = select!("WHERE c.tenant = $1 AND c.name = $2");
    let row: Option<Row> = on!(conn, link => sqlx::query_as(SQL).bind(tenant).bind(name).fetch_optional(link).await)?;
    Ok(row.map(Connection::from))
}

/// The connection of that id.
///
/// # Errors
/// The database's.
pub async fn get(conn: &mut Conn, tenant: &str, id: &str) -> Result<Option<Connection>> {
    const SQL: &str = select!("WHERE c.tenant = $1 AND c.id = $2");
    let row: Option<Row> = on!(conn, link => sqlx::query_as(SQL).bind(tenant).bind(id).fetch_optional(link).await)?;
    Ok(row.map(Connection::from))
}

/// The same, held until the transaction ends: nobody changes it, deletes it or makes a user on it meanwhile.
///
/// # Errors
/// The database's.
pub async fn hold(conn: &mut Conn, tenant: &str, id: &str) -> Result<Option<Connection>> {
    const SQL: &str = "SELECT id FROM connections WHERE tenant = $1 AND id = $2 FOR UPDATE";
    // A transaction of SQLite holds everything from its beginning.
    if let Link::Postgres(link) = conn.link() {
        let _: Option<String> = sqlx::query_scalar(SQL).bind(tenant).bind(id).fetch_optional(link).await?;
    }
    get(conn, tenant, id).await
}

/// Whether the connection of that id is still there; until the transaction ends, nobody deletes it.
///
/// # Errors
/// The database's.
pub async fn keep(conn: &mut Conn, tenant: &str, id: &str) -> Result<bool> {
    const SQL: &str = "SELECT id FROM connections WHERE tenant = $1 AND id = $2 FOR KEY SHARE";
    match conn.link() {
        Link::Sqlite(_) => Ok(get(conn, tenant, id).await?.is_some()),
        Link::Postgres(link) => {
            let found: Option<String> = sqlx::query_scalar(SQL).bind(tenant).bind(id).fetch_optional(link).await?;
            Ok(found.is_some())
        }
    }
}
