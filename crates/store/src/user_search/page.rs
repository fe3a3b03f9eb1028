//! A page of what is found, read in the way that is likely to be quicker.
//!
//! * **walk**: read the users in the order that is wanted and keep those who pass. Quick where many do.
//! * **gather**: read the entries of the index that names the fewest, sort them, and keep who passes the other tests. Quick
//!   where few do.
//!
//! Either is read in pieces, until the page is full: the first is as large as is expected to do, but not large; what passed of it
//! tells how large the next must be.

use super::Way;
use super::condition::Condition;
use super::narrowed::{Conjunct, Narrowed, float};
use super::order::Order;
use super::source::Source;
use crate::search::Place;
use crate::sql::Sql;
use crate::{Conn, Result};

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

/// How a stream is read.
#[derive(Clone, Copy)]
struct Effort {
    /// So many ids of it are looked at first.
    first: i64,
    /// About so many microseconds are needed.
    cost: f64,
}

/// Microseconds, measured on SQLite with a million users: an entry of an index that is passed or sorted, a user who is tested by
/// a key in another table, and one whose row is read and tested.
const ENTRY: f64 = 0.25;
const PROBE: f64 = 2.5;
const ROW: f64 = 8.0;

/// So many ids are looked at first, at most: what the conditions have to do with each other is seen on them.
const PIECE: i64 = 1_500;

