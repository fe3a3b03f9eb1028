//! A search in the indexes: what each of its conditions finds there, counted ahead.

use super::condition::Condition;
use super::order::Order;
use super::source::{Membership, Source, Terrain};
use crate::dialect::Dialect;
use crate::sql::Sql;
use crate::user_terms::TOO_MANY;
use crate::{Conn, Result, user_counts};

/// Counting ahead stops here: reading so many entries of an index takes half a millisecond.
pub(super) const ENOUGH: i64 = 2_000;

/// Conditions that must all hold.
#[derive(Debug)]
pub(super) struct Narrowed<'a> {
    pub(super) terrain: Terrain<'a>,
    /// How many users the tenant has.
    pub(super) total: i64,
    pub(super) conjuncts: Vec<Conjunct<'a>>,
    /// About how many users meet all conditions, where some users were looked at.
    learned: Option<f64>,
}

/// One of them.
#[derive(Debug)]
pub(super) struct Conjunct<'a> {
    pub(super) condition: &'a Condition,
    pub(super) source: Option<Source>,
    pub(super) membership: Option<Membership>,
    /// How many entries of its source were counted; none where nobody counted.
    pub(super) found: Option<i64>,
    /// Whether there may be more.
    is_capped: bool,
}

impl<'a> Narrowed<'a> {
    pub(super) async fn new(conn: &mut Conn, tenant: &'a str, condition: &'a Condition) -> Result<Self> {
        let total = user_counts::total(conn, tenant).await?;
        let terrain = Terrain { tenant, dialect: Dialect::of(conn), has_too_many: has_too_many(conn, tenant).await? };
        let mut conjuncts = Vec::new();
        flatten(condition, &mut |condition| {
            conjuncts.push(Conjunct {
                condition,
                source: Source::of(condition, terrain),
                membership: Membership::of(condition, terrain),
                found: None,
                is_capped: true,
            });
        });
        // What is likely rarest is counted, and tested, before others.
        conjuncts.sort_by_key(|conjunct| conjunct.source.as_ref().map_or(usize::MAX, Source::breadth));
        Ok(Self { terrain, total, conjuncts, learned: None })
    }

    /// Counts what each index finds, up to `most`; not those again that hardly find less ([`is_hardly_less`]) than another, counted
    /// to its end.
    pub(super) async fn look_ahead(&mut self, conn: &mut Conn, most: i64) -> Result<()> {
        self.count_ahead(conn, |_| most).await
    }

    /// The same to learn which index finds the fewest: once one is counted to its end, others are until they hardly find less.
    pub(super) async fn look_for_rarest(&mut self, conn: &mut Conn, most: i64) -> Result<()> {
        self.count_ahead(conn, |least| least.map_or(most, |least| (least / 2 + 1).clamp(ENOUGH, most))).await
    }

    /// `most` tells how far to count, of the least that was counted to the end.
    async fn count_ahead(&mut self, conn: &mut Conn, most: impl Fn(Option<i64>) -> i64) -> Result<()> {
        let mut least = self.conjuncts.iter().filter_map(Conjunct::counted).min();
        for conjunct in self.conjuncts.iter_mut().filter(|conjunct| conjunct.is_capped) {
            if conjunct.found.zip(least).is_some_and(|(found, least)| is_hardly_less(found, least)) {
                continue;
            }
            let Some(source) = conjunct.source.as_ref().filter(|source| !source.is_scan) else { continue };
            let most = most(least);
            let mut sql = Sql::new("SELECT COUNT(*) FROM (SELECT s.id FROM (");
            source.push_ids(&mut sql, self.terrain);
            sql.push(") AS s LIMIT ").bind(most).push(") AS counted");
            let found = sql.fetch_count(conn).await?;
            (conjunct.found, conjunct.is_capped) = (Some(found), found >= most);
            least = [least, conjunct.counted()].into_iter().flatten().min();
        }
        Ok(())
    }

    /// Whether an index knows that there is nobody.
    pub(super) fn is_empty(&self) -> bool {
        self.conjuncts.iter().any(|conjunct| conjunct.found == Some(0))
    }

