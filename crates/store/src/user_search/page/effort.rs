//! How long a way to a page is likely to take.

use super::super::narrowed::{Conjunct, Narrowed, float};
use super::{Page, Stream};
use crate::dialect::Dialect;

/// How a stream is read.
#[derive(Clone, Copy)]
pub(super) struct Effort {
    /// So many ids of it are looked at first.
    pub(super) first: i64,
    /// About so many microseconds are needed.
    pub(super) cost: f64,
}

/// Microseconds, measured with a million users.
struct Cost {
    /// An entry of an index that is passed, or sorted.
    entry: f64,
    /// A user who is tested by a key in another table.
    probe: f64,
    /// One whose row is read and tested.
    row: f64,
}

impl Cost {
    /// Along an order, neighbours are often on one page. A probe of PostgreSQL is a query in a query.
    fn of(stream: Stream<'_>, dialect: Dialect) -> Self {
        match (stream, dialect) {
            (Stream::Walk, Dialect::Sqlite) => Self { entry: 0.1, probe: 1.5, row: 2.0 },
            (Stream::Walk, Dialect::Postgres) => Self { entry: 0.2, probe: 8.0, row: 1.0 },
            (Stream::Gather(..), Dialect::Sqlite) => Self { entry: 0.4, probe: 2.5, row: 10.0 },
            (Stream::Gather(..), Dialect::Postgres) => Self { entry: 0.4, probe: 8.0, row: 10.0 },
        }
    }
}

impl Narrowed<'_> {
    pub(super) fn effort(&self, stream: Stream<'_>, page: &Page<'_>) -> Effort {
        let wanted = float(page.wanted());
        let total = self.users();
        let all = self.length_of(stream, page);
        let costs = Cost::of(stream, self.terrain.dialect);
        let test = |test: &Conjunct<'_>| if test.has_probe() { costs.probe } else { costs.row };
        let test = self.tests(stream, page).map(test).fold(0.0, f64::max);
        let reads = (wanted * all / self.expected().max(1.0)).min(all);
        let cost = match stream {
            Stream::Walk if page.order.is_indexed() => reads * (costs.entry + test),
            Stream::Walk => total * costs.row,
            Stream::Gather(_, source) if source.is_scan => total * costs.entry + reads * test,
            Stream::Gather(_, source) if source.is_in(page.order) => reads * (costs.entry + test),
            Stream::Gather(_, source) if page.order.is_covered() => {
                all * if source.is_covered() { costs.entry } else { costs.row } + reads * test
            }
            Stream::Gather(..) => all * costs.row,
        };
        Effort { first: whole(reads * 1.3 + 50.0), cost }
    }

    /// About how many users all of a stream names.
    pub(super) fn length_of(&self, stream: Stream<'_>, page: &Page<'_>) -> f64 {
        let total = self.users();
        match stream {
            Stream::Walk => self.ranges(page).fold(total, |all, range| all * range.share(total)),
            Stream::Gather(index, _) => self.conjuncts.get(index).map_or(total, |conjunct| self.entries(conjunct)),
        }
    }
}

#[expect(clippy::cast_possible_truncation, reason = "an estimate, and a cast of floats saturates")]
fn whole(number: f64) -> i64 {
    number as i64
}
