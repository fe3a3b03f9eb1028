//! All of it.

use directory::Scope;

use super::{Is, Settled};

macro_rules! scope {
    ($($name:literal),+) => { &[$(Scope::Named($name)),+] };
}

const READ_PROTECTION: &[Scope] = scope!("read:attack_protection");
const UPDATE_PROTECTION: &[Scope] = scope!("update:attack_protection");

pub(super) static TABLE: &[Settled] = &[
    // As `logins/failures.rs` counts; each connection has a switch of its own for it.
    Settled::value(
        "/api/v2/attack-protection/brute-force-protection",
        READ_PROTECTION,
        r#"{"enabled":true,"shields":["block","user_notification"],"mode":"count_per_identifier_and_ip","allowlist":[],
            "max_attempts":10}"#,
    )
    .patch(UPDATE_PROTECTION),
    // One more try a day.
    Settled::value(
        "/api/v2/attack-protection/suspicious-ip-throttling",
        READ_PROTECTION,
        r#"{"enabled":true,"shields":["block"],"allowlist":[],
            "stage":{"pre-login":{"max_attempts":100,"rate":86400000}}}"#,
    )
    .patch(UPDATE_PROTECTION),
    Settled::value(
        "/api/v2/attack-protection/breached-password-detection",
        READ_PROTECTION,
        r#"{"enabled":false,"shields":[],"admin_notification_frequency":[],"method":"standard",
            "stage":{"pre-user-registration":{"shields":[]},"pre-change-password":{"shields":[]}}}"#,
    )
    .patch(UPDATE_PROTECTION),
    Settled::value(
        "/api/v2/attack-protection/bot-detection",
        READ_PROTECTION,
        r#"{"bot_detection_level":"low","challenge_password_policy":"never","challenge_passwordless_policy":"never",
            "challenge_password_reset_policy":"never","allowlist":[],"monitoring_mode_enabled":false}"#,
    )
    .patch(UPDATE_PROTECTION),
    Settled::value("/api/v2/attack-protection/captcha", READ_PROTECTION, "{}").patch(UPDATE_PROTECTION),
    Settled::value("/api/v2/attack-protection/phone-provider-protection", READ_PROTECTION, r#"{"type":"none"}"#)
        .patch(UPDATE_PROTECTION),
    Settled::new("/api/v2/supplemental-signals", READ_PROTECTION, Is::Unavailable).patch(UPDATE_PROTECTION),
    Settled::value("/api/v2/risk-assessments/settings", READ_PROTECTION, r#"{"enabled":false}"#)
        .patch(UPDATE_PROTECTION),
    // In days; nothing is remembered for it.
    Settled::value("/api/v2/risk-assessments/settings/new-device", READ_PROTECTION, r#"{"remember_for":0}"#)
        .patch(UPDATE_PROTECTION),
    // Actions.
    Settled::value("/api/v2/actions/triggers", scope!("read:actions"), r#"{"triggers":[]}"#),
    Settled::value(
        "/api/v2/actions/triggers/{trigger}/bindings",
        scope!("read:actions"),
        r#"{"bindings":[],"page":0,"per_page":20,"total":0}"#,
    )
    .patch(scope!("update:actions")),
    Settled::value(
        "/api/v2/actions/modules",
        scope!("read:actions"),
        r#"{"modules":[],"page":0,"per_page":20,"total":0}"#,
    ),
    Settled::list("/api/v2/hooks", scope!("read:hooks"), "hooks").post(scope!("create:hooks")),
    // Second factors.
    Settled::value(
        "/api/v2/guardian/factors",
        scope!("read:guardian_factors"),
        r#"[{"name":"sms","enabled":false,"trial_expired":false},
            {"name":"push-notification","enabled":false,"trial_expired":false},
            {"name":"otp","enabled":false,"trial_expired":false},
            {"name":"email","enabled":false,"trial_expired":false},
            {"name":"duo","enabled":false,"trial_expired":false},
            {"name":"webauthn-roaming","enabled":false,"trial_expired":false},
            {"name":"webauthn-platform","enabled":false,"trial_expired":false},
            {"name":"recovery-code","enabled":false,"trial_expired":false}]"#,
    ),
    Settled::value("/api/v2/guardian/factors/{name}", &[], r#"{"enabled":false}"#)
        .put(scope!("update:guardian_factors")),
    Settled::value("/api/v2/guardian/policies", scope!("read:mfa_policies"), "[]").put(scope!("update:mfa_policies")),
    // Looks and words. What pages show of the tenant is in its settings.
    Settled::value("/api/v2/branding", scope!("read:branding"), "{}").patch(scope!("update:branding")),
    Settled::new(
        "/api/v2/branding/themes/default",
        scope!("read:branding"),
        Is::Nothing("There was an error retrieving branding settings: theme not found", "theme_not_found"),
    ),
    Settled::new(
        "/api/v2/branding/templates/universal-login",
        scope!("read:branding"),
        Is::Nothing("The template does not exist.", "inexistent_templates_universal_login"),
    ),
    Settled::value("/api/v2/branding/phone/providers", scope!("read:phone_providers"), r#"{"providers":[]}"#)
        .post(scope!("create:phone_providers")),
    Settled::value("/api/v2/branding/phone/templates", scope!("read:phone_templates"), r#"{"templates":[]}"#)
        .post(scope!("create:phone_templates")),
    Settled::value("/api/v2/custom-domains", scope!("read:custom_domains"), "[]").post(scope!("create:custom_domains")),
    Settled::value(
        "/api/v2/prompts",
        scope!("read:prompts"),
        r#"{"universal_login_experience":"new","identifier_first":false,"webauthn_platform_first_factor":false}"#,
    )
    .patch(scope!("update:prompts")),
    Settled::value("/api/v2/prompts/{prompt}/custom-text/{language}", scope!("read:prompts"), "{}")
        .put(scope!("update:prompts")),
    Settled::value("/api/v2/prompts/{prompt}/partials", scope!("read:prompts"), "{}").put(scope!("update:prompts")),
    Settled::list("/api/v2/prompts/rendering", scope!("read:prompts"), "configs"),
    // Whom else a tenant may know, and whom it may tell.
    Settled::list("/api/v2/organizations", scope!("read:organizations", "read:organizations_summary"), "organizations")
        .post(scope!("create:organizations", "create:organization_connections")),
    Settled::value("/api/v2/log-streams", scope!("read:log_streams"), "[]").post(scope!("create:log_streams")),
    Settled::list("/api/v2/event-streams", scope!("read:event_streams"), "eventStreams")
        .post(scope!("create:event_streams")),
    Settled::list("/api/v2/self-service-profiles", scope!("read:self_service_profiles"), "self_service_profiles")
        .post(scope!("create:self_service_profiles")),
    Settled::list("/api/v2/token-exchange-profiles", scope!("read:token_exchange_profiles"), "token_exchange_profiles")
        .post(scope!("create:token_exchange_profiles")),
    Settled::list("/api/v2/user-attribute-profiles", scope!("read:user_attribute_profiles"), "user_attribute_profiles")
        .post(scope!("create:user_attribute_profiles")),
    Settled::list("/api/v2/connection-profiles", scope!("read:connection_profiles"), "connection_profiles")
        .post(scope!("create:connection_profiles")),
    Settled::list(
        "/api/v2/connections-directory-provisionings",
        scope!("read:directory_provisionings"),
        "directory_provisionings",
    ),
    Settled::list("/api/v2/network-acls", scope!("read:network_acls"), "network_acls")
        .post(scope!("create:network_acls")),
    Settled::list("/api/v2/rate-limit-policies", scope!("read:rate_limit_policies"), "rate_limit_policies")
        .post(scope!("create:rate_limit_policies")),
    // Flows and forms.
    Settled::list("/api/v2/flows", scope!("read:flows"), "flows").post(scope!("create:flows")),
    Settled::list("/api/v2/flows/vault/connections", scope!("read:flows_vault_connections"), "connections")
        .post(scope!("create:flows_vault_connections")),
    Settled::list("/api/v2/forms", scope!("read:forms"), "forms").post(scope!("create:forms")),
];
