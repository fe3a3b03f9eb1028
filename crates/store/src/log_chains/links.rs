//! Reading chains, to compare them with their hashes.

use model::{Place, Timestamp};
use serde_json::Value;
use sqlx::FromRow;

use super::columns::{Columns, Position};
use crate::{Conn, Result};

/// An event as it stands in its chain.
#[derive(Clone, Debug, FromRow)]
pub struct Link {
    /// The number that it says it has.
    pub number: i64,
    /// The hash that it says it has.
    pub hash: String,
    #[sqlx(flatten)]
    columns: Columns,
    details_text: Option<String>,
}

impl Link {
    /// The event's id.
    pub fn log_id(&self) -> &str {
        &self.columns.id
    }

    /// When it happened.
    pub fn date(&self) -> Timestamp {
        Timestamp(self.columns.date)
    }

    /// The hash that it has as the `number`-th of a chain after an event with the hash `previous`.
    pub fn hash_at(&self, tenant: &str, chain: i64, number: i64, previous: &str) -> String {
        let details = self.details_text.as_deref().map(|text| {
            // What is no JSON was not written by us: a text that no details have.
            serde_json::from_str(text).unwrap_or_else(|_| Value::String(text.to_owned()))
        });
        self.columns.hash(Position { tenant, chain, number, previous }, details.as_ref())
    }
}

/// At most `limit` events of a chain after the number `after`.
///
/// SQLite keeps any type in any column. Whoever changed an event may have used that, so that it could not be read: every
/// column is brought to its type.
///
/// # Errors
/// The database's.
pub async fn links(conn: &mut Conn, tenant: &str, chain: i64, after: i64, limit: i64) -> Result<Vec<Link>> {
    const SQL: &str = "SELECT CAST(id AS TEXT) AS id, CAST(date AS BIGINT) AS date, CAST(type AS TEXT) AS type, \
        CAST(description AS TEXT) AS description, CAST(connection AS TEXT) AS connection, \
        CAST(client_id AS TEXT) AS client_id, CAST(client_name AS TEXT) AS client_name, CAST(ip AS TEXT) AS ip, \
        CAST(user_agent AS TEXT) AS user_agent, CAST(user_id AS TEXT) AS user_id, CAST(user_name AS TEXT) AS user_name, \
        CAST(details AS TEXT) AS details_text, CAST(place AS TEXT) AS place, CAST(login AS BIGINT) AS login, \
        CAST(number AS BIGINT) AS number, COALESCE(CAST(hash AS TEXT), '') AS hash \
        FROM logs WHERE tenant = $1 AND chain = $2 AND number > $3 ORDER BY number LIMIT $4";
    Ok(on!(conn, link => sqlx::query_as(SQL).bind(tenant).bind(chain).bind(after).bind(limit).fetch_all(link).await)?)
}

/// How many events belong to no chain: those from before there were chains. Reads the whole log.
///
/// # Errors
/// The database's.
pub async fn unchained(conn: &mut Conn, tenant: &str) -> Result<i64> {
    const SQL: &str = "SELECT COUNT(*) FROM logs WHERE tenant = $1 AND (chain IS NULL OR number IS NULL)";
    Ok(on!(conn, link => sqlx::query_scalar(SQL).bind(tenant).fetch_one(link).await)?)
}

/// How many events there are. Reads the whole log.
///
/// # Errors
/// The database's.
pub async fn count(conn: &mut Conn, tenant: &str) -> Result<i64> {
    const SQL: &str = "SELECT COUNT(*) FROM logs WHERE tenant = $1";
    Ok(on!(conn, link => sqlx::query_scalar(SQL).bind(tenant).fetch_one(link).await)?)
}

/// The places that events may refer to, by their ids; none where what is there is no place.
///
/// # Errors
/// The database's.
pub async fn places(conn: &mut Conn, tenant: &str) -> Result<Vec<(String, Option<Place>)>> {
    const SQL: &str = "SELECT id, CAST(place AS TEXT) FROM places WHERE tenant = $1 ORDER BY id";
    let rows: Vec<(String, String)> = on!(conn, link => sqlx::query_as(SQL).bind(tenant).fetch_all(link).await)?;
    Ok(rows.into_iter().map(|(id, place)| (id, serde_json::from_str(&place).ok())).collect())
}
