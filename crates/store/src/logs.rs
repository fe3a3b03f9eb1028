//! The log of a tenant.

mod condition;
mod filter;
mod list;

use model::{LogEvent, Place, Timestamp};
use serde_json::Value;
use sqlx::FromRow;
use sqlx::types::Json;

use crate::{Conn, Result};

pub use filter::{Filter, Search, date_of, id_at};
pub use list::{Found, FoundIds, Window, find, ids, list};

/// An event as it is read.
#[derive(FromRow)]
pub(crate) struct Row {
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
    location_info: Option<Json<Place>>,
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
            location_info: row.location_info.map(|place| place.0),
            details: row.details.map(|details| details.0),
        }
    }
}

/// Records an event: the transaction writes it when it commits, as the next of a chain (`log_chains`).
///
/// # Errors
/// [`crate::Error::NoTransaction`] outside of a transaction.
pub async fn append(conn: &mut Conn, tenant: &str, event: &LogEvent) -> Result<()> {
    conn.record(tenant, event)
}
