//! What a body may have, and what is so of every tenant.

use directory::Scope;

use crate::management::fixed::Fixed;
use crate::management::operation::Operation;
use crate::management::payload::{Kind, Schema};

const SETTINGS: Kind = Kind::Named("TenantSettings", &Kind::Whole(&ANSWER, FIXED));

pub(super) const GET: Operation = Operation::new("tenant_settings_route", "Get the settings of the tenant")
    .any(&[Scope::ReadTenantSettings])
    .fields()
    .gives(200, SETTINGS);

pub(super) const PATCH: Operation = Operation::new("patch_settings", "Change settings of the tenant")
    .any(&[Scope::UpdateTenantSettings])
    .body(Kind::Whole(&SCHEMA, FIXED))
    .gives(200, SETTINGS)
    .refuses(&[409]);

const TEXT: Kind = Kind::TextOrNull;
const NUMBER: Kind = Kind::OrNull(&Kind::Integer);

pub(super) const SCHEMA: Schema = Schema {
    properties: &[
        ("allowed_logout_urls", Kind::OrNull(&Kind::Texts)),
        ("default_audience", TEXT),
        ("default_directory", TEXT),
        ("flags", Kind::OrNull(&Kind::Whole(&FLAGS, FIXED_FLAGS))),
        ("friendly_name", Kind::Text),
        ("idle_session_lifetime", NUMBER),
        ("idle_session_lifetime_in_minutes", NUMBER),
        ("picture_url", TEXT),
        ("session_lifetime", NUMBER),
        ("session_lifetime_in_minutes", NUMBER),
        ("support_url", TEXT),
    ],
    required: &[],
};

/// Partly where `fields` are named.
const ANSWER: Schema = Schema {
    properties: &[
        ("allowed_logout_urls", Kind::Texts),
        ("default_audience", Kind::Text),
        ("default_directory", Kind::Text),
        ("flags", Kind::Whole(&FLAGS, FIXED_FLAGS)),
        ("friendly_name", Kind::Text),
        ("idle_session_lifetime", Kind::Integer),
        ("picture_url", Kind::Text),
        ("session_lifetime", Kind::Integer),
        ("support_url", Kind::Text),
    ],
    required: &[],
};

pub(super) const FLAGS: Schema = Schema { properties: &[("disable_impersonation", Kind::Flag)], required: &[] };

pub(super) const FIXED: &[Fixed] = &[
    Fixed::shown("authorization_response_iss_parameter_supported", "true"),
    // Twenty consonants, in two groups of four.
    Fixed::shown("device_flow", r#"{"charset":"base20","mask":"****-****"}"#),
    Fixed::shown("enabled_locales", r#"["en"]"#),
    Fixed::shown("oidc_logout", r#"{"rp_logout_end_session_endpoint_discovery":true}"#),
    Fixed::shown("pushed_authorization_requests_supported", "true"),
    Fixed::shown("session_cookie", r#"{"mode":"persistent"}"#),
    Fixed::shown("sessions", r#"{"oidc_logout_prompt_enabled":true}"#),
    Fixed::taken("acr_values_supported", "[]"),
    Fixed::taken("allow_organization_name_in_authentication_api", "false"),
    Fixed::taken("change_password", r#"{"enabled":false,"html":""}"#),
    Fixed::taken("client_id_metadata_document_supported", "false"),
    Fixed::taken("country_codes", "null"),
    Fixed::taken("customize_mfa_in_postlogin_action", "false"),
    Fixed::taken("default_redirection_uri", r#""""#),
    Fixed::taken("default_token_quota", "null"),
    Fixed::taken("dynamic_client_registration_security_mode", r#""strict""#),
    Fixed::taken("enable_ai_guide", "false"),
    Fixed::taken("ephemeral_session_lifetime", "null"),
    Fixed::taken("ephemeral_session_lifetime_in_minutes", "null"),
    Fixed::taken("error_page", r#"{"html":"","show_log_link":false,"url":""}"#),
    Fixed::taken("guardian_mfa_page", r#"{"enabled":false,"html":""}"#),
    Fixed::taken("idle_ephemeral_session_lifetime", "null"),
    Fixed::taken("idle_ephemeral_session_lifetime_in_minutes", "null"),
    Fixed::taken("include_session_metadata_in_tenant_logs", "false"),
    Fixed::taken("legacy_sandbox_version", r#""""#),
    Fixed::taken("mtls", r#"{"enable_endpoint_aliases":false}"#),
    Fixed::taken("phone_consolidated_experience", "false"),
    Fixed::taken("resource_parameter_profile", r#""audience""#),
    Fixed::taken("sandbox_version", r#""""#),
    Fixed::taken("security_headers", "null"),
    Fixed::taken("skip_non_verifiable_callback_uri_confirmation_prompt", "null"),
    Fixed::taken("support_email", r#""""#),
];

pub(super) const FIXED_FLAGS: &[Fixed] = &[
    Fixed::shown("allow_legacy_delegation_grant_types", "false"),
    Fixed::shown("allow_legacy_ro_grant_types", "false"),
    Fixed::shown("allow_legacy_tokeninfo_endpoint", "true"),
    Fixed::shown("disable_clickjack_protection_headers", "false"),
    Fixed::shown("enable_apis_section", "true"),
    Fixed::shown("enable_client_connections", "true"),
    Fixed::shown("enable_dynamic_client_registration", "false"),
    Fixed::shown("enable_pipeline2", "true"),
    Fixed::shown("enable_public_signup_user_exists_error", "false"),
    Fixed::shown("enable_sso", "true"),
    Fixed::shown("remove_alg_from_jwks", "false"),
    Fixed::shown("use_scope_descriptions_for_consent", "true"),
    Fixed::taken("allow_changing_enable_sso", "false"),
    Fixed::taken("change_pwd_flow_v1", "false"),
    Fixed::taken("custom_domains_provisioning", "false"),
    Fixed::taken("dashboard_insights_view", "false"),
    Fixed::taken("dashboard_log_streams_next", "false"),
    Fixed::taken("disable_fields_map_fix", "false"),
    Fixed::taken("disable_management_api_sms_obfuscation", "false"),
    Fixed::taken("enable_adfs_waad_email_verification", "false"),
    Fixed::taken("enable_custom_domain_in_emails", "false"),
    Fixed::taken("enable_idtoken_api2", "false"),
    Fixed::taken("enable_legacy_logs_search_v2", "false"),
    Fixed::taken("enable_legacy_profile", "false"),
    Fixed::taken("enforce_client_authentication_on_passwordless_start", "false"),
    Fixed::taken("genai_trial", "false"),
    Fixed::taken("improved_signup_bot_detection_in_classic", "false"),
    Fixed::taken("mfa_show_factor_list_on_enrollment", "false"),
    Fixed::taken("new_universal_login_experience_enabled", "true"),
    Fixed::taken("no_disclose_enterprise_connections", "false"),
    Fixed::taken("revoke_refresh_token_grant", "false"),
    Fixed::taken("trust_azure_adfs_email_verified_connection_property", "false"),
    Fixed::taken("universal_login", "true"),
];
