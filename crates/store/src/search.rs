//! Finding users among very many, in any order, within a bounded effort.
//!
//! Pages are keysets: a page begins after the key of the row before it, never at an offset. A condition narrows the list
//! in one of two ways, whichever reads fewer rows:
//!
//! * **walk**: read rows in the order of the sort's index and keep those that match. Quick where many match.
//! * **gather**: read the ids that match from an index of the condition, fetch those users and sort them. Quick where few
//!   match.
//!
//! Which one is decided by counting ahead, up to a limit, how many users each condition finds, see [`Effort`]. A walk
//! looks at a bounded number of rows before it gives way to gathering.

mod condition;
mod count;
mod effort;
mod hits;
mod keyset;

use std::slice;

use model::{UserId, UserRow};

pub use condition::{Range, Search};
pub use count::{CAP, count};
pub use effort::Effort;
pub use keyset::{Key, Place, Sort, Window};

use crate::dialect::Dialect;
use crate::sql::Sql;
use crate::users::{LIST_COLUMNS, ListRow};
use crate::{Conn, Result, user_counts};
use condition::Condition;
use hits::Hits;

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
    let (ranges, others): (Vec<Condition>, Vec<Condition>) =
        search.conditions().into_iter().partition(|condition| condition.is_range_of(window.sort));
    let list = List { tenant, ranges, others, window };
    let rows = if list.others.is_empty() { list.range(conn).await? } else { list.narrowed(conn).await? };
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

/// One page to be made.
struct List<'a> {
    tenant: &'a str,
    /// Ranges of the column that is sorted by: a walk sees no row outside of them.
    ranges: Vec<Condition>,
    /// What each row must be tested for.
    others: Vec<Condition>,
    window: &'a Window,
}

