//! An API as Auth0 writes it, and what its body may have.

use model::{JsonObject, ResourceServer, ResourceServerPatch};
use serde_json::{Value, json};

use crate::management::fixed::{self, Fixed};
use crate::management::payload::{self, Kind, Schema};
use crate::management::refusal::Refusal;

macro_rules! schema {
    ([$($more:expr),*], $required:expr) => {
        Schema {
            properties: &[
                $($more,)*
                ("allow_offline_access", Kind::Flag),
                ("enforce_policies", Kind::OrNull(&Kind::Flag)),
                ("name", Kind::Text),
                ("scopes", Kind::OrNull(&Kind::List(&SCOPE))),
                ("signing_alg", Kind::OrNull(&Kind::Choice(&["RS256", "ES256", "EdDSA"]))),
                ("skip_consent_for_verifiable_first_party_clients", Kind::Flag),
                (
                    "token_dialect",
                    Kind::OrNull(&Kind::Choice(&[
                        "access_token",
                        "access_token_authz",
                        "rfc9068_profile",
                        "rfc9068_profile_authz",
                    ])),
                ),
                ("token_lifetime", Kind::Integer),
                ("token_lifetime_for_web", Kind::Integer),
            ],
            required: $required,
        }
    };
}

pub(super) const CREATE: Schema = schema!([("identifier", Kind::Text)], &["identifier"]);
pub(super) const UPDATE: Schema = schema!([], &[]);
const SCOPE: Schema =
    Schema { properties: &[("description", Kind::TextOrNull), ("value", Kind::Text)], required: &["value"] };

/// What is so of each API.
pub(super) const FIXED: &[Fixed] = &[
    Fixed::shown(
        "subject_type_authorization",
        r#"{"user":{"policy":"allow_all"},"client":{"policy":"require_client_grant"}}"#,
    ),
    Fixed::taken("allow_online_access", "false"),
    Fixed::taken("allow_online_access_with_ephemeral_sessions", "false"),
    Fixed::taken("authorization_details", "[]"),
    Fixed::taken("authorization_policy", "null"),
    Fixed::taken("consent_policy", "null"),
    Fixed::taken("proof_of_possession", "null"),
    Fixed::taken("token_encryption", "null"),
];

/// Nothing is required, as `fields` may leave it out.
pub(super) const SERVER: Kind = Kind::Named("ResourceServer", &Kind::Whole(&ANSWER, FIXED));
const ANSWER: Schema = schema!([("id", Kind::Text), ("identifier", Kind::Text), ("is_system", Kind::Flag)], &[]);

pub(super) fn answer(api: &ResourceServer) -> JsonObject {
    let whole = json!({
        "id": api.id,
        "name": api.name,
        "identifier": api.identifier,
        "scopes": api.scopes,
        "signing_alg": api.signing_alg,
        "allow_offline_access": api.allow_offline_access,
        "token_lifetime": api.token_lifetime,
        "token_lifetime_for_web": api.token_lifetime_for_web,
        "skip_consent_for_verifiable_first_party_clients": api.skip_consent_for_verifiable_first_party_clients,
        "enforce_policies": api.enforce_policies,
        "token_dialect": api.token_dialect,
        "is_system": api.is_system,
    });
    let Value::Object(mut answer) = whole else { return JsonObject::new() };
    fixed::add(&mut answer, FIXED);
    answer
}

/// What is asked in a body; null asks for nothing.
///
/// # Errors
/// 400 for what is unknown, of another type, or not supported.
pub(super) fn read(body: &[u8], schema: &Schema) -> Result<ResourceServerPatch, Refusal> {
    let mut body = fixed::read(body, schema, FIXED)?;
    body.retain(|_, value| !value.is_null());
    if let Some(Value::Array(scopes)) = body.get_mut("scopes") {
        for scope in scopes.iter_mut().filter_map(Value::as_object_mut) {
            scope.retain(|_, value| !value.is_null());
        }
    }
    payload::typed(body)
}
