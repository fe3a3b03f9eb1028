//! The tenant's settings.

use model::Role;
use serde_json::{Value, json};

use crate::test_app::{Ask, TestApp};

fn edit(base: &Value, changes: &Value) -> Value {
    let mut settings = base.clone();
    for (name, value) in changes.as_object().unwrap() {
        settings[name] = value.clone();
    }
    json!({ "edit": { "base": base, "settings": settings } })
}

#[tokio::test]
async fn settings_are_kept_and_an_edit_of_old_ones_is_refused() {
    let app = TestApp::new().await;
    let owner = app.session(Role::Owner).await;
    let before = app.call(&owner, "tenant/settings", json!({})).await;
    let changes = json!({
        "friendly_name": "Ümläut & Söhne", "picture_url": "https://shop.example/logo.png", "primary_color": "#1F6feb",
        "allowed_logout_urls": ["https://shop.example/bye"], "session_lifetime": 24, "idle_session_lifetime": 1,
        "log_retention_days": 0,
    });
    let after = app.call(&owner, "tenant/update", edit(&before, &changes)).await;
    assert_eq!(after["friendly_name"], "Ümläut & Söhne");
    assert_eq!(app.call(&owner, "tenant/settings", json!({})).await, after);
    let late = edit(&before, &json!({ "friendly_name": "Somebody else's" }));
    assert_eq!(app.send(Ask::call("tenant/update", &late).cookie(&owner)).await.status, 409);
    assert_eq!(app.call(&owner, "tenant/settings", json!({})).await, after);
}

/// N-004, N-011
#[tokio::test]
async fn a_bad_setting_is_named_and_nothing_is_stored() {
    let app = TestApp::new().await;
    let owner = app.session(Role::Owner).await;
    let before = app.call(&owner, "tenant/settings", json!({})).await;
    let many: Vec<String> = (0..101).map(|n| format!("https://shop.example/{n}")).collect();
    let cases = [
        ("friendly_name", json!(" ")),
        ("friendly_name", json!("x".repeat(151))),
        ("friendly_name", json!("a\0b")),
        ("picture_url", json!("JaVaScRiPt:alert(1)")),
        ("picture_url", json!("data:image/svg+xml,<svg/>")),
        ("picture_url", json!("http://shop.example/logo.png")),
        ("support_url", json!("shop.example")),
        ("primary_color", json!("red")),
        ("primary_color", json!("#12345g")),
        ("page_background", json!("#123;}body{display:none")),
        ("allowed_logout_urls", json!(["javascript:alert(1)"])),
        ("allowed_logout_urls", json!(["https://*.shop.example"])),
        ("allowed_logout_urls", json!(many)),
        ("default_directory", json!("nowhere")),
        ("default_directory", json!("a\0")),
        ("default_audience", json!("https://nowhere.example")),
        ("session_lifetime", json!(0)),
        ("session_lifetime", json!(i64::MAX)),
        ("idle_session_lifetime", json!(200)),
        ("log_retention_days", json!(-1)),
        ("log_retention_days", json!(3_651)),
    ];
    for (field, value) in cases {
        let mut changes = json!({});
        changes[field] = value.clone();
        let answer = app.send(Ask::call("tenant/update", &edit(&before, &changes)).cookie(&owner)).await;
        assert_eq!(answer.status, 400, "{field} {value}: {}", answer.body);
        let fields = answer.json()["fields"].clone();
        assert!(
            fields.as_array().unwrap().iter().any(|mistake| mistake["field"] == field),
            "{field} {value}: {fields}"
        );
        assert_eq!(app.call(&owner, "tenant/settings", json!({})).await, before, "{field} {value}");
    }
}
