//! JSON as people write it into an editor: strict, and with mistakes that say where.

use std::collections::HashSet;
use std::fmt;
use std::iter;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use crate::{JsonObject, MetadataKind};

/// How deep objects and arrays may nest.
pub const MAX_DEPTH: usize = 64;

/// Keys that Auth0 refuses in `app_metadata`: in rules they would shadow the fields of the user itself.
const RESERVED: [&str; 12] = [
    "blocked",
    "clientID",
    "created_at",
    "email",
    "email_verified",
    "globalClientID",
    "global_client_id",
    "identities",
    "lastIP",
    "lastLogin",
    "loginsCount",
    "user_id",
];
/// The 13th, which is also the name of the field that Auth0 once had.
const METADATA: &str = "metadata";

/// A mistake in a JSON text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JsonMistake {
    /// From 1.
    pub line: usize,
    /// From 1, in characters.
    pub column: usize,
    /// What is wrong there.
    pub message: String,
}

impl fmt::Display for JsonMistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Line {}, column {}: {}", self.line, self.column, self.message)
    }
}

/// Reads a JSON text; a key that stands twice in one object is a mistake.
///
/// # Errors
/// The first mistake and its place.
pub fn parse_json(text: &str) -> Result<Value, JsonMistake> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let value = Strict { depth: 0 }.deserialize(&mut deserializer).and_then(|value| deserializer.end().map(|()| value));
    value.map_err(|error| {
        let (line, column) = place(text, error.line(), error.column());
        JsonMistake { line, column, message: without_place(&error) }
    })
}

/// Line and column in characters. serde_json counts bytes, and puts what a line break cuts off at the start (column 0) of
/// the next line.
fn place(text: &str, line: usize, column: usize) -> (usize, usize) {
    let nth = |line: usize| text.split('\n').nth(line.saturating_sub(1)).unwrap_or("");
    if column == 0 && line > 1 {
        return (line - 1, nth(line - 1).chars().count() + 1);
    }
    let content = nth(line);
    let end = (0..=column.min(content.len())).rev().find(|end| content.is_char_boundary(*end)).unwrap_or(0);
    (line.max(1), content[..end].chars().count().max(1))
}

fn without_place(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let message = text.rsplit_once(" at line ").map_or(text.as_str(), |(message, _)| message);
    let mut chars = message.chars();
    chars.next().map_or_else(String::new, |first| iter::once(first.to_ascii_uppercase()).chain(chars).collect())
}

struct Strict {
    depth: usize,
}

impl Strict {
    fn deeper<E: serde::de::Error>(&self) -> Result<Strict, E> {
        if self.depth >= MAX_DEPTH {
            return Err(E::custom(format!("nested deeper than {MAX_DEPTH} levels")));
        }
        Ok(Strict { depth: self.depth + 1 })
    }
}

impl<'de> DeserializeSeed<'de> for Strict {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Strict {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<Value, E> {
        serde_json::Number::from_f64(value).map(Value::Number).ok_or_else(|| E::custom("number out of range"))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut array = Vec::new();
        while let Some(item) = items.next_element_seed(self.deeper()?)? {
            array.push(item);
        }
        Ok(Value::Array(array))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut object = Map::new();
        let mut seen = HashSet::new();
        while let Some(key) = entries.next_key::<String>()? {
            if !seen.insert(key.clone()) {
                return Err(serde::de::Error::custom(format!("the key \"{key}\" stands twice in this object")));
            }
            object.insert(key, entries.next_value_seed(self.deeper()?)?);
        }
        Ok(Value::Object(object))
    }
}

/// Looks for keys that may not stand in metadata: with a `.`, with a `$` in front, and on the first level of
/// `app_metadata` the names of the user's own fields.
///
/// # Errors
/// Which key, and why not.
pub fn check_metadata(kind: MetadataKind, object: &JsonObject) -> Result<(), String> {
    if kind == MetadataKind::App
        && let Some(key) = object.keys().find(|key| RESERVED.contains(&key.as_str()) || *key == METADATA)
    {
        return Err(format!("\"{key}\" is the name of a field of the user itself and may not stand in app_metadata"));
    }
    check_object(object, 1)
}

fn check_object(object: &JsonObject, depth: usize) -> Result<(), String> {
    for (key, value) in object {
        if key.contains('.') {
            return Err(format!("The key \"{key}\" contains a dot, which is not allowed"));
        }
        if key.starts_with('$') {
            return Err(format!("The key \"{key}\" begins with $, which is not allowed"));
        }
        if key.contains('\0') {
            return Err("A key contains the character NUL, which is not allowed".to_owned());
        }
        check_value(value, depth)?;
    }
    Ok(())
}

fn check_value(value: &Value, depth: usize) -> Result<(), String> {
    if depth > MAX_DEPTH {
        return Err(format!("Nested deeper than {MAX_DEPTH} levels"));
    }
    match value {
        Value::String(text) if text.contains('\0') => {
            Err("A text contains the character NUL, which is not allowed".to_owned())
        }
        Value::Array(items) => items.iter().try_for_each(|item| check_value(item, depth + 1)),
        Value::Object(object) => check_object(object, depth + 1),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mistake_says_its_line_and_column() {
        let mistake = parse_json("{\n  \"é\": tru\n}").unwrap_err();
        assert_eq!((mistake.line, mistake.message.as_str()), (2, "Expected ident"));
        assert_eq!(mistake.column, 11);
        let mistake = parse_json("{\n  \"é\": 1,,\n}").unwrap_err();
        assert_eq!((mistake.line, mistake.column), (2, 10));
    }

    #[test]
    fn hostile_texts_are_refused() {
        let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
        let long = "9".repeat(1_000_000);
        for text in ["", "{\"a\":1,\"a\":2}", "\"\\ud800\"", "1e999", "[1,]", deep.as_str(), long.as_str()] {
            assert!(parse_json(text).is_err(), "{}", &text[..text.len().min(20)]);
        }
    }

    #[test]
    fn keys_that_auth0_refuses_are_refused() {
        let object = |text: &str| parse_json(text).unwrap().as_object().unwrap().clone();
        for text in ["{\"a.b\":1}", "{\"$a\":1}", "{\"a\":[{\"$b\":1}]}", "{\"a\":\"\\u0000\"}"] {
            assert!(check_metadata(MetadataKind::User, &object(text)).is_err(), "{text}");
        }
        assert!(check_metadata(MetadataKind::App, &object("{\"user_id\":1}")).is_err());
        assert!(check_metadata(MetadataKind::App, &object("{\"a\":{\"user_id\":1}}")).is_ok());
        assert!(check_metadata(MetadataKind::User, &object("{\"user_id\":1}")).is_ok());
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_the_parser_panic(text in "\\PC*") {
            let _ = parse_json(&text);
        }
    }
}
