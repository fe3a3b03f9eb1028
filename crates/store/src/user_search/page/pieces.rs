//! Reading a stream of ids piece by piece, until the page is full.

use super::super::narrowed::{Conjunct, Narrowed, float};
use super::super::source::{Source, Tested};
use super::{Page, Stream};
use crate::sql::Sql;
use crate::{Conn, Result};

/// So many ids are looked at first, at most: what the conditions have to do with each other is seen on them.
const PIECE: i64 = 1_500;
/// What was read of a stream.
#[derive(Debug, Default)]
pub(super) struct Progress {
    /// So many ids were looked at.
    pub(super) read: i64,
    /// Those of them who pass.
    pub(super) found: Vec<String>,
}

impl Narrowed<'_> {
    /// The ids of a page, of which `progress` is known; none where the budget was used up before it was full. At `first`
    /// so many ids are looked at.
    pub(super) async fn read(
        &self,
        conn: &mut Conn,
        page: &Page<'_>,
        stream: Stream<'_>,
        (first, budget): (i64, Option<i64>),
        mut progress: Progress,
    ) -> Result<Option<Vec<String>>> {
        if stream.is_unique() && !self.is_tested(stream, page) {
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
    pub(super) async fn advance(
        &self,
        conn: &mut Conn,
        page: &Page<'_>,
        stream: Stream<'_>,
        progress: &mut Progress,
        size: i64,
    ) -> Result<bool> {
        let missing = page.wanted().saturating_sub(length(&progress.found));
        let ids = self.who_passes(conn, page, stream, (progress.read, size), missing).await?;
        for id in ids {
            // Whoever is named twice is so in a row.
            if progress.found.last() != Some(&id) {
                progress.found.push(id);
            }
        }
        progress.read = progress.read.saturating_add(size);
        Ok(length(&progress.found) >= page.wanted() || self.is_over(conn, page, stream, progress.read).await?)
    }

    /// The first `most` of those who pass among ids of the stream; all of them where some are named twice.
    ///
    /// What is tested stands among what is selected: there it leads no planner to another index than that of the order, and
    /// nobody is tested who is not needed; PostgreSQL tests whom it skips, unless that is a subquery of its own. Either engine
    /// keeps the order of a subquery that it only filters, and reads no columns that are not needed.
    async fn who_passes(
        &self,
        conn: &mut Conn,
        page: &Page<'_>,
        stream: Stream<'_>,
        piece: (i64, i64),
        most: i64,
    ) -> Result<Vec<String>> {
        let (by_key, by_row): (Vec<_>, Vec<_>) = self.tests(stream, page).partition(|conjunct| conjunct.has_probe());
        let mut sql = match stream {
            // What the row tells is quicker than a look into another table.
            Stream::Walk => self.passing(by_row.into_iter().chain(by_key), |sql| {
                sql.push("SELECT * FROM users u WHERE u.tenant = ");
                self.push_walk(sql, page, piece);
            }),
            // Unless the row is one.
            Stream::Gather(..) => {
                let mut sql = self.passing(by_key.into_iter(), |sql| self.push_stream(sql, page, stream, piece));
                self.push_rows_tested(&mut sql, &by_row);
                sql
            }
        };
        if stream.is_unique() {
            sql.push(" LIMIT ").bind(most);
        }
        fetch(sql, conn).await
    }

    /// A SELECT of the ids (`id`) of those who pass `tests` among the users `u` that `push_users` selects, in their order.
    fn passing<'c>(&self, tests: impl Iterator<Item = &'c Conjunct<'c>>, push_users: impl FnOnce(&mut Sql)) -> Sql {
        let mut sql = Sql::new("SELECT p.id FROM (SELECT u.id AS id, CASE WHEN 1 = 1");
        for test in tests {
            sql.push(" AND ");
            self.push_test(&mut sql, test, Tested::Alone);
        }
        sql.push(" THEN 1 ELSE 0 END AS passes FROM (");
        push_users(&mut sql);
        sql.push(") AS u) AS p WHERE p.passes = 1");
        sql
    }

    /// `AND` that the row of the user whose id is `p.id` passes the tests.
    fn push_rows_tested(&self, sql: &mut Sql, tests: &[&Conjunct<'_>]) {
        if tests.is_empty() {
            return;
        }
        sql.push(" AND (SELECT 1 FROM users u WHERE u.tenant = ").bind(self.terrain.tenant).push(" AND u.id = p.id");
        for test in tests {
            sql.push(" AND ");
            self.push_test(sql, test, Tested::Alone);
        }
        sql.push(" LIMIT 1) IS NOT NULL");
    }

    async fn is_over(&self, conn: &mut Conn, page: &Page<'_>, stream: Stream<'_>, from: i64) -> Result<bool> {
        if let Stream::Gather(index, _) = stream
            && let Some(conjunct) = self.conjuncts.get(index)
        {
            if conjunct.counted().is_some_and(|entries| from >= entries) {
                return Ok(true);
            }
            // What was counted is the whole source, of which the page may want a part.
            let is_whole = page.after.is_none() && self.ranges(page).next().is_none();
            if is_whole && conjunct.found.is_some_and(|found| from < found) {
                return Ok(false);
            }
        }
        let mut sql = Sql::default();
        self.push_stream(&mut sql, page, stream, (from, 1));
        Ok(fetch(sql, conn).await?.is_empty())
    }

    /// The page of a source whose entries do not tell the order: each user is read.
    pub(super) async fn gather_all(
        &self,
        conn: &mut Conn,
        page: &Page<'_>,
        index: usize,
        source: &Source,
    ) -> Result<Vec<String>> {
        let mut sql = Sql::new("WITH hits AS MATERIALIZED (SELECT DISTINCT s.id FROM (");
        source.push_ids(&mut sql, self.terrain);
        sql.push(") AS s) SELECT u.id FROM hits CROSS JOIN users u WHERE u.id = hits.id AND u.tenant = ");
        sql.bind(self.terrain.tenant);
        for test in self.tests(Stream::Gather(index, source), page) {
            sql.push(" AND ");
            self.push_test(&mut sql, test, Tested::Many);
        }
        page.push_after(&mut sql);
        page.order.push(&mut sql, self.terrain.dialect);
        sql.push(" LIMIT ").bind(page.limit).push(" OFFSET ").bind(page.offset);
        fetch(sql, conn).await
    }
}

impl Progress {
    /// Which share of the page is still to be found.
    pub(super) fn missing(&self, page: &Page<'_>) -> f64 {
        1.0 - float(length(&self.found)) / float(page.wanted().max(1))
    }

    /// The ids of a page that is full, or of the last one.
    pub(super) fn page(self, page: &Page<'_>) -> Vec<String> {
        let (offset, limit) = (usize::try_from(page.offset), usize::try_from(page.limit));
        self.found.into_iter().skip(offset.unwrap_or(usize::MAX)).take(limit.unwrap_or(0)).collect()
    }

    /// As many ids as are likely to fill the page, by what passed of those so far; at most four times as many as the last
    /// time.
    fn next_size(&self, size: i64, wanted: i64) -> i64 {
        next_size(size, self.read, length(&self.found), wanted)
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

pub(super) fn length(ids: &[String]) -> i64 {
    i64::try_from(ids.len()).unwrap_or(i64::MAX)
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
