//! A client grant as Auth0 writes it.

use model::{ClientGrant, JsonObject};
use serde_json::{Value, json};

use crate::management::fixed::{self, Fixed};
use crate::management::payload::{Kind, Schema};

/// What is so of each grant: it is for the application itself, and there are no organizations.
pub(super) const FIXED: &[Fixed] = &[
    Fixed::shown("subject_type", r#""client""#),
    Fixed::taken("allow_all_scopes", "false"),
    Fixed::taken("allow_any_organization", "false"),
    Fixed::taken("authorization_details_types", "[]"),
    Fixed::taken("default_for", "null"),
    Fixed::taken("organization_usage", r#""deny""#),
];

pub(super) const GRANT: Kind = Kind::Named("ClientGrant", &Kind::Whole(&SCHEMA, FIXED));
const SCHEMA: Schema = Schema {
    properties: &[("audience", Kind::Text), ("client_id", Kind::Text), ("id", Kind::Text), ("scope", Kind::Texts)],
    required: &["audience", "client_id", "id", "scope"],
};

pub(super) fn answer(grant: &ClientGrant) -> JsonObject {
    let whole =
        json!({ "id": grant.id, "client_id": grant.client_id, "audience": grant.audience, "scope": grant.scope });
    let Value::Object(mut answer) = whole else { return JsonObject::new() };
    fixed::add(&mut answer, FIXED);
    answer
}

/// The scopes in a body that was looked at; none where nothing is said of them.
pub(super) fn scope(body: &JsonObject) -> Option<Vec<String>> {
    let scopes = body.get("scope")?.as_array()?;
    Some(scopes.iter().filter_map(Value::as_str).map(str::to_owned).collect())
}
