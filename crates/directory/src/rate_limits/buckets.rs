//! Token buckets, in a memory that is bounded.

use std::collections::HashMap;
use std::collections::hash_map::RandomState;
use std::hash::BuildHasher as _;
use std::sync::{Mutex, PoisonError};

use model::Timestamp;

/// What a request costs. A bucket of `limit` requests a minute is paid back `limit` a millisecond.
const REQUEST: i64 = 60_000;
/// Who asks at the same moment seldom waits for each other.
const SHARDS: usize = 16;
/// The most buckets of a shard; with all shards some megabytes.
const LARGEST: usize = 4_096;
/// A bucket that stays empty is told of once in so many milliseconds.
const SILENCE: i64 = 60_000;

/// What is left after a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Spent {
    /// Whether the request may be answered.
    pub(super) is_allowed: bool,
    /// How many more are.
    pub(super) remaining: i64,
    /// Milliseconds until the bucket is full; of one that is empty, until there is room for a request.
    pub(super) wait: i64,
    /// Whether it is the first one in a while that is not.
    pub(super) is_news: bool,
}

/// Buckets by the name of whoever spends.
pub(super) struct Buckets {
    shards: [Mutex<HashMap<String, Bucket>>; SHARDS],
    hasher: RandomState,
}

/// How much was taken out and is not paid back yet, rather than what is left: so a limit that changes counts at once.
#[derive(Clone, Copy)]
struct Bucket {
    debt: i64,
    limit: i64,
    at: Timestamp,
    told_at: Option<Timestamp>,
}

impl Bucket {
    /// A clock that was set back pays nothing back, and takes nothing either.
    fn debt_at(&self, now: Timestamp) -> i64 {
        let paid = passed(self.at, now).saturating_mul(self.limit);
        self.debt.saturating_sub(paid).max(0)
    }
}

impl Default for Buckets {
    fn default() -> Self {
        Self { shards: std::array::from_fn(|_| Mutex::default()), hasher: RandomState::new() }
    }
}

impl Buckets {
    /// Takes a request out of the bucket `name`, which holds `limit` of them and is full again after a minute.
    pub(super) fn spend(&self, name: String, limit: i64, now: Timestamp) -> Spent {
        let hash = usize::try_from(self.hasher.hash_one(&name) % (SHARDS as u64)).unwrap_or(0);
        let Some(shard) = self.shards.get(hash) else { return Spent { is_allowed: true, ..Spent::nothing() } };
        let mut buckets = shard.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() >= LARGEST && !buckets.contains_key(&name) {
            make_room(&mut buckets, now);
        }
        let bucket = buckets.entry(name).or_insert(Bucket { debt: 0, limit, at: now, told_at: None });
        bucket.debt = bucket.debt_at(now);
        (bucket.at, bucket.limit) = (now, limit);
        let whole = limit.saturating_mul(REQUEST);
        let after = bucket.debt.saturating_add(REQUEST);
        if after <= whole {
            bucket.debt = after;
            let remaining = (whole - after) / REQUEST;
            let owed = if remaining > 0 { after } else { after + REQUEST - whole };
            return Spent { is_allowed: true, remaining, wait: rounded_up(owed, limit), is_news: false };
        }
        let is_news = bucket.told_at.is_none_or(|told| now < told || passed(told, now) >= SILENCE);
        if is_news {
            bucket.told_at = Some(now);
        }
        Spent { is_allowed: false, remaining: 0, wait: rounded_up(after - whole, limit), is_news }
    }
}

impl Spent {
    fn nothing() -> Self {
        Self { is_allowed: false, remaining: 0, wait: 0, is_news: false }
    }
}

fn passed(since: Timestamp, now: Timestamp) -> i64 {
    now.0.saturating_sub(since.0).max(0)
}

fn rounded_up(owed: i64, limit: i64) -> i64 {
    let limit = limit.max(1);
    owed.saturating_add(limit - 1) / limit
}

