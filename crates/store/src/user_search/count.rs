//! How many users a search finds, exactly.

use model::UserCount;

use super::condition::Condition;
use super::narrowed::{Conjunct, Narrowed};
use super::source::{Source, Tested};
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

/// What tells of a user's id alone whether they meet a condition.
struct Membership {
    source: Source,
    /// Whether they must not be in it.
    is_not: bool,
}

impl Narrowed<'_> {
    /// How many users meet all conditions.
    pub(super) async fn count_all(&mut self, conn: &mut Conn) -> Result<i64> {
        if let [one] = self.conjuncts.as_slice()
            && let Some(Membership { source, is_not }) = self.known(one)
        {
            let mut sql = Sql::default();
            source.push_count(&mut sql, self.terrain);
            let count = sql.fetch_count(conn).await?;
            return Ok(if is_not { self.total - count } else { count });
        }
        if self.conjuncts.is_empty() {
            return Ok(self.total);
        }
        self.look_ahead(conn, AHEAD).await?;
        if self.is_empty() {
            return Ok(0);
        }
        let mut sql = Sql::default();
        self.push_count(&mut sql);
        sql.fetch_count(conn).await
    }

    /// How many users meet all conditions: all of them where indexes tell it or few are to be tested, otherwise as many as
    /// there are among the first `look`.
    pub(super) async fn count_some(&mut self, conn: &mut Conn, look: i64) -> Result<UserCount> {
        if self.total <= look || matches!(self.conjuncts.as_slice(), [one] if self.known(one).is_some()) {
            return Ok(UserCount { count: self.count_all(conn).await?, is_capped: false });
        }
        self.look_ahead(conn, AHEAD).await?;
        if self.rarest().is_none_or(|(_, source)| source.is_scan) || self.are_all_frequent() {
            return self.count_among(conn, look).await;
        }
        Ok(UserCount { count: self.count_all(conn).await?, is_capped: false })
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

    /// An index that knows exactly who meets a condition, or who does not.
    fn known(&self, conjunct: &Conjunct<'_>) -> Option<Membership> {
        if let Some(source) = conjunct.source.as_ref().filter(|source| source.is_exact) {
            return Some(Membership { source: source.clone(), is_not: false });
        }
        let Condition::Not(one) = conjunct.condition else { return None };
        let source = Source::of(one, self.terrain).filter(|source| source.is_exact)?;
        Some(Membership { source, is_not: true })
    }

    /// The same, where that is quicker than to read `candidates` users.
    fn membership(&self, conjunct: &Conjunct<'_>, candidates: f64) -> Option<Membership> {
        let known = self.known(conjunct)?;
        let entries = if known.is_not { self.users() / 4.0 } else { conjunct.entries(self.users()) };
        (known.source.has_probe() || (!known.source.is_scan && entries < candidates * ROW)).then_some(known)
    }

    /// Those whom the rarest condition's index names, less who fails the others.
    fn push_count(&self, sql: &mut Sql) {
        let tenant = self.terrain.tenant;
        let rarest = self.rarest();
        let candidates = rarest.and_then(|(index, _)| self.conjuncts.get(index));
        let candidates = candidates.map_or(self.users(), |conjunct| conjunct.entries(self.users()));
        let own = rarest.filter(|(_, source)| source.is_exact).map(|(index, _)| index);
        let others = self.conjuncts.iter().enumerate().filter(|(index, _)| Some(*index) != own);
        let tests: Vec<(&Conjunct<'_>, Option<Membership>)> =
            others.map(|(_, conjunct)| (conjunct, self.membership(conjunct, candidates))).collect();
        let reads_users = tests.iter().any(|(_, membership)| membership.is_none());
        match rarest {
            Some((_, source)) if reads_users => {
                sql.push("SELECT COUNT(*) FROM (SELECT DISTINCT s.id FROM (");
                source.push_ids(sql, self.terrain);
                sql.push(") AS s) AS h CROSS JOIN users u WHERE u.id = h.id AND u.tenant = ").bind(tenant);
            }
            Some((_, source)) => {
                sql.push(if source.is_unique() { "SELECT COUNT(*)" } else { "SELECT COUNT(DISTINCT u.id)" });
                sql.push(" FROM (");
                source.push_ids(sql, self.terrain);
                sql.push(") AS u WHERE 1 = 1");
            }
            None => {
                sql.push("SELECT COUNT(*) FROM users u WHERE u.tenant = ").bind(tenant);
            }
        }
        for (conjunct, membership) in &tests {
            sql.push(" AND ");
            match membership {
                Some(membership) => self.push_membership(sql, membership),
                None => conjunct.condition.push(sql, self.terrain.dialect),
            }
        }
    }

    fn push_membership(&self, sql: &mut Sql, Membership { source, is_not }: &Membership) {
        sql.push(if *is_not { "NOT " } else { "" });
        if source.push_probe(sql, self.terrain, Tested::Many) {
            return;
        }
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
