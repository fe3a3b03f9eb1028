//! The search language of Auth0, a part of Lucene's: `type:s AND (client_name:Shop* OR NOT _exists_:user_id)`.
//!
//! This is the language alone. Which fields there are, and what a value means in one, is for whoever asks with it.

mod detect;
mod parser;
mod pattern;
mod words;

pub use detect::{is_field_name, is_query};
pub use parser::parse_query;
pub use pattern::{Pattern, Piece};

use std::fmt;

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Query {
    /// Everything: an empty text, `*` or `*:*`.
    All,
    /// What passes a test.
    Clause(Clause),
    /// What the other does not find.
    Not(Box<Query>),
    /// What all of them find; at least two.
    And(Vec<Query>),
    /// What any of them finds; at least two.
    Or(Vec<Query>),
}

/// One test of one field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clause {
    /// The field's name; none for a bare term, which looks into several fields.
    pub field: Option<String>,
    /// Where the clause begins, counted in characters from 1.
    pub position: usize,
    /// What the field must be.
    pub test: Test,
}

/// What a field must be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Test {
    /// Like this, as a whole.
    Like(Pattern),
    /// `[a TO b]`
    Within(Bound, Bound),
    /// There: `_exists_:field`, or `field:*`.
    Exists,
}

/// An end of a range.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bound {
    /// The value; none for `*`.
    pub value: Option<String>,
    /// Whether the value itself is in the range: `[` and `]`, not `{` and `}`.
    pub is_inclusive: bool,
    /// Where the value stands, counted in characters from 1.
    pub position: usize,
}

/// What is wrong with a query, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueryMistake {
    /// Counted in characters from 1; one more than there are characters where something is missing at the end.
    pub position: usize,
    /// What was expected there.
    pub message: String,
}

impl QueryMistake {
    /// A mistake at `position`.
    pub fn new(position: usize, message: impl Into<String>) -> Self {
        Self { position, message: message.into() }
    }

    /// Reads what [`fmt::Display`] wrote: a mistake goes to the browser as the message of a field.
    pub fn parse(text: &str) -> Option<Self> {
        let (position, message) = text.strip_prefix("Position ")?.split_once(": ")?;
        Some(Self::new(position.parse().ok()?, message))
    }
}

impl fmt::Display for QueryMistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Position {}: {}", self.position, self.message)
    }
}

impl std::error::Error for QueryMistake {}

/// `all` of one is that one.
fn joined(mut all: Vec<Query>, join: fn(Vec<Query>) -> Query) -> Query {
    match all.len() {
        0 => Query::All,
        1 => all.remove(0),
        _ => join(all),
    }
}

#[cfg(test)]
mod tests;
