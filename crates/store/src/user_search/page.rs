//! A page of what is found, read in the way that is likely to be quicker.
//!
//! * **walk**: read the users in the order that is wanted and keep those who pass. Quick where many do.
//! * **gather**: read the entries of the index that names the fewest, sort them, and keep who passes the other tests. Quick
//!   where few do.
//!
//! Either is read in pieces, until the page is full: the first is as large as is expected to do, but not large; what passed of it
//! tells how large the next must be. Where every condition finds many, one is gathered whose index has the wanted order, or else
//! the first users of the order tell how many meet all conditions together, and often fill the page.

mod effort;
mod pieces;
mod statement;

use super::Way;
use super::condition::Condition;
use super::field::is_prefix;
use super::narrowed::{Conjunct, Narrowed};
use super::order::Order;
use super::source::Source;
use crate::search::Place;
use crate::sql::Sql;
use crate::{Conn, Result};
use pieces::{Progress, length};

/// Which part of what is found.
#[derive(Clone, Copy, Debug)]
pub(super) struct Page<'a> {
    pub(super) order: Order,
    /// Only who comes after this place.
    pub(super) after: Option<&'a Place>,
    pub(super) offset: i64,
    pub(super) limit: i64,
}

/// Where ids come from.
#[derive(Clone, Copy)]
enum Stream<'a> {
    Walk,
    /// The entries of that condition.
    Gather(usize, &'a Source),
}

/// So many users tell how many meet conditions that each find many.
const SAMPLE: i64 = 500;
/// Where a walk is likely to take longer, it is worth the time to count ahead again, up to a higher number.
const LONG: f64 = 15_000.0;
const AHEAD: i64 = 20_000;
/// So many are walked along before all entries of an index are looked through for somebody.
const BEFORE_SCAN: i64 = 30_000;

