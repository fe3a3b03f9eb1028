//! From text to [`Query`].
//!
//! `NOT`, `!` and `-` bind closest, then `AND` and `&&`, then `OR` and `||`. Terms side by side are an `OR`, as Lucene has
//! it, in which `+` marks what must be and `-` or `NOT` what must not.

use super::words::Words;
use super::{Bound, Clause, Pattern, Query, QueryMistake, Test, joined};

/// Parentheses in each other.
const DEEPEST: usize = 20;
/// Tests of one query: each costs time for every row.
const MOST: usize = 50;
/// Characters.
const LONGEST: usize = 2_000;

/// Reads a query.
///
/// # Errors
/// What was expected, and at which position.
pub fn parse_query(text: &str) -> Result<Query, QueryMistake> {
    let length = text.chars().count();
    if length > LONGEST {
        return Err(QueryMistake::new(LONGEST + 1, format!("at most {LONGEST} characters, {length} given")));
    }
    let mut parser = Parser { words: Words::new(text), depth: 0, clauses: 0 };
    parser.words.skip_spaces();
    if parser.words.peek().is_none() {
        return Ok(Query::All);
    }
    let query = parser.side_by_side(None)?;
    match parser.words.peek() {
        None => Ok(query),
        Some(')') => Err(parser.words.mistake("there is no `(` that this `)` closes")),
        Some(char) => Err(parser.words.mistake(format!("expected a term, found `{char}`"))),
    }
}

struct Parser {
    words: Words,
    depth: usize,
    clauses: usize,
}

/// What is asked of one of the terms side by side.
#[derive(Clone, Copy, PartialEq)]
enum Need {
    May,
    Must,
}

impl Parser {
    /// `a b +c -d`, up to the end or a closing parenthesis. `field` is that of `field:(…)`.
    fn side_by_side(&mut self, field: Option<&str>) -> Result<Query, QueryMistake> {
        let (mut may, mut must, mut must_not) = (Vec::new(), Vec::new(), Vec::new());
        loop {
            match self.any_of(field)? {
                (Query::Not(query), Need::May) => must_not.push(Query::Not(query)),
                (query, Need::May) => may.push(query),
                (query, Need::Must) => must.push(query),
            }
            self.words.skip_spaces();
            if matches!(self.words.peek(), None | Some(')' | ']' | '}')) {
                break;
            }
        }
        let mut all = must;
        // Where something must be, what may be only orders the hits, and ours are ordered by time.
        if all.is_empty() && !may.is_empty() {
            all.push(joined(may, Query::Or));
        }
        all.append(&mut must_not);
        Ok(joined(all, Query::And))
    }

    fn any_of(&mut self, field: Option<&str>) -> Result<(Query, Need), QueryMistake> {
        let (first, need) = self.all_of(field)?;
        let mut any = vec![first];
        while self.take_operator(&["OR", "||"]) {
            any.push(self.all_of(field)?.0);
        }
        let need = if any.len() > 1 { Need::May } else { need };
        Ok((joined(any, Query::Or), need))
    }

    fn all_of(&mut self, field: Option<&str>) -> Result<(Query, Need), QueryMistake> {
        let (first, need) = self.signed(field)?;
        let mut all = vec![first];
        while self.take_operator(&["AND", "&&"]) {
            all.push(self.signed(field)?.0);
        }
        let need = if all.len() > 1 { Need::May } else { need };
        Ok((joined(all, Query::And), need))
    }

    fn take_operator(&mut self, spellings: &[&str]) -> bool {
        self.words.skip_spaces();
        spellings.iter().any(|spelling| self.words.take_word(spelling))
    }

    fn signed(&mut self, field: Option<&str>) -> Result<(Query, Need), QueryMistake> {
        self.words.skip_spaces();
        if self.words.take_word("NOT") || self.words.take_sign('!') || self.words.take_sign('-') {
            let (query, _) = self.deeper(|parser| parser.signed(field))?;
            return Ok((Query::Not(Box::new(query)), Need::May));
        }
        let need = if self.words.take_sign('+') { Need::Must } else { Need::May };
        Ok((self.term(field)?, need))
    }

