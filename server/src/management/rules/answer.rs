//! A rule as Auth0 writes it, and what its body may have.

use directory::Scope;
use model::{Rule, RulePatch};
use serde_json::{Value, json};

use super::RULES;
use crate::management::fixed::{self, Fixed};
use crate::management::operation::{Operation, Pages, Parameter};
use crate::management::payload::{self, Kind, Schema};
use crate::management::refusal::Refusal;

/// Nothing is required, as `fields` may leave it out.
const RULE: Kind = Kind::Named(
    "Rule",
    &Kind::Whole(
        &Schema {
            properties: &[
                ("enabled", Kind::Flag),
                ("id", Kind::Text),
                ("name", Kind::Text),
                ("order", Kind::Integer),
                ("script", Kind::Text),
            ],
            required: &[],
        },
        FIXED,
    ),
);

pub(super) const LIST: Operation = Operation::new("get_rules", "List rules, which are kept and not run")
    .any(&[Scope::ReadRules])
    .query(&[Parameter::flag("enabled", "Whether to find those that are on, or those that are off.")])
    .lists(Pages::Numbered, &RULES, &RULE)
    .fields();

pub(super) const POST: Operation = Operation::new("post_rules", "Keep a rule")
    .any(&[Scope::CreateRules])
    .body(Kind::Whole(&CREATE, FIXED))
    .gives(201, RULE)
    .refuses(&[409]);

pub(super) const GET: Operation =
    Operation::new("get_rules_by_id", "Get a rule").any(&[Scope::ReadRules]).fields().gives(200, RULE);

pub(super) const PATCH: Operation = Operation::new("patch_rules_by_id", "Change a rule")
    .any(&[Scope::UpdateRules])
    .body(Kind::Whole(&UPDATE, FIXED))
    .gives(200, RULE)
    .refuses(&[409]);

pub(super) const DELETE: Operation =
    Operation::new("delete_rules_by_id", "Delete a rule; one that is not there is deleted already")
        .any(&[Scope::DeleteRules])
        .gives_nothing(204);

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
pub(super) fn read(body: &[u8], schema: &Schema) -> Result<RulePatch, Refusal> {
    let body = fixed::read(body, schema, FIXED)?;
    payload::typed(body)
}
