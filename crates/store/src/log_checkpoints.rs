//! What the chains of the log were at a moment, signed with a key that is not in the database.

use model::Timestamp;
use serde_json::Value;
use sqlx::FromRow;
use sqlx::types::Json;

use crate::{Conn, Result};

/// A signed statement. What its content says is the business of who signs it.
#[derive(Clone, Debug, PartialEq)]
pub struct Checkpoint {
    /// 1, 2, 3, …
    pub number: i64,
    /// What was signed.
    pub chains: Value,
    /// When.
    pub created_at: Timestamp,
    /// Base64.
    pub signature: String,
}

#[derive(FromRow)]
struct Row {
    number: i64,
    chains: Json<Value>,
    created_at: i64,
    signature: String,
}

impl From<Row> for Checkpoint {
    fn from(row: Row) -> Self {
        let Row { number, chains, created_at, signature } = row;
        Self { number, chains: chains.0, created_at: Timestamp(created_at), signature }
    }
}

/// Adds one; `false` when its number is taken: another server was quicker.
///
/// # Errors
/// The database's.
pub async fn insert(conn: &mut Conn, tenant: &str, checkpoint: &Checkpoint) -> Result<bool> {
    const SQL: &str = "INSERT INTO log_checkpoints (tenant, number, chains, created_at, signature) \
        VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING";
    let rows = on!(conn, link => sqlx::query(SQL).bind(tenant).bind(checkpoint.number).bind(Json(&checkpoint.chains))
        .bind(checkpoint.created_at.0).bind(&checkpoint.signature).execute(link).await
        .map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// The newest.
///
/// # Errors
/// The database's.
pub async fn newest(conn: &mut Conn, tenant: &str) -> Result<Option<Checkpoint>> {
    const SQL: &str = "SELECT number, chains, created_at, signature FROM log_checkpoints WHERE tenant = $1 \
        ORDER BY number DESC LIMIT 1";
    let row: Option<Row> = on!(conn, link => sqlx::query_as(SQL).bind(tenant).fetch_optional(link).await)?;
    Ok(row.map(Checkpoint::from))
}

/// At most `limit` after the number `after`, oldest first.
///
/// # Errors
/// The database's.
pub async fn list(conn: &mut Conn, tenant: &str, after: i64, limit: i64) -> Result<Vec<Checkpoint>> {
    const SQL: &str = "SELECT number, chains, created_at, signature FROM log_checkpoints \
        WHERE tenant = $1 AND number > $2 ORDER BY number LIMIT $3";
    let rows: Vec<Row> =
        on!(conn, link => sqlx::query_as(SQL).bind(tenant).bind(after).bind(limit).fetch_all(link).await)?;
    Ok(rows.into_iter().map(Checkpoint::from).collect())
}

/// Deletes those from before `before` at the beginning, but never the newest; at most `limit`. The number of the first that
/// is left.
///
/// # Errors
/// The database's.
pub async fn delete_oldest(conn: &mut Conn, tenant: &str, before: Timestamp, limit: i64) -> Result<Option<i64>> {
    const OLDEST: &str = "SELECT number, created_at FROM log_checkpoints WHERE tenant = $1 ORDER BY number LIMIT $2";
    const DELETE: &str = "DELETE FROM log_checkpoints WHERE tenant = $1 AND number < $2";
    let oldest: Vec<(i64, i64)> =
        on!(conn, link => sqlx::query_as(OLDEST).bind(tenant).bind(limit + 1).fetch_all(link).await)?;
    let first = oldest.iter().find(|(_, created_at)| *created_at >= before.0).or(oldest.last());
    let Some((first, _)) = first else { return Ok(None) };
    on!(conn, link => sqlx::query(DELETE).bind(tenant).bind(first).execute(link).await.map(|_| ()))?;
    Ok(Some(*first))
}
