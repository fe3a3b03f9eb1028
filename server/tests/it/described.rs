//! Every answer of the Management API that a test gets must stand in our own OpenAPI document: its status, and what is in it.

use serde_json::Value;

use crate::test_app::Answer;

/// # Panics
/// Where the answer is not as the document says.
pub(crate) fn check(document: &Value, method: &str, path: &str, answer: &Answer) {
    let path = path.split('?').next().unwrap_or_default();
    let Some(item) = item(document, path) else { return };
    let place = format!("{method} {path} {}: {}", answer.status, answer.body);
    let Some(operation) = item.get(method.to_lowercase()) else {
        assert_eq!(answer.status, 405, "{place}");
        return;
    };
    let response = &operation["responses"][answer.status.as_str()];
    assert!(response.is_object(), "no such status is described: {place}");
    let response = resolved(document, response);
    let Some(content) = response["content"].as_object() else {
        assert_eq!(answer.body, "", "no body is described: {place}");
        return;
    };
    let kind = answer.header("content-type").split(';').next().unwrap_or_default();
    let media = content.get(kind).unwrap_or_else(|| panic!("{kind:?} is not described: {place}"));
    if kind == "application/json"
        && let Err(problem) = fits(document, &media["schema"], &answer.json(), "")
    {
        panic!("{problem}: {place}");
    }
}

/// What the document says of a path: of several that match, the one with the fewest parameters.
fn item<'a>(document: &'a Value, path: &str) -> Option<&'a Value> {
    let paths = document["paths"].as_object().unwrap();
    let whole = |(template, item): (&String, &'a Value)| match item.get("servers") {
        Some(_) => (template.clone(), item),
        None => (format!("/api/v2{template}"), item),
    };
    let found = paths.iter().map(whole).filter(|(template, _)| matches(template, path));
    found.min_by_key(|(template, _)| template.matches('{').count()).map(|(_, item)| item)
}

fn matches(template: &str, path: &str) -> bool {
    let (template, path): (Vec<&str>, Vec<&str>) = (template.split('/').collect(), path.split('/').collect());
    template.len() == path.len()
        && template.iter().zip(&path).all(|(is, given)| is == given || is.starts_with('{') && !given.is_empty())
}

/// The thing itself behind a `$ref`.
pub(crate) fn resolved<'a>(document: &'a Value, thing: &'a Value) -> &'a Value {
    match thing["$ref"].as_str() {
        None => thing,
        Some(reference) => {
            let pointer = reference.strip_prefix('#').unwrap();
            document.pointer(pointer).unwrap_or_else(|| panic!("{reference} leads nowhere"))
        }
    }
}

/// Whether the value is as the schema says; a keyword that is not known here fails too.
fn fits(document: &Value, schema: &Value, value: &Value, at: &str) -> Result<(), String> {
    let schema = resolved(document, schema);
    for (keyword, is) in schema.as_object().ok_or("no schema")? {
        match keyword.as_str() {
            "type" => kind(is, value, at)?,
            "enum" if !is.as_array().unwrap().contains(value) => return Err(format!("{at}: {value} is not in {is}")),
            "required" => required(is, value, at)?,
            "properties" => properties(document, schema, value, at)?,
            "items" => {
                for (index, item) in value.as_array().into_iter().flatten().enumerate() {
                    fits(document, is, item, &format!("{at}[{index}]"))?;
                }
            }
            "anyOf" | "oneOf" => alternatives(document, is, value, at, keyword == "oneOf")?,
            "format" => time(is, value, at)?,
            "minItems" | "maxItems" => {
                let (count, bound) = (value.as_array().map(Vec::len), is.as_u64().unwrap() as usize);
                let is_within = |count| if keyword == "minItems" { count >= bound } else { count <= bound };
                if !count.is_none_or(is_within) {
                    return Err(format!("{at}: {keyword} is {is}"));
                }
            }
            "enum" | "additionalProperties" | "description" => {}
            other => return Err(format!("{at}: the keyword {other} is not known to the tests")),
        }
    }
    Ok(())
}

fn kind(is: &Value, value: &Value, at: &str) -> Result<(), String> {
    let matches = |kind: &Value| match kind.as_str().unwrap() {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        _ => false,
    };
    match is {
        Value::Array(kinds) if kinds.iter().any(matches) => Ok(()),
        Value::String(_) if matches(is) => Ok(()),
        _ => Err(format!("{at}: {value} is not of type {is}")),
    }
}

fn required(names: &Value, value: &Value, at: &str) -> Result<(), String> {
    let Some(object) = value.as_object() else { return Ok(()) };
    let missing = names.as_array().unwrap().iter().find(|name| !object.contains_key(name.as_str().unwrap()));
    missing.map_or(Ok(()), |name| Err(format!("{at}: {name} is missing")))
}

fn properties(document: &Value, schema: &Value, value: &Value, at: &str) -> Result<(), String> {
    for (name, value) in value.as_object().into_iter().flatten() {
        match schema["properties"].get(name) {
            Some(property) => fits(document, property, value, &format!("{at}.{name}"))?,
            None if schema["additionalProperties"] == false => return Err(format!("{at}: {name} is not described")),
            None => {}
        }
    }
    Ok(())
}

fn alternatives(document: &Value, of: &Value, value: &Value, at: &str, is_one: bool) -> Result<(), String> {
    let results: Vec<_> = of.as_array().unwrap().iter().map(|schema| fits(document, schema, value, at)).collect();
    match results.iter().filter(|result| result.is_ok()).count() {
        0 => Err(results.into_iter().filter_map(Result::err).collect::<Vec<_>>().join(", or ")),
        1 => Ok(()),
        _ if is_one => Err(format!("{at}: {value} is several of {of}")),
        _ => Ok(()),
    }
}

fn time(format: &Value, value: &Value, at: &str) -> Result<(), String> {
    let Some(text) = value.as_str() else { return Ok(()) };
    match format == "date-time" && chrono::DateTime::parse_from_rfc3339(text).is_ok() {
        true => Ok(()),
        false => Err(format!("{at}: {text} is no {format}")),
    }
}
