//! How many users each condition finds, counted ahead.

use std::collections::HashSet;

use serde_json::Value;

use super::Condition;
use crate::dialect::Dialect;
use crate::sql::{Ids, Sql};
use crate::{Conn, Result};

/// Counting ahead stops here: reading so many entries of an index takes about a millisecond.
const ENOUGH: i64 = 10_000;

/// What a condition finds.
struct Hit<'a> {
    condition: &'a Condition,
    /// How many entries its index has, up to [`ENOUGH`].
    found: i64,
    /// Their ids, where another condition's may be compared with them.
    ids: Option<Ids>,
}

/// The conditions of a list, the most selective first.
pub(super) struct Hits<'a>(Vec<Hit<'a>>);

impl<'a> Hits<'a> {
    /// Counts, up to [`ENOUGH`], what each condition finds. There must be one.
    ///
    /// Of several the ids are read as well: as one text that takes little longer than to count them, and what they share is
    /// compared here.
    pub(super) async fn count(conn: &mut Conn, tenant: &str, conditions: &'a [Condition]) -> Result<Self> {
        let mut hits = Vec::with_capacity(conditions.len());
        for condition in conditions {
            let mut sql = Sql::default();
            condition.push_ids(&mut sql, tenant);
            sql.push(" LIMIT ").bind(ENOUGH);
            let hit = if conditions.len() == 1 {
                Hit { condition, found: sql.fetch_number(conn).await?, ids: None }
            } else {
                let ids = sql.fetch_ids(conn).await?;
                Hit { condition, found: i64::try_from(ids.iter().count()).unwrap_or(ENOUGH), ids: Some(ids) }
            };
            hits.push(hit);
        }
        hits.sort_by_key(|hit| hit.found);
        Ok(Self(hits))
    }

    /// The most selective condition.
    pub(super) fn rarest(&self) -> Option<&'a Condition> {
        self.0.first().map(|hit| hit.condition)
    }

    /// The same with `condition`, which finds fewer, for the most selective one.
    pub(super) fn narrowed_to(mut self, condition: &'a Condition) -> Self {
        if let Some(first) = self.0.first_mut() {
            (first.condition, first.ids) = (condition, None);
        }
        self
    }

    /// Whether even the most selective condition finds more users than were counted.
    pub(super) fn is_capped(&self) -> bool {
        self.0.first().is_some_and(|hit| hit.found >= ENOUGH)
    }

    /// Whether even the most selective condition finds more than so many.
    pub(super) fn finds_more_than(&self, few: i64) -> bool {
        self.0.first().is_some_and(|hit| hit.found > few)
    }

    /// How many of `total` users meet all conditions, were they independent of each other.
    pub(super) fn expected(&self, total: i64) -> i64 {
        let total = i128::from(total.max(1));
        let expected = self.0.iter().fold(total, |expected, hit| expected * i128::from(hit.found) / total);
        i64::try_from(expected).unwrap_or(i64::MAX)
    }

    /// A SELECT of ids (`id`), each once: those that several selective conditions share, or else what the most selective one finds.
    pub(super) fn push_ids(&self, sql: &mut Sql, dialect: Dialect, tenant: &str) {
        if let Some(ids) = self.shared() {
            sql.push("SELECT j.value AS id FROM ").push(dialect.array()).push("(CAST(").bind(ids);
            sql.push(" AS ").push(dialect.json()).push(")) AS j");
        } else if let Some(first) = self.0.first() {
            sql.push("SELECT DISTINCT d.id FROM (");
            first.condition.push_ids(sql, tenant);
            sql.push(") AS d");
        }
    }

    /// As a JSON array; none where there are no such conditions.
    fn shared(&self) -> Option<String> {
        let mut selective = self.0.iter().filter(|hit| hit.found < ENOUGH).filter_map(|hit| hit.ids.as_ref());
        let (first, second) = (selective.next()?, selective.next()?);
        let mut shared: HashSet<&str> = first.iter().collect();
        for ids in [second].into_iter().chain(selective) {
            shared = ids.iter().filter_map(|id| shared.take(id)).collect();
        }
        Some(Value::from_iter(shared).to_string())
    }
}
