//! Numbers about a tenant's users.

use std::collections::BTreeMap;

use model::Timestamp;

use crate::logs::id_at;
use crate::{Conn, Result};

/// What happened on a day (UTC).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Day {
    /// Users who were logged in.
    pub logins: i64,
    /// Users who signed up.
    pub signups: i64,
}

/// How many users logged in from `since` on.
///
/// # Errors
/// The database's.
pub async fn active_users(conn: &mut Conn, tenant: &str, since: Timestamp) -> Result<i64> {
    const SQL: &str = "SELECT COUNT(*) FROM users WHERE tenant = $1 AND last_login >= $2";
    Ok(on!(conn, link => sqlx::query_scalar(SQL).bind(tenant).bind(since.0).fetch_one(link).await)?)
}

/// The days from `from` on and before `until` on which something happened, by their names: `20261123`.
///
/// # Errors
/// The database's.
pub async fn days(conn: &mut Conn, tenant: &str, from: Timestamp, until: Timestamp) -> Result<BTreeMap<String, Day>> {
    // The day is in the id, which an index holds.
    const SQL: &str = "SELECT SUBSTR(id, 4, 8) AS day, COUNT(*) FROM logs \
        WHERE tenant = $1 AND type = $2 AND id >= $3 AND id < $4 GROUP BY SUBSTR(id, 4, 8)";
    let (from, until) = (id_at(from), id_at(until));
    let mut days: BTreeMap<String, Day> = BTreeMap::new();
    for kind in ["s", "ss"] {
        let rows: Vec<(String, i64)> = on!(conn, link => sqlx::query_as(SQL).bind(tenant).bind(kind)
            .bind(&from).bind(&until).fetch_all(link).await)?;
        for (day, count) in rows {
            let day = days.entry(day).or_default();
            *(if kind == "s" { &mut day.logins } else { &mut day.signups }) = count;
        }
    }
    Ok(days)
}
