//! Rows of `user_terms` that a test of metadata names.

use model::lucene::Pattern;

use super::field::{is_prefix, prefix};
use crate::dialect::Dialect;
use crate::sql::Sql;
use crate::user_terms::key::{self, WHOLE};
use crate::words::after_prefix;

/// Some of the rows of a field.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Terms {
    pub(super) field: String,
    /// Any of them; none for all rows.
    spans: Vec<Span>,
    /// What a text must be like, as far as it is kept.
    like: Option<Pattern>,
    /// Whether the users of these rows are those who pass the test, not only all of them and some more.
    pub(super) is_exact: bool,
}

/// A range of keys.
#[derive(Clone, Debug, PartialEq)]
enum Span {
    Point(String),
    /// Each end with whether it is in the range itself.
    Range {
        from: (String, bool),
        to: (String, bool),
    },
}

/// So many parts of an index are read in order beside each other.
const FEW: usize = 20;
/// Whole numbers up to here are told apart by a float.
const PRECISE: f64 = 9_007_199_254_740_992.0;

impl Terms {
    /// All rows of the field.
    pub(super) fn all(field: String) -> Self {
        Self { field, spans: Vec::new(), like: None, is_exact: true }
    }

    fn any(field: String, spans: Vec<Span>, is_exact: bool) -> Self {
        Self { field, spans, like: None, is_exact }
    }

    /// The rows of a text, and of what else it stands for.
    pub(super) fn is(field: String, text: &str, flag: Option<bool>, number: Option<f64>) -> Self {
        let mut spans = vec![if text.len() <= WHOLE { Span::Point(key::text(text)) } else { beginning(text) }];
        spans.extend(flag.map(|flag| Span::Point(key::flag(flag))));
        spans.extend(number.map(|number| Span::Point(key::number(number))));
        Self::any(field, spans, text.len() <= WHOLE && number.is_none_or(|number| number.abs() < PRECISE))
    }

    /// The rows of texts like a pattern.
    pub(super) fn like(field: String, pattern: &Pattern) -> Self {
        let prefix = prefix(pattern);
        let (span, is_whole) = (beginning(prefix), prefix.len() <= WHOLE);
        let like = (!is_prefix(pattern)).then(|| pattern.clone());
        Self { is_exact: like.is_none() && is_whole, like, ..Self::any(field, vec![span], true) }
    }

    /// The rows of numbers in a range; each end with whether it is in the range itself.
    pub(super) fn numbers(field: String, from: Option<(f64, bool)>, to: Option<(f64, bool)>) -> Self {
        let is_precise = [from, to].into_iter().flatten().all(|(number, _)| number.abs() < PRECISE);
        let end = |(number, is_inclusive): (f64, bool)| (key::number(number), is_inclusive || !is_precise);
        let from = from.map_or((key::NUMBER.to_owned(), true), end);
        let to = to.map_or((key::OTHER.to_owned(), false), end);
        Self::any(field, vec![Span::Range { from, to }], is_precise)
    }

    /// The rows of texts in a range.
    pub(super) fn texts(field: String, from: Option<(&str, bool)>, to: Option<(&str, bool)>) -> Self {
        let is_whole = [from, to].into_iter().flatten().all(|(text, _)| text.len() <= WHOLE);
        let from = from.map_or((key::TEXT.to_owned(), true), |(text, is_inclusive)| {
            (key::text(key::cut(text, WHOLE)), is_inclusive || !is_whole)
        });
        let to = match to {
            None => (key::AFTER_TEXT.to_owned(), false),
            Some((text, is_inclusive)) if text.len() <= WHOLE => (key::text(text), is_inclusive),
            // Whatever begins so may be in it.
            Some((text, _)) => (after(&key::text(key::cut(text, WHOLE))), false),
        };
        Self::any(field, vec![Span::Range { from, to }], is_whole)
    }

    /// Whether a user has one such row at most.
    pub(super) fn is_unique(&self) -> bool {
        matches!(self.spans.as_slice(), [Span::Point(_)])
    }

    /// Whether each user's rows are found by their key, with when the user was created.
    pub(super) fn is_of_points(&self) -> bool {
        !self.spans.is_empty() && self.spans.iter().all(|span| matches!(span, Span::Point(_)))
    }

    /// The same rows in parts, each of which lies in the order of creation; none where there are no such parts, or many.
    pub(super) fn in_order(&self) -> Option<Vec<Self>> {
        let part = |span: &Span| Self { spans: vec![span.clone()], ..self.clone() };
        (self.is_of_points() && self.spans.len() <= FEW).then(|| self.spans.iter().map(part).collect())
    }

    /// Whether all texts of the field are looked through.
    pub(super) fn is_scan(&self) -> bool {
        self.like.as_ref().is_some_and(|pattern| prefix(pattern).is_empty())
    }

    /// The rows of either, where that is one look.
    pub(super) fn or(&self, other: &Self) -> Option<Self> {
        let is_simple = |terms: &Self| !terms.spans.is_empty() && terms.like.is_none();
        if self.field != other.field || !is_simple(self) || !is_simple(other) {
            return None;
        }
        let spans = self.spans.iter().chain(&other.spans).cloned().collect();
        Some(Self::any(self.field.clone(), spans, self.is_exact && other.is_exact))
    }

    /// What makes a row `t` one of these.
    pub(super) fn push(&self, sql: &mut Sql, dialect: Dialect, tenant: &str) {
        sql.push("t.tenant = ").bind(tenant).push(" AND t.field = ").bind(self.field.as_str());
        if self.is_of_points() {
            self.push_points(sql);
        } else {
            self.push_spans(sql);
        }
        if let Some(pattern) = &self.like {
            let whole = i64::try_from(key::TEXT.len() + WHOLE).unwrap_or(i64::MAX);
            sql.push(" AND (t.value").push(dialect.like());
            sql.bind(format!("{}{}", key::TEXT, dialect.pattern(pattern)));
            sql.push(" OR OCTET_LENGTH(t.value) > ").bind(whole).push(")");
        }
    }

    /// As a list: PostgreSQL looks up each of its values together with the user, which it does not for an OR.
    fn push_points(&self, sql: &mut Sql) {
        for (index, span) in self.spans.iter().enumerate() {
            if let Span::Point(value) = span {
                sql.push(if index == 0 { " AND t.value IN (" } else { ", " }).bind(value.as_str());
            }
        }
        sql.push(")");
    }

    fn push_spans(&self, sql: &mut Sql) {
        for (index, span) in self.spans.iter().enumerate() {
            sql.push(if index == 0 { " AND (" } else { " OR " });
            match span {
                Span::Point(value) => {
                    sql.push("t.value = ").bind(value.as_str());
                }
                Span::Range { from, to } => {
                    sql.push(if from.1 { "(t.value >= " } else { "(t.value > " }).bind(from.0.as_str());
                    sql.push(if to.1 { " AND t.value <= " } else { " AND t.value < " }).bind(to.0.as_str()).push(")");
                }
            }
        }
        sql.push(if self.spans.is_empty() { "" } else { ")" });
    }
}

/// The rows of texts that begin so, as far as they are kept.
fn beginning(text: &str) -> Span {
    let from = key::text(key::cut(text, WHOLE));
    let to = after(&from);
    Span::Range { from: (from, true), to: (to, false) }
}

fn after(prefix: &str) -> String {
    after_prefix(prefix).unwrap_or_else(|| key::AFTER_TEXT.to_owned())
}
