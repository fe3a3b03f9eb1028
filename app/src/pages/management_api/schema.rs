//! JSON Schemas as people read them.

use serde_json::{Map, Value};

/// How deep is looked.
const DEPTH: usize = 8;
/// How many rows are shown.
const ROWS: usize = 300;
/// How many references may stand behind each other.
const HOPS: usize = 16;

/// A line about a property.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Row {
    pub(super) depth: usize,
    pub(super) name: String,
    pub(super) is_required: bool,
    /// What it is: `string`, `array of object` …
    pub(super) kind: String,
    pub(super) about: String,
}

/// The schema behind a `$ref`, and the name that it has there. One that leads nowhere, or round in a circle, is no schema.
pub(super) fn resolved<'a>(root: &'a Value, schema: &'a Value) -> (&'a Value, Option<&'a str>) {
    let (mut schema, mut name) = (schema, None);
    for _ in 0..HOPS {
        let Some(reference) = schema.get("$ref").and_then(Value::as_str) else { return (schema, name) };
        name = reference.rsplit('/').next();
        schema = reference.strip_prefix('#').and_then(|pointer| root.pointer(pointer)).unwrap_or(&Value::Null);
    }
    (&Value::Null, name)
}

/// What a value is, in a few words.
pub(super) fn kind(root: &Value, schema: &Value) -> String {
    kind_at(root, schema, 0)
}

fn kind_at(root: &Value, schema: &Value, depth: usize) -> String {
    let (schema, name) = resolved(root, schema);
    if depth > 3 {
        return name.unwrap_or("value").to_owned();
    }
    if let Some(ways) = alternatives(schema) {
        let mut kinds: Vec<String> = Vec::new();
        for kind in ways.iter().map(|way| kind_at(root, way, depth + 1)) {
            if !kinds.contains(&kind) {
                kinds.push(kind);
            }
        }
        return kinds.join(" or ");
    }
    if let Some(choices) = schema.get("enum").and_then(Value::as_array) {
        let choices: Vec<String> = choices.iter().map(choice).collect();
        return choices.join(" | ");
    }
    let types: Vec<&str> = match schema.get("type") {
        Some(Value::String(one)) => vec![one],
        Some(Value::Array(several)) => several.iter().filter_map(Value::as_str).collect(),
        _ => vec!["any value"],
    };
    let words = types.into_iter().map(|kind| match kind {
        "array" => match schema.get("items") {
            Some(items) => format!("array of {}", kind_at(root, items, depth + 1)),
            None => "array".to_owned(),
        },
        kind => kind.to_owned(),
    });
    let mut text = words.collect::<Vec<_>>().join(" or ");
    if let Some(format) = schema.get("format").and_then(Value::as_str) {
        text.push_str(&format!(" ({format})"));
    }
    text.push_str(&bounds(schema));
    text
}

/// `, 1 to 100`
fn bounds(schema: &Value) -> String {
    for (least, most, of) in
        [("minimum", "maximum", ""), ("minLength", "maxLength", " characters"), ("minItems", "maxItems", " items")]
    {
        match (schema.get(least), schema.get(most)) {
            (Some(least), Some(most)) => return format!(", {least} to {most}{of}"),
            (None, Some(most)) => return format!(", at most {most}{of}"),
            _ => {}
        }
    }
    String::new()
}

fn choice(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// The choices of an `enum` of texts.
pub(super) fn choices(root: &Value, schema: &Value) -> Vec<String> {
    let (schema, _) = resolved(root, schema);
    let choices = schema.get("enum").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    choices.iter().filter(|value| !value.is_null()).map(choice).collect()
}

/// Whether the schema has that type, maybe among others.
pub(super) fn is(root: &Value, schema: &Value, kind: &str) -> bool {
    match resolved(root, schema).0.get("type") {
        Some(Value::String(one)) => one == kind,
        Some(Value::Array(several)) => several.iter().any(|one| one == kind),
        _ => false,
    }
}

fn alternatives(schema: &Value) -> Option<&Vec<Value>> {
    schema.get("oneOf").or_else(|| schema.get("anyOf")).and_then(Value::as_array)
}

/// A line for each property, those of a property below it. What holds itself is not opened a second time.
pub(super) fn outline(root: &Value, schema: &Value) -> Vec<Row> {
    let mut outline = Outline { root, rows: Vec::new(), open: Vec::new() };
    outline.inside(schema, 0);
    if outline.rows.len() > ROWS {
        outline.rows.truncate(ROWS);
        let about = "More is in the OpenAPI document.".to_owned();
        outline.rows.push(Row { depth: 0, name: "…".to_owned(), is_required: false, kind: String::new(), about });
    }
    outline.rows
}

struct Outline<'a> {
    root: &'a Value,
    rows: Vec<Row>,
    /// The names of the schemas in which it is.
    open: Vec<&'a str>,
}

