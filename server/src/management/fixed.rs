//! What Auth0 has and Roster does not: such a field says what is so here, and nothing else is taken. So a tool that writes
//! back what it read succeeds, and one that wants something that would not happen is told.

use model::JsonObject;
use serde_json::Value;

use super::payload::{self, Schema, refuse};
use super::refusal::Refusal;

/// A field that cannot be another.
pub(super) struct Fixed {
    pub(super) name: &'static str,
    /// What is so, in JSON.
    pub(super) is: &'static str,
    /// Whether answers have it.
    pub(super) is_shown: bool,
}

impl Fixed {
    /// Answers have it.
    pub(super) const fn shown(name: &'static str, is: &'static str) -> Self {
        Self { name, is, is_shown: true }
    }

    /// It is only taken.
    pub(super) const fn taken(name: &'static str, is: &'static str) -> Self {
        Self { name, is, is_shown: false }
    }

    pub(super) fn value(&self) -> Value {
        serde_json::from_str(self.is).unwrap_or_default()
    }
}

/// The object in a request's body without what is fixed.
///
/// # Errors
/// 400 for what `schema` does not take, and for a fixed field with another value.
pub(super) fn read(body: &[u8], schema: &Schema, fixed: &[Fixed]) -> Result<JsonObject, Refusal> {
    let mut object = payload::object(body)?;
    take("", &mut object, fixed)?;
    payload::check(&object, schema)?;
    Ok(object)
}

/// Takes the fixed fields of an object, which is the property `path` of the body or the body itself.
///
/// # Errors
/// 400 for another value.
pub(super) fn take(path: &str, object: &mut JsonObject, fixed: &[Fixed]) -> Result<(), Refusal> {
    for field in fixed {
        let Some(given) = object.remove(field.name) else { continue };
        if !agrees(&given, &field.value()) {
            let (name, is) = (field.name, field.is);
            return Err(refuse(&format!("'Only {is} is supported' on property {path}{name}")));
        }
    }
    Ok(())
}

/// Says what is so.
pub(super) fn add(object: &mut JsonObject, fixed: &[Fixed]) {
    object.extend(fixed.iter().filter(|field| field.is_shown).map(|field| (field.name.to_owned(), field.value())));
}

/// Whether `given` says nothing else than what is so; null asks for what is so anyway, and a part of an object for that.
pub(super) fn agrees(given: &Value, is: &Value) -> bool {
    match (given, is) {
        (Value::Null, _) => true,
        (Value::Object(given), Value::Object(is)) => {
            given.iter().all(|(name, value)| is.get(name).is_some_and(|is| agrees(value, is)))
        }
        (given, is) => given == is,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const FIXED: &[Fixed] = &[Fixed::shown("sso", "false"), Fixed::taken("mfa", r#"{"active":true,"more":{"a":[]}}"#)];

    #[test]
    fn what_is_so_is_taken_and_nothing_else() {
        let left = |body: Value| {
            let Value::Object(mut object) = body else { return None };
            take("", &mut object, FIXED).ok().map(|()| Value::Object(object))
        };
        for same in [
            json!({ "sso": false, "name": 1 }),
            json!({ "sso": null, "mfa": null, "name": 1 }),
            json!({ "mfa": {}, "name": 1 }),
            json!({ "mfa": { "active": true, "more": { "a": [] } }, "name": 1 }),
        ] {
            assert_eq!(left(same), Some(json!({ "name": 1 })));
        }
        for other in [json!({ "sso": true }), json!({ "mfa": { "active": false } }), json!({ "mfa": { "x": 1 } })] {
            assert_eq!(left(other), None);
        }
        let mut answer = JsonObject::new();
        add(&mut answer, FIXED);
        assert_eq!(Value::Object(answer), json!({ "sso": false }));
    }
}
