//! Parameters of paths and queries.

use serde_json::{Value, json};

use super::schemas::Schemas;
use crate::management::api::Route;
use crate::management::operation::{Pages, Parameter};
use crate::management::paging::{LAST_PAGE, MOST};
use crate::management::payload::Kind;

const NUMBERED: &[Parameter] = &[
    Parameter::new("page", Kind::Between(0, LAST_PAGE, &Kind::Integer), "Which page, from 0."),
    Parameter::new("per_page", Kind::Between(0, MOST, &Kind::Integer), "Entries a page; 50 where nothing is said."),
    Parameter::flag("include_totals", "Whether the answer is an object that tells how many entries there are in all."),
];
const AFTER: &[Parameter] = &[
    Parameter::text("from", "The `next` of an earlier answer, to go on after it."),
    Parameter::new("take", Kind::Between(1, MOST, &Kind::Integer), "How many entries; 50 where nothing is said."),
];
const FIELDS: &[Parameter] = &[
    Parameter::text("fields", "Names of fields, with commas between them."),
    Parameter::flag(
        "include_fields",
        "Whether the fields that are named are answered alone (true), or left out (false).",
    ),
];

/// The path with Auth0's names for its parameters.
pub(super) fn template(route: &Route) -> String {
    let mut names = route.operation.path.iter();
    let renamed = |part: &str| match part.starts_with('{').then(|| names.next()).flatten() {
        Some(name) => format!("{{{name}}}"),
        None => part.to_owned(),
    };
    route.path.split('/').map(renamed).collect::<Vec<_>>().join("/")
}

pub(super) fn of(schemas: &mut Schemas, route: &Route) -> Vec<Value> {
    let it = &route.operation;
    let path = template(route);
    let in_path = path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
    let mut all: Vec<Value> = in_path
        .map(|name| json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string", "minLength": 1 } }))
        .collect();
    let paging = match it.paging {
        None => [&[][..], &[]],
        Some(Pages::Numbered) => [NUMBERED, &[]],
        Some(Pages::After) => [AFTER, &[]],
        Some(Pages::Both) => [NUMBERED, AFTER],
    };
    let fields = if it.has_fields { FIELDS } else { &[] };
    let in_query = it.query.iter().chain(paging.into_iter().flatten()).chain(fields);
    all.extend(in_query.map(|parameter| written(schemas, parameter)));
    all
}

/// A list is written with commas.
fn written(schemas: &mut Schemas, parameter: &Parameter) -> Value {
    let mut written = json!({
        "name": parameter.name,
        "in": "query",
        "description": parameter.about,
        "schema": schemas.of_body(parameter.kind),
    });
    if parameter.is_required {
        written["required"] = true.into();
    }
    if let Kind::Texts = parameter.kind {
        written["explode"] = false.into();
    }
    written
}
