//! What a query means, on one user in memory.

use std::cmp::Ordering;

use model::Timestamp;
use model::lucene::{Bound, Clause, Pattern, Piece, Query, Test};
use serde_json::{Value, json};

/// The values at a path: through arrays, one level at a key.
fn values(document: &Value, keys: &[&str]) -> Vec<Value> {
    let elements = |value: &Value| match value {
        Value::Array(all) => all.clone(),
        one => vec![one.clone()],
    };
    let mut found = elements(document);
    for key in keys {
        found = found.iter().filter_map(|value| value.get(key)).flat_map(elements).collect();
    }
    found.retain(|value| !value.is_null());
    found
}

fn of_field(user: &Value, name: &str) -> Vec<Value> {
    if name == "email.domain" {
        let domain = user["email"].as_str().and_then(|email| email.rsplit_once('@'));
        return domain.map(|(_, domain)| json!(domain)).into_iter().collect();
    }
    values(user, &name.split('.').collect::<Vec<_>>())
}

fn like(pieces: &[Piece], text: &[char]) -> bool {
    match pieces.split_first() {
        None => text.is_empty(),
        Some((Piece::Any, rest)) => (0..=text.len()).any(|skip| like(rest, &text[skip..])),
        Some((Piece::One, rest)) => !text.is_empty() && like(rest, &text[1..]),
        Some((Piece::Text(part), rest)) => {
            let part: Vec<char> = part.chars().collect();
            text.starts_with(&part) && like(rest, &text[part.len()..])
        }
    }
}

fn is_like(value: &Value, pattern: &Pattern, ignores_case: bool) -> bool {
    match (value, pattern.as_exact()) {
        (Value::String(text), Some(exact)) if ignores_case => text.eq_ignore_ascii_case(exact),
        (Value::String(text), Some(exact)) => text == exact,
        (Value::String(text), None) => {
            let text = if ignores_case { text.to_ascii_lowercase() } else { text.clone() };
            let lower = |piece: &Piece| match piece {
                Piece::Text(text) if ignores_case => Piece::Text(text.to_ascii_lowercase()),
                piece => piece.clone(),
            };
            let pieces: Vec<Piece> = pattern.pieces().iter().map(lower).collect();
            like(&pieces, &text.chars().collect::<Vec<_>>())
        }
        (Value::Number(number), Some(exact)) => exact.parse::<f64>().is_ok_and(|exact| number.as_f64() == Some(exact)),
        (Value::Bool(flag), Some(exact)) => exact == flag.to_string(),
        _ => false,
    }
}

/// In metadata: numbers where the ends are some, else texts.
fn is_between(value: &Value, from: &Bound, to: &Bound) -> bool {
    let ends = || [from, to].into_iter().filter_map(|bound| bound.value.as_deref());
    let is_number = ends().all(|end| end.parse::<f64>().is_ok());
    let number = |end: &str| end.parse::<f64>().unwrap();
    let side = |bound: &Bound| {
        let end = bound.value.as_deref()?;
        match is_number {
            true => value.as_f64()?.partial_cmp(&number(end)),
            false => Some(value.as_str()?.cmp(end)),
        }
    };
    let is_typed = if is_number { value.is_number() } else { value.is_string() };
    let is_behind = |bound: &Bound, wanted: Ordering| {
        bound.value.is_none() || side(bound).is_some_and(|side| side == wanted || (bound.is_inclusive && side.is_eq()))
    };
    is_typed && is_behind(from, Ordering::Greater) && is_behind(to, Ordering::Less)
}

fn is_within(value: &Value, from: &Bound, to: &Bound) -> bool {
    let day = |text: &str| Timestamp::from_date(text).map(|day| (day.0 as f64, (day.0 + 86_400_000) as f64));
    let moment = value.as_str().and_then(|text| text.parse::<Timestamp>().ok()).map(|moment| moment.0 as f64);
    let Some(found) = value.as_f64().or(moment) else { return false };
    let span = |bound: &Bound| {
        bound.value.as_deref().map(|text| day(text).unwrap_or_else(|| (text.parse().unwrap(), f64::NAN)))
    };
    let after = span(from).is_none_or(|(first, after)| match (from.is_inclusive, after.is_nan()) {
        (true, _) => found >= first,
        (false, true) => found > first,
        (false, false) => found >= after,
    });
    let before = span(to).is_none_or(|(first, after)| match (to.is_inclusive, after.is_nan()) {
        (true, true) => found <= first,
        (true, false) => found < after,
        (false, _) => found < first,
    });
    after && before
}

/// Whether the query finds the user, as it would be given to a program.
pub(super) fn is_true(query: &Query, user: &Value) -> bool {
    match query {
        Query::All => true,
        Query::Not(query) => !is_true(query, user),
        Query::And(queries) => queries.iter().all(|query| is_true(query, user)),
        Query::Or(queries) => queries.iter().any(|query| is_true(query, user)),
        Query::Clause(Clause { field: Some(name), test, .. }) => {
            let found = of_field(user, name);
            match test {
                Test::Exists => !found.is_empty(),
                Test::Like(pattern) => {
                    let ignores_case =
                        ["name", "email", "given_name", "nickname", "email.domain"].contains(&name.as_str());
                    found.iter().any(|value| is_like(value, pattern, ignores_case))
                }
                Test::Within(from, to) if name.contains('.') => found.iter().any(|value| is_between(value, from, to)),
                Test::Within(from, to) => found.iter().any(|value| is_within(value, from, to)),
            }
        }
        other => panic!("{other:?}"),
    }
}
