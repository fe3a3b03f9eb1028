//! What Auth0 has and Roster has not: what is so is told and taken, and nothing else.

use serde_json::{Value, json};

use super::program::Program;
use super::scopes::Line;

const READ_PROTECTION: &[&str] = &["read:attack_protection"];
const UPDATE_PROTECTION: &[&str] = &["update:attack_protection"];

/// Each route with what is so in its body.
pub(super) fn lines() -> Vec<Line> {
    let so = || Some(json!({}));
    let list = || Some(json!([]));
    let mut lines: Vec<Line> = vec![
        ("GET", "supplemental-signals", None, READ_PROTECTION),
        ("PATCH", "supplemental-signals", so(), UPDATE_PROTECTION),
        ("GET", "risk-assessments/settings", None, READ_PROTECTION),
        ("PATCH", "risk-assessments/settings", so(), UPDATE_PROTECTION),
        ("GET", "risk-assessments/settings/new-device", None, READ_PROTECTION),
        ("PATCH", "risk-assessments/settings/new-device", so(), UPDATE_PROTECTION),
        ("GET", "actions/triggers", None, &["read:actions"]),
        ("GET", "actions/triggers/post-login/bindings", None, &["read:actions"]),
        ("PATCH", "actions/triggers/post-login/bindings", Some(json!({ "bindings": [] })), &["update:actions"]),
        ("GET", "actions/modules", None, &["read:actions"]),
        ("GET", "guardian/factors", None, &["read:guardian_factors"]),
        ("PUT", "guardian/factors/otp", Some(json!({ "enabled": false })), &["update:guardian_factors"]),
        ("GET", "guardian/policies", None, &["read:mfa_policies"]),
        ("PUT", "guardian/policies", list(), &["update:mfa_policies"]),
        ("GET", "branding", None, &["read:branding"]),
        ("PATCH", "branding", so(), &["update:branding"]),
        ("GET", "branding/themes/default", None, &["read:branding"]),
        ("GET", "branding/templates/universal-login", None, &["read:branding"]),
        ("GET", "prompts", None, &["read:prompts"]),
        ("PATCH", "prompts", Some(json!({ "universal_login_experience": "new" })), &["update:prompts"]),
        ("GET", "prompts/login/custom-text/en", None, &["read:prompts"]),
        ("PUT", "prompts/login/custom-text/en", so(), &["update:prompts"]),
        ("GET", "prompts/login/partials", None, &["read:prompts"]),
        ("PUT", "prompts/login/partials", so(), &["update:prompts"]),
        ("GET", "prompts/rendering", None, &["read:prompts"]),
        ("GET", "organizations", None, &["read:organizations", "read:organizations_summary"]),
        ("POST", "organizations", so(), &["create:organizations", "create:organization_connections"]),
        ("GET", "connections-directory-provisionings", None, &["read:directory_provisionings"]),
    ];
    for (_, path) in PROTECTION {
        lines.push(("GET", path, None, READ_PROTECTION));
        lines.push(("PATCH", path, so(), UPDATE_PROTECTION));
    }
    for (path, read, create) in ABSENT {
        lines.push(("GET", path, None, read));
        lines.push(("POST", path, so(), create));
    }
    lines
}

/// What is so of each, in a property that can be seen.
const PROTECTION: [(&str, &str); 6] = [
    ("max_attempts", "attack-protection/brute-force-protection"),
    ("stage", "attack-protection/suspicious-ip-throttling"),
    ("method", "attack-protection/breached-password-detection"),
    ("bot_detection_level", "attack-protection/bot-detection"),
    ("active_provider_id", "attack-protection/captcha"),
    ("type", "attack-protection/phone-provider-protection"),
];

const ABSENT: &[(&str, &[&str], &[&str])] = &[
    ("hooks", &["read:hooks"], &["create:hooks"]),
    ("log-streams", &["read:log_streams"], &["create:log_streams"]),
    ("custom-domains", &["read:custom_domains"], &["create:custom_domains"]),
    ("branding/phone/providers", &["read:phone_providers"], &["create:phone_providers"]),
    ("branding/phone/templates", &["read:phone_templates"], &["create:phone_templates"]),
    ("event-streams", &["read:event_streams"], &["create:event_streams"]),
    ("self-service-profiles", &["read:self_service_profiles"], &["create:self_service_profiles"]),
    ("token-exchange-profiles", &["read:token_exchange_profiles"], &["create:token_exchange_profiles"]),
    ("user-attribute-profiles", &["read:user_attribute_profiles"], &["create:user_attribute_profiles"]),
    ("connection-profiles", &["read:connection_profiles"], &["create:connection_profiles"]),
    ("network-acls", &["read:network_acls"], &["create:network_acls"]),
    ("rate-limit-policies", &["read:rate_limit_policies"], &["create:rate_limit_policies"]),
    ("flows", &["read:flows"], &["create:flows"]),
    ("flows/vault/connections", &["read:flows_vault_connections"], &["create:flows_vault_connections"]),
    ("forms", &["read:forms"], &["create:forms"]),
];

