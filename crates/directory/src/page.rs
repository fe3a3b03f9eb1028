//! Lists that go on after what was shown last.

/// Rows of one page.
pub(crate) const PAGE: usize = 50;

/// How many rows to ask for: one more than a page tells whether there is another.
pub(crate) const ROWS: i64 = PAGE as i64 + 1;

/// The rows of a page, and the place after which the next one begins.
pub(crate) fn page<T>(mut rows: Vec<T>, place: impl Fn(&T) -> String) -> (Vec<T>, Option<String>) {
    let has_more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let next = rows.last().filter(|_| has_more).map(place);
    (rows, next)
}
