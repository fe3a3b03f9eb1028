//! The log of a tenant.

use model::{LogEvent, Timestamp, UserId};
use serde_json::Value;
use sqlx::FromRow;
use sqlx::types::Json;

use crate::{Conn, Result};

#[derive(FromRow)]
struct Row {
    id: String,
    date: i64,
    r#type: String,
    description: Option<String>,
    connection: Option<String>,
    client_id: Option<String>,
    client_name: Option<String>,
    ip: Option<String>,
    user_agent: Option<String>,
    user_id: Option<String>,
    user_name: Option<String>,
    details: Option<Json<Value>>,
}

impl From<Row> for LogEvent {
    fn from(row: Row) -> Self {
        Self {
            log_id: row.id,
            date: Timestamp(row.date),
            kind: row.r#type,
            description: row.description,
            connection: row.connection,
            client_id: row.client_id,
            client_name: row.client_name,
            ip: row.ip,
            user_agent: row.user_agent,
            user_id: row.user_id,
            user_name: row.user_name,
            details: row.details.map(|details| details.0),
        }
    }
}

/// Adds an event.
///
/// # Errors
/// The database's.
pub async fn append(conn: &mut Conn, tenant: &str, event: &LogEvent) -> Result<()> {
    const SQL: &str = "INSERT INTO logs (tenant, id, date, type, description, connection, client_id, client_name, ip, \
        user_agent, user_id, user_name, details) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
    on!(conn, link => sqlx::query(SQL).bind(tenant).bind(&event.log_id).bind(event.date.0).bind(&event.kind)
        .bind(&event.description).bind(&event.connection).bind(&event.client_id).bind(&event.client_name)
        .bind(&event.ip).bind(&event.user_agent).bind(&event.user_id).bind(&event.user_name)
        .bind(event.details.as_ref().map(Json)).execute(link).await.map(|_| ()))?;
    Ok(())
}

/// Events of one user, newest first, older than the event `before`.
///
/// # Errors
/// The database's.
pub async fn of_user(
    conn: &mut Conn,
    tenant: &str,
    id: &UserId,
    before: Option<&str>,
    limit: i64,
) -> Result<Vec<LogEvent>> {
    const SQL: &str = "SELECT id, date, type, description, connection, client_id, client_name, ip, user_agent, user_id, \
        user_name, details FROM logs WHERE tenant = $1 AND user_id = $2 AND id < $3 ORDER BY id DESC LIMIT $4";
    // Ids are decimal digits, and `:` comes after the digits.
    let before = before.unwrap_or(":");
    let rows: Vec<Row> = on!(conn, link => sqlx::query_as(SQL).bind(tenant).bind(id.as_str()).bind(before).bind(limit)
        .fetch_all(link).await)?;
    Ok(rows.into_iter().map(LogEvent::from).collect())
}