impl<'a> Outline<'a> {
    /// What is inside of a value of that schema.
    fn inside(&mut self, schema: &'a Value, depth: usize) {
        let (schema, name) = resolved(self.root, schema);
        let is_open = name.is_some_and(|name| self.open.contains(&name));
        if depth >= DEPTH || self.rows.len() > ROWS || is_open {
            return;
        }
        self.open.extend(name);
        if let Some(ways) = alternatives(schema) {
            self.ways(ways, depth);
        } else if let Some(items) = schema.get("items") {
            self.inside(items, depth);
        } else if let Some(properties) = schema.get("properties").and_then(Value::as_object) {
            self.properties(schema, properties, depth);
        }
        if name.is_some() {
            self.open.pop();
        }
    }

    fn properties(&mut self, schema: &'a Value, properties: &'a Map<String, Value>, depth: usize) {
        let required = schema.get("required").and_then(Value::as_array);
        let is_required = |name: &str| required.is_some_and(|names| names.iter().any(|one| one == name));
        for (name, property) in properties {
            let about = property.get("description").and_then(Value::as_str).unwrap_or_default();
            let (_, named) = resolved(self.root, property);
            let repeated = named.filter(|named| self.open.contains(named));
            self.rows.push(Row {
                depth,
                name: name.clone(),
                is_required: is_required(name),
                kind: repeated.map_or_else(|| kind(self.root, property), |named| format!("{named}, as above")),
                about: about.to_owned(),
            });
            self.inside(property, depth + 1);
        }
    }

    /// Of several ways those with parts are told apart; null and texts have none.
    fn ways(&mut self, ways: &'a [Value], depth: usize) {
        let with_parts: Vec<&Value> = ways.iter().filter(|way| has_parts(self.root, way, 0)).collect();
        let is_one = with_parts.len() == 1;
        for way in with_parts {
            if is_one {
                self.inside(way, depth);
                continue;
            }
            let (name, kind) = ("either".to_owned(), kind(self.root, way));
            self.rows.push(Row { depth, name, is_required: false, kind, about: String::new() });
            self.inside(way, depth + 1);
        }
    }
}

fn has_parts(root: &Value, schema: &Value, depth: usize) -> bool {
    let (schema, _) = resolved(root, schema);
    match (schema.get("items"), alternatives(schema)) {
        _ if depth > DEPTH => false,
        (Some(items), _) => has_parts(root, items, depth + 1),
        (_, Some(ways)) => ways.iter().any(|way| has_parts(root, way, depth + 1)),
        _ => schema.get("properties").and_then(Value::as_object).is_some_and(|properties| !properties.is_empty()),
    }
}

/// The least that could be sent: what is required, with a value of its type. What holds itself is null the second time.
pub(super) fn sample(root: &Value, schema: &Value) -> Value {
    sample_in(root, schema, &mut Vec::new(), 0)
}

fn sample_in<'a>(root: &'a Value, schema: &'a Value, open: &mut Vec<&'a str>, depth: usize) -> Value {
    let (schema, name) = resolved(root, schema);
    if depth > DEPTH || name.is_some_and(|name| open.contains(&name)) {
        return Value::Null;
    }
    open.extend(name);
    let value = sample_of(root, schema, open, depth + 1);
    if name.is_some() {
        open.pop();
    }
    value
}

