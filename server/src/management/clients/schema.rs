//! What the body of an application may have, and what is so of all of them.

use directory::Scope;

use crate::management::fixed::Fixed;
use crate::management::payload::{Kind, Schema};

/// Auth0's names. `allows_missing_pkce` and `allows_token_in_query` are Roster's.
macro_rules! schema {
    ($required:expr) => {
        Schema {
            properties: &[
                ("allowed_logout_urls", Kind::OrNull(&Kind::Texts)),
                ("allowed_origins", Kind::OrNull(&Kind::Texts)),
                ("allows_missing_pkce", Kind::Flag),
                ("allows_token_in_query", Kind::Flag),
                ("app_type", Kind::OrNull(&Kind::Choice(KINDS))),
                ("callbacks", Kind::OrNull(&Kind::Texts)),
                ("client_authentication_methods", Kind::OrNull(&Kind::Nested(&METHODS))),
                ("client_metadata", Kind::OrNull(&Kind::Object)),
                ("description", Kind::TextOrNull),
                ("grant_types", Kind::OrNull(&Kind::Texts)),
                ("initiate_login_uri", Kind::TextOrNull),
                ("is_first_party", Kind::Flag),
                ("jwt_configuration", Kind::OrNull(&Kind::Whole(&JWT_CONFIGURATION, JWT_CONFIGURATION_FIXED))),
                ("logo_uri", Kind::TextOrNull),
                ("name", Kind::Text),
                ("oidc_backchannel_logout", Kind::OrNull(&Kind::Whole(&OIDC_LOGOUT, OIDC_LOGOUT_FIXED))),
                ("oidc_logout", Kind::OrNull(&Kind::Whole(&OIDC_LOGOUT, OIDC_LOGOUT_FIXED))),
                ("refresh_token", Kind::OrNull(&Kind::Whole(&REFRESH_TOKEN, REFRESH_TOKEN_FIXED))),
                ("token_endpoint_auth_method", Kind::OrNull(&Kind::Choice(AUTH_METHODS))),
                ("web_origins", Kind::OrNull(&Kind::Texts)),
            ],
            required: $required,
        }
    };
}

pub(super) const CREATE: Schema = schema!(&["name"]);
pub(super) const UPDATE: Schema = schema!(&[]);

const KINDS: &[&str] = &["native", "spa", "regular_web", "non_interactive"];
const AUTH_METHODS: &[&str] = &["none", "client_secret_post", "client_secret_basic"];

const METHODS: Schema = Schema { properties: &[("private_key_jwt", Kind::Nested(&METHOD))], required: &[] };
const METHOD: Schema = Schema { properties: &[("credentials", Kind::List(&CREDENTIAL))], required: &["credentials"] };
/// A new one with its key, or the id of one that there is.
const CREDENTIAL: Schema = Schema {
    properties: &[
        ("alg", Kind::Text),
        ("credential_type", Kind::Choice(&["public_key"])),
        ("expires_at", Kind::TextOrNull),
        ("id", Kind::Text),
        ("kid", Kind::Text),
        ("name", Kind::Text),
        ("pem", Kind::Text),
    ],
    required: &[],
};

pub(super) const REFRESH_TOKEN: Schema = Schema {
    properties: &[
        ("expiration_type", Kind::Choice(&["expiring", "non-expiring"])),
        ("idle_token_lifetime", Kind::Integer),
        ("infinite_idle_token_lifetime", Kind::Flag),
        ("infinite_token_lifetime", Kind::Flag),
        ("leeway", Kind::Integer),
        ("rotation_type", Kind::Choice(&["rotating", "non-rotating"])),
        ("token_lifetime", Kind::Integer),
    ],
    required: &[],
};
pub(super) const REFRESH_TOKEN_FIXED: &[Fixed] = &[Fixed::taken("policies", "[]")];

pub(super) const JWT_CONFIGURATION: Schema = Schema {
    properties: &[("alg", Kind::Choice(&["RS256", "ES256", "EdDSA"])), ("lifetime_in_seconds", Kind::Integer)],
    required: &[],
};
pub(super) const JWT_CONFIGURATION_FIXED: &[Fixed] =
    &[Fixed::shown("secret_encoded", "false"), Fixed::taken("scopes", "{}")];

pub(super) const OIDC_LOGOUT: Schema =
    Schema { properties: &[("backchannel_logout_urls", Kind::Texts)], required: &[] };
