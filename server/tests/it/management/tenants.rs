//! /api/v2/tenants/settings

use model::Role;
use serde_json::{Value, json};

use super::program::Program;
use crate::test_app::CONNECTION;

const ALL: [&str; 2] = ["read:tenant_settings", "update:tenant_settings"];
const SETTINGS: &str = "tenants/settings";

async fn patch(program: &Program, body: Value, status: u16) -> Value {
    let answer = program.ask("PATCH", SETTINGS, Some(body.clone())).await;
    assert_eq!(answer.status, status, "{body}: {}", answer.body);
    answer.json()
}

#[tokio::test]
async fn settings_are_read_and_changed_field_by_field() {
    let program = Program::new(&ALL).await;
    let before = program.get(SETTINGS).await;
    assert_eq!((&before["session_lifetime"], &before["idle_session_lifetime"]), (&json!(168), &json!(72)));
    assert_eq!((&before["default_directory"], &before["enabled_locales"]), (&json!(CONNECTION), &json!(["en"])));
    assert_eq!((before.get("picture_url"), before.get("support_url")), (None, None), "what is not set is left out");
    let change = json!({
        "friendly_name": "Acme", "picture_url": "https://acme.example/logo.png", "support_url": "https://acme.example/help",
        "allowed_logout_urls": ["https://acme.example/"], "session_lifetime": 24, "idle_session_lifetime": 12,
        "flags": { "disable_impersonation": false }
    });
    let after = patch(&program, change.clone(), 200).await;
    for (name, value) in change.as_object().unwrap().iter().filter(|(name, _)| *name != "flags") {
        assert_eq!(&after[name], value, "{name}");
    }
    assert_eq!(after["flags"]["disable_impersonation"], json!(false));
    assert_eq!(after["default_directory"], CONNECTION, "what is not named stays");
    assert_eq!(program.get(SETTINGS).await, after);
    assert_eq!(patch(&program, after.clone(), 200).await, after, "what was read can be written");
    let minutes = json!({ "session_lifetime_in_minutes": 2_880, "idle_session_lifetime_in_minutes": 60 });
    let after = patch(&program, minutes, 200).await;
    assert_eq!((&after["session_lifetime"], &after["idle_session_lifetime"]), (&json!(48), &json!(1)));
    let after = patch(&program, json!({ "picture_url": "", "support_url": null, "default_directory": "" }), 200).await;
    assert_eq!(
        (after.get("picture_url"), after.get("support_url"), after.get("default_directory")),
        (None, None, None)
    );
    let some = program.get("tenants/settings?fields=friendly_name").await;
    assert_eq!(some, json!({ "friendly_name": "Acme" }));
}

/// Both doors lead to the same settings.
#[tokio::test]
async fn the_dashboard_shows_what_a_program_changed() {
    let program = Program::new(&ALL).await;
    patch(&program, json!({ "friendly_name": "Acme", "flags": { "disable_impersonation": false } }), 200).await;
    let session = program.app.session(Role::Owner).await;
    let shown = program.app.call(&session, "tenant/settings", json!({})).await;
    assert_eq!((&shown["friendly_name"], &shown["allow_impersonation"]), (&json!("Acme"), &json!(true)));
}

#[tokio::test]
async fn what_cannot_be_is_told_and_changes_nothing() {
    let program = Program::new(&ALL).await;
    let before = program.get(SETTINGS).await;
    for (body, part) in [
        (json!({ "friendly_name": "" }), "on property friendly_name"),
        (json!({ "friendly_name": null }), "Expected type string but found type null"),
        (json!({ "picture_url": "javascript:alert(1)" }), "on property picture_url"),
        (json!({ "allowed_logout_urls": ["x"] }), "on property allowed_logout_urls"),
        (json!({ "default_directory": "nobody" }), "on property default_directory"),
        (json!({ "default_audience": "urn:none" }), "on property default_audience"),
        (json!({ "session_lifetime": 0 }), "on property session_lifetime"),
        (json!({ "session_lifetime": 1 }), "on property idle_session_lifetime"),
        (json!({ "session_lifetime": 1.5 }), "Expected type integer"),
        (json!({ "session_lifetime": 18_446_744_073_709_551_615_u64 }), "on property session_lifetime"),
        (json!({ "session_lifetime_in_minutes": 90 }), "on property session_lifetime_in_minutes"),
        (json!({ "enabled_locales": ["de"] }), "'Only [\"en\"] is supported' on property enabled_locales"),
        (json!({ "support_email": "a@example.com" }), "on property support_email"),
        (json!({ "session_cookie": { "mode": "non-persistent" } }), "on property session_cookie"),
        (json!({ "flags": { "enable_sso": false } }), "on property flags.enable_sso"),
        (json!({ "flags": { "bogus": true } }), "Additional properties not allowed: bogus"),
        (json!({ "flags": [] }), "Expected type object"),
        (json!({ "bogus": 1 }), "Additional properties not allowed: bogus"),
    ] {
        let answer = patch(&program, body.clone(), 400).await;
        assert!(answer["message"].as_str().unwrap().contains(part), "{body}: {answer}");
        assert_eq!(answer["errorCode"], "invalid_body");
    }
    assert_eq!(program.get(SETTINGS).await, before);
}