impl List<'_> {
    async fn narrowed(&self, conn: &mut Conn) -> Result<Vec<ListRow>> {
        let total = user_counts::total(conn, self.tenant).await?;
        let hits = Hits::count(conn, self.tenant, &self.others).await?;
        let expected = hits.expected(total);
        let effort = self.window.effort.unwrap_or_else(|| {
            let is_carried = self.others.iter().all(|condition| condition.is_carried_by(self.window.sort));
            Effort::for_page(self.window.limit, total, expected, is_carried)
        });
        let are_few = expected <= effort.few || self.carrier(&hits).is_some();
        if are_few && !hits.is_capped() {
            return self.gather(conn, &hits).await;
        }
        let split = hits.rarest().and_then(|rarest| rarest.split_by(self.window.sort));
        if let Some((begins, within)) = &split
            && !hits.is_capped()
            && !Hits::count(conn, self.tenant, slice::from_ref(within)).await?.finds_more_than(effort.few)
        {
            return self.merged(conn, begins, hits.narrowed_to(within)).await;
        }
        let rows = self.walk(conn, effort.walk).await?;
        if is_full(&rows, self.window) || !self.goes_on(conn, effort.walk, total).await? {
            return Ok(rows);
        }
        match &split {
            Some((begins, within)) => self.merged(conn, begins, hits.narrowed_to(within)).await,
            None => self.gather(conn, &hits).await,
        }
    }

    /// The rows of a word that is sorted by: who stands together because the order begins with it, and who has it elsewhere,
    /// whom `hits` names.
    async fn merged(&self, conn: &mut Conn, begins: &Condition, hits: Hits<'_>) -> Result<Vec<ListRow>> {
        let ranges = self.ranges.iter().chain([begins]).cloned().collect();
        let together = List { tenant: self.tenant, ranges, others: self.others.clone(), window: self.window };
        let mut rows = together.walk(conn, i64::MAX).await?;
        let others = self.others.iter().cloned().chain(hits.rarest().cloned()).collect();
        let elsewhere = List { tenant: self.tenant, ranges: self.ranges.clone(), others, window: self.window };
        rows.append(&mut elsewhere.gather(conn, &hits).await?);
        rows.sort_by_cached_key(|row| self.window.sort.place(row));
        if self.window.scans_down() {
            rows.reverse();
        }
        rows.truncate(usize::try_from(self.window.limit).unwrap_or(usize::MAX).saturating_add(1));
        Ok(rows)
    }

    /// Whether the list, of `total` users, has more rows than a walk of that length looks at.
    async fn goes_on(&self, conn: &mut Conn, walk: i64, total: i64) -> Result<bool> {
        let is_of_all = self.ranges.is_empty() && self.window.from.is_none();
        if is_of_all || total <= walk {
            return Ok(total > walk);
        }
        let mut sql = Sql::new("SELECT COUNT(*) FROM (SELECT u.id FROM users u WHERE u.tenant = ");
        self.push_stretch(&mut sql);
        sql.push(" LIMIT 1 OFFSET ").bind(walk).push(") AS next");
        Ok(sql.fetch_count(conn).await? > 0)
    }

    /// Those of the first `walk` rows that match, in the order of the sort's index, until the page is full. The index holds what
    /// is tested: the keys of a page are found in it alone, and rows are read for them alone.
    ///
    /// What is tested stands among what is selected: there it leads no planner to another index than that of the order. Either
    /// engine keeps the order of a subquery that it only filters.
    async fn walk(&self, conn: &mut Conn, walk: i64) -> Result<Vec<ListRow>> {
        let mut sql = Sql::new("WITH keys AS MATERIALIZED (SELECT w.id FROM (SELECT u.id AS id, CASE WHEN 1 = 1");
        for condition in &self.others {
            sql.push(" AND ");
            condition.push_walked_test(&mut sql);
        }
        sql.push(" THEN 1 ELSE 0 END AS passes FROM users u WHERE u.tenant = ");
        self.push_stretch(&mut sql);
        sql.push(" LIMIT ").bind(walk).push(") AS w WHERE w.passes = 1 LIMIT ").bind(self.window.limit + 1);
        self.rows_of(sql, conn).await
    }

    /// The rows that a statement's `keys` name, in order.
    async fn rows_of(&self, mut sql: Sql, conn: &mut Conn) -> Result<Vec<ListRow>> {
        sql.push(") SELECT ").push(LIST_COLUMNS);
        sql.push(" FROM keys CROSS JOIN users u WHERE u.id = keys.id AND u.tenant = ").bind(self.tenant);
        self.window.push_order(&mut sql);
        sql.fetch_all(conn).await
    }

    /// The tenant whose users they are, and the rest of a SELECT of users `u` in order, before its LIMIT.
    fn push_stretch(&self, sql: &mut Sql) {
        sql.bind(self.tenant);
        push_all(sql, &self.ranges);
        self.window.push_after(sql);
        self.window.push_order(sql);
    }

    /// The rows of a list that only ranges narrow.
    async fn range(&self, conn: &mut Conn) -> Result<Vec<ListRow>> {
        let mut sql = Sql::new("SELECT ");
        sql.push(LIST_COLUMNS).push(" FROM users u WHERE u.tenant = ");
        self.push_stretch(&mut sql);
        // One row more than the page has tells whether there is another page.
        sql.push(" LIMIT ").bind(self.window.limit + 1);
        sql.fetch_all(conn).await
    }

    /// The rows whose ids the conditions' own indexes name. Of all of them is read what is tested and sorted by, and of those of
    /// the page the rest.
    async fn gather(&self, conn: &mut Conn, hits: &Hits<'_>) -> Result<Vec<ListRow>> {
        let mut sql = Sql::default();
        if let Some(condition) = self.carrier(hits) {
            sql.push("WITH keys AS MATERIALIZED (SELECT u.id FROM (SELECT u.id, ").push(self.window.sort.column());
            sql.push(" FROM users u WHERE u.tenant = ").bind(self.tenant).push(" AND ");
            condition.push_test(&mut sql);
            // Neither what is tested besides nor the order leads a planner to another index.
            sql.push(" AND CASE WHEN 1 = 1");
            push_all(&mut sql, &self.ranges);
            push_all(&mut sql, &self.others);
            sql.push(" THEN 1 ELSE 0 END = 1 LIMIT ").bind(i64::MAX).push(") AS u WHERE 1 = 1");
        } else {
            sql.push("WITH hits AS MATERIALIZED (");
            hits.push_ids(&mut sql, Dialect::of(conn), self.tenant);
            // SQLite keeps the order of a CROSS JOIN: the ids first, then each user by its key.
            sql.push("), keys AS MATERIALIZED (SELECT u.id FROM hits CROSS JOIN users u WHERE u.id = hits.id");
            sql.push(" AND u.tenant = ").bind(self.tenant);
            push_all(&mut sql, &self.ranges);
            push_all(&mut sql, &self.others);
        }
        self.window.push_after(&mut sql);
        self.window.push_order(&mut sql);
        sql.push(" LIMIT ").bind(self.window.limit + 1);
        self.rows_of(sql, conn).await
    }

    /// The condition that finds the fewest, where its index has all that is tested and sorted by.
    fn carrier<'a>(&self, hits: &Hits<'a>) -> Option<&'a Condition> {
        let condition = hits.rarest()?;
        let order = condition.own_order().filter(|order| order.tells(self.window.sort))?;
        self.ranges.iter().chain(&self.others).all(|tested| tested.is_carried_by(order)).then_some(condition)
    }
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

pub(crate) fn found(mut rows: Vec<ListRow>, window: &Window) -> Found {
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