impl Narrowed<'_> {
    /// The ids of a page, in order.
    pub(super) async fn page(&mut self, conn: &mut Conn, page: &Page<'_>, way: Option<Way>) -> Result<Vec<String>> {
        if self.is_empty() || page.limit <= 0 {
            return Ok(Vec::new());
        }
        let mut begun = Progress::default();
        let sample = match way {
            Some(Way::Sample(users)) => Some(users),
            None if self.are_all_frequent() => Some(SAMPLE),
            _ => None,
        };
        let sampled = self.rarest_in(page.order).filter(|_| way.is_none()).map(|(index, _)| index);
        let stream = self.stream(sampled);
        if let Some(users) = sample.filter(|_| page.order.is_indexed() && self.is_tested(stream, page)) {
            if self.advance(conn, page, stream, &mut begun, users).await? {
                return Ok(begun.page(page));
            }
            self.learn(self.length_of(stream, page), begun.read, length(&begun.found));
            if self.effort(self.stream(sampled), page).cost > LONG {
                self.look_for_rarest(conn, AHEAD).await?;
            }
        }
        self.finish(conn, page, way, (sampled, begun)).await
    }

    /// The entries of that condition's index, or the order itself.
    fn stream(&self, index: Option<usize>) -> Stream<'_> {
        let source = index.and_then(|index| Some((index, self.conjuncts.get(index)?.source.as_ref()?)));
        source.map_or(Stream::Walk, |(index, source)| Stream::Gather(index, source))
    }

    /// The page, of which the beginning of a stream may have been read.
    async fn finish(
        &self,
        conn: &mut Conn,
        page: &Page<'_>,
        way: Option<Way>,
        (sampled, begun): (Option<usize>, Progress),
    ) -> Result<Vec<String>> {
        let mut walk = self.effort(Stream::Walk, page);
        let (walked, gathered) =
            if sampled.is_none() { (begun, Progress::default()) } else { (Progress::default(), begun) };
        let Some((index, source)) = self.gathered(page) else {
            return Ok(self.read(conn, page, Stream::Walk, (walk.first, None), walked).await?.unwrap_or_default());
        };
        let stream = Stream::Gather(index, source);
        let mut gather = self.effort(stream, page);
        let gathered = if sampled == Some(index) { gathered } else { Progress::default() };
        walk.cost *= walked.missing(page);
        gather.cost *= gathered.missing(page);
        let (walks, gives_up) = match way {
            Some(Way::Walk) => (true, false),
            Some(Way::Gather) => (false, false),
            Some(Way::Sample(_)) | None => (walk.cost < gather.cost, true),
        };
        if walks {
            // Where matches and order have to do with each other a walk may read more than expected, but not for ever.
            let is_blind = source.is_scan && walked.found.is_empty();
            let most = if is_blind { BEFORE_SCAN } else { walk.first.saturating_mul(3).saturating_add(1_000) };
            let budget = gives_up.then_some(most);
            if let Some(ids) = self.read(conn, page, Stream::Walk, (walk.first, budget), walked).await? {
                return Ok(ids);
            }
        }
        if page.order.is_covered() {
            let ids = self.read(conn, page, stream, (gather.first, None), gathered).await?;
            return Ok(ids.unwrap_or_default());
        }
        self.gather_all(conn, page, index, source).await
    }

    /// The condition whose index is likely to be quickest gathered: that which finds the fewest, or one that has the order.
    fn gathered(&self, page: &Page<'_>) -> Option<(usize, &Source)> {
        let all = [self.rarest(), self.rarest_in(page.order)].into_iter().flatten();
        let cost = |(index, source): &(usize, &Source)| self.effort(Stream::Gather(*index, source), page).cost;
        all.min_by(|a, b| cost(a).total_cmp(&cost(b)))
    }

    /// The conditions that are a range of what is sorted by: whoever is read in order is in it.
    fn ranges(&self, page: &Page<'_>) -> impl Iterator<Item = &Conjunct<'_>> {
        let order = page.order;
        self.conjuncts.iter().filter(move |conjunct| is_range_of(conjunct.condition, order))
    }

    /// What is not known of who comes from `stream`.
    fn tests(&self, stream: Stream<'_>, page: &Page<'_>) -> impl Iterator<Item = &Conjunct<'_>> {
        let order = page.order;
        let is_known = move |(index, conjunct): &(usize, &Conjunct<'_>)| match stream {
            Stream::Walk => is_range_of(conjunct.condition, order),
            Stream::Gather(own, source) => {
                (*index == own && source.is_exact) || (order.is_covered() && is_range_of(conjunct.condition, order))
            }
        };
        self.conjuncts.iter().enumerate().filter(move |pair| !is_known(pair)).map(|(_, conjunct)| conjunct)
    }

    fn is_tested(&self, stream: Stream<'_>, page: &Page<'_>) -> bool {
        self.tests(stream, page).next().is_some()
    }
}

impl Stream<'_> {
    /// Whether nobody is named twice.
    fn is_unique(self) -> bool {
        match self {
            Stream::Walk => true,
            Stream::Gather(_, source) => source.is_unique(),
        }
    }
}

impl Page<'_> {
    /// So many must pass.
    fn wanted(&self) -> i64 {
        self.offset.saturating_add(self.limit)
    }

    fn push_after(&self, sql: &mut Sql) {
        if let Some(place) = self.after {
            self.order.push_after(sql, place);
        }
    }
}

impl Conjunct<'_> {
    pub(super) fn has_probe(&self) -> bool {
        self.membership.as_ref().is_some_and(|known| known.source.has_probe())
    }
}

fn is_range_of(condition: &Condition, order: Order) -> bool {
    match condition {
        Condition::Is(field, _) | Condition::Within(field, ..) => order.is_indexed() && *field == order.field,
        Condition::Like(field, pattern) => order.is_indexed() && *field == order.field && is_prefix(pattern),
        _ => false,
    }
}