/// A program that may do everything here.
async fn program() -> Program {
    let scopes: Vec<&str> = lines().iter().flat_map(|(.., scopes)| scopes.iter().copied()).collect();
    Program::new(&scopes).await
}

#[tokio::test]
async fn what_was_read_can_be_written_back_and_nothing_else() {
    let program = program().await;
    for (name, path) in PROTECTION {
        let is = program.get(path).await;
        let answer = program.ask("PATCH", path, Some(is.clone())).await;
        assert_eq!((answer.status.as_u16(), answer.json()), (200, is), "{path}");
        for other in [json!({ name: "another" }), json!({ "x": 1 }), json!([]), json!(null), json!("x")] {
            let answer = program.ask("PATCH", path, Some(other.clone())).await;
            let refused = answer.json();
            assert_eq!(
                (answer.status.as_u16(), &refused["errorCode"]),
                (400, &json!("invalid_body")),
                "{path} {other}"
            );
        }
        assert_eq!(program.ask("PATCH", path, None).await.status, 400, "{path}");
    }
    for path in ["branding", "risk-assessments/settings", "risk-assessments/settings/new-device"] {
        let is = program.get(path).await;
        assert_eq!(program.ask("PATCH", path, Some(is.clone())).await.json(), is, "{path}");
    }
    let factors = program.get("guardian/factors").await;
    assert_eq!((factors.as_array().unwrap().len(), &factors[0]["enabled"]), (8, &json!(false)));
    for (method, path, body) in [
        ("PUT", "guardian/factors/otp", json!({ "enabled": true })),
        ("PUT", "guardian/policies", json!(["all-applications"])),
        ("PATCH", "actions/triggers/post-login/bindings", json!({ "bindings": [{}] })),
        ("PUT", "prompts/login/custom-text/en", json!({ "login": { "title": "Hi" } })),
        ("PATCH", "branding", json!({ "logo_url": "https://example.com/logo.png" })),
        ("PATCH", "risk-assessments/settings/new-device", json!({ "remember_for": 30 })),
    ] {
        assert_eq!(program.ask(method, path, Some(body)).await.status, 400, "{path}");
    }
}

#[tokio::test]
async fn lists_are_empty_in_each_way_of_paging_and_stay_so() {
    let program = program().await;
    for (path, ..) in ABSENT {
        let body = program.get(path).await;
        assert!(
            body == json!([]) || body.as_object().is_some_and(|body| body.values().all(|list| *list == json!([]))),
            "{path}: {body}"
        );
        let refused = program.ask("POST", path, Some(json!({ "name": "A" }))).await;
        assert_eq!(
            (refused.status.as_u16(), &refused.json()["errorCode"]),
            (403, &json!("feature_not_enabled")),
            "{path}"
        );
    }
    let counted = json!({ "start": 0, "limit": 100, "total": 0, "hooks": [] });
    assert_eq!(program.get("hooks?page=0&per_page=100&include_totals=true").await, counted);
    assert_eq!(program.get("organizations?take=50").await, json!({ "organizations": [] }));
    assert_eq!(program.get("event-streams?take=50").await, json!({ "eventStreams": [] }));
    assert_eq!(program.ask("GET", "hooks?per_page=x", None).await.status, 400);
}

#[tokio::test]
async fn what_there_is_nothing_of_is_told_by_its_code() {
    let program = program().await;
    for (path, status, code) in [
        ("branding/themes/default", 404, "theme_not_found"),
        ("branding/templates/universal-login", 404, "inexistent_templates_universal_login"),
        ("supplemental-signals", 403, "feature_not_enabled"),
    ] {
        let answer = program.ask("GET", path, None).await;
        let (told, expected): (Value, Value) = (answer.json()["errorCode"].clone(), json!(code));
        assert_eq!((answer.status.as_u16(), told), (status, expected), "{path}");
    }
}
