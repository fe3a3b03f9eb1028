//! /api/v2/emails/provider

use model::Role;
use serde_json::{Value, json};

use super::program::Program;

const ALL: [&str; 5] =
    ["read:email_provider", "create:email_provider", "update:email_provider", "delete:email_provider", "read:logs"];
const PROVIDER: &str = "emails/provider";

async fn ok(program: &Program, method: &str, body: Option<Value>, status: u16) -> Value {
    let answer = program.ask(method, PROVIDER, body).await;
    assert_eq!(answer.status, status, "{method}: {}", answer.body);
    assert!(!answer.body.contains("s3cret"), "{}", answer.body);
    if answer.body.is_empty() { Value::Null } else { answer.json() }
}

fn smtp() -> Value {
    json!({
        "name": "smtp", "enabled": true, "default_from_address": "no-reply@example.com", "settings": {},
        "credentials": { "smtp_host": "smtp.example.com", "smtp_port": 587, "smtp_user": "ada", "smtp_pass": "s3cret" }
    })
}

#[tokio::test]
async fn a_provider_is_made_read_changed_and_deleted_and_its_password_never_told() {
    let program = Program::new(&ALL).await;
    let none = ok(&program, "GET", None, 404).await;
    assert_eq!(none["errorCode"], "inexistent_email_provider");
    ok(&program, "PATCH", Some(json!({ "enabled": false })), 404).await;
    let made = ok(&program, "POST", Some(smtp()), 201).await;
    let expected = json!({
        "name": "smtp", "enabled": true, "default_from_address": "no-reply@example.com",
        "credentials": { "smtp_host": "smtp.example.com", "smtp_port": 587, "smtp_user": "ada" },
        "settings": { "security": "start_tls" }
    });
    assert_eq!(made, expected);
    ok(&program, "POST", Some(smtp()), 409).await;
    assert_eq!(ok(&program, "GET", None, 200).await, made);
    let some = program.get("emails/provider?fields=name,enabled&include_fields=true").await;
    assert_eq!(some, json!({ "name": "smtp", "enabled": true }));
    assert_eq!(ok(&program, "PATCH", Some(made.clone()), 200).await, made, "what was read can be written");
    let session = program.app.session(Role::Owner).await;
    let shown = program.app.call(&session, "mails/settings", json!({})).await;
    assert_eq!((&shown["has_password"], &shown["host"]), (&json!(true), &json!("smtp.example.com")));
    // Another port keeps the rest; 465 begins with TLS.
    let port = json!({ "enabled": false, "credentials": { "smtp_port": 465 } });
    let changed = ok(&program, "PATCH", Some(port), 200).await;
    assert_eq!(
        (&changed["credentials"]["smtp_user"], &changed["settings"]["security"]),
        (&json!("ada"), &json!("tls"))
    );
    let log = program.ask("GET", "logs?per_page=100", None).await;
    assert!(log.body.contains("email provider") && !log.body.contains("s3cret"), "{}", log.body);
    ok(&program, "DELETE", None, 204).await;
    ok(&program, "DELETE", None, 204).await;
    ok(&program, "GET", None, 404).await;
}

/// A password goes to nobody whom it was not entered for.
#[tokio::test]
async fn another_server_gets_no_password_that_it_was_not_given() {
    let program = Program::new(&ALL).await;
    ok(&program, "POST", Some(smtp()), 201).await;
    let elsewhere = json!({ "credentials": { "smtp_host": "evil.example.com" } });
    let answer = ok(&program, "PATCH", Some(elsewhere), 400).await;
    assert!(answer["message"].as_str().unwrap().ends_with("on property credentials.smtp_pass"), "{answer}");
    assert_eq!(ok(&program, "GET", None, 200).await["credentials"]["smtp_host"], "smtp.example.com");
}

#[tokio::test]
async fn what_cannot_be_is_told_by_auth0s_names() {
    let program = Program::new(&ALL).await;
    let with = |name: &str, value: Value| {
        let mut body = smtp();
        body[name] = value;
        body
    };
    for (body, part) in [
        (json!({ "name": "sendgrid", "credentials": { "api_key": "s3cret" } }), "No enum match for: sendgrid"),
        (json!({ "name": "smtp" }), "Missing required property: credentials"),
        (with("default_from_address", json!("nobody")), "on property default_from_address"),
        (with("credentials", json!({ "smtp_host": "a b" })), "on property credentials.smtp_host"),
        (with("credentials", json!({ "smtp_host": "a", "smtp_port": 0 })), "on property credentials.smtp_port"),
        (with("credentials", json!({ "smtp_host": "a", "smtp_port": 65_536 })), "on property credentials.smtp_port"),
        (with("credentials", json!({ "smtp_host": "a", "smtp_user": "x" })), "on property credentials.smtp_pass"),
        (with("credentials", json!({ "api_key": "x" })), "Additional properties not allowed: api_key"),
        (with("settings", json!({ "headers": { "a": {} } })), "Additional properties not allowed: headers"),
        (with("settings", json!({ "security": "plain" })), "on property settings.security"),
        (with("settings", json!({ "security": "none" })), "No enum match for: none"),
        (with("enabled", json!("yes")), "Expected type boolean"),
    ] {
        let answer = ok(&program, "POST", Some(body.clone()), 400).await;
        assert!(answer["message"].as_str().unwrap().contains(part), "{body}: {answer}");
    }
    ok(&program, "GET", None, 404).await;
}
