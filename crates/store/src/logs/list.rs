//! Pages of the log, newest first, within a bounded effort.
//!
//! A page walks the ids backward: along the index of what is looked up (a user, codes, an application, a connection, an
//! address; of several, the one that finds least), or along all ids. What no index finds is tested on the way. After a
//! bounded number of entries the walk pauses, however little it found, and says where: the next page goes on from there.

use super::condition::{Column, Condition};
use super::filter::{Filter, Plan};
use super::{LogEvent, Row};
use crate::dialect::Dialect;
use crate::sql::Sql;
use crate::{Conn, Result};

/// Entries that a walk may test where an index holds all that is tested.
const ENTRIES: i64 = 20_000;
/// Rows that it may test along all ids: they lie one after the other.
const ROWS: i64 = 10_000;
/// Rows that it may test along an index: they lie apart.
const SCATTERED: i64 = 4_000;
/// Counting ahead stops here.
const ENOUGH: i64 = 5_000;
/// The share of them that is tested first: to find out where so many entries end costs more than a page that is soon full.
const FIRST: i64 = 10;

/// Which part of the log.
#[derive(Clone, Debug)]
pub struct Window {
    /// Events of greater ids than this; none for all.
    pub after: Option<String>,
    /// Events of smaller ids than this; none for the newest.
    pub before: Option<String>,
    /// The most events, at least 1.
    pub limit: usize,
    /// How many entries a walk may test; decided by what is tested where it is not given.
    pub effort: Option<i64>,
    /// Whether the oldest comes first: then a page begins after `after`, and the next one after its end.
    pub is_oldest_first: bool,
}

/// Events of one page.
#[derive(Debug)]
pub struct Found {
    /// Newest first, unless the oldest were asked for first.
    pub events: Vec<LogEvent>,
    /// The id before which the next page begins, or after which; none where this is the last.
    pub next: Option<String>,
    /// Whether the walk paused before the page was full.
    pub is_paused: bool,
}

/// Ids of events of one page.
#[derive(Debug)]
pub struct FoundIds {
    /// In the order that was asked for.
    pub ids: Vec<String>,
    /// As in [`Found`].
    pub next: Option<String>,
    /// As in [`Found`].
    pub is_paused: bool,
}

/// The events that `filter` finds, within `window`.
///
/// # Errors
/// The database's.
pub async fn list(conn: &mut Conn, tenant: &str, filter: &Filter, window: &Window) -> Result<Found> {
    let FoundIds { ids, next, is_paused } = ids(conn, tenant, filter, window).await?;
    let mut events = rows(conn, tenant, ids).await?;
    if window.is_oldest_first {
        events.reverse();
    }
    Ok(Found { events, next, is_paused })
}

/// The same, of each event its id alone.
///
/// # Errors
/// The database's.
pub async fn ids(conn: &mut Conn, tenant: &str, filter: &Filter, window: &Window) -> Result<FoundIds> {
    let mut plan = Plan::new(filter);
    let from = window.after.as_ref().map(|after| format!("{after}\u{1}"));
    plan.narrow(from, window.before.clone());
    let order = if window.is_oldest_first { Order::OldestFirst } else { Order::NewestFirst };
    let mut walk = Walk { tenant, plan, along: None, dialect: Dialect::of(conn), order };
    walk.choose(conn).await?;
    let limit = i64::try_from(window.limit).unwrap_or(i64::MAX - 1);
    let efforts = walk.effort(window).map_or(vec![None], |most| vec![Some(most / FIRST), Some(most)]);
    let (mut ids, mut pause) = (Vec::new(), None);
    for effort in efforts {
        pause = match effort {
            Some(effort) => walk.pause(conn, effort).await?,
            None => None,
        };
        ids = walk.ids(conn, pause.as_deref(), limit + 1).await?;
        if pause.is_none() || ids.len() > window.limit {
            break;
        }
    }
    let has_more = ids.len() > window.limit;
    ids.truncate(window.limit);
    let next = if has_more { ids.last().cloned() } else { pause.clone() };
    Ok(FoundIds { ids, next, is_paused: !has_more && pause.is_some() })
}

/// One event.
///
/// # Errors
/// The database's.
pub async fn find(conn: &mut Conn, tenant: &str, id: &str) -> Result<Option<LogEvent>> {
    Ok(rows(conn, tenant, vec![id.to_owned()]).await?.pop())
}

async fn rows(conn: &mut Conn, tenant: &str, ids: Vec<String>) -> Result<Vec<LogEvent>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut sql = Sql::new(
        "SELECT l.id, date, type, description, connection, client_id, client_name, ip, user_agent, user_id, user_name, \
         details, p.place AS location_info FROM logs l LEFT JOIN places p ON p.tenant = l.tenant AND p.id = l.place \
         WHERE l.tenant = ",
    );
    sql.bind(tenant).push(" AND l.id IN (");
    for (index, id) in ids.into_iter().enumerate() {
        sql.push(if index == 0 { "" } else { ", " }).bind(id);
    }
    sql.push(") ORDER BY l.id DESC");
    let rows: Vec<Row> = sql.fetch_all(conn).await?;
    Ok(rows.into_iter().map(LogEvent::from).collect())
}

/// In which direction the ids are walked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Order {
    NewestFirst,
    OldestFirst,
}

impl Order {
    /// In SQL.
    fn by(self) -> &'static str {
        match self {
            Self::NewestFirst => ".id DESC",
            Self::OldestFirst => ".id",
        }
    }
}

