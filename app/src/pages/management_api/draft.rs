//! A request while it is put together.

use leptos::prelude::*;
use model::parse_json;
use serde_json::Value;

use super::document::{Body, Operation};
use super::field::{Field, target};
use super::schema;
use crate::components::json_tree::pretty;
use crate::curl::{self, Part};

/// What is filled in for one operation.
#[derive(Clone, Copy)]
pub(super) struct Draft {
    pub(super) operation: StoredValue<Operation>,
    /// Of the path and of the query.
    pub(super) parameters: StoredValue<Vec<Field>>,
    /// Of a form.
    pub(super) parts: StoredValue<Vec<Field>>,
    /// The body in JSON.
    pub(super) text: RwSignal<String>,
    /// What is wrong with that.
    pub(super) mistake: Memo<Option<Mistake>>,
    /// Whether it was to be sent: then it is told what is missing.
    pub(super) has_tried: RwSignal<bool>,
}

/// What is wrong with a body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mistake {
    /// From 1; none where no line is to blame.
    pub(super) line: Option<usize>,
    pub(super) message: String,
}

/// A request that is whole.
pub(super) struct Outgoing {
    pub(super) method: String,
    pub(super) path: String,
    pub(super) body: Carried,
}

/// What it carries.
pub(super) enum Carried {
    Nothing,
    Json(String),
    /// What is filled in of a form.
    Form(Vec<Field>),
}

impl Draft {
    pub(super) fn new(root: &Value, operation: &Operation) -> Self {
        let parameters = operation.parameters.iter().map(|it| Field::of_parameter(root, it)).collect();
        let is_needed = operation.body.as_ref().is_some_and(|body| body.is_required && !body.is_form);
        let text = RwSignal::new(operation.body.as_ref().map(|body| first_text(root, body)).unwrap_or_default());
        Self {
            operation: StoredValue::new(operation.clone()),
            parameters: StoredValue::new(parameters),
            parts: StoredValue::new(operation.body.as_ref().map(|body| parts(root, body)).unwrap_or_default()),
            text,
            mistake: Memo::new(move |_| mistake(&text.read(), is_needed)),
            has_tried: RwSignal::new(false),
        }
    }

    /// What is to be said of a field.
    pub(super) fn mistake_of(self, field: &Field) -> Option<String> {
        let is_missing = field.is_required && field.value.with(String::is_empty);
        (self.has_tried.get() && is_missing).then(|| format!("Fill in {}", field.name))
    }

    /// The request, if nothing is missing or wrong.
    pub(super) fn outgoing(self) -> Option<Outgoing> {
        let is_missing = |field: &Field| field.is_required && field.value.with_untracked(String::is_empty);
        let lacks = |fields: StoredValue<Vec<Field>>| fields.with_value(|fields| fields.iter().any(is_missing));
        if lacks(self.parameters) || lacks(self.parts) || self.mistake.with_untracked(Option::is_some) {
            return None;
        }
        let text = self.text.get_untracked();
        let body = self.operation.with_value(|it| match &it.body {
            Some(body) if body.is_form => Carried::Form(untrack(|| self.filled_parts())),
            Some(_) if !text.trim().is_empty() => Carried::Json(text),
            _ => Carried::Nothing,
        });
        Some(Outgoing {
            method: self.operation.with_value(|it| it.method.clone()),
            path: untrack(|| self.path()),
            body,
        })
    }

    /// The path and the query as they are so far.
    pub(super) fn path(self) -> String {
        let path = self.operation.with_value(|it| it.path.clone());
        self.parameters.with_value(|fields| target(&path, fields))
    }

    /// The same request as a command.
    pub(super) fn curl(self) -> String {
        let path = self.path();
        let text = self.text.get();
        self.operation.with_value(|it| {
            let body = match &it.body {
                Some(body) if body.is_form => curl::Body::Form(self.filled_parts().iter().map(part).collect()),
                Some(_) if !text.trim().is_empty() => curl::Body::Json(text),
                _ => curl::Body::None,
            };
            curl::command(&it.method, &format!("{}{path}", it.origin), !it.is_public(), &body)
        })
    }

    fn filled_parts(self) -> Vec<Field> {
        let is_filled = |field: &&Field| field.is_file() || !field.value.with(String::is_empty);
        self.parts.with_value(|fields| fields.iter().filter(is_filled).cloned().collect())
    }
}

/// A file that is not chosen yet has a name nevertheless, so that the command can be copied.
fn part(field: &Field) -> Part {
    let (name, value) = (field.name.clone(), field.value.get());
    match field.is_file() {
        true if value.is_empty() => Part::File { file: format!("{name}.json"), name },
        true => Part::File { name, file: value },
        false => Part::Text { name, value },
    }
}

fn first_text(root: &Value, body: &Body) -> String {
    match (&body.example, body.is_form) {
        (_, true) => String::new(),
        (Some(example), false) => pretty(example),
        (None, false) => pretty(&schema::sample(root, &body.schema)),
    }
}

fn parts(root: &Value, body: &Body) -> Vec<Field> {
    if !body.is_form {
        return Vec::new();
    }
    let (schema, _) = schema::resolved(root, &body.schema);
    let required = schema.get("required").and_then(Value::as_array);
    let is_required = |name: &str| required.is_some_and(|names| names.iter().any(|one| one == name));
    let properties = schema.get("properties").and_then(Value::as_object);
    let mut parts: Vec<Field> = properties
        .into_iter()
        .flatten()
        .map(|(name, property)| Field::of_part(root, name, property, is_required(name)))
        .collect();
    // What must be filled in comes first.
    parts.sort_by_key(|part| !part.is_required);
    parts
}

fn mistake(text: &str, is_needed: bool) -> Option<Mistake> {
    if text.trim().is_empty() {
        return is_needed.then(|| Mistake { line: None, message: "Write the body in JSON".to_owned() });
    }
    let mistake = parse_json(text).err()?;
    Some(Mistake { line: Some(mistake.line), message: mistake.to_string() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_is_json_or_says_why_not() {
        assert_eq!((mistake("{\"a\": 1}", true), mistake(" ", false)), (None, None));
        assert_eq!(mistake("{\n  \"a\": 1,\n}", true).unwrap().line, Some(3));
        assert!(mistake("", true).unwrap().message.contains("JSON"));
        assert!(mistake("</textarea><script>", false).is_some());
    }
}
