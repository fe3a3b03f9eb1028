//! Deleting old events: the beginning of their chain moves along.

use model::Timestamp;

use crate::login_days::take_off;
use crate::{Conn, Result, staged_logs};

/// Deletes the events at the beginning of a chain that happened before `before`, at most `limit`; how many there were.
///
/// # Errors
/// The database's.
pub async fn retire(conn: &mut Conn, tenant: &str, chain: i64, before: Timestamp, limit: i64) -> Result<u64> {
    const OLDEST: &str = "SELECT c.first_number, l.number, l.date, l.hash FROM log_chains c JOIN logs l \
        ON l.tenant = c.tenant AND l.chain = c.chain AND l.number > c.first_number \
        WHERE c.tenant = $1 AND c.chain = $2 ORDER BY l.number LIMIT $3";
    const DELETE: &str = "DELETE FROM logs WHERE tenant = $1 AND chain = $2 AND number > $3 AND number <= $4";
    const OFF: [&str; 2] = take_off!("chain = $2 AND number > $3 AND number <= $4");
    const MOVE: &str = "UPDATE log_chains SET first_number = $3, first_hash = $4 WHERE tenant = $1 AND chain = $2";
    staged_logs::settle(conn).await?;
    let oldest: Vec<(i64, i64, i64, String)> =
        on!(conn, link => sqlx::query_as(OLDEST).bind(tenant).bind(chain).bind(limit).fetch_all(link).await)?;
    let Some((first, last, _, hash)) = oldest.iter().take_while(|(_, _, date, _)| *date < before.0).last() else {
        return Ok(0);
    };
    for statement in OFF {
        on!(conn, link => sqlx::query(statement).bind(tenant).bind(chain).bind(first).bind(last).execute(link).await.map(|_| ()))?;
    }
    let deleted = on!(conn, link => sqlx::query(DELETE).bind(tenant).bind(chain).bind(first).bind(last)
        .execute(link).await.map(|done| done.rows_affected()))?;
    // Last: whoever writes an event waits for this row.
    on!(conn, link => sqlx::query(MOVE).bind(tenant).bind(chain).bind(last).bind(hash).execute(link).await.map(|_| ()))?;
    Ok(deleted)
}

/// Deletes events of no chain with ids below `before`, at most `limit`; how many there were.
///
/// # Errors
/// The database's.
pub async fn delete_unchained(conn: &mut Conn, tenant: &str, before: &str, limit: i64) -> Result<u64> {
    const SQL: &str = "DELETE FROM logs WHERE tenant = $1 AND id IN \
        (SELECT id FROM logs WHERE tenant = $1 AND id < $2 AND chain IS NULL ORDER BY id LIMIT $3)";
    const OFF: [&str; 2] =
        take_off!("id IN (SELECT id FROM logs WHERE tenant = $1 AND id < $2 AND chain IS NULL ORDER BY id LIMIT $3)");
    for statement in OFF {
        on!(conn, link => sqlx::query(statement).bind(tenant).bind(before).bind(limit).execute(link).await.map(|_| ()))?;
    }
    Ok(on!(conn, link => sqlx::query(SQL).bind(tenant).bind(before).bind(limit)
        .execute(link).await.map(|done| done.rows_affected()))?)
}

/// Deletes the counts of logins of hours before `before`.
///
/// # Errors
/// The database's.
pub async fn forget_hours(conn: &mut Conn, tenant: &str, before: Timestamp) -> Result<u64> {
    const SQL: &str = "DELETE FROM login_hours WHERE tenant = $1 AND hour < $2";
    Ok(on!(conn, link => sqlx::query(SQL).bind(tenant).bind(before.0)
        .execute(link).await.map(|done| done.rows_affected()))?)
}
