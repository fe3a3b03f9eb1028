//! How many users a search finds.

use model::UserCount;

use super::{Search, best, push_all};
use crate::sql::Sql;
use crate::{Conn, Result, user_counts};

/// Counting stops here: nobody reads further, and the effort stays bounded.
pub const CAP: i64 = 10_000;
/// Up to so many hits are counted to find the condition with the fewest.
const FEW: i64 = 5_000;
/// So many users are looked at when several conditions must hold.
const LOOK: i64 = 50_000;

/// The number of users that `search` finds, at most [`CAP`]; exact without a limit when nothing narrows the list.
///
/// # Errors
/// The database's.
pub async fn count(conn: &mut Conn, tenant: &str, search: &Search) -> Result<UserCount> {
    let conditions = search.conditions();
    let Some((driver, hits)) = best(conn, tenant, &conditions, FEW).await? else {
        return Ok(UserCount { count: user_counts::total(conn, tenant).await?, is_capped: false });
    };
    let mut sql = Sql::new("SELECT COUNT(*) FROM (");
    if conditions.len() == 1 {
        if hits <= FEW {
            return Ok(UserCount { count: hits, is_capped: false });
        }
        driver.push_ids(&mut sql, tenant);
    } else {
        sql.push("SELECT 1 FROM (");
        driver.push_ids(&mut sql, tenant);
        sql.push(" LIMIT ")
            .bind(LOOK)
            .push(") AS hits CROSS JOIN users u WHERE u.id = hits.id AND u.tenant = ")
            .bind(tenant);
        push_all(&mut sql, &conditions);
    }
    sql.push(" LIMIT ").bind(CAP + 1).push(") AS found");
    let count = sql.fetch_count(conn).await?;
    let looked_at_all = conditions.len() == 1 || hits <= FEW || all_hits(conn, tenant, driver).await? < LOOK;
    Ok(UserCount { count: count.min(CAP), is_capped: count > CAP || !looked_at_all })
}

async fn all_hits(conn: &mut Conn, tenant: &str, driver: &super::Condition) -> Result<i64> {
    let mut sql = Sql::new("SELECT COUNT(*) FROM (");
    driver.push_ids(&mut sql, tenant);
    sql.push(" LIMIT ").bind(LOOK).push(") AS hits");
    sql.fetch_count(conn).await
}
