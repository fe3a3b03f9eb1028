//! How much may be read to make one page.

/// The bounds between walking and gathering.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Effort {
    /// Up to so many users are fetched and sorted.
    pub few: i64,
    /// So many rows of a sort's index are looked at before a walk gives way to gathering.
    pub walk: i64,
}

/// Fetching a user by id costs about as much as testing this many users along an index, which carries what is tested.
/// (Measured on SQLite with a million users: 4.6 µs and 0.2 µs.)
const NEIGHBOURS: i64 = 20;

impl Effort {
    /// The bounds that make the worst case least for a page of `limit` where `expected` of `total` users match. `is_carried` says
    /// whether the order's index carries what is tested.
    ///
    /// A walk reads about `limit * total / expected` users and gathering reads `expected`; they cost the same at the square
    /// root of `limit * total`.
    pub(super) fn for_page(limit: i64, total: i64, expected: i64, is_carried: bool) -> Self {
        let reads = limit.saturating_mul(total.max(1));
        let even = if is_carried { reads / NEIGHBOURS } else { reads };
        // Where matches and order have to do with each other a walk may read more than expected, but not for ever.
        let walk = (reads / expected.max(1)).saturating_mul(3);
        Self { few: even.isqrt().max(500), walk: walk.max(1_000) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_effort_grows_with_the_root_of_the_users() {
        let effort = |total, is_carried| Effort::for_page(50, total, 10_000, is_carried);
        assert_eq!(effort(1_000_000, false), Effort { few: 7_071, walk: 15_000 });
        assert_eq!(effort(1_000_000, true), Effort { few: 1_581, walk: 15_000 });
        assert_eq!(effort(0, true), Effort { few: 500, walk: 1_000 });
        assert!(effort(i64::MAX, false).few > 0);
    }
}
