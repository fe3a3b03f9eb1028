//! How many users a search found a moment ago, where it takes long to count them.

use std::sync::Arc;
use std::time::{Duration, Instant};

use model::Timestamp;

use crate::Result;
use crate::recent::Recent;

/// What is counted in less is counted anew each time.
const QUICK: Duration = Duration::from_millis(50);
/// How long a total is believed, in milliseconds. Users may log in meanwhile, or another process may change them: Auth0's
/// searches are behind by as much.
const BELIEVED: i64 = 10_000;

/// Totals by tenant and query (S-505). Whoever reads page after page asks for the same one with each.
pub(crate) struct Totals {
    counted: Recent<i64>,
    quick: Duration,
}

impl Default for Totals {
    fn default() -> Self {
        Self { counted: Recent::for_milliseconds(BELIEVED), quick: QUICK }
    }
}

impl Totals {
    /// What `count` gives, or gave a moment ago. `changes` is [`store::user_changes`] before counting: a total is forgotten
    /// when this process changes a user.
    #[expect(clippy::disallowed_methods, reason = "measured to know what is worth remembering")]
    pub(crate) async fn get(
        &self,
        now: Timestamp,
        changes: u64,
        whose: (&str, &str),
        count: impl Future<Output = Result<i64>>,
    ) -> Result<i64> {
        if let Some(total) = self.counted.known(whose, now, changes) {
            return Ok(*total);
        }
        let start = Instant::now();
        let total = count.await?;
        if start.elapsed() >= self.quick {
            self.counted.remember(whose, &Arc::new(total), now, changes);
        }
        Ok(total)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn get(totals: &Totals, now: i64, changes: u64, whose: (&str, &str), counted: i64) -> i64 {
        totals.get(Timestamp(now), changes, whose, async { Ok(counted) }).await.unwrap()
    }

    #[tokio::test]
    async fn a_total_that_took_long_is_believed_until_a_user_changes_or_some_seconds_passed() {
        let totals = Totals { quick: Duration::ZERO, ..Totals::default() };
        let ask = ("t", "plan:gold");
        assert_eq!(get(&totals, 1_000, 7, ask, 1).await, 1);
        assert_eq!(get(&totals, 10_999, 7, ask, 2).await, 1);
        assert_eq!(get(&totals, 10_999, 7, ("other", "plan:gold"), 2).await, 2, "another tenant's");
        assert_eq!(get(&totals, 10_999, 7, ("t", "plan:free"), 3).await, 3);
        assert_eq!(get(&totals, 11_000, 7, ask, 4).await, 4, "too old");
        assert_eq!(get(&totals, 11_000, 8, ask, 5).await, 5, "a user was changed");
    }

    #[tokio::test]
    async fn a_total_that_is_counted_quickly_is_always_exact() {
        let totals = Totals { quick: Duration::from_secs(3_600), ..Totals::default() };
        assert_eq!(get(&totals, 1, 1, ("t", ""), 1).await, 1);
        assert_eq!(get(&totals, 1, 1, ("t", ""), 2).await, 2);
    }
}