/// Every end of a session is told.
pub(super) const OIDC_LOGOUT_FIXED: &[Fixed] = &[
    Fixed::shown("backchannel_logout_initiators", r#"{"mode":"all"}"#),
    Fixed::taken("backchannel_logout_session_metadata", r#"{"include":false}"#),
];

/// Of these scopes, each lets see something.
pub(super) const READ: &[Scope] =
    &[Scope::ReadClients, Scope::ReadClientKeys, Scope::ReadClientCredentials, Scope::ReadClientSummary];

/// An application in an answer: as much of it as the scopes of the token let see.
pub(super) const CLIENT: Kind = Kind::Named("Client", &Kind::Whole(&ANSWER, FIXED));
const ANSWER: Schema = Schema {
    properties: &[
        ("allowed_logout_urls", Kind::Texts),
        ("allowed_origins", Kind::Texts),
        ("allows_missing_pkce", Kind::Flag),
        ("allows_token_in_query", Kind::Flag),
        ("app_type", Kind::Choice(KINDS)),
        ("callback_url_template", Kind::Flag),
        ("callbacks", Kind::Texts),
        ("client_authentication_methods", Kind::Nested(&METHODS)),
        ("client_id", Kind::Text),
        ("client_metadata", Kind::Object),
        ("client_secret", Kind::Text),
        ("description", Kind::Text),
        ("global", Kind::Flag),
        ("grant_types", Kind::Texts),
        ("initiate_login_uri", Kind::Text),
        ("is_first_party", Kind::Flag),
        ("jwt_configuration", Kind::Whole(&JWT_CONFIGURATION, JWT_CONFIGURATION_FIXED)),
        ("logo_uri", Kind::Text),
        ("name", Kind::Text),
        ("oidc_logout", Kind::Whole(&OIDC_LOGOUT, OIDC_LOGOUT_FIXED)),
        ("owners", Kind::Texts),
        ("refresh_token", Kind::Whole(&REFRESH_TOKEN, REFRESH_TOKEN_FIXED)),
        ("signing_keys", Kind::Array(&Kind::Object)),
        ("tenant", Kind::Text),
        ("token_endpoint_auth_method", Kind::Choice(AUTH_METHODS)),
        ("web_origins", Kind::Texts),
    ],
    required: &[],
};

/// What is so of each application.
pub(super) const FIXED: &[Fixed] = &[
    Fixed::shown("allowed_clients", "[]"),
    Fixed::shown("client_aliases", "[]"),
    Fixed::shown("cross_origin_authentication", "false"),
    Fixed::shown("custom_login_page_on", "true"),
    Fixed::shown("is_token_endpoint_ip_header_trusted", "false"),
    Fixed::shown(
        "native_social_login",
        r#"{"apple":{"enabled":false},"facebook":{"enabled":false},"google":{"enabled":false}}"#,
    ),
    Fixed::shown("oidc_conformant", "true"),
    Fixed::shown("require_proof_of_possession", "false"),
    Fixed::shown("require_pushed_authorization_requests", "false"),
    Fixed::shown("sso_disabled", "false"),
    Fixed::taken("addons", "{}"),
    Fixed::taken("async_approval_notification_channels", "[]"),
    Fixed::taken("compliance_level", r#""none""#),
    Fixed::taken("cross_origin_auth", "false"),
    Fixed::taken("cross_origin_loc", r#""""#),
    Fixed::taken("custom_login_page", r#""""#),
    Fixed::taken("custom_login_page_preview", r#""""#),
    Fixed::taken("default_organization", "{}"),
    Fixed::taken("encryption_key", "{}"),
    Fixed::taken("form_template", r#""""#),
    Fixed::taken("mobile", "{}"),
    Fixed::taken("organization_require_behavior", r#""no_prompt""#),
    Fixed::taken("organization_usage", r#""deny""#),
    Fixed::taken("par_request_expiry", "null"),
    Fixed::taken(
        "session_transfer",
        r#"{"can_create_session_transfer_token":false,"allow_refresh_token":false,"allowed_authentication_methods":[]}"#,
    ),
    Fixed::taken("signed_request_object", r#"{"required":false,"credentials":[]}"#),
    Fixed::taken("skip_non_verifiable_callback_uri_confirmation_prompt", "false"),
    Fixed::taken("sso", "false"),
    Fixed::taken("token_exchange", r#"{"allow_any_profile_of_type":[]}"#),
    Fixed::taken("token_quota", "null"),
];