fn sample_of<'a>(root: &'a Value, schema: &'a Value, open: &mut Vec<&'a str>, depth: usize) -> Value {
    if let Some(first) = alternatives(schema).and_then(|ways| ways.first()) {
        return sample_in(root, first, open, depth);
    }
    if let Some(first) = schema.get("enum").and_then(|choices| choices.get(0)) {
        return first.clone();
    }
    let kind = schema.get("type").and_then(|kind| kind.as_str().or_else(|| kind.get(0)?.as_str()));
    match kind.unwrap_or_default() {
        "object" => {
            let required = schema.get("required").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
            let of = |name: &str| schema.get("properties").and_then(|all| all.get(name)).unwrap_or(&Value::Null);
            let names = required.iter().filter_map(Value::as_str);
            Value::Object(names.map(|name| (name.to_owned(), sample_in(root, of(name), open, depth))).collect())
        }
        "array" => match schema.get("items") {
            Some(items) => Value::Array(vec![sample_in(root, items, open, depth)]),
            None => Value::Array(Vec::new()),
        },
        "string" => Value::String(String::new()),
        "integer" | "number" => schema.get("minimum").cloned().unwrap_or_else(|| 0.into()),
        "boolean" => Value::Bool(false),
        _ => Value::Null,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn root() -> Value {
        json!({ "components": { "schemas": {
            "Person": {
                "type": "object",
                "properties": {
                    "name": { "type": ["string", "null"], "description": "What they are called." },
                    "boss": { "$ref": "#/components/schemas/Person" },
                    "team": { "type": "array", "items": { "$ref": "#/components/schemas/Person" } },
                },
                "required": ["name", "boss"],
            },
            "Loop": { "$ref": "#/components/schemas/Pool" },
            "Pool": { "$ref": "#/components/schemas/Loop" },
        } } })
    }

    fn lines(rows: &[Row]) -> Vec<String> {
        let line = |row: &Row| format!("{}{}: {}", " ".repeat(row.depth), row.name, row.kind);
        rows.iter().map(line).collect()
    }

    #[test]
    fn what_holds_itself_is_told_once() {
        let root = root();
        let person = json!({ "$ref": "#/components/schemas/Person" });
        let rows = outline(&root, &person);
        assert_eq!(lines(&rows), ["boss: Person, as above", "name: string or null", "team: array of object"]);
        assert_eq!((rows[1].is_required, rows[2].is_required), (true, false));
        assert_eq!(rows[1].about, "What they are called.");
        let list = json!({ "type": "array", "items": person });
        assert_eq!(outline(&root, &list).len(), 3);
        assert_eq!(sample(&root, &list), json!([{ "name": "", "boss": null }]));
    }

    #[test]
    fn references_that_lead_nowhere_are_no_schema() {
        let root = root();
        for reference in ["#/components/schemas/Loop", "#/nothing", "https://elsewhere.example/a.json", ""] {
            let schema = json!({ "$ref": reference });
            assert_eq!((outline(&root, &schema), sample(&root, &schema)), (Vec::new(), Value::Null), "{reference}");
            assert_eq!(kind(&root, &schema), "any value");
        }
    }

    #[test]
    fn kinds_are_told_in_words() {
        let cases = [
            (json!({ "type": "integer", "minimum": 1, "maximum": 100 }), "integer, 1 to 100"),
            (json!({ "type": "string", "enum": ["a", "b"] }), "a | b"),
            (
                json!({ "type": "array", "items": { "type": "string" }, "maxItems": 5 }),
                "array of string, at most 5 items",
            ),
            (json!({ "type": "string", "format": "date-time" }), "string (date-time)"),
            (json!({ "anyOf": [{ "type": "object" }, { "type": "null" }, { "type": "null" }] }), "object or null"),
            (json!({}), "any value"),
            (json!(true), "any value"),
        ];
        for (schema, expected) in cases {
            assert_eq!(kind(&Value::Null, &schema), expected);
        }
    }

    #[test]
    fn the_ways_of_a_value_are_told_apart() {
        let item = json!({ "type": "object", "properties": { "id": { "type": "string" } } });
        let list = json!({ "type": "array", "items": item });
        let counted = json!({ "type": "object", "properties": { "total": { "type": "integer" } } });
        let rows = outline(&Value::Null, &json!({ "oneOf": [list, counted, { "type": "null" }] }));
        assert_eq!(lines(&rows), ["either: array of object", " id: string", "either: object", " total: integer"]);
        assert_eq!(lines(&outline(&Value::Null, &json!({ "anyOf": [item, { "type": "null" }] }))), ["id: string"]);
    }

    #[test]
    fn a_sample_has_what_is_required() {
        let schema = json!({
            "type": "object",
            "properties": {
                "name": { "type": "string" },
                "kind": { "enum": ["web", "spa"] },
                "count": { "type": "integer", "minimum": 3 },
                "on": { "type": ["boolean", "null"] },
                "tags": { "type": "array", "items": { "type": "string" } },
                "other": { "type": "string" },
            },
            "required": ["name", "kind", "count", "on", "tags", "unknown"],
        });
        let expected = json!({ "name": "", "kind": "web", "count": 3, "on": false, "tags": [""], "unknown": null });
        assert_eq!(sample(&Value::Null, &schema), expected);
    }

    #[test]
    fn a_wide_schema_is_cut() {
        let wide: Map<String, Value> = (0..1000).map(|n| (format!("p{n}"), json!({ "type": "string" }))).collect();
        let rows = outline(&Value::Null, &json!({ "type": "object", "properties": wide }));
        assert_eq!((rows.len(), rows[ROWS].name.as_str()), (ROWS + 1, "…"));
    }

    #[test]
    fn a_deep_schema_is_cut() {
        let deep = (0..100).fold(
            json!({ "type": "string" }),
            |inner, _| json!({ "type": "object", "properties": { "in": inner }, "required": ["in"] }),
        );
        assert_eq!(outline(&Value::Null, &deep).len(), DEPTH);
        assert!(sample(&Value::Null, &deep).to_string().len() < 100);
    }
}
