//! Logins and failures of each hour.

use model::Timestamp;
use sqlx::FromRow;

use crate::{Conn, Result};

/// Milliseconds of an hour.
pub const HOUR: i64 = 3_600_000;

/// What came of the logins of an hour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, FromRow)]
pub struct Hour {
    /// Its first millisecond.
    pub hour: i64,
    /// Users who were logged in.
    pub successes: i64,
    /// Tries that were refused.
    pub failures: i64,
}

/// The hours that were counted and kept, of those that begin from `from` on and before `until`.
///
/// # Errors
/// The database's.
pub async fn kept(conn: &mut Conn, tenant: &str, from: Timestamp, until: Timestamp) -> Result<Vec<Hour>> {
    const SQL: &str = "SELECT hour, successes, failures FROM login_hours WHERE tenant = $1 AND hour >= $2 AND hour < $3 \
        ORDER BY hour";
    Ok(on!(conn, link => sqlx::query_as(SQL).bind(tenant).bind(from.0).bind(until.0).fetch_all(link).await)?)
}

/// Counts the log from `from` on and before `until`; hours without a login are left out.
///
/// # Errors
/// The database's.
pub async fn count(conn: &mut Conn, tenant: &str, from: Timestamp, until: Timestamp) -> Result<Vec<Hour>> {
    const SQL: &str = "SELECT date / 3600000 AS number, login, COUNT(*) FROM logs \
        WHERE tenant = $1 AND login IN (1, 2) AND date >= $2 AND date < $3 GROUP BY date / 3600000, login ORDER BY number";
    let rows: Vec<(i64, i64, i64)> =
        on!(conn, link => sqlx::query_as(SQL).bind(tenant).bind(from.0).bind(until.0).fetch_all(link).await)?;
    let mut hours: Vec<Hour> = Vec::new();
    for (number, login, count) in rows {
        if hours.last().is_none_or(|last| last.hour != number * HOUR) {
            hours.push(Hour { hour: number * HOUR, successes: 0, failures: 0 });
        }
        if let Some(last) = hours.last_mut() {
            *(if login == 1 { &mut last.successes } else { &mut last.failures }) += count;
        }
    }
    Ok(hours)
}

/// Keeps what was counted, once an hour is over.
///
/// # Errors
/// The database's.
pub async fn keep(conn: &mut Conn, tenant: &str, hour: Hour) -> Result<()> {
    const SQL: &str = "INSERT INTO login_hours (tenant, hour, successes, failures) VALUES ($1, $2, $3, $4) \
        ON CONFLICT DO NOTHING";
    on!(conn, link => sqlx::query(SQL).bind(tenant).bind(hour.hour).bind(hour.successes).bind(hour.failures)
        .execute(link).await.map(|_| ()))?;
    Ok(())
}
