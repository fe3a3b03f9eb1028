//! A rule as Auth0 writes it, and what its body may have.

use axum::response::Response;
use model::{Rule, RulePatch};
use serde_json::{Value, json};

use crate::management::fixed::{self, Fixed};
use crate::management::payload::{Kind, Schema, refuse};

const PROPERTIES: &[(&str, Kind)] =
    &[("enabled", Kind::Flag), ("name", Kind::Text), ("order", Kind::Integer), ("script", Kind::Text)];
pub(super) const CREATE: Schema = Schema { properties: PROPERTIES, required: &["name", "script"] };
pub(super) const UPDATE: Schema = Schema { properties: PROPERTIES, required: &[] };

/// The other stages are long gone at Auth0 too.
const FIXED: &[Fixed] = &[Fixed::shown("stage", r#""login_success""#)];

pub(super) fn answer(rule: &Rule) -> Value {
    let mut answer = json!(rule);
    if let Value::Object(answer) = &mut answer {
        fixed::add(answer, FIXED);
    }
    answer
}

/// What is asked in a body.
///
/// # Errors
/// 400 for what is unknown, of another type, or not supported.
pub(super) fn read(body: &[u8], schema: &Schema) -> Result<RulePatch, Box<Response>> {
    let body = fixed::read(body, schema, FIXED)?;
    serde_json::from_value(Value::Object(body)).map_err(|error| refuse(&error.to_string()))
}
