//! Tests of what stands in a JSON document, at any depth. Arrays are transparent: what holds of one element holds.

use std::fmt::Write as _;

use model::lucene::{Clause, Pattern, Piece, Test};
use serde_json::{Value, json};

use super::terms::Terms;
use crate::dialect::Dialect;
use crate::sql::Sql;
use crate::user_terms::{APP_METADATA, DEEPEST, IDENTITIES, LONGEST_PATH, USER_METADATA};

/// A column that holds JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Document {
    UserMetadata,
    AppMetadata,
    Identities,
}

impl Document {
    fn column(self) -> &'static str {
        match self {
            Self::UserMetadata => "u.user_metadata",
            Self::AppMetadata => "u.app_metadata",
            Self::Identities => "u.identities",
        }
    }

    /// What paths into it begin with in `user_terms`.
    fn name(self) -> &'static str {
        match self {
            Self::UserMetadata => USER_METADATA,
            Self::AppMetadata => APP_METADATA,
            Self::Identities => IDENTITIES,
        }
    }

    /// What `user_metadata.a.b` names; none for the name of something else.
    pub(super) fn path(name: &str) -> Option<Named> {
        let (document, rest) = match name.split_once('.') {
            Some(("user_metadata", rest)) => (Self::UserMetadata, rest),
            Some(("app_metadata", rest)) => (Self::AppMetadata, rest),
            Some(("identities", rest @ ("provider" | "user_id"))) => (Self::Identities, rest),
            None if name == "user_metadata" => (Self::UserMetadata, ""),
            None if name == "app_metadata" => (Self::AppMetadata, ""),
            _ => return None,
        };
        Some(document.named(rest))
    }

    pub(super) fn named(self, keys: &str) -> Named {
        let keys = keys.split('.').filter(|key| !key.is_empty()).map(str::to_owned).collect();
        Named { document: self, keys }
    }
}

/// A place in a document.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Named {
    document: Document,
    keys: Vec<String>,
}

impl Named {
    /// Deeper than people name what is in metadata.
    fn is_too_deep(&self) -> bool {
        self.keys.len() > DEEPEST
    }

    pub(super) fn test(self, clause: &Clause) -> Path {
        let test = match &clause.test {
            Test::Exists => ValueTest::Exists,
            Test::Like(pattern) => match pattern.as_exact() {
                Some(text) => ValueTest::Is(text.to_owned()),
                None => ValueTest::Like(pattern.clone()),
            },
            Test::Within(from, to) => ValueTest::Within {
                from: from.value.clone().map(|value| (value, from.is_inclusive)),
                to: to.value.clone().map(|value| (value, to.is_inclusive)),
            },
        };
        Path { named: self, test }
    }
}

/// A test of the values at a place.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Path {
    named: Named,
    test: ValueTest,
}

#[derive(Clone, Debug, PartialEq)]
enum ValueTest {
    Exists,
    Is(String),
    Like(Pattern),
    /// Each end with whether it is in the range itself.
    Within {
        from: Option<(String, bool)>,
        to: Option<(String, bool)>,
    },
}

impl Path {
    /// The rows that name those who pass; none where there are no such rows.
    pub(super) fn terms(&self) -> Option<Terms> {
        let Named { document, keys } = &self.named;
        let field = keys.iter().fold(document.name().to_owned(), |path, key| format!("{path}.{key}"));
        // Of the document itself, of what lies too deep, and of nearly everybody's provider there are none.
        if keys.is_empty() || self.named.is_too_deep() || field.len() > LONGEST_PATH {
            return None;
        }
        if *document == Document::Identities {
            return match (&self.test, keys.as_slice()) {
                (ValueTest::Is(text), [key]) if key == "user_id" || (key == "provider" && text != "auth0") => {
                    Some(Terms::is(field, text, None, None))
                }
                _ => None,
            };
        }
        Some(match &self.test {
            ValueTest::Exists => Terms::all(field),
            ValueTest::Is(text) => {
                let other = other_value(text);
                Terms::is(field, text, other.as_ref().and_then(Value::as_bool), other.as_ref().and_then(Value::as_f64))
            }
            ValueTest::Like(pattern) => Terms::like(field, pattern),
            ValueTest::Within { from, to } if are_numbers(from, to) => {
                let end = |end: &Option<(String, bool)>| {
                    end.as_ref().and_then(|(text, is_inclusive)| Some((number(text)?, *is_inclusive)))
                };
                Terms::numbers(field, end(from), end(to))
            }
            ValueTest::Within { from, to } => {
                fn end(end: &Option<(String, bool)>) -> Option<(&str, bool)> {
                    end.as_ref().map(|(text, is_inclusive)| (text.as_str(), *is_inclusive))
                }
                Terms::texts(field, end(from), end(to))
            }
        })
    }

