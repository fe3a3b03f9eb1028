//! Bodies in JSON, checked against what an endpoint takes, with Auth0's words for what is wrong.

use model::JsonObject;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::fixed::Fixed;
use super::refusal::{Refusal, invalid_body};

/// What a property may be, of a body or of an answer: it is checked and described by this.
#[derive(Clone, Copy)]
pub(super) enum Kind {
    Text,
    /// A text, or null.
    TextOrNull,
    Flag,
    Object,
    /// A whole number.
    Integer,
    /// An array of texts.
    Texts,
    /// One of these texts.
    Choice(&'static [&'static str]),
    /// An object with these properties.
    Nested(&'static Schema),
    /// An array of such objects.
    List(&'static Schema),
    /// That, or null.
    OrNull(&'static Kind),
    /// A date and a time, RFC 3339.
    Time,
    /// An array of that.
    Array(&'static Kind),
    /// An object with these properties and what is so of it ([`Fixed`]), which is looked at by [`super::fixed`].
    Whole(&'static Schema, &'static [Fixed]),
    /// An object with these properties and others.
    Open(&'static Schema),
    /// That, from so much to so much: of the number, of the text's characters, of the array's items. What checks it stands
    /// elsewhere.
    Between(i64, i64, &'static Kind),
    /// That, by a name of its own in the OpenAPI document.
    Named(&'static str, &'static Kind),
    /// This, in JSON, and nothing else.
    Is(&'static str),
    /// One or the other.
    Either(&'static Kind, &'static Kind),
    /// A file of a form.
    File,
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Self::Text | Self::TextOrNull | Self::Choice(_) | Self::Time | Self::File => "string",
            Self::Flag => "boolean",
            Self::Object | Self::Nested(_) | Self::Whole(..) | Self::Open(_) => "object",
            Self::Integer => "integer",
            Self::Texts | Self::List(_) | Self::Array(_) => "array",
            Self::OrNull(kind) | Self::Between(_, _, kind) | Self::Named(_, kind) => kind.name(),
            Self::Is(_) | Self::Either(..) => "value",
        }
    }

    fn takes(self, value: &Value) -> bool {
        match self {
            Self::Text | Self::Choice(_) | Self::Time | Self::File => value.is_string(),
            Self::TextOrNull => value.is_string() || value.is_null(),
            Self::Flag => value.is_boolean(),
            Self::Object | Self::Nested(_) | Self::Whole(..) | Self::Open(_) => value.is_object(),
            Self::Integer => value.is_i64() || value.is_u64(),
            Self::Texts | Self::List(_) | Self::Array(_) => value.is_array(),
            Self::OrNull(kind) => value.is_null() || kind.takes(value),
            Self::Between(_, _, kind) | Self::Named(_, kind) => kind.takes(value),
            Self::Either(one, other) => one.takes(value) || other.takes(value),
            Self::Is(json) => serde_json::from_str::<Value>(json).is_ok_and(|is| is == *value),
        }
    }

    /// Looks at what is inside of `value`, which it takes.
    fn check_inside(self, path: &str, value: &Value) -> Result<(), String> {
        match (self, value) {
            (Self::OrNull(_), Value::Null) => Ok(()),
            (Self::OrNull(kind) | Self::Between(_, _, kind) | Self::Named(_, kind), value) => {
                kind.check_inside(path, value)
            }
            (Self::Choice(choices), Value::String(text)) if !choices.contains(&text.as_str()) => {
                let shown: String = text.chars().filter(|c| !c.is_control()).take(80).collect();
                Err(format!("'No enum match for: {shown}, expected one of {}' on property {path}", choices.join(", ")))
            }
            (Self::Nested(schema), Value::Object(object)) => check_at(path, object, schema),
            (Self::Texts, Value::Array(items)) => items
                .iter()
                .enumerate()
                .try_for_each(|(index, item)| expect(Self::Text, &format!("{path}[{index}]"), item)),
            (Self::Array(kind), Value::Array(items)) => {
                items.iter().enumerate().try_for_each(|(index, item)| expect(*kind, &format!("{path}[{index}]"), item))
            }
            (Self::List(schema), Value::Array(items)) => items
                .iter()
                .enumerate()
                .try_for_each(|(index, item)| expect(Self::Nested(schema), &format!("{path}[{index}]"), item)),
            _ => Ok(()),
        }
    }
}

/// What an endpoint takes.
pub(super) struct Schema {
    pub(super) properties: &'static [(&'static str, Kind)],
    pub(super) required: &'static [&'static str],
}

const METADATA_HINT: &str = " (consider storing them in app_metadata or user_metadata. See \"Users Metadata\" in \
    https://auth0.com/docs/api/v2/changes for more details)";

/// The object in a request's body.
///
/// # Errors
/// 400 for what is no JSON object, lacks something, or has something else or of another type.
pub(super) fn read(body: &[u8], schema: &Schema) -> Result<JsonObject, Refusal> {
    let object = object(body)?;
    check(&object, schema)?;
    Ok(object)
}

/// The object in a request's body, whatever is in it.
///
/// # Errors
/// 400 for what is no JSON object.
pub(super) fn object(body: &[u8]) -> Result<JsonObject, Refusal> {
    match value(body)? {
        Value::Object(object) => Ok(object),
        value => Err(refuse(&format!("'Expected type object but found type {}'", type_of(&value)))),
    }
}

/// The objects of the array in a request's body.
///
/// # Errors
/// 400 for what is no array of `least` to `most` such objects.
pub(super) fn read_list(
    body: &[u8],
    schema: &'static Schema,
    least: usize,
    most: usize,
) -> Result<Vec<Value>, Refusal> {
    let value = value(body)?;
    let Value::Array(items) = value else {
        return Err(refuse(&format!("'Expected type array but found type {}'", type_of(&value))));
    };
    check_length(items.len(), least, most).map_err(|message| refuse(&message))?;
    for (index, item) in items.iter().enumerate() {
        expect(Kind::Nested(schema), &format!("[{index}]"), item).map_err(|message| refuse(&message))?;
    }
    Ok(items)
}

/// The array that is the property `name` of a body, which was checked.
///
/// # Errors
/// 400 unless it has `least` to `most` items.
pub(super) fn items<'a>(body: &'a JsonObject, name: &str, least: usize, most: usize) -> Result<&'a [Value], Refusal> {
    let items = body.get(name).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    check_length(items.len(), least, most).map_err(|message| refuse(&format!("{message} on property {name}")))?;
    Ok(items)
}