impl Narrowed<'_> {
    /// The ids of a page, in order.
    pub(super) async fn page(&self, conn: &mut Conn, page: &Page<'_>, way: Option<Way>) -> Result<Vec<String>> {
        if self.is_empty() || page.limit <= 0 {
            return Ok(Vec::new());
        }
        let walk = self.effort(Stream::Walk, page);
        let Some((index, source)) = self.rarest() else {
            return Ok(self.read(conn, page, Stream::Walk, walk.first, None).await?.unwrap_or_default());
        };
        let stream = Stream::Gather(index, source);
        let gather = self.effort(stream, page);
        let (walks, gives_up) = match way {
            Some(way) => (way == Way::Walk, false),
            None => (walk.cost < gather.cost || source.is_scan, true),
        };
        if walks {
            // Where matches and order have to do with each other a walk may read more than expected, but not for ever.
            let more = if source.is_scan { 0 } else { walk.first.saturating_mul(2).saturating_add(1_000) };
            let budget = gives_up.then(|| walk.first.saturating_add(more));
            if let Some(ids) = self.read(conn, page, Stream::Walk, walk.first, budget).await? {
                return Ok(ids);
            }
        }
        if page.order.is_covered() {
            let ids = self.read(conn, page, stream, gather.first, None).await?;
            return Ok(ids.unwrap_or_default());
        }
        self.gather_all(conn, page, index, source).await
    }

    fn effort(&self, stream: Stream<'_>, page: &Page<'_>) -> Effort {
        let wanted = float(page.offset.saturating_add(page.limit));
        let total = self.users();
        let all = match stream {
            Stream::Walk => self.ranges(page).fold(total, |all, range| all * range.share(total)),
            Stream::Gather(index, _) => self.conjuncts.get(index).map_or(total, |conjunct| conjunct.entries(total)),
        };
        let test = |test: &Conjunct<'_>| if test.has_probe() { PROBE } else { ROW };
        let test = self.tests(stream, page).map(test).fold(0.0, f64::max);
        let reads = (wanted * all / self.expected().max(1.0)).min(all);
        let cost = match stream {
            Stream::Walk if page.order.is_indexed() => reads * (ENTRY + test),
            Stream::Walk => total * ROW,
            Stream::Gather(_, source) if page.order.is_covered() => {
                all * if source.is_covered() { ENTRY } else { ROW } + reads * test
            }
            Stream::Gather(..) => all * ROW,
        };
        Effort { first: whole(reads * 1.3 + 50.0), cost }
    }

    /// The conditions that are a range of what is sorted by: a walk meets nobody else.
    fn ranges(&self, page: &Page<'_>) -> impl Iterator<Item = &Conjunct<'_>> {
        let order = page.order;
        self.conjuncts.iter().filter(move |conjunct| is_range_of(conjunct.condition, order))
    }

    /// What is not known of who comes from `stream`.
    fn tests(&self, stream: Stream<'_>, page: &Page<'_>) -> impl Iterator<Item = &Conjunct<'_>> {
        let order = page.order;
        let is_known = move |(index, conjunct): &(usize, &Conjunct<'_>)| match stream {
            Stream::Walk => is_range_of(conjunct.condition, order),
            Stream::Gather(own, source) => *index == own && source.is_exact,
        };
        self.conjuncts.iter().enumerate().filter(move |pair| !is_known(pair)).map(|(_, conjunct)| conjunct)
    }

    /// The ids of a page; none where the budget was used up before it was full.
    async fn read(
        &self,
        conn: &mut Conn,
        page: &Page<'_>,
        stream: Stream<'_>,
        first: i64,
        budget: Option<i64>,
    ) -> Result<Option<Vec<String>>> {
        let is_unique = match stream {
            Stream::Walk => true,
            Stream::Gather(_, source) => source.is_unique(),
        };
        if is_unique && self.tests(stream, page).next().is_none() {
            let mut sql = Sql::default();
            self.push_stream(&mut sql, page, stream, page.offset, page.limit);
            return Ok(Some(fetch(sql, conn).await?));
        }
        let wanted = page.offset.saturating_add(page.limit);
        let (mut found, mut from, mut size): (Vec<String>, _, _) =
            (Vec::new(), 0_i64, first.clamp(1, PIECE.max(wanted)));
        loop {
            for id in self.piece(conn, page, stream, from, size).await? {
                // Whoever is named twice is so in a row.
                if found.last() != Some(&id) {
                    found.push(id);
                }
            }
            from = from.saturating_add(size);
            if length(&found) >= wanted || self.is_over(conn, page, stream, from).await? {
                let (offset, limit) = (usize::try_from(page.offset), usize::try_from(page.limit));
                let page = found.into_iter().skip(offset.unwrap_or(usize::MAX)).take(limit.unwrap_or(0));
                return Ok(Some(page.collect()));
            }
            if budget.is_some_and(|budget| from >= budget) {
                return Ok(None);
            }
            size = next_size(size, from, length(&found), wanted);
        }
    }

    /// Those who pass among `size` of the stream.
    async fn piece(
        &self,
        conn: &mut Conn,
        page: &Page<'_>,
        stream: Stream<'_>,
        from: i64,
        size: i64,
    ) -> Result<Vec<String>> {
        let mut sql = Sql::new("WITH piece AS MATERIALIZED (");
        self.push_stream(&mut sql, page, stream, from, size);
        // SQLite keeps the order of a CROSS JOIN: the ids first, then each user by their key.
        sql.push(") SELECT u.id FROM piece CROSS JOIN users u WHERE u.id = piece.id AND u.tenant = ");
        sql.bind(self.terrain.tenant);
        for test in self.tests(stream, page) {
            sql.push(" AND ");
            self.push_test(&mut sql, test);
        }
        page.order.push(&mut sql, self.terrain.dialect);
        fetch(sql, conn).await
    }

    async fn is_over(&self, conn: &mut Conn, page: &Page<'_>, stream: Stream<'_>, from: i64) -> Result<bool> {
        let mut sql = Sql::default();
        self.push_stream(&mut sql, page, stream, from, 1);
        Ok(fetch(sql, conn).await?.is_empty())
    }

    /// A SELECT of ids (`id`) in order.
    fn push_stream(&self, sql: &mut Sql, page: &Page<'_>, stream: Stream<'_>, from: i64, size: i64) {
        let terrain = self.terrain;
        match stream {
            Stream::Walk => {
                sql.push("SELECT u.id AS id FROM users u WHERE u.tenant = ").bind(terrain.tenant);
                page.push_after(sql);
                for range in self.ranges(page) {
                    sql.push(" AND ");
                    range.condition.push(sql, terrain.dialect);
                }
            }
            Stream::Gather(_, source) => {
                sql.push("SELECT u.id AS id FROM (");
                match page.after {
                    // Where it is a part of the key.
                    Some(place) if page.order == Order::by_id() => {
                        source.push_entries(sql, terrain, Some(place.id.as_str()));
                        sql.push(") AS u");
                    }
                    _ => {
                        source.push_entries(sql, terrain, None);
                        sql.push(") AS u WHERE 1 = 1");
                        page.push_after(sql);
                    }
                }
            }
        }
        page.order.push(sql, terrain.dialect);
        sql.push(" LIMIT ").bind(size).push(" OFFSET ").bind(from);
    }

    /// The page of a source whose entries do not tell the order: each user is read.
    async fn gather_all(&self, conn: &mut Conn, page: &Page<'_>, index: usize, source: &Source) -> Result<Vec<String>> {
        let mut sql = Sql::new("WITH hits AS MATERIALIZED (SELECT DISTINCT s.id FROM (");
        source.push_ids(&mut sql, self.terrain);
        sql.push(") AS s) SELECT u.id FROM hits CROSS JOIN users u WHERE u.id = hits.id AND u.tenant = ");
        sql.bind(self.terrain.tenant);
        for test in self.tests(Stream::Gather(index, source), page) {
            sql.push(" AND ");
            self.push_test(&mut sql, test);
        }
        page.push_after(&mut sql);
        page.order.push(&mut sql, self.terrain.dialect);
        sql.push(" LIMIT ").bind(page.limit).push(" OFFSET ").bind(page.offset);
        fetch(sql, conn).await
    }

    pub(super) fn push_test(&self, sql: &mut Sql, conjunct: &Conjunct<'_>) {
        let probed = conjunct.source.as_ref().is_some_and(|source| source.push_probe(sql, self.terrain));
        if !probed {
            conjunct.condition.push(sql, self.terrain.dialect);
        }
    }
}

