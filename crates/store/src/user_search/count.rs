//! How many users a search finds, exactly.

use model::UserCount;

use super::listed::MANY;
use super::narrowed::{Conjunct, Narrowed};
use super::source::{Membership, Source, Tested};
use crate::dialect::Dialect;
use crate::search::CAP;
use crate::sql::Sql;
use crate::{Conn, Result};

/// Reading a user's row and testing it takes as long as collecting so many ids of an index, to look among.
const ROW: f64 = 8.0;
/// So many users are tested for somebody who is typing and does not want to wait for all of them.
pub const LOOK: i64 = 50_000;

/// Counting ahead stops here: it takes some milliseconds, and what is counted by the wrong index a hundred times as long.
const AHEAD: i64 = 50_000;

impl Narrowed<'_> {
    /// How many users meet all conditions; where each finds at least `many` their lists of ids are compared.
    pub(super) async fn count_all(&mut self, conn: &mut Conn, many: i64) -> Result<i64> {
        if let [Conjunct { membership: Some(Membership { source, is_not }), .. }] = self.conjuncts.as_slice() {
            let mut sql = Sql::default();
            source.push_count(&mut sql, self.terrain);
            let count = sql.fetch_count(conn).await?;
            return Ok(if *is_not { self.total - count } else { count });
        }
        if self.conjuncts.is_empty() {
            return Ok(self.total);
        }
        self.look_ahead(conn, AHEAD).await?;
        if self.is_empty() {
            return Ok(0);
        }
        if let Some(count) = self.count_listed(conn, many).await? {
            return Ok(count);
        }
        let mut sql = Sql::default();
        self.push_count(&mut sql);
        sql.fetch_count(conn).await
    }

    /// How many users meet all conditions: all of them where indexes tell it or few are to be tested, otherwise as many as
    /// there are among the first `look`.
    pub(super) async fn count_some(&mut self, conn: &mut Conn, look: i64) -> Result<UserCount> {
        if self.total <= look || matches!(self.conjuncts.as_slice(), [one] if one.membership.is_some()) {
            return Ok(UserCount { count: self.count_all(conn, MANY).await?, is_capped: false });
        }
        self.look_ahead(conn, AHEAD).await?;
        if self.rarest().is_none_or(|(_, source)| source.is_scan) || self.are_all_frequent() {
            return self.count_among(conn, look).await;
        }
        Ok(UserCount { count: self.count_all(conn, MANY).await?, is_capped: false })
    }

    /// Among those whom the rarest condition's index names first, or the first of all.
    async fn count_among(&self, conn: &mut Conn, look: i64) -> Result<UserCount> {
        let mut sql = Sql::new("SELECT COUNT(*) FROM (SELECT u.id FROM (");
        self.push_looks(&mut sql, look);
        sql.push(") AS h CROSS JOIN users u WHERE u.id = h.id AND u.tenant = ").bind(self.terrain.tenant);
        for conjunct in &self.conjuncts {
            sql.push(" AND ");
            self.push_test(&mut sql, conjunct, Tested::Many);
        }
        sql.push(" LIMIT ").bind(CAP + 1).push(") AS found");
        let count = sql.fetch_count(conn).await?;
        let mut sql = Sql::new("SELECT COUNT(*) FROM (");
        self.push_looks(&mut sql, look);
        sql.push(") AS looks");
        let looks = sql.fetch_count(conn).await?;
        Ok(UserCount { count: count.min(CAP), is_capped: count > CAP || looks >= look })
    }

    fn push_looks(&self, sql: &mut Sql, look: i64) {
        match self.rarest() {
            Some((_, source)) => {
                sql.push("SELECT DISTINCT s.id FROM (");
                source.push_ids(sql, self.terrain);
                sql.push(") AS s");
            }
            None => {
                sql.push("SELECT u.id FROM users u WHERE u.tenant = ").bind(self.terrain.tenant);
            }
        }
        sql.push(" LIMIT ").bind(look);
    }

    /// The list that tells of ids whether they meet a condition, where making it is quicker than to read `candidates` users.
    fn membership<'a>(&self, conjunct: &'a Conjunct<'_>, candidates: f64) -> Option<&'a Membership> {
        let known = conjunct.membership.as_ref()?;
        let entries = if known.is_not { self.users() / 4.0 } else { conjunct.entries(self.users()) };
        (!known.source.is_scan && entries < candidates * ROW).then_some(known)
    }

    /// Those whom the rarest condition's index names, less who fails the others: those that their keys tell first, so that fewer
    /// users are read for the rest.
    fn push_count(&self, sql: &mut Sql) {
        let rarest = self.rarest();
        let all = rarest.and_then(|(index, _)| self.conjuncts.get(index));
        let all = all.map_or(self.users(), |conjunct| conjunct.entries(self.users()));
        let own = rarest.filter(|(_, source)| source.is_exact).map(|(index, _)| index);
        let others = self.conjuncts.iter().enumerate().filter(|(index, _)| Some(*index) != own);
        // What a key is looked up with is not in each index.
        let is_covered = rarest.is_none_or(|(_, source)| source.is_covered());
        let (by_key, by_row): (Vec<&Conjunct<'_>>, Vec<&Conjunct<'_>>) =
            others.map(|(_, conjunct)| conjunct).partition(|conjunct| is_covered && conjunct.has_probe());
        let candidates = by_key.iter().fold(all, |left, conjunct| left * conjunct.share(self.users()));
        let by_row: Vec<(&Conjunct<'_>, Option<&Membership>)> =
            by_row.into_iter().map(|conjunct| (conjunct, self.membership(conjunct, candidates))).collect();
        let reads_users = by_row.iter().any(|(_, membership)| membership.is_none());
        match rarest {
            Some((_, source)) if reads_users => {
                sql.push("SELECT COUNT(*) FROM (");
                self.push_candidates(sql, source, &by_key);
                sql.push(") AS h CROSS JOIN users u WHERE u.id = h.id AND u.tenant = ").bind(self.terrain.tenant);
            }
            Some((_, source)) => {
                sql.push("SELECT COUNT(*) FROM (");
                self.push_candidates(sql, source, &by_key);
                sql.push(") AS u WHERE 1 = 1");
            }
            None => {
                sql.push("SELECT COUNT(*) FROM users u WHERE u.tenant = ").bind(self.terrain.tenant);
                self.push_probes(sql, &by_key);
            }
        }
        for (conjunct, membership) in by_row {
            sql.push(" AND ");
            match membership {
                Some(membership) => self.push_membership(sql, membership),
                None => self.push_test(sql, conjunct, Tested::Many),
            }
        }
    }

    /// A SELECT of the ids (`id`) in `source`, each once, that `tests` of their keys let through.
    fn push_candidates(&self, sql: &mut Sql, source: &Source, tests: &[&Conjunct<'_>]) {
        sql.push(if source.is_unique() { "SELECT u.id FROM (" } else { "SELECT DISTINCT u.id FROM (" });
        if tests.is_empty() {
            source.push_ids(sql, self.terrain);
        } else {
            source.push_entries(sql, self.terrain, None);
        }
        sql.push(") AS u WHERE 1 = 1");
        self.push_probes(sql, tests);
    }

    fn push_probes(&self, sql: &mut Sql, tests: &[&Conjunct<'_>]) {
        for test in tests {
            sql.push(" AND ");
            self.push_test(sql, test, Tested::Many);
        }
    }

    /// For a membership without a probe.
    fn push_membership(&self, sql: &mut Sql, membership: &Membership) {
        let Membership { source, is_not } = membership;
        sql.push(if *is_not { "NOT " } else { "" });
        match (is_not, self.terrain.dialect) {
            // PostgreSQL hashes what is not IN only where it fits into a little memory.
            (true, Dialect::Postgres) => {
                sql.push("EXISTS (SELECT 1 FROM (");
                source.push_ids(sql, self.terrain);
                sql.push(") AS m WHERE m.id = u.id)");
            }
            _ => {
                sql.push("u.id IN (");
                source.push_ids(sql, self.terrain);
                sql.push(")");
            }
        }
    }
}