    fn term(&mut self, field: Option<&str>) -> Result<Query, QueryMistake> {
        self.words.skip_spaces();
        let position = self.words.position();
        if self.words.take('(') {
            return self.group(field);
        }
        for operator in ["AND", "OR", "&&", "||"] {
            if self.words.take_word(operator) {
                return Err(QueryMistake::new(position, format!("expected a term, found `{operator}`")));
            }
        }
        let Some(name) = self.words.field() else { return self.value(field, position) };
        match name.as_str() {
            "_exists_" => {
                let value = self.words.position();
                match self.words.bare()?.as_exact() {
                    Some(name) if !name.is_empty() => self.clause(Some(name), position, Test::Exists),
                    _ => Err(QueryMistake::new(value, "expected the name of a field after `_exists_:`")),
                }
            }
            "*" => {
                let value = self.words.position();
                if self.words.bare()?.is_any() {
                    return Ok(Query::All);
                }
                Err(QueryMistake::new(value, "expected `*`: `*:*` finds everything, other tests name a field"))
            }
            name if self.words.take('(') => self.group(Some(name)),
            name => self.value(Some(name), position),
        }
    }

    fn group(&mut self, field: Option<&str>) -> Result<Query, QueryMistake> {
        let query = self.deeper(|parser| parser.side_by_side(field))?;
        if self.words.take(')') { Ok(query) } else { Err(self.words.mistake("expected `)`")) }
    }

    fn deeper<T>(&mut self, read: impl FnOnce(&mut Self) -> Result<T, QueryMistake>) -> Result<T, QueryMistake> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(self
                .words
                .mistake(format!("parentheses and NOT stand in each other more than {DEEPEST} times")));
        }
        let read = read(self);
        self.depth -= 1;
        read
    }

    fn value(&mut self, field: Option<&str>, position: usize) -> Result<Query, QueryMistake> {
        if matches!(self.words.peek(), Some('[' | '{')) {
            let test = self.range()?;
            return self.clause(field, position, test);
        }
        if self.words.take('"') {
            let text = self.words.quoted()?;
            return self.clause(field, position, Test::Like(Pattern::exact(text)));
        }
        let start = self.words.position();
        let pattern = self.words.bare()?;
        if self.words.position() == start {
            return Err(self.words.mistake(match field {
                Some(name) => format!("expected a value after `{name}:`"),
                None => "expected a term".to_owned(),
            }));
        }
        match (field, pattern.is_any()) {
            (None, true) => Ok(Query::All),
            (Some(_), true) => self.clause(field, position, Test::Exists),
            _ => self.clause(field, position, Test::Like(pattern)),
        }
    }

    fn clause(&mut self, field: Option<&str>, position: usize, test: Test) -> Result<Query, QueryMistake> {
        self.clauses += 1;
        if self.clauses > MOST {
            return Err(QueryMistake::new(position, format!("at most {MOST} terms in one query")));
        }
        Ok(Query::Clause(Clause { field: field.map(str::to_owned), position, test }))
    }

    /// `[a TO b]`, with `{` and `}` for ends that are not in it themselves.
    fn range(&mut self) -> Result<Test, QueryMistake> {
        let begins_inclusive = self.words.take('[');
        if !begins_inclusive {
            self.words.take('{');
        }
        let from = self.bound(begins_inclusive)?;
        self.words.skip_spaces();
        if !self.words.take_word("TO") {
            return Err(self.words.mistake("expected `TO`, as in `[2026-01-01 TO *]`"));
        }
        let mut to = self.bound(true)?;
        self.words.skip_spaces();
        if self.words.take('}') {
            to.is_inclusive = false;
        } else if !self.words.take(']') {
            return Err(self.words.mistake("expected `]` or `}`, which ends the range"));
        }
        Ok(Test::Within(from, to))
    }

    fn bound(&mut self, is_inclusive: bool) -> Result<Bound, QueryMistake> {
        self.words.skip_spaces();
        let position = self.words.position();
        if self.words.take('"') {
            return Ok(Bound { value: Some(self.words.quoted()?), is_inclusive, position });
        }
        let pattern = self.words.bare()?;
        if pattern.is_any() {
            return Ok(Bound { value: None, is_inclusive, position });
        }
        match pattern.as_exact() {
            Some("") => Err(QueryMistake::new(position, "expected an end of the range, or `*`")),
            Some(text) => Ok(Bound { value: Some(text.to_owned()), is_inclusive, position }),
            None => Err(QueryMistake::new(position, "expected a value without wildcards, or `*` alone")),
        }
    }
}
