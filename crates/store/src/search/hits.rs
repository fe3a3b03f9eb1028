//! How many users each condition finds, counted ahead.

use super::Condition;
use crate::dialect::Dialect;
use crate::sql::Sql;
use crate::{Conn, Result};

/// Counting ahead stops here: reading so many entries of an index takes about a millisecond.
const ENOUGH: i64 = 10_000;

/// The conditions of a list, the most selective first.
#[derive(Clone)]
pub(super) struct Hits<'a>(Vec<(&'a Condition, i64)>);

impl<'a> Hits<'a> {
    /// Counts, up to [`ENOUGH`], what each condition finds. There must be one.
    pub(super) async fn count(conn: &mut Conn, tenant: &str, conditions: &'a [Condition]) -> Result<Self> {
        let mut hits = Vec::with_capacity(conditions.len());
        for condition in conditions {
            let mut sql = Sql::new("SELECT COUNT(*) FROM (");
            condition.push_ids(&mut sql, tenant);
            sql.push(" LIMIT ").bind(ENOUGH).push(") AS counted");
            hits.push((condition, sql.fetch_count(conn).await?));
        }
        hits.sort_by_key(|(_, found)| *found);
        Ok(Self(hits))
    }

    /// The most selective condition.
    pub(super) fn rarest(&self) -> Option<&'a Condition> {
        self.0.first().map(|(condition, _)| *condition)
    }

    /// The same with `condition`, which finds fewer, for the most selective one.
    pub(super) fn narrowed_to(mut self, condition: &'a Condition) -> Self {
        if let Some(first) = self.0.first_mut() {
            first.0 = condition;
        }
        self
    }

    /// Whether even the most selective condition finds more users than were counted.
    pub(super) fn is_capped(&self) -> bool {
        self.0.first().is_some_and(|(_, found)| *found >= ENOUGH)
    }

    /// How many of `total` users meet all conditions, were they independent of each other.
    pub(super) fn expected(&self, total: i64) -> i64 {
        let total = i128::from(total.max(1));
        let expected = self.0.iter().fold(total, |expected, (_, found)| expected * i128::from(*found) / total);
        i64::try_from(expected).unwrap_or(i64::MAX)
    }

    /// A SELECT of ids (`id`), each once: of what the selective conditions find, that which all of them do.
    pub(super) fn push_ids(&self, sql: &mut Sql, dialect: Dialect, tenant: &str) {
        let Some(((first, _), others)) = self.0.split_first() else { return };
        let mut selective =
            others.iter().filter(|(_, found)| *found < ENOUGH).map(|(condition, _)| *condition).peekable();
        // PostgreSQL has no idea how many users have a word, and would read the second index again for each user of the first.
        if dialect == Dialect::Postgres && selective.peek().is_some() {
            first.push_ids(sql, tenant);
            for condition in selective {
                sql.push(" INTERSECT ");
                condition.push_ids(sql, tenant);
            }
            return;
        }
        sql.push("SELECT DISTINCT d.id FROM (");
        first.push_ids(sql, tenant);
        sql.push(") AS d WHERE 1 = 1");
        for condition in selective {
            sql.push(" AND d.id IN (");
            condition.push_ids(sql, tenant);
            sql.push(")");
        }
    }
}