    /// The user id that an account of a database connection gives, where one is asked for by its own id.
    pub(super) fn own_id(&self) -> Option<String> {
        match (&self.test, self.named.document, self.named.keys.as_slice()) {
            (ValueTest::Is(text), Document::Identities, [key]) if key == "user_id" => Some(format!("auth0|{text}")),
            _ => None,
        }
    }

    pub(super) fn push(&self, sql: &mut Sql, dialect: Dialect) {
        if self.named.is_too_deep() {
            sql.push("1 = 0");
            return;
        }
        match dialect {
            Dialect::Sqlite => self.push_sqlite(sql),
            Dialect::Postgres => self.push_postgres(sql),
        }
    }

    /// Goes down key by key; where an array stands, through each of its elements.
    fn push_sqlite(&self, sql: &mut Sql) {
        const LEVELS: [&str; DEEPEST + 1] = [
            "e0", "e1", "e2", "e3", "e4", "e5", "e6", "e7", "e8", "e9", "e10", "e11", "e12", "e13", "e14", "e15",
            "e16", "e17", "e18", "e19", "e20",
        ];
        let keys = &self.named.keys;
        sql.push("EXISTS (SELECT 1 FROM json_each(json_array(json(").push(self.named.document.column());
        sql.push("))) d, json_each(CASE d.type WHEN 'array' THEN d.value WHEN 'null' THEN '[]' ELSE json_array(json(d.value)) END) e0");
        for (index, key) in keys.iter().enumerate() {
            let (outer, inner) = (LEVELS[index], LEVELS[index + 1]);
            let path = format!("$.{}", Value::from(key.as_str()));
            sql.push(", json_each(CASE WHEN ").push(outer).push(".type <> 'object' THEN '[]' WHEN json_type(");
            sql.push(outer).push(".value, ").bind(path.as_str()).push(") IS NULL THEN '[]' WHEN json_type(");
            sql.push(outer).push(".value, ").bind(path.as_str()).push(") = 'array' THEN json_extract(");
            sql.push(outer).push(".value, ").bind(path.as_str()).push(") ELSE json_array(");
            sql.push(outer).push(".value -> ").bind(path.as_str()).push(") END) ").push(inner);
        }
        let last = LEVELS[keys.len()];
        sql.push(" WHERE ");
        self.test.push_sqlite(sql, last);
        sql.push(")");
    }

    /// SQL/JSON paths are made for this: lax ones go through arrays by themselves.
    fn push_postgres(&self, sql: &mut Sql) {
        let mut path = String::from("lax $");
        for key in &self.named.keys {
            let _ = write!(path, ".{}", Value::from(key.as_str()));
        }
        let mut values = json!({});
        path.push_str(&self.test.filter(&mut values));
        sql.push("jsonb_path_exists(").push(self.named.document.column()).push(", CAST(").bind(path.as_str());
        sql.push(" AS jsonpath), CAST(").bind(values.to_string()).push(" AS jsonb))");
    }
}

/// What a term stands for beside a text: a number, `true`, `false`.
fn other_value(text: &str) -> Option<Value> {
    match text {
        "true" => Some(Value::Bool(true)),
        "false" => Some(Value::Bool(false)),
        text => number(text).map(Value::from),
    }
}

