//! Which applications use which connections, asked at login.

use sqlx::FromRow;

use crate::{Conn, Result};

/// Whether the application may use the connection of that name; none when there is no such connection.
///
/// # Errors
/// The database's.
pub async fn is_enabled(conn: &mut Conn, tenant: &str, connection: &str, client: &str) -> Result<Option<bool>> {
    #[derive(FromRow)]
    struct Row {
        uses: i64,
    }
    const SQL: &str = "SELECT (SELECT COUNT(*) FROM connection_clients a \
            WHERE a.tenant = c.tenant AND a.connection = c.id AND a.client = $3) AS uses \
        FROM connections c WHERE c.tenant = $1 AND c.name = $2";
    let row: Option<Row> = on!(conn, link => sqlx::query_as(SQL).bind(tenant).bind(connection).bind(client)
        .fetch_optional(link).await)?;
    Ok(row.map(|row| row.uses > 0))
}

/// The ids of the applications that use the connection of that id, those after `after`, at most `limit`.
///
/// # Errors
/// The database's.
pub async fn of_connection(
    conn: &mut Conn,
    tenant: &str,
    connection: &str,
    after: Option<&str>,
    limit: i64,
) -> Result<Vec<String>> {
    const SQL: &str = "SELECT client FROM connection_clients \
        WHERE tenant = $1 AND connection = $2 AND client > $3 ORDER BY client LIMIT $4";
    // No id is empty, so this is before them all.
    let after = after.unwrap_or("");
    Ok(on!(conn, link => sqlx::query_scalar(SQL).bind(tenant).bind(connection).bind(after).bind(limit)
        .fetch_all(link).await)?)
}

/// The names of the database connections that the application may use, by name.
///
/// # Errors
/// The database's.
pub async fn databases(conn: &mut Conn, tenant: &str, client: &str) -> Result<Vec<String>> {
    const SQL: &str = "SELECT c.name FROM connections c \
        JOIN connection_clients a ON a.tenant = c.tenant AND a.connection = c.id AND a.client = $2 \
        WHERE c.tenant = $1 AND c.strategy = 'auth0' ORDER BY c.name";
    Ok(on!(conn, link => sqlx::query_scalar(SQL).bind(tenant).bind(client).fetch_all(link).await)?)
}
