//! Lists in parts: numbered pages, or what comes after the last of an earlier answer.

use model::{ListPart, Listed};
use serde_json::{Value, json};

use super::query::Query;
use super::refusal::Refusal;

/// The most entries of one answer.
pub(super) const MOST: i64 = 100;
/// How many where nothing is said.
const USUAL: i64 = 50;
/// Beyond it an offset could not be counted.
pub(super) const LAST_PAGE: i64 = 1_000_000_000;

/// Which part of a list is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Paging {
    /// `page`, from 0, and `per_page`; `include_totals` asks how many there are in all.
    Numbered { page: i64, per_page: i64, with_totals: bool },
    /// `take` so many of those after the `next` of an earlier answer, which is sent as `from`.
    After { from: Option<String>, take: i64 },
}

/// What an answer calls its list.
pub(super) struct List {
    pub(super) name: &'static str,
    pub(super) has_length: bool,
}

impl List {
    pub(super) const fn named(name: &'static str) -> Self {
        Self { name, has_length: false }
    }

    /// Auth0 says of some lists how long the page is.
    pub(super) const fn with_length(name: &'static str) -> Self {
        Self { name, has_length: true }
    }
}

impl Paging {
    /// Both ways of paging: `from` or `take` asks for the second one.
    ///
    /// # Errors
    /// 400 for a number that is none or out of its bounds, and an `include_totals` that is neither true nor false.
    pub(super) fn of(query: &Query) -> Result<Self, Refusal> {
        if query.text("from").is_some() || query.text("take").is_some() {
            return Self::after(query);
        }
        Self::numbered(query)
    }

    /// Numbered pages alone.
    ///
    /// # Errors
    /// As [`Paging::of`].
    pub(super) fn numbered(query: &Query) -> Result<Self, Refusal> {
        Ok(Self::Numbered {
            page: query.number("page", 0, LAST_PAGE)?.unwrap_or(0),
            per_page: query.number("per_page", 0, MOST)?.unwrap_or(USUAL),
            with_totals: query.flag("include_totals")?.unwrap_or(false),
        })
    }

    /// `from` and `take` alone.
    ///
    /// # Errors
    /// As [`Paging::of`].
    pub(super) fn after(query: &Query) -> Result<Self, Refusal> {
        query.flag("include_totals")?;
        Ok(Self::After {
            from: query.text("from").map(str::to_owned),
            take: query.number("take", 1, MOST)?.unwrap_or(USUAL),
        })
    }

    /// How many entries are gone past, and how many are answered; of a numbered page.
    pub(super) fn slice(&self) -> (i64, i64) {
        match self {
            Self::Numbered { page, per_page, .. } => (page * per_page, *per_page),
            Self::After { take, .. } => (0, *take),
        }
    }

    /// After what it goes on, and how many are answered.
    pub(super) fn place(&self) -> (Option<&str>, i64) {
        match self {
            Self::Numbered { per_page, .. } => (None, *per_page),
            Self::After { from, take } => (from.as_deref(), *take),
        }
    }

    /// The same for the directory.
    pub(super) fn part(&self) -> ListPart {
        match self {
            Self::Numbered { page, per_page, with_totals } => {
                ListPart::Numbered { offset: page * per_page, limit: *per_page, is_total_wanted: *with_totals }
            }
            Self::After { from, take } => ListPart::After { id: from.clone(), limit: *take },
        }
    }

    /// The answer with a part of a list that the directory gave.
    pub(super) fn answer_with(&self, list: &List, found: Listed<Value>) -> Value {
        self.answer(list, found.items, found.total, found.next.as_deref())
    }

    /// Whether it is to be said how many there are in all.
    pub(super) fn wants_total(&self) -> bool {
        matches!(self, Self::Numbered { with_totals: true, .. })
    }

    /// The answer with `items`, the part that was asked for; `total` counts for a page, `next` for what goes on.
    pub(super) fn answer(&self, list: &List, items: Vec<Value>, total: Option<i64>, next: Option<&str>) -> Value {
        match self {
            Self::Numbered { with_totals: false, .. } => Value::Array(items),
            Self::Numbered { page, per_page, .. } => {
                let mut answer = json!({ "start": page * per_page, "limit": per_page, "total": total });
                if list.has_length {
                    answer["length"] = items.len().into();
                }
                answer[list.name] = items.into();
                answer
            }
            Self::After { .. } => {
                let mut answer = json!({ list.name: items });
                if let Some(next) = next {
                    answer["next"] = next.into();
                }
                answer
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use axum::extract::RawQuery;

    use super::*;

    const LIST: List = List::named("things");

    fn of(raw: &str) -> Option<Paging> {
        Paging::of(&Query::of(&RawQuery(Some(raw.to_owned())))).ok()
    }

    #[test]
    fn from_or_take_asks_for_what_comes_after_and_everything_else_for_a_page() {
        let page = |page, per_page, with_totals| Some(Paging::Numbered { page, per_page, with_totals });
        let after = |from: Option<&str>, take| Some(Paging::After { from: from.map(str::to_owned), take });
        assert_eq!(of(""), page(0, 50, false));
        assert_eq!(of("page=2&per_page=100&include_totals=true"), page(2, 100, true));
        assert_eq!(of("include_totals=true&take=7"), after(None, 7));
        assert_eq!(of("from=x&page=3"), after(Some("x"), 50));
        for wrong in ["page=-1", "per_page=101", "take=0", "take=x", "include_totals=1", "from=x&include_totals=2"] {
            assert_eq!(of(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn the_envelope_is_of_the_way_of_paging() {
        let items = || vec![json!(1), json!(2)];
        let answer = |raw: &str, list: &List| of(raw).unwrap().answer(list, items(), Some(9), Some("b"));
        assert_eq!(answer("", &LIST), json!([1, 2]));
        let counted = json!({ "start": 4, "limit": 2, "total": 9, "things": [1, 2] });
        assert_eq!(answer("page=2&per_page=2&include_totals=true", &LIST), counted);
        assert_eq!(answer("include_totals=true", &List::with_length("things"))["length"], 2);
        assert_eq!(answer("take=2&include_totals=true", &LIST), json!({ "things": [1, 2], "next": "b" }));
        assert_eq!(of("take=2").unwrap().answer(&LIST, items(), None, None), json!({ "things": [1, 2] }));
    }
}
