//! Applications. The SHA-256 of their secret stands beside their settings and is read by [`find_with_secret`] alone.

use model::{AppType, Client, ClientFilter, ListPart, Listed, Timestamp};
use sqlx::FromRow;
use sqlx::types::Json;

use crate::conn::Link;
use crate::parts::Source;
use crate::{Conn, Result};

#[derive(FromRow)]
struct Row {
    id: String,
    name: String,
    settings: Option<Json<Client>>,
    created_at: i64,
}

impl From<Row> for Client {
    fn from(row: Row) -> Self {
        let settings = row.settings.map_or_else(|| Client::of_kind(AppType::RegularWeb), |settings| settings.0);
        Self { client_id: row.id, name: row.name, created_at: Timestamp(row.created_at), ..settings }
    }
}

/// The application of that id.
///
/// # Errors
/// The database's.
pub async fn find(conn: &mut Conn, tenant: &str, id: &str) -> Result<Option<Client>> {
    const SQL: &str = "SELECT id, name, settings, created_at FROM clients WHERE tenant = $1 AND id = $2";
    let row: Option<Row> = on!(conn, link => sqlx::query_as(SQL).bind(tenant).bind(id).fetch_optional(link).await)?;
    Ok(row.map(Client::from))
}

/// The application of that id, and the SHA-256 of its secret where it has one.
///
/// # Errors
/// The database's.
pub async fn find_with_secret(conn: &mut Conn, tenant: &str, id: &str) -> Result<Option<(Client, Option<String>)>> {
    #[derive(FromRow)]
    struct Secret {
        #[sqlx(flatten)]
        row: Row,
        secret_hash: Option<String>,
    }
    const SQL: &str = "SELECT id, name, settings, created_at, secret_hash FROM clients WHERE tenant = $1 AND id = $2";
    let found: Option<Secret> =
        on!(conn, link => sqlx::query_as(SQL).bind(tenant).bind(id).fetch_optional(link).await)?;
    Ok(found.map(|found| (found.row.into(), found.secret_hash)))
}

/// The application of that id, held until the transaction ends so that nobody changes it meanwhile.
///
/// # Errors
/// The database's.
pub async fn hold(conn: &mut Conn, tenant: &str, id: &str) -> Result<Option<Client>> {
    const SQL: &str = "SELECT id, name, settings, created_at FROM clients WHERE tenant = $1 AND id = $2 FOR UPDATE";
    match conn.link() {
        // A transaction of SQLite holds everything from its beginning.
        Link::Sqlite(_) => find(conn, tenant, id).await,
        Link::Postgres(link) => {
            let row: Option<Row> = sqlx::query_as(SQL).bind(tenant).bind(id).fetch_optional(link).await?;
            Ok(row.map(Client::from))
        }
    }
}

/// Up to `limit` applications by name, those after the one of that name and id.
///
/// # Errors
/// The database's.
pub async fn list(conn: &mut Conn, tenant: &str, after: Option<(&str, &str)>, limit: i64) -> Result<Vec<Client>> {
    const SQL: &str = "SELECT id, name, settings, created_at FROM clients \
        WHERE tenant = $1 AND (name, id) > ($2, $3) ORDER BY name, id LIMIT $4";
    // No name is empty, so this is before them all.
    let (name, id) = after.unwrap_or(("", ""));
    let rows: Vec<Row> = on!(conn, link => sqlx::query_as(SQL).bind(tenant).bind(name).bind(id).bind(limit)
        .fetch_all(link).await)?;
    Ok(rows.into_iter().map(Client::from).collect())
}

