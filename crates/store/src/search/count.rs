//! How many users a search finds.

use model::UserCount;

use super::{Hits, Search, push_all};
use crate::dialect::Dialect;
use crate::sql::Sql;
use crate::{Conn, Result, user_counts};

/// Counting stops here: nobody reads further, and the effort stays bounded.
pub const CAP: i64 = 10_000;
/// So many users are looked at when several conditions must hold.
const LOOK: i64 = 50_000;

/// The number of users that `search` finds, at most [`CAP`]; exact without a limit when nothing narrows the list.
///
/// # Errors
/// The database's.
pub async fn count(conn: &mut Conn, tenant: &str, search: &Search) -> Result<UserCount> {
    let conditions = search.conditions();
    if conditions.is_empty() {
        return Ok(UserCount { count: user_counts::total(conn, tenant).await?, is_capped: false });
    }
    let hits = Hits::count(conn, tenant, &conditions).await?;
    let mut sql = Sql::new("SELECT COUNT(*) FROM (");
    if conditions.len() == 1 {
        hits.push_ids(&mut sql, Dialect::of(conn), tenant);
    } else {
        sql.push("SELECT 1 FROM (");
        hits.push_ids(&mut sql, Dialect::of(conn), tenant);
        sql.push(" LIMIT ").bind(LOOK).push(") AS h CROSS JOIN users u WHERE u.id = h.id AND u.tenant = ").bind(tenant);
        push_all(&mut sql, &conditions);
    }
    sql.push(" LIMIT ").bind(CAP + 1).push(") AS found");
    let count = sql.fetch_count(conn).await?;
    let looked_at_all = conditions.len() == 1 || !hits.is_capped() || looks(conn, tenant, &hits).await? < LOOK;
    Ok(UserCount { count: count.min(CAP), is_capped: count > CAP || !looked_at_all })
}

async fn looks(conn: &mut Conn, tenant: &str, hits: &Hits<'_>) -> Result<i64> {
    let mut sql = Sql::new("SELECT COUNT(*) FROM (");
    hits.push_ids(&mut sql, Dialect::of(conn), tenant);
    sql.push(" LIMIT ").bind(LOOK).push(") AS looks");
    sql.fetch_count(conn).await
}
