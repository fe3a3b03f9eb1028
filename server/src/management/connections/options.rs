//! `options` of a database connection.

use model::{ConnectionOptions, JsonObject};
use serde_json::{Value, json};

use crate::management::fixed::{self, Fixed};
use crate::management::payload::{self, Kind, Schema, refuse};
use crate::management::refusal::Refusal;

pub(super) const SCHEMA: Schema = Schema {
    properties: &[
        ("brute_force_protection", Kind::Flag),
        ("disable_self_service_change_password", Kind::Flag),
        ("disable_signup", Kind::Flag),
        ("passwordPolicy", Kind::Choice(&["none", "low", "fair", "good", "excellent"])),
        ("password_complexity_options", Kind::Nested(&COMPLEXITY)),
        ("password_dictionary", Kind::Nested(&DICTIONARY)),
        ("password_history", Kind::Nested(&HISTORY)),
        ("password_no_personal_info", Kind::Nested(&PERSONAL)),
        ("requires_username", Kind::Flag),
        ("validation", Kind::Nested(&VALIDATION)),
    ],
    required: &[],
};
const COMPLEXITY: Schema = Schema { properties: &[("min_length", Kind::OrNull(&Kind::Integer))], required: &[] };
const DICTIONARY: Schema =
    Schema { properties: &[("dictionary", Kind::Texts), ("enable", Kind::Flag)], required: &["enable"] };
const HISTORY: Schema =
    Schema { properties: &[("enable", Kind::Flag), ("size", Kind::Integer)], required: &["enable"] };
const PERSONAL: Schema = Schema { properties: &[("enable", Kind::Flag)], required: &["enable"] };
const VALIDATION: Schema = Schema { properties: &[("username", Kind::OrNull(&Kind::Nested(&LENGTH)))], required: &[] };
const LENGTH: Schema =
    Schema { properties: &[("max", Kind::Integer), ("min", Kind::Integer)], required: &["max", "min"] };

/// What is so of each database connection.
pub(super) const FIXED: &[Fixed] = &[
    Fixed::shown(
        "authentication_methods",
        r#"{"password":{"enabled":true,"api_behavior":"required","signup_behavior":"allow"},"passkey":{"enabled":false}}"#,
    ),
    Fixed::shown("import_mode", "false"),
    Fixed::shown("mfa", r#"{"active":true,"return_enroll_settings":true}"#),
    Fixed::shown("strategy_version", "2"),
    Fixed::taken("configuration", "{}"),
    Fixed::taken("customScripts", "{}"),
    Fixed::taken("enable_script_context", "false"),
    Fixed::taken("enabledDatabaseCustomization", "false"),
    Fixed::taken("gateway_authentication", "null"),
    Fixed::taken("non_persistent_attrs", "[]"),
    Fixed::taken(
        "passkey_options",
        r#"{"challenge_ui":"both","local_enrollment_enabled":true,"progressive_enrollment_enabled":true}"#,
    ),
    Fixed::taken("set_user_root_attributes", r#""on_each_login""#),
    Fixed::taken("upstream_params", "null"),
];

pub(super) fn answer(options: &ConnectionOptions) -> JsonObject {
    let Value::Object(mut answer) = json!(options) else { return JsonObject::new() };
    fixed::add(&mut answer, FIXED);
    answer
}

/// Takes `options` out of a body: whole, so that what is not named is as it is at first.
///
/// # Errors
/// 400 for what is unknown, of another type, or not supported.
pub(super) fn take(body: &mut JsonObject) -> Result<Option<ConnectionOptions>, Refusal> {
    let Some(Value::Object(mut options)) = body.remove("options") else { return Ok(None) };
    fixed::take("options.", &mut options, FIXED)?;
    options.retain(|_, value| !value.is_null());
    payload::check_within("options", &options, &SCHEMA)?;
    if let Some(Value::Object(validation)) = options.get_mut("validation") {
        validation.retain(|_, value| !value.is_null());
    }
    serde_json::from_value(Value::Object(options))
        .map(Some)
        .map_err(|error| refuse(&format!("'{error}' on property options")))
}