fn number(text: &str) -> Option<f64> {
    text.parse().ok().filter(|number: &f64| number.is_finite())
}

/// Whether a range is one of numbers: what ends it is.
fn are_numbers(from: &Option<(String, bool)>, to: &Option<(String, bool)>) -> bool {
    [from, to].into_iter().flatten().all(|(text, _)| number(text).is_some())
}

impl ValueTest {
    fn push_sqlite(&self, sql: &mut Sql, at: &'static str) {
        match self {
            Self::Exists => {
                sql.push(at).push(".type <> 'null'");
            }
            Self::Is(text) => {
                sql.push("((")
                    .push(at)
                    .push(".type = 'text' AND ")
                    .push(at)
                    .push(".value = ")
                    .bind(text.as_str())
                    .push(")");
                match other_value(text) {
                    Some(Value::Bool(flag)) => {
                        sql.push(" OR ").push(at).push(".type = ").bind(if flag { "true" } else { "false" });
                    }
                    Some(_) => {
                        sql.push(" OR (").push(at).push(".type IN ('integer', 'real') AND ").push(at);
                        sql.push(".value = CAST(").bind(text.as_str()).push(" AS REAL))");
                    }
                    None => {}
                }
                sql.push(")");
            }
            Self::Like(pattern) => {
                sql.push("(").push(at).push(".type = 'text' AND ").push(at).push(".value GLOB ");
                sql.bind(Dialect::Sqlite.pattern(pattern)).push(")");
            }
            Self::Within { from, to } => {
                let is_number = are_numbers(from, to);
                let types = if is_number { ".type IN ('integer', 'real')" } else { ".type = 'text'" };
                sql.push("(").push(at).push(types);
                for (end, signs) in [(from, [" >= ", " > "]), (to, [" <= ", " < "])] {
                    let Some((text, is_inclusive)) = end else { continue };
                    sql.push(" AND ").push(at).push(".value").push(signs[usize::from(!is_inclusive)]);
                    match is_number {
                        true => sql.push("CAST(").bind(text.as_str()).push(" AS REAL)"),
                        false => sql.bind(text.as_str()),
                    };
                }
                sql.push(")");
            }
        }
    }

    /// The filter of a SQL/JSON path; its values go into `values`.
    fn filter(&self, values: &mut Value) -> String {
        match self {
            Self::Exists => " ? (@.type() != \"null\")".to_owned(),
            Self::Is(text) => {
                values["a"] = text.as_str().into();
                // The type first: what is compared would be looked for in an array in an array, too.
                match other_value(text) {
                    None => " ? (@.type() == \"string\" && @ == $a)".to_owned(),
                    Some(other) => {
                        values["b"] = other;
                        " ? (@.type() != \"array\" && (@ == $a || @ == $b))".to_owned()
                    }
                }
            }
            Self::Like(pattern) => {
                format!(" ? (@.type() == \"string\" && @ like_regex {} flag \"s\")", Value::from(regex(pattern)))
            }
            Self::Within { from, to } => {
                let is_number = are_numbers(from, to);
                let mut filter =
                    String::from(if is_number { " ? (@.type() == \"number\"" } else { " ? (@.type() == \"string\"" });
                for (end, name, signs) in [(from, "a", [">=", ">"]), (to, "b", ["<=", "<"])] {
                    let Some((text, is_inclusive)) = end else { continue };
                    values[name] = number(text).filter(|_| is_number).map_or_else(|| text.as_str().into(), Value::from);
                    let _ = write!(filter, " && @ {} ${name}", signs[usize::from(!is_inclusive)]);
                }
                filter.push(')');
                filter
            }
        }
    }
}

fn regex(pattern: &Pattern) -> String {
    let mut regex = String::from("^");
    for piece in pattern.pieces() {
        match piece {
            Piece::Any => regex.push_str(".*"),
            Piece::One => regex.push('.'),
            Piece::Text(text) => {
                for char in text.chars() {
                    if char.is_ascii_punctuation() {
                        regex.push('\\');
                    }
                    regex.push(char);
                }
            }
        }
    }
    regex.push('$');
    regex
}
