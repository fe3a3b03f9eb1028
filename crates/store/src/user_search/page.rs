//! A page of what is found, read in the way that is likely to be quicker.
//!
//! * **walk**: read the users in the order that is wanted and keep those who pass. Quick where many do.
//! * **gather**: read the entries of the index that names the fewest, sort them, and keep who passes the other tests. Quick
//!   where few do.
//!
//! Either is read in pieces, until the page is full: the first is as large as is expected to do, but not large; what passed of it
//! tells how large the next must be. Where every condition finds many, the first users of the order tell how many meet all of
//! them together, and often fill the page.

use super::Way;
use super::condition::Condition;
use super::field::is_prefix;
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

/// Microseconds, measured on SQLite with a million users.
struct Cost {
    /// An entry of an index that is passed, or sorted.
    entry: f64,
    /// A user who is tested by a key in another table.
    probe: f64,
    /// One whose row is read and tested.
    row: f64,
}

/// Along an order, neighbours are often on one page.
const WALK: Cost = Cost { entry: 0.1, probe: 1.5, row: 2.0 };
const GATHER: Cost = Cost { entry: 0.4, probe: 4.0, row: 10.0 };

/// So many ids are looked at first, at most: what the conditions have to do with each other is seen on them.
const PIECE: i64 = 1_500;
/// So many users tell how many meet conditions that each find many.
const SAMPLE: i64 = 500;
/// Where a walk is likely to take longer, it is worth the time to count ahead again, up to a higher number.
const LONG: f64 = 5_000.0;
const AHEAD: i64 = 20_000;
/// So many are walked along before all entries of an index are looked through for somebody.
const BEFORE_SCAN: i64 = 30_000;