    /// The condition that finds the fewest users in an index; one that looks through all of it where there is no other.
    pub(super) fn rarest(&self) -> Option<(usize, &Source)> {
        self.rarest_of(|source| !source.is_scan).or_else(|| self.rarest_of(|_| true))
    }

    /// The same of those whose index has that order.
    pub(super) fn rarest_in(&self, order: Order) -> Option<(usize, &Source)> {
        self.rarest_of(|source| source.is_in(order))
    }

    fn rarest_of(&self, is_wanted: impl Fn(&Source) -> bool) -> Option<(usize, &Source)> {
        let total = self.users();
        let sourced = self.conjuncts.iter().enumerate();
        sourced
            .filter_map(|(index, conjunct)| Some((index, conjunct.source.as_ref()?, conjunct.entries(total))))
            .filter(|(_, source, _)| is_wanted(source))
            .min_by(|(.., a), (.., b)| a.total_cmp(b))
            .map(|(index, source, _)| (index, source))
    }

    /// Whether every condition that an index knows finds more than were counted.
    pub(super) fn are_all_frequent(&self) -> bool {
        self.conjuncts.iter().all(|conjunct| conjunct.is_capped)
    }

    /// Of so many users some were looked at, and so many of these met all conditions.
    pub(super) fn learn(&mut self, users: f64, looked_at: i64, met: i64) {
        // Where nobody did, perhaps the next one would have.
        self.learned = Some(users * (float(met) + 0.5) / (float(looked_at) + 0.5));
    }

    /// How many users meet all conditions, as some of them show; else, were they independent of each other.
    pub(super) fn expected(&self) -> f64 {
        if let Some(learned) = self.learned {
            return learned;
        }
        self.conjuncts.iter().fold(self.users(), |expected, conjunct| expected * conjunct.share(self.users()))
    }

    /// How many users `conjunct` finds, as far as is known.
    pub(super) fn entries(&self, conjunct: &Conjunct<'_>) -> f64 {
        match (self.learned, self.conjuncts.as_slice()) {
            // They are those who meet all conditions.
            (Some(learned), [_]) if conjunct.is_capped => learned.max(float(conjunct.found.unwrap_or(0))),
            _ => conjunct.entries(self.users()),
        }
    }

    /// The number of users, for divisions.
    pub(super) fn users(&self) -> f64 {
        float(self.total.max(1))
    }
}

impl Conjunct<'_> {
    /// How many users it finds, as far as counting ahead tells.
    pub(super) fn entries(&self, total: f64) -> f64 {
        match (self.found, &self.source) {
            // Somewhere between what was counted and everybody.
            (Some(found), _) if self.is_capped => (float(found) * total.max(float(found))).sqrt().min(total),
            (Some(found), _) => float(found),
            (None, Some(_)) => total / 100.0,
            (None, None) => total,
        }
    }

    /// How many entries its source has, where that was counted to the end.
    pub(super) fn counted(&self) -> Option<i64> {
        self.found.filter(|_| !self.is_capped)
    }

    pub(super) fn share(&self, total: f64) -> f64 {
        (self.entries(total) / total).clamp(1e-9, 1.0)
    }
}

/// A number for estimates.
#[expect(clippy::cast_precision_loss, reason = "an estimate")]
pub(super) fn float(number: i64) -> f64 {
    number as f64
}

/// Whether an index that finds more than `found` is as good to be read as one that finds `least`.
fn is_hardly_less(found: i64, least: i64) -> bool {
    found.saturating_mul(2) >= least
}

fn flatten<'a>(condition: &'a Condition, each: &mut impl FnMut(&'a Condition)) {
    match condition {
        Condition::All => {}
        Condition::And(all) => {
            for one in all {
                flatten(one, each);
            }
        }
        condition => each(condition),
    }
}

/// Whether any user has more values than are kept.
async fn has_too_many(conn: &mut Conn, tenant: &str) -> Result<bool> {
    let mut sql = Sql::new("SELECT COUNT(*) FROM (SELECT 1 FROM user_terms WHERE tenant = ");
    sql.bind(tenant).push(" AND field = ").bind(TOO_MANY).push(" LIMIT 1) AS found");
    Ok(sql.fetch_count(conn).await? > 0)
}
