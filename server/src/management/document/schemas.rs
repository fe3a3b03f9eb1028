//! From what an endpoint takes and answers to JSON Schema.

use model::JsonObject;
use serde_json::{Value, json};

use crate::management::fixed::Fixed;
use crate::management::payload::{Kind, Schema};

/// The schemas that have names.
#[derive(Default)]
pub(super) struct Schemas {
    components: JsonObject,
}

/// What is sent may have all that is fixed; what is answered shows some of it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Sent,
    Answered,
}

impl Schemas {
    /// The schema of something that is sent.
    pub(super) fn of_body(&mut self, kind: Kind) -> Value {
        self.of(kind, Way::Sent)
    }

    /// The schema of something that is answered.
    pub(super) fn of_answer(&mut self, kind: Kind) -> Value {
        self.of(kind, Way::Answered)
    }

    /// The schemas with names, and that of refusals.
    pub(super) fn into_components(mut self) -> JsonObject {
        self.components.insert("Error".to_owned(), super::answers::error());
        self.components
    }

    fn of(&mut self, kind: Kind, way: Way) -> Value {
        match kind {
            Kind::Text => json!({ "type": "string" }),
            Kind::TextOrNull => json!({ "type": ["string", "null"] }),
            Kind::File => json!({ "type": "string", "format": "binary" }),
            Kind::Flag => json!({ "type": "boolean" }),
            Kind::Object => json!({ "type": "object" }),
            Kind::Integer => json!({ "type": "integer" }),
            Kind::Time => json!({ "type": "string", "format": "date-time" }),
            Kind::Texts => json!({ "type": "array", "items": { "type": "string" } }),
            Kind::Choice(choices) => json!({ "type": "string", "enum": choices }),
            Kind::Nested(schema) => self.object(schema, &[], way),
            Kind::Whole(schema, fixed) => self.object(schema, fixed, way),
            Kind::Open(schema) => {
                let mut open = self.object(schema, &[], way);
                open["additionalProperties"] = true.into();
                open
            }
            Kind::List(schema) => json!({ "type": "array", "items": self.object(schema, &[], way) }),
            Kind::Array(item) => json!({ "type": "array", "items": self.of(*item, way) }),
            Kind::OrNull(kind) => nullable(self.of(*kind, way)),
            Kind::Between(least, most, kind) => bounded(self.of(*kind, way), least, most),
            Kind::Named(name, kind) => {
                if !self.components.contains_key(name) {
                    let schema = self.of(*kind, way);
                    self.components.insert(name.to_owned(), schema);
                }
                json!({ "$ref": format!("#/components/schemas/{name}") })
            }
            Kind::Either(one, other) => json!({ "anyOf": [self.of(*one, way), self.of(*other, way)] }),
            Kind::Is(text) => just(&serde_json::from_str(text).unwrap_or_default(), way),
        }
    }

    fn object(&mut self, schema: &Schema, fixed: &[Fixed], way: Way) -> Value {
        let mut properties = JsonObject::new();
        for (name, kind) in schema.properties {
            properties.insert((*name).to_owned(), self.of(*kind, way));
        }
        for field in fixed.iter().filter(|field| way == Way::Sent || field.is_shown) {
            properties.insert(field.name.to_owned(), is(&field.value(), way));
        }
        let mut object = json!({ "type": "object", "properties": properties, "additionalProperties": false });
        if !schema.required.is_empty() {
            object["required"] = json!(schema.required);
        }
        object
    }
}

/// Just that; null asks for it too, see `fixed::agrees`.
fn is(value: &Value, way: Way) -> Value {
    match way {
        Way::Sent => nullable(just(value, way)),
        Way::Answered => just(value, way),
    }
}

/// Just that; of an object, a part may be sent.
fn just(value: &Value, way: Way) -> Value {
    match value {
        Value::Null => json!({ "type": "null" }),
        Value::Bool(_) => json!({ "type": "boolean", "enum": [value] }),
        Value::Number(_) => json!({ "type": "number", "enum": [value] }),
        Value::String(_) => json!({ "type": "string", "enum": [value] }),
        Value::Array(_) => json!({ "type": "array", "enum": [value] }),
        Value::Object(object) => {
            let properties: JsonObject = object.iter().map(|(name, value)| (name.clone(), is(value, way))).collect();
            let mut schema = json!({ "type": "object", "properties": properties, "additionalProperties": false });
            if way == Way::Answered {
                schema["required"] = object.keys().cloned().collect();
            }
            schema
        }
    }
}

fn nullable(mut schema: Value) -> Value {
    match schema["type"].clone() {
        Value::String(kind) if kind == "null" => return schema,
        Value::String(kind) => schema["type"] = json!([kind, "null"]),
        Value::Array(_) => return schema,
        _ => return json!({ "anyOf": [schema, { "type": "null" }] }),
    }
    if let Some(choices) = schema.get_mut("enum").and_then(Value::as_array_mut) {
        choices.push(Value::Null);
    }
    schema
}

fn bounded(mut schema: Value, least: i64, most: i64) -> Value {
    let names = match schema["type"].as_str() {
        Some("array") => ("minItems", "maxItems"),
        Some("string") => ("minLength", "maxLength"),
        _ => ("minimum", "maximum"),
    };
    schema[names.0] = least.into();
    schema[names.1] = most.into();
    schema
}