/// Forgets who owes nothing; if that is not enough, the half that owes least, whose loss gives least away. So whoever comes
/// from very many addresses neither fills the memory nor empties the buckets of those who ask much.
fn make_room(buckets: &mut HashMap<String, Bucket>, now: Timestamp) {
    buckets.retain(|_, bucket| bucket.debt_at(now) > 0);
    if buckets.len() < LARGEST / 2 {
        return;
    }
    let mut debts: Vec<i64> = buckets.values().map(|bucket| bucket.debt_at(now)).collect();
    debts.sort_unstable();
    let middle = debts.get(debts.len() / 2).copied().unwrap_or(0);
    buckets.retain(|_, bucket| bucket.debt_at(now) > middle);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spend(buckets: &Buckets, name: &str, limit: i64, now: i64) -> (bool, i64, i64) {
        let spent = buckets.spend(name.to_owned(), limit, Timestamp(now));
        (spent.is_allowed, spent.remaining, spent.wait)
    }

    #[test]
    fn a_bucket_empties_and_fills_again() {
        let buckets = Buckets::default();
        assert_eq!(spend(&buckets, "a", 3, 0), (true, 2, 20_000));
        assert_eq!(spend(&buckets, "a", 3, 0), (true, 1, 40_000));
        assert_eq!(spend(&buckets, "a", 3, 0), (true, 0, 20_000), "then there is room for one");
        assert_eq!(spend(&buckets, "a", 3, 0), (false, 0, 20_000));
        assert_eq!(spend(&buckets, "b", 3, 0), (true, 2, 20_000), "each has its own");
        assert_eq!(spend(&buckets, "a", 3, 19_999), (false, 0, 1), "what was refused costs nothing");
        assert_eq!(spend(&buckets, "a", 3, 20_000), (true, 0, 20_000));
        assert_eq!(spend(&buckets, "a", 3, 600_000), (true, 2, 20_000), "no fuller than full");
    }

    #[test]
    fn a_limit_that_changes_counts_at_once() {
        let buckets = Buckets::default();
        assert!(spend(&buckets, "a", 1, 0).0);
        assert!(!spend(&buckets, "a", 1, 0).0);
        assert_eq!(spend(&buckets, "a", 10, 0), (true, 8, 12_000));
        assert!(!spend(&buckets, "a", 1, 0).0);
    }

    /// neither a jump forward nor one back keeps anybody out for long.
    #[test]
    fn a_clock_that_jumps_does_no_harm() {
        let buckets = Buckets::default();
        let year = 366 * 86_400_000_i64;
        assert!(spend(&buckets, "a", 1, 10 * year).0);
        assert_eq!(spend(&buckets, "a", 1, 0), (false, 0, 60_000), "ten years back");
        assert_eq!(spend(&buckets, "a", 1, 60_000), (true, 0, 60_000));
        assert!(spend(&buckets, "a", 1, i64::MAX).0);
        assert!(!spend(&buckets, "a", 1, i64::MIN).0);
    }

    #[test]
    fn an_empty_bucket_is_told_of_once_a_minute() {
        let buckets = Buckets::default();
        let is_news = |now| buckets.spend("a".to_owned(), 1, Timestamp(now)).is_news;
        assert!(!is_news(0));
        assert_eq!([is_news(1), is_news(2), is_news(59_000)], [true, false, false]);
        assert!(!is_news(60_001), "allowed");
        assert!(is_news(60_002 + SILENCE - 2));
    }

    /// Very many spenders fill no memory, and do not empty the bucket of one who asks much.
    #[test]
    fn what_is_remembered_is_bounded() {
        let buckets = Buckets::default();
        for _ in 0..5 {
            spend(&buckets, "busy", 5, 0);
        }
        for number in 0..3 * (SHARDS * LARGEST) {
            spend(&buckets, &number.to_string(), 5, 0);
        }
        let kept: usize = buckets.shards.iter().map(|shard| shard.lock().unwrap().len()).sum();
        assert!(kept <= SHARDS * LARGEST, "{kept}");
        assert!(!spend(&buckets, "busy", 5, 0).0);
    }
}