impl Page<'_> {
    fn push_after(&self, sql: &mut Sql) {
        if let Some(place) = self.after {
            self.order.push_after(sql, place);
        }
    }
}

impl Conjunct<'_> {
    fn has_probe(&self) -> bool {
        self.source.as_ref().is_some_and(Source::has_probe)
    }
}

fn is_range_of(condition: &Condition, order: Order) -> bool {
    match condition {
        Condition::Is(field, _) | Condition::Within(field, ..) => order.is_indexed() && *field == order.field,
        _ => false,
    }
}

/// As many ids as are likely to fill the page, where `found` of the first `read` passed; at most four times as many as the last
/// time.
fn next_size(size: i64, read: i64, found: i64, wanted: i64) -> i64 {
    let most = size.saturating_mul(4);
    if found == 0 {
        return most;
    }
    let needed = wanted.saturating_sub(found).saturating_mul(read) / found;
    needed.saturating_add(needed / 4).saturating_add(50).clamp(1, most)
}

async fn fetch(sql: Sql, conn: &mut Conn) -> Result<Vec<String>> {
    let rows: Vec<(String,)> = sql.fetch_all(conn).await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

fn length(ids: &[String]) -> i64 {
    i64::try_from(ids.len()).unwrap_or(i64::MAX)
}

#[expect(clippy::cast_possible_truncation, reason = "an estimate, and a cast of floats saturates")]
fn whole(number: f64) -> i64 {
    number as i64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_piece_is_what_the_first_ones_let_expect() {
        assert_eq!(next_size(1_500, 1_500, 0, 50), 6_000, "nobody yet");
        assert_eq!(next_size(1_500, 1_500, 30, 50), 1_300, "20 more at one in 50, a quarter more, and 50");
        assert_eq!(next_size(1_500, 1_500, 1, 50), 6_000, "no more than four times as many");
        assert_eq!(next_size(i64::MAX, i64::MAX, 1, i64::MAX), i64::MAX, "however large");
    }
}