/// What was read of a stream.
#[derive(Debug, Default)]
struct Progress {
    /// So many ids were looked at.
    read: i64,
    /// Those of them who pass.
    found: Vec<String>,
}

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
        let sample = sample.filter(|_| page.order.is_indexed() && self.is_tested(Stream::Walk, page));
        if let Some(users) = sample {
            if self.advance(conn, page, Stream::Walk, &mut begun, users).await? {
                return Ok(begun.page(page));
            }
            self.learn(self.walked(page), begun.read, length(&begun.found));
            if self.effort(Stream::Walk, page).cost > LONG {
                self.look_ahead(conn, AHEAD).await?;
            }
        }
        self.finish(conn, page, way, begun).await
    }

    /// The page, of which a walk may have read the beginning.
    async fn finish(&self, conn: &mut Conn, page: &Page<'_>, way: Option<Way>, begun: Progress) -> Result<Vec<String>> {
        let walk = self.effort(Stream::Walk, page);
        let Some((index, source)) = self.rarest() else {
            return Ok(self.read(conn, page, Stream::Walk, (walk.first, None), begun).await?.unwrap_or_default());
        };
        let stream = Stream::Gather(index, source);
        let gather = self.effort(stream, page);
        let (walks, gives_up) = match way {
            Some(Way::Walk) => (true, false),
            Some(Way::Gather) => (false, false),
            Some(Way::Sample(_)) | None => (walk.cost < gather.cost, true),
        };
        if walks {
            // Where matches and order have to do with each other a walk may read more than expected, but not for ever.
            let is_blind = source.is_scan && begun.found.is_empty();
            let most = if is_blind { BEFORE_SCAN } else { walk.first.saturating_mul(3).saturating_add(1_000) };
            let budget = gives_up.then_some(most);
            if let Some(ids) = self.read(conn, page, Stream::Walk, (walk.first, budget), begun).await? {
                return Ok(ids);
            }
        }
        if page.order.is_covered() {
            let ids = self.read(conn, page, stream, (gather.first, None), Progress::default()).await?;
            return Ok(ids.unwrap_or_default());
        }
        self.gather_all(conn, page, index, source).await
    }

    fn effort(&self, stream: Stream<'_>, page: &Page<'_>) -> Effort {
        let wanted = float(page.wanted());
        let total = self.users();
        let all = match stream {
            Stream::Walk => self.walked(page),
            Stream::Gather(index, _) => self.conjuncts.get(index).map_or(total, |conjunct| conjunct.entries(total)),
        };
        let costs = if matches!(stream, Stream::Walk) { &WALK } else { &GATHER };
        let test = |test: &Conjunct<'_>| if test.has_probe() { costs.probe } else { costs.row };
        let test = self.tests(stream, page).map(test).fold(0.0, f64::max);
        let reads = (wanted * all / self.expected().max(1.0)).min(all);
        let cost = match stream {
            Stream::Walk if page.order.is_indexed() => reads * (costs.entry + test),
            Stream::Walk => total * costs.row,
            Stream::Gather(_, source) if source.is_scan => total * costs.entry + reads * test,
            Stream::Gather(_, source) if page.order.is_covered() => {
                all * if source.is_covered() { costs.entry } else { costs.row } + reads * test
            }
            Stream::Gather(..) => all * costs.row,
        };
        Effort { first: whole(reads * 1.3 + 50.0), cost }
    }

    /// How many users a walk meets.
    fn walked(&self, page: &Page<'_>) -> f64 {
        let total = self.users();
        self.ranges(page).fold(total, |all, range| all * range.share(total))
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

    /// The ids of a page, of which `progress` is known; none where the budget was used up before it was full. At `first`
    /// so many ids are looked at.
    async fn read(
        &self,
        conn: &mut Conn,
        page: &Page<'_>,
        stream: Stream<'_>,
        (first, budget): (i64, Option<i64>),
        mut progress: Progress,
    ) -> Result<Option<Vec<String>>> {
        let is_unique = match stream {
            Stream::Walk => true,
            Stream::Gather(_, source) => source.is_unique(),
        };
        if is_unique && !self.is_tested(stream, page) {
            let mut sql = Sql::default();
            self.push_stream(&mut sql, page, stream, (page.offset, page.limit));
            return Ok(Some(fetch(sql, conn).await?));
        }
        let mut size = match progress.read {
            0 => first.clamp(1, PIECE.max(page.wanted())),
            read => progress.next_size(read, page.wanted()),
        };
        loop {
            if self.advance(conn, page, stream, &mut progress, size).await? {
                return Ok(Some(progress.page(page)));
            }
            if budget.is_some_and(|budget| progress.read >= budget) {
                return Ok(None);
            }
            size = progress.next_size(size, page.wanted());
        }
    }

    /// Reads `size` more ids of the stream. Whether nothing more need be read.
    async fn advance(
        &self,
        conn: &mut Conn,
        page: &Page<'_>,
        stream: Stream<'_>,
        progress: &mut Progress,
        size: i64,
    ) -> Result<bool> {
        let piece = (progress.read, size);
        let ids = match stream {
            Stream::Walk => {
                let missing = page.wanted().saturating_sub(length(&progress.found));
                self.who_passes(conn, page, piece, missing).await?
            }
            Stream::Gather(..) => self.gathered(conn, page, stream, piece).await?,
        };
        for id in ids {
            // Whoever is named twice is so in a row.
            if progress.found.last() != Some(&id) {
                progress.found.push(id);
            }
        }
        progress.read = progress.read.saturating_add(size);
        Ok(length(&progress.found) >= page.wanted() || self.is_over(conn, page, stream, progress.read).await?)
    }

    /// The first `most` of those who pass among users of the order.
    ///
    /// What is tested stands among what is selected: there it leads no planner to another index than that of the order, and
    /// nobody is tested who is not needed. Either engine keeps the order of a subquery that it only filters.
    async fn who_passes(&self, conn: &mut Conn, page: &Page<'_>, piece: (i64, i64), most: i64) -> Result<Vec<String>> {
        let mut sql = Sql::new("SELECT p.id FROM (SELECT u.id AS id, CASE WHEN 1 = 1");
        let (by_key, by_row): (Vec<_>, Vec<_>) =
            self.tests(Stream::Walk, page).partition(|conjunct| conjunct.has_probe());
        for conjunct in by_key.into_iter().chain(by_row) {
            sql.push(" AND ");
            self.push_alone(&mut sql, conjunct);
        }
        sql.push(" THEN 1 ELSE 0 END AS passes FROM users u WHERE u.tenant = ");
        self.push_walk(&mut sql, page, piece);
        sql.push(") AS p WHERE p.passes = 1 LIMIT ").bind(most);
        fetch(sql, conn).await
    }

    /// Those who pass among ids of the stream.
    async fn gathered(
        &self,
        conn: &mut Conn,
        page: &Page<'_>,
        stream: Stream<'_>,
        piece: (i64, i64),
    ) -> Result<Vec<String>> {
        let mut sql = Sql::new("WITH piece AS MATERIALIZED (");
        self.push_stream(&mut sql, page, stream, piece);
        // SQLite keeps the order of a CROSS JOIN: the ids first, then each user by their key.
        sql.push(") SELECT u.id FROM piece CROSS JOIN users u WHERE u.id = piece.id AND u.tenant = ");
        sql.bind(self.terrain.tenant);
        for test in self.tests(stream, page) {
            sql.push(" AND ");
            self.push_alone(&mut sql, test);
        }
        page.order.push(&mut sql, self.terrain.dialect);
        fetch(sql, conn).await
    }

    async fn is_over(&self, conn: &mut Conn, page: &Page<'_>, stream: Stream<'_>, from: i64) -> Result<bool> {
        if let Stream::Gather(index, _) = stream
            && let Some(entries) = self.conjuncts.get(index).and_then(Conjunct::counted)
        {
            return Ok(from >= entries);
        }
        let mut sql = Sql::default();
        self.push_stream(&mut sql, page, stream, (from, 1));
        Ok(fetch(sql, conn).await?.is_empty())
    }

    /// A SELECT of ids (`id`) in order: so many, from one on.
    fn push_stream(&self, sql: &mut Sql, page: &Page<'_>, stream: Stream<'_>, (from, size): (i64, i64)) {
        let terrain = self.terrain;
        match stream {
            Stream::Walk => {
                sql.push("SELECT u.id AS id FROM users u WHERE u.tenant = ");
                return self.push_walk(sql, page, (from, size));
            }
            Stream::Gather(_, source) => {
                sql.push("SELECT u.id AS id FROM (");
                match page.after {
                    // Where it is a part of the key.
                    Some(place) if page.order == Order::by_id() => {
                        source.push_entries(sql, terrain, Some(place.id.as_str()));
                        sql.push(") AS u WHERE 1 = 1");
                    }
                    _ => {
                        source.push_entries(sql, terrain, None);
                        sql.push(") AS u WHERE 1 = 1");
                        page.push_after(sql);
                    }
                }
                if page.order.is_covered() {
                    self.push_ranges_of_entries(sql, page);
                }
            }
        }
        page.order.push(sql, terrain.dialect);
        sql.push(" LIMIT ").bind(size).push(" OFFSET ").bind(from);
    }

    /// The tenant whose users they are, and the rest of a SELECT of users `u` in order: so many, from one on.
    fn push_walk(&self, sql: &mut Sql, page: &Page<'_>, (from, size): (i64, i64)) {
        sql.bind(self.terrain.tenant);
        page.push_after(sql);
        self.push_ranges(sql, page);
        page.order.push(sql, self.terrain.dialect);
        sql.push(" LIMIT ").bind(size).push(" OFFSET ").bind(from);
    }

    fn push_ranges(&self, sql: &mut Sql, page: &Page<'_>) {
        for range in self.ranges(page) {
            sql.push(" AND ");
            range.condition.push(sql, self.terrain.dialect);
        }
    }

    /// The same of entries of another index, so that no planner leaves that index for the order's.
    fn push_ranges_of_entries(&self, sql: &mut Sql, page: &Page<'_>) {
        for range in self.ranges(page) {
            sql.push(" AND CASE WHEN ");
            range.condition.push(sql, self.terrain.dialect);
            sql.push(" THEN 1 ELSE 0 END = 1");
        }
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

    /// The same, of one user at a time.
    fn push_alone(&self, sql: &mut Sql, conjunct: &Conjunct<'_>) {
        let probed = conjunct.source.as_ref().is_some_and(|source| source.push_lone_probe(sql, self.terrain));
        if !probed {
            conjunct.condition.push(sql, self.terrain.dialect);
        }
    }
}

impl Progress {
    /// The ids of a page that is full, or of the last one.
    fn page(self, page: &Page<'_>) -> Vec<String> {
        let (offset, limit) = (usize::try_from(page.offset), usize::try_from(page.limit));
        self.found.into_iter().skip(offset.unwrap_or(usize::MAX)).take(limit.unwrap_or(0)).collect()
    }

    /// As many ids as are likely to fill the page, by what passed of those so far; at most four times as many as the last
    /// time.
    fn next_size(&self, size: i64, wanted: i64) -> i64 {
        next_size(size, self.read, length(&self.found), wanted)
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
    fn has_probe(&self) -> bool {
        self.source.as_ref().is_some_and(Source::has_probe)
    }
}

fn is_range_of(condition: &Condition, order: Order) -> bool {
    match condition {
        Condition::Is(field, _) | Condition::Within(field, ..) => order.is_indexed() && *field == order.field,
        Condition::Like(field, pattern) => order.is_indexed() && *field == order.field && is_prefix(pattern),
        _ => false,
    }
}

/// As many ids as are likely to fill the page, where `found` of the first `read` passed.
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
