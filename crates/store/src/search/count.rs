//! How many users a search finds.

use model::UserCount;

use super::{Condition, Hits, Search, push_all};
use crate::dialect::Dialect;
use crate::sql::Sql;
use crate::{Conn, Result, user_counts};

/// Counting stops here: nobody reads further, and the effort stays bounded.
pub const CAP: i64 = 10_000;
/// So many users are looked at when several conditions must hold.
const LOOK: i64 = 50_000;
/// Entries of an index in which more than [`CAP`] users are, where few of them have several.
const SOME: i64 = CAP + CAP / 4;

/// The number of users that `search` finds, at most [`CAP`]; exact without a limit when nothing narrows the list.
///
/// # Errors
/// The database's.
pub async fn count(conn: &mut Conn, tenant: &str, search: &Search) -> Result<UserCount> {
    let conditions = search.conditions();
    if conditions.is_empty() {
        return Ok(UserCount { count: user_counts::total(conn, tenant).await?, is_capped: false });
    }
    if let [one] = conditions.as_slice() {
        let count = count_one(conn, tenant, one).await?;
        return Ok(UserCount { count: count.min(CAP), is_capped: count > CAP });
    }
    let hits = Hits::count(conn, tenant, &conditions).await?;
    let mut sql = Sql::new("SELECT COUNT(*) FROM (SELECT 1 FROM (");
    hits.push_ids(&mut sql, Dialect::of(conn), tenant);
    sql.push(" LIMIT ").bind(LOOK).push(") AS h CROSS JOIN users u WHERE u.id = h.id AND u.tenant = ").bind(tenant);
    push_all(&mut sql, &conditions);
    sql.push(" LIMIT ").bind(CAP + 1).push(") AS found");
    let count = sql.fetch_count(conn).await?;
    let looked_at_all = !hits.is_capped() || looks(conn, tenant, &hits).await? < LOOK;
    Ok(UserCount { count: count.min(CAP), is_capped: count > CAP || !looked_at_all })
}

/// The users whom one condition finds; more than [`CAP`] need not be all.
///
/// No more entries than needed: PostgreSQL makes all of them distinct before it counts.
async fn count_one(conn: &mut Conn, tenant: &str, condition: &Condition) -> Result<i64> {
    let mut most = SOME;
    loop {
        let (entries, users) = count_among(conn, tenant, condition, most).await?;
        if entries < most || users > CAP {
            return Ok(users);
        }
        most = most.saturating_mul(2);
    }
}

/// How many entries there are, at most `most`, and of how many users.
async fn count_among(conn: &mut Conn, tenant: &str, condition: &Condition, most: i64) -> Result<(i64, i64)> {
    let mut sql = Sql::new("SELECT COUNT(*), COUNT(DISTINCT e.id) FROM (");
    condition.push_ids(&mut sql, tenant);
    sql.push(" LIMIT ").bind(most).push(") AS e");
    let counts: Vec<(i64, i64)> = sql.fetch_all(conn).await?;
    Ok(counts.first().copied().unwrap_or_default())
}

async fn looks(conn: &mut Conn, tenant: &str, hits: &Hits<'_>) -> Result<i64> {
    let mut sql = Sql::new("SELECT COUNT(*) FROM (");
    hits.push_ids(&mut sql, Dialect::of(conn), tenant);
    sql.push(" LIMIT ").bind(LOOK).push(") AS looks");
    sql.fetch_count(conn).await
}
