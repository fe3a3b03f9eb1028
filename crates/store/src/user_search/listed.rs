//! Counting the users whom several frequent conditions find, by the ids that their indexes name.
//!
//! A database looks for each id of one index in the next, which takes a microsecond for each. To read all ids of an index takes a
//! tenth of that, so that what several indexes name is quicker compared here.

use std::collections::HashSet;

use super::narrowed::{Conjunct, Narrowed, float};
use super::source::{Membership, Source, Tested};
use crate::sql::{Ids, Sql};
use crate::{Conn, Result};

/// Where an index names fewer, the database is quick enough.
pub const MANY: i64 = 30_000;
/// Ids that are read at once have room in memory up to this number of users.
const ROOM: i64 = 2_000_000;
/// To look for an id in an index takes as long as to read so many.
const PROBE: f64 = 6.0;
/// So many ids are looked for in one statement.
const PIECE: usize = 20_000;

/// Behind when a user was created, before their id.
const MARK: &str = ":";

/// A user of a list.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Entry<'a> {
    /// In milliseconds since 1970; 0 where nobody asks.
    created_at: i64,
    id: &'a str,
}

impl Narrowed<'_> {
    /// How many users meet all conditions; none where it is not to be told from ids, or quicker told in another way,
    /// as where an index names less than `many`.
    pub(super) async fn count_listed(&self, conn: &mut Conn, many: i64) -> Result<Option<i64>> {
        let Some((first, others)) = self.lists(many) else { return Ok(None) };
        let is_probed = first.is_covered() && others.iter().any(|conjunct| conjunct.has_probe());
        let entries =
            if is_probed { self.read_entries(conn, first).await? } else { self.read_ids(conn, first).await? };
        let mut left: Vec<Entry<'_>> = entries.iter().map(|text| Entry::of(text, is_probed)).collect();
        if !first.is_unique() {
            left.sort_unstable();
            left.dedup();
        }
        let mut probed = Vec::new();
        for conjunct in others {
            let Some(Membership { source, is_not }) = &conjunct.membership else { return Ok(None) };
            if is_probed && conjunct.has_probe() && float(length(&left)) * PROBE < self.listed(conjunct) {
                probed.push(conjunct);
                continue;
            }
            let ids = self.read_ids(conn, source).await?;
            let known: HashSet<&str> = left.iter().map(|entry| entry.id).collect();
            let named: HashSet<&str> = ids.iter().filter(|id| known.contains(id)).collect();
            left.retain(|entry| named.contains(entry.id) != *is_not);
        }
        if probed.is_empty() {
            return Ok(Some(length(&left)));
        }
        let mut count = 0;
        for entries in left.chunks(PIECE) {
            count += self.count_probed(conn, entries, &probed).await?;
        }
        Ok(Some(count))
    }

    /// The index that names the fewest, and the other conditions: those first whose ids must be read, of which short lists.
    fn lists(&self, many: i64) -> Option<(&Source, Vec<&Conjunct<'_>>)> {
        let (index, source) = self.rarest()?;
        let entries = self.conjuncts.get(index).map_or(0.0, |conjunct| conjunct.entries(self.users()));
        if self.total > ROOM || entries < float(many) || source.is_scan || !source.is_exact {
            return None;
        }
        let others = self.conjuncts.iter().enumerate().filter(|(other, _)| *other != index);
        let mut others: Vec<&Conjunct<'_>> = others.map(|(_, conjunct)| conjunct).collect();
        let is_listed =
            |conjunct: &&Conjunct<'_>| conjunct.membership.as_ref().is_some_and(|known| !known.source.is_scan);
        if others.is_empty() || !others.iter().all(is_listed) {
            return None;
        }
        others.sort_by(|a, b| a.has_probe().cmp(&b.has_probe()).then(self.listed(a).total_cmp(&self.listed(b))));
        Some((source, others))
    }

    /// About how many ids its index names.
    fn listed(&self, conjunct: &Conjunct<'_>) -> f64 {
        // Whose opposite is asked for was not counted.
        if conjunct.source.is_none() { self.users() / 4.0 } else { conjunct.entries(self.users()) }
    }

    async fn read_ids(&self, conn: &mut Conn, source: &Source) -> Result<Ids> {
        let mut sql = Sql::default();
        source.push_ids(&mut sql, self.terrain);
        sql.fetch_ids(conn).await
    }

    /// The same with when each user was created, before a [`MARK`].
    async fn read_entries(&self, conn: &mut Conn, source: &Source) -> Result<Ids> {
        let mut sql = Sql::new("SELECT e.created_at || ");
        sql.bind(MARK).push(" || e.id AS id FROM (");
        source.push_entries(&mut sql, self.terrain, None);
        sql.push(") AS e");
        sql.fetch_ids(conn).await
    }

    /// How many of `entries` pass tests that need nothing else.
    async fn count_probed(&self, conn: &mut Conn, entries: &[Entry<'_>], tests: &[&Conjunct<'_>]) -> Result<i64> {
        let array: Vec<String> =
            entries.iter().map(|Entry { created_at, id }| format!("{created_at:020}{id}")).collect();
        let mut sql = Sql::new("SELECT COUNT(*) FROM (SELECT SUBSTR(j.value, 21) AS id, ");
        sql.push("CAST(SUBSTR(j.value, 1, 20) AS BIGINT) AS created_at FROM ");
        sql.push(self.terrain.dialect.array()).push("(CAST(");
        sql.bind(serde_json::Value::from(array).to_string()).push(" AS ").push(self.terrain.dialect.json());
        sql.push(")) AS j) AS u WHERE 1 = 1");
        for test in tests {
            sql.push(" AND ");
            self.push_test(&mut sql, test, Tested::Many);
        }
        sql.fetch_count(conn).await
    }
}

impl<'a> Entry<'a> {
    fn of(text: &'a str, has_time: bool) -> Self {
        match text.split_once(MARK).filter(|_| has_time) {
            Some((created_at, id)) => Self { created_at: created_at.parse().unwrap_or(0), id },
            None => Self { created_at: 0, id: text },
        }
    }
}

fn length(entries: &[Entry<'_>]) -> i64 {
    i64::try_from(entries.len()).unwrap_or(i64::MAX)
}