/// The same, of texts.
///
/// # Errors
/// As [`items`].
pub(super) fn texts(body: &JsonObject, name: &str, least: usize, most: usize) -> Result<Vec<String>, Refusal> {
    let items = items(body, name, least, most)?;
    Ok(items.iter().filter_map(Value::as_str).map(str::to_owned).collect())
}

fn check_length(count: usize, least: usize, most: usize) -> Result<(), String> {
    match count {
        count if count < least => Err(format!("'Array is too short ({count}), minimum {least}'")),
        count if count > most => Err(format!("'Array is too long ({count}), maximum {most}'")),
        _ => Ok(()),
    }
}

/// What is in a request's body.
///
/// # Errors
/// 400 for what is no JSON.
pub(super) fn value(body: &[u8]) -> Result<Value, Refusal> {
    let text = std::str::from_utf8(body).map_err(|_| refuse("the body is not UTF-8"))?;
    model::parse_json(text).map_err(|mistake| refuse(&mistake.to_string()))
}

/// What a body that was looked at asks, as the directory takes it.
///
/// # Errors
/// 400 for what it cannot take.
pub(super) fn typed<T: DeserializeOwned>(body: JsonObject) -> Result<T, Refusal> {
    serde_json::from_value(Value::Object(body)).map_err(|error| refuse(&error.to_string()))
}

/// A body that is not taken, in words of the same form.
pub(super) fn refuse(message: &str) -> Refusal {
    invalid_body(message).into()
}

/// # Errors
/// 400 for an object that lacks something, or has something else or of another type.
pub(super) fn check(object: &JsonObject, schema: &Schema) -> Result<(), Refusal> {
    check_at("", object, schema).map_err(|message| refuse(&message))
}

/// The same for an object that is the property `path` of a body.
///
/// # Errors
/// As [`check`].
pub(super) fn check_within(path: &str, object: &JsonObject, schema: &Schema) -> Result<(), Refusal> {
    check_at(path, object, schema).map_err(|message| refuse(&message))
}

fn check_at(path: &str, object: &JsonObject, schema: &Schema) -> Result<(), String> {
    let place = if path.is_empty() { String::new() } else { format!(" on property {path}") };
    if let Some(missing) = schema.required.iter().find(|name| !object.contains_key(**name)) {
        return Err(format!("'Missing required property: {missing}'{place}"));
    }
    let known = |name: &str| schema.properties.iter().find(|(known, _)| *known == name).map(|(_, kind)| *kind);
    let unknown: Vec<&str> = object.keys().map(String::as_str).filter(|name| known(name).is_none()).take(20).collect();
    if !unknown.is_empty() {
        let unknown = unknown.join(",");
        let hint = if known("app_metadata").is_some() { METADATA_HINT } else { "" };
        return Err(format!("'Additional properties not allowed: {unknown}{hint}'{place}"));
    }
    for (name, value) in object {
        let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
        known(name).map_or(Ok(()), |kind| expect(kind, &path, value))?;
    }
    Ok(())
}

fn expect(kind: Kind, path: &str, value: &Value) -> Result<(), String> {
    if !kind.takes(value) {
        let (wanted, found) = (kind.name(), type_of(value));
        return Err(format!("'Expected type {wanted} but found type {found}' on property {path}"));
    }
    kind.check_inside(path, value)
}

fn type_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}