/// One page to be made.
struct Walk<'a> {
    tenant: &'a str,
    plan: Plan,
    /// The index that is walked along, by its values; all ids where there is none.
    along: Option<(Column, Vec<String>)>,
    dialect: Dialect,
    order: Order,
}

impl Walk<'_> {
    /// Chooses the lookup that finds least; the others are tested.
    async fn choose(&mut self, conn: &mut Conn) -> Result<()> {
        let mut best = 0;
        if self.plan.lookups.len() > 1 {
            let mut least = i64::MAX;
            for index in 0..self.plan.lookups.len() {
                let found = self.count(conn, &self.plan.lookups[index]).await?;
                if found < least {
                    (best, least) = (index, found);
                }
            }
        }
        let lookups = std::mem::take(&mut self.plan.lookups);
        for (index, lookup) in lookups.into_iter().enumerate() {
            match lookup.values() {
                Some((column, values)) if index == best => {
                    self.along = Some((column, values.into_iter().map(str::to_owned).collect()));
                }
                _ => self.plan.tests.push(lookup),
            }
        }
        Ok(())
    }

    async fn count(&self, conn: &mut Conn, lookup: &Condition) -> Result<i64> {
        let Some((column, values)) = lookup.values() else { return Ok(i64::MAX) };
        let mut sql = Sql::new("SELECT COUNT(*) FROM (SELECT 1 FROM logs l WHERE l.tenant = ");
        sql.bind(self.tenant).push(" AND l.").push(column.name()).push(" IN (");
        for (index, value) in values.into_iter().enumerate() {
            sql.push(if index == 0 { "" } else { ", " }).bind(value);
        }
        sql.push(")");
        self.push_range(&mut sql, None);
        sql.push(" LIMIT ").bind(ENOUGH).push(") AS counted");
        sql.fetch_count(conn).await
    }

    /// How many entries may be tested; none where nothing is.
    fn effort(&self, window: &Window) -> Option<i64> {
        let tests = &self.plan.tests;
        if tests.is_empty() {
            return None;
        }
        Some(window.effort.unwrap_or(match &self.along {
            None => ROWS,
            Some((Column::Ip, _)) => SCATTERED,
            Some(_) if tests.iter().all(Condition::is_in_indexes) => ENTRIES,
            Some(_) => SCATTERED,
        }))
    }

    /// The id at which the walk pauses; none where it comes to its end before.
    async fn pause(&self, conn: &mut Conn, effort: i64) -> Result<Option<String>> {
        let legs = self.legs();
        let effort = effort / i64::try_from(legs.len()).unwrap_or(1);
        let mut sql = Sql::new(match self.order {
            Order::NewestFirst => "SELECT MAX(m.id) FROM (",
            Order::OldestFirst => "SELECT MIN(m.id) FROM (",
        });
        for (index, leg) in legs.iter().enumerate() {
            self.push_leg(&mut sql, index, *leg, None);
            sql.push(" ORDER BY l").push(self.order.by()).push(" LIMIT 1 OFFSET ").bind(effort.max(1)).push(") AS leg");
        }
        sql.push(") AS m");
        let ids: Vec<(Option<String>,)> = sql.fetch_all(conn).await?;
        Ok(ids.into_iter().next().and_then(|(id,)| id))
    }

    /// The ids that match, as far as `until`.
    async fn ids(&self, conn: &mut Conn, until: Option<&str>, limit: i64) -> Result<Vec<String>> {
        let mut sql = Sql::new("SELECT m.id FROM (");
        for (index, leg) in self.legs().into_iter().enumerate() {
            self.push_leg(&mut sql, index, leg, until);
            for test in &self.plan.tests {
                sql.push(" AND ");
                test.push(&mut sql, self.dialect);
            }
            sql.push(" ORDER BY l").push(self.order.by()).push(" LIMIT ").bind(limit).push(") AS leg");
        }
        sql.push(") AS m ORDER BY m").push(self.order.by()).push(" LIMIT ").bind(limit);
        let ids: Vec<(String,)> = sql.fetch_all(conn).await?;
        Ok(ids.into_iter().map(|(id,)| id).collect())
    }

    /// Each value of the index is walked for itself: its entries are in order, those of several are not.
    fn legs(&self) -> Vec<Option<(Column, &str)>> {
        match &self.along {
            None => vec![None],
            Some((column, values)) => values.iter().map(|value| Some((*column, value.as_str()))).collect(),
        }
    }

    fn push_leg(&self, sql: &mut Sql, index: usize, leg: Option<(Column, &str)>, until: Option<&str>) {
        sql.push(if index == 0 { "" } else { " UNION ALL " });
        sql.push("SELECT leg.id FROM (SELECT l.id FROM logs l WHERE l.tenant = ").bind(self.tenant);
        if let Some((column, value)) = leg {
            sql.push(" AND l.").push(column.name()).push(" = ").bind(value);
        }
        self.push_range(sql, until);
    }

    fn push_range(&self, sql: &mut Sql, until: Option<&str>) {
        if let Some(before) = &self.plan.before {
            sql.push(" AND l.id < ").bind(before.as_str());
        }
        let (from, last) = match self.order {
            Order::NewestFirst => (until.or(self.plan.from.as_deref()), None),
            Order::OldestFirst => (self.plan.from.as_deref(), until),
        };
        if let Some(from) = from {
            sql.push(" AND l.id >= ").bind(from);
        }
        if let Some(last) = last {
            sql.push(" AND l.id <= ").bind(last);
        }
    }
}
