//! Finding users among very many, in any order, within a bounded effort.
//!
//! Pages are keysets: a page begins after the key of the row before it, never at an offset. A condition narrows the list
//! in one of two ways, whichever reads fewer rows:
//!
//! * **walk**: read rows in the order of the sort's index and keep those that match. Quick where many match.
//! * **gather**: read the ids that match from an index of the condition, fetch those users and sort them. Quick where few
//!   match.
//!
//! Which one is decided by counting, up to [`Effort::few`], what the most selective condition finds. A walk looks at no more than
//! [`WALK`] rows before it gives way to gathering.

mod condition;
mod count;
mod effort;
mod keyset;

use model::{UserId, UserRow};

pub use condition::{Range, Search};
pub use count::{CAP, count};
pub use effort::Effort;
pub use keyset::{Key, Place, Sort, Window};

use crate::sql::Sql;
use crate::users::{LIST_COLUMNS, ListRow};
use crate::{Conn, Result, user_counts};
use condition::Condition;

/// Rows of one page, in the order of the scan.
#[derive(Debug)]
pub struct Found {
    /// Each row with its place, from which a page can go on. A backward scan gives the last row first.
    pub rows: Vec<(UserRow, Place)>,
    /// Whether there are more rows behind these.
    pub has_more: bool,
}

/// The users that `search` finds, within `window`.
///
/// # Errors
/// The database's.
pub async fn list(conn: &mut Conn, tenant: &str, search: &Search, window: &Window) -> Result<Found> {
    let effort = match window.effort {
        Some(effort) => effort,
        None => Effort::for_page(window, user_counts::total(conn, tenant).await?),
    };
    let (ranges, others): (Vec<Condition>, Vec<Condition>) =
        search.conditions().into_iter().partition(|condition| condition.is_range_of(window.sort));
    let rows = match best(conn, tenant, &others, effort.few).await? {
        None => walk(conn, tenant, &ranges, &others, window, None).await?,
        Some((driver, hits)) if hits <= effort.few => gather(conn, tenant, driver, search, window).await?,
        Some((driver, _)) => {
            let rows = walk(conn, tenant, &ranges, &others, window, Some(effort.walk)).await?;
            if is_full(&rows, window) || reaches_end(conn, tenant, &ranges, window, effort.walk).await? {
                rows
            } else {
                gather(conn, tenant, driver, search, window).await?
            }
        }
    };
    Ok(found(rows, window))
}

/// The ids of users that `search` finds, by id, after the id `after`: for working through all of them.
///
/// # Errors
/// The database's.
pub async fn ids(
    conn: &mut Conn,
    tenant: &str,
    search: &Search,
    after: Option<&UserId>,
    limit: i64,
) -> Result<Vec<UserId>> {
    let from = after.map(|id| Place { key: Key::Text(String::new()), id: id.as_str().to_owned() });
    let window = Window { sort: Sort::Id, is_descending: false, from, is_backward: false, limit, effort: None };
    let found = list(conn, tenant, search, &window).await?;
    Ok(found.rows.into_iter().map(|(row, _)| row.user_id).collect())
}

/// The condition that finds the fewest users, and how many (counted up to one more than `few`).
async fn best<'a>(
    conn: &mut Conn,
    tenant: &str,
    conditions: &'a [Condition],
    few: i64,
) -> Result<Option<(&'a Condition, i64)>> {
    let mut best: Option<(&Condition, i64)> = None;
    for condition in conditions {
        let mut sql = Sql::new("SELECT COUNT(*) FROM (");
        condition.push_ids(&mut sql, tenant);
        sql.push(" LIMIT ").bind(best.map_or(few + 1, |(_, hits)| hits)).push(") AS few");
        let hits = sql.fetch_count(conn).await?;
        if best.is_none_or(|(_, fewest)| hits < fewest) {
            best = Some((condition, hits));
        }
    }
    Ok(best)
}

async fn walk(
    conn: &mut Conn,
    tenant: &str,
    ranges: &[Condition],
    others: &[Condition],
    window: &Window,
    limit: Option<i64>,
) -> Result<Vec<ListRow>> {
    let mut sql = Sql::new("SELECT ");
    sql.push(LIST_COLUMNS).push(" FROM ");
    if let Some(limit) = limit {
        sql.push("(SELECT u.* FROM users u WHERE u.tenant = ").bind(tenant);
        push_all(&mut sql, ranges);
        window.push_after(&mut sql);
        window.push_order(&mut sql);
        sql.push(" LIMIT ").bind(limit).push(") AS u WHERE u.tenant = ").bind(tenant);
    } else {
        sql.push("users u WHERE u.tenant = ").bind(tenant);
        push_all(&mut sql, ranges);
        window.push_after(&mut sql);
    }
    push_all(&mut sql, others);
    window.push_order(&mut sql);
    sql.push(" LIMIT ").bind(window.limit + 1);
    sql.fetch_all(conn).await
}

async fn gather(
    conn: &mut Conn,
    tenant: &str,
    driver: &Condition,
    search: &Search,
    window: &Window,
) -> Result<Vec<ListRow>> {
    let mut sql = Sql::new("WITH hits AS MATERIALIZED (");
    driver.push_ids(&mut sql, tenant);
    sql.push(") SELECT ").push(LIST_COLUMNS);
    // SQLite keeps the order of a CROSS JOIN: the ids first, then each user by its key.
    sql.push(" FROM hits CROSS JOIN users u WHERE u.id = hits.id AND u.tenant = ").bind(tenant);
    push_all(&mut sql, &search.conditions());
    window.push_after(&mut sql);
    window.push_order(&mut sql);
    sql.push(" LIMIT ").bind(window.limit + 1);
    sql.fetch_all(conn).await
}

/// Whether the walk saw every row behind the window's place.
async fn reaches_end(conn: &mut Conn, tenant: &str, ranges: &[Condition], window: &Window, walk: i64) -> Result<bool> {
    let mut sql = Sql::new("SELECT COUNT(*) FROM (SELECT 1 FROM users u WHERE u.tenant = ");
    sql.bind(tenant);
    push_all(&mut sql, ranges);
    window.push_after(&mut sql);
    sql.push(" LIMIT ").bind(walk + 1).push(") AS rest");
    Ok(sql.fetch_count(conn).await? <= walk)
}

fn push_all(sql: &mut Sql, conditions: &[Condition]) {
    for condition in conditions {
        sql.push(" AND ");
        condition.push_test(sql);
    }
}

fn is_full(rows: &[ListRow], window: &Window) -> bool {
    i64::try_from(rows.len()).is_ok_and(|rows| rows > window.limit)
}

fn found(mut rows: Vec<ListRow>, window: &Window) -> Found {
    let has_more = is_full(&rows, window);
    if has_more {
        rows.pop();
    }
    let rows = rows
        .into_iter()
        .map(|row| {
            let place = window.sort.place(&row);
            (UserRow::from(row), place)
        })
        .collect();
    Found { rows, has_more }
}
