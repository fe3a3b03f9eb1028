//! Something that is filled in: a parameter, or a part of a form.

use leptos::prelude::*;
use serde_json::Value;

use super::document::Parameter;
use super::schema;
use crate::paths::encode;

/// What is to be known of it, and what was filled in.
#[derive(Clone)]
pub(super) struct Field {
    /// Of its input in the page.
    pub(super) id: String,
    pub(super) name: String,
    /// What it is, in words.
    pub(super) kind: String,
    pub(super) about: String,
    pub(super) is_required: bool,
    pub(super) input: Input,
    place: Place,
    /// What was filled in; of a file its name.
    pub(super) value: RwSignal<String>,
}

/// How it is filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Input {
    Text,
    Number,
    Choice(Vec<String>),
    File,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Path,
    Query,
    /// The query, where several stand with commas between them.
    Listed,
    Form,
}

impl Field {
    pub(super) fn of_parameter(root: &Value, parameter: &Parameter) -> Self {
        let place = match (parameter.is_in_path, schema::is(root, &parameter.schema, "array")) {
            (true, _) => Place::Path,
            (false, true) => Place::Listed,
            (false, false) => Place::Query,
        };
        let mut field = Self::new(root, &parameter.name, &parameter.schema, parameter.is_required, place);
        field.about.clone_from(&parameter.about);
        field
    }

    pub(super) fn of_part(root: &Value, name: &str, schema: &Value, is_required: bool) -> Self {
        Self::new(root, name, schema, is_required, Place::Form)
    }

    fn new(root: &Value, name: &str, of: &Value, is_required: bool, place: Place) -> Self {
        let choices = schema::choices(root, of);
        let is_file = schema::resolved(root, of).0.get("format").is_some_and(|format| format == "binary");
        let input = match place {
            Place::Listed => Input::Text,
            _ if is_file => Input::File,
            _ if !choices.is_empty() => Input::Choice(choices),
            _ if schema::is(root, of, "boolean") => Input::Choice(vec!["true".to_owned(), "false".to_owned()]),
            _ if schema::is(root, of, "integer") => Input::Number,
            _ => Input::Text,
        };
        let about = of.get("description").and_then(Value::as_str).unwrap_or_default().to_owned();
        let kind = match place {
            _ if is_file => "file".to_owned(),
            Place::Listed => format!("{}, with commas between", schema::kind(root, of)),
            _ => schema::kind(root, of),
        };
        let (id, name, value) = (format!("parameter-{name}"), name.to_owned(), RwSignal::new(String::new()));
        Self { id, name, kind, about, is_required, input, place, value }
    }

    pub(super) fn is_file(&self) -> bool {
        self.input == Input::File
    }

    /// Where it goes, in words.
    pub(super) fn place(&self) -> &'static str {
        match self.place {
            Place::Path => "path",
            Place::Query | Place::Listed => "query",
            Place::Form => "form",
        }
    }
}

/// The path with what was filled in, and the query. What is missing of the path stays as it is.
pub(super) fn target(path: &str, fields: &[Field]) -> String {
    let (mut path, mut query) = (path.to_owned(), Vec::new());
    for field in fields {
        let value = field.value.get();
        match field.place {
            _ if value.is_empty() => {}
            Place::Path => path = path.replacen(&format!("{{{}}}", field.name), &encode(&value), 1),
            Place::Query => query.push(format!("{}={}", encode(&field.name), encode(&value))),
            Place::Listed => {
                let items: Vec<String> = value.split(',').map(|item| encode(item.trim())).collect();
                query.push(format!("{}={}", encode(&field.name), items.join(",")));
            }
            Place::Form => {}
        }
    }
    if query.is_empty() { path } else { format!("{path}?{}", query.join("&")) }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn field(name: &str, schema: &Value, is_in_path: bool) -> Field {
        let (name, schema) = (name.to_owned(), schema.clone());
        let parameter = Parameter { name, is_in_path, is_required: is_in_path, about: String::new(), schema };
        Field::of_parameter(&Value::Null, &parameter)
    }

    #[test]
    fn the_target_is_encoded_and_what_is_missing_stays() {
        let owner = Owner::new();
        owner.set();
        let text = json!({ "type": "string" });
        let list = json!({ "type": "array", "items": text });
        let fields = [
            field("id", &text, true),
            field("other", &text, true),
            field("q", &text, false),
            field("fields", &list, false),
            field("page", &json!({ "type": "integer" }), false),
        ];
        let path = "/api/v2/users/{id}/x/{other}";
        assert_eq!(target(path, &fields), path);
        fields[0].value.set("auth0|{other}/é".to_owned());
        fields[2].value.set("name:\"A & b\"".to_owned());
        fields[3].value.set("a, b,c/d".to_owned());
        let query = "q=name%3A%22A%20%26%20b%22&fields=a,b,c%2Fd";
        assert_eq!(target(path, &fields), format!("/api/v2/users/auth0%7C%7Bother%7D%2F%C3%A9/x/{{other}}?{query}"));
    }

    #[test]
    fn each_type_has_its_input() {
        let owner = Owner::new();
        owner.set();
        let of = |schema: Value| field("a", &schema, false).input;
        assert_eq!(of(json!({ "type": "string" })), Input::Text);
        assert_eq!(of(json!({ "type": "integer" })), Input::Number);
        assert_eq!(of(json!({ "type": "boolean" })), Input::Choice(vec!["true".to_owned(), "false".to_owned()]));
        assert_eq!(
            of(json!({ "type": "string", "enum": ["v2", "v3"] })),
            Input::Choice(vec!["v2".into(), "v3".into()])
        );
        assert_eq!(of(json!({ "type": "array", "items": { "enum": ["x"] } })), Input::Text);
        assert!(Field::of_part(&Value::Null, "f", &json!({ "type": "string", "format": "binary" }), true).is_file());
    }
}
