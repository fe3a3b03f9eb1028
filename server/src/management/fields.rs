//! `fields` and `include_fields`: answers with some fields alone.

use axum::Json;
use axum::response::{IntoResponse as _, Response};
use model::JsonObject;
use serde_json::Value;

use super::query::Query;
use super::refusal::Refusal;

/// Which fields are answered.
pub(super) struct Fields {
    names: Vec<String>,
    /// Whether these alone, or all but these.
    is_included: bool,
}

impl Fields {
    /// # Errors
    /// 400 for an `include_fields` that is neither true nor false.
    pub(super) fn of(query: &Query) -> Result<Self, Refusal> {
        let names = query.text("fields").unwrap_or_default().split(',').map(|name| name.trim().to_owned());
        let names = names.filter(|name| !name.is_empty()).collect();
        Ok(Self { names, is_included: query.flag("include_fields")?.unwrap_or(true) })
    }

    /// The answer with `thing`.
    pub(super) fn answer(&self, thing: &impl serde::Serialize) -> Response {
        if self.names.is_empty() { Json(thing).into_response() } else { Json(self.of_thing(thing)).into_response() }
    }

    /// What is answered of `thing`, for an answer with more than it.
    pub(super) fn of_thing(&self, thing: &impl serde::Serialize) -> Value {
        let Ok(Value::Object(object)) = serde_json::to_value(thing) else { return Value::Null };
        if self.names.is_empty() {
            return Value::Object(object);
        }
        let kept = |(name, _): &(String, Value)| self.names.contains(name) == self.is_included;
        Value::Object(object.into_iter().filter(kept).collect::<JsonObject>())
    }
}

#[cfg(test)]
mod tests {
    use axum::extract::RawQuery;
    use serde_json::json;

    use super::*;

    #[test]
    fn fields_are_chosen_or_left_out() {
        let of = |raw: &str| {
            let query = Query::of(&RawQuery(Some(raw.to_owned())));
            Fields::of(&query).ok().unwrap().of_thing(&json!({ "a": 1, "b": 2, "c": 3 }))
        };
        assert_eq!(of(""), json!({ "a": 1, "b": 2, "c": 3 }));
        assert_eq!(of("fields=a,%20c"), json!({ "a": 1, "c": 3 }));
        assert_eq!(of("fields=a&include_fields=false"), json!({ "b": 2, "c": 3 }));
        assert_eq!(of("fields=x"), json!({}));
    }
}