/// A part of the applications that the filter lets through, the oldest first.
///
/// # Errors
/// The database's.
pub async fn search(conn: &mut Conn, tenant: &str, filter: &ClientFilter, part: &ListPart) -> Result<Listed<Client>> {
    const SOURCE: Source = Source {
        select: "SELECT id, name, settings, created_at FROM clients",
        count: "SELECT COUNT(*) FROM clients",
        order: "created_at, id",
        id: "id",
    };
    /// JSON's `true` is 1 in SQLite. Of an application without settings it is true.
    const IS_FIRST_PARTY: &str =
        " AND (settings IS NULL OR CAST(settings ->> 'is_first_party' AS TEXT) IN ('1', 'true'))";
    const IS_THIRD_PARTY: &str =
        " AND settings IS NOT NULL AND COALESCE(CAST(settings ->> 'is_first_party' AS TEXT), '0') NOT IN ('1', 'true')";
    let found = SOURCE.fetch::<Row>(conn, part, |sql| {
        sql.push("tenant = ").bind(tenant);
        let sql = match filter.is_first_party {
            Some(true) => sql.push(IS_FIRST_PARTY),
            Some(false) => sql.push(IS_THIRD_PARTY),
            None => sql,
        };
        if !filter.app_types.is_empty() {
            sql.push(" AND COALESCE(settings ->> 'app_type', 'regular_web') IN (");
            for (index, kind) in filter.app_types.iter().enumerate() {
                sql.push(if index == 0 { "" } else { ", " }).bind(kind.as_str());
            }
            sql.push(")");
        }
    });
    let (rows, total) = found.await?;
    let clients = rows.into_iter().map(Client::from).collect();
    Ok(Listed { total, ..part.ended(clients, |client: &Client| &client.client_id) })
}

/// Adds an application; `secret_hash` is the SHA-256 of its secret, none where it keeps none.
///
/// # Errors
/// The database's.
pub async fn insert(conn: &mut Conn, tenant: &str, client: &Client, secret_hash: Option<&str>) -> Result<()> {
    const SQL: &str = "INSERT INTO clients (tenant, id, name, settings, secret_hash, created_at) \
        VALUES ($1, $2, $3, $4, $5, $6)";
    conn.change_applications();
    on!(conn, link => sqlx::query(SQL).bind(tenant).bind(&client.client_id).bind(&client.name).bind(Json(client))
        .bind(secret_hash).bind(client.created_at.0).execute(link).await.map(|_| ()))?;
    Ok(())
}

/// Writes the settings of an application; its secret stays.
///
/// # Errors
/// The database's.
pub async fn save(conn: &mut Conn, tenant: &str, client: &Client) -> Result<()> {
    const SQL: &str = "UPDATE clients SET name = $3, settings = $4 WHERE tenant = $1 AND id = $2";
    conn.change_applications();
    on!(conn, link => sqlx::query(SQL).bind(tenant).bind(&client.client_id).bind(&client.name).bind(Json(client))
        .execute(link).await.map(|_| ()))?;
    Ok(())
}

/// Gives an application another secret, or none.
///
/// # Errors
/// The database's.
pub async fn save_secret(conn: &mut Conn, tenant: &str, id: &str, secret_hash: Option<&str>) -> Result<()> {
    const SQL: &str = "UPDATE clients SET secret_hash = $3 WHERE tenant = $1 AND id = $2";
    conn.change_applications();
    on!(conn, link => sqlx::query(SQL).bind(tenant).bind(id).bind(secret_hash).execute(link).await.map(|_| ()))?;
    Ok(())
}

/// Removes an application with all that was given to it; `false` when there is none. The log stays.
///
/// # Errors
/// The database's.
pub async fn delete(conn: &mut Conn, tenant: &str, id: &str) -> Result<bool> {
    /// What hangs on the application, before it.
    const REST: [&str; 9] = [
        "DELETE FROM connection_clients WHERE tenant = $1 AND client = $2",
        "DELETE FROM client_grants WHERE tenant = $1 AND client_id = $2",
        "DELETE FROM grants WHERE tenant = $1 AND client_id = $2",
        "DELETE FROM refresh_token_values WHERE tenant = $1 AND token_id IN \
            (SELECT id FROM refresh_tokens WHERE tenant = $1 AND client_id = $2)",
        "DELETE FROM refresh_tokens WHERE tenant = $1 AND client_id = $2",
        "DELETE FROM access_tokens WHERE tenant = $1 AND authorization_id IN \
            (SELECT id FROM authorizations WHERE tenant = $1 AND client_id = $2)",
        "DELETE FROM authorizations WHERE tenant = $1 AND client_id = $2",
        "DELETE FROM device_codes WHERE tenant = $1 AND client_id = $2",
        "DELETE FROM spent_assertions WHERE tenant = $1 AND client_id = $2",
    ];
    const CLIENT: &str = "DELETE FROM clients WHERE tenant = $1 AND id = $2";
    conn.change_applications();
    for sql in REST {
        on!(conn, link => sqlx::query(sql).bind(tenant).bind(id).execute(link).await.map(|_| ()))?;
    }
    let rows = on!(conn, link => sqlx::query(CLIENT).bind(tenant).bind(id)
        .execute(link).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}
