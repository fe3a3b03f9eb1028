//! /api/v2/email-templates

use model::Role;
use serde_json::{Value, json};

use super::program::Program;

const ALL: [&str; 3] = ["read:email_templates", "create:email_templates", "update:email_templates"];
const RESET: &str = "email-templates/reset_email";

async fn ok(program: &Program, method: &str, path: &str, body: Option<Value>, status: u16) -> Value {
    let answer = program.ask(method, path, body).await;
    assert_eq!(answer.status, status, "{method} {path}: {}", answer.body);
    answer.json()
}

fn reset() -> Value {
    json!({
        "template": "reset_email", "from": "Acme <no-reply@example.com>", "subject": "New password", "syntax": "liquid",
        "body": "<h1>Hello</h1><p><a href=\"{{ url }}\">Choose one</a></p>", "enabled": true, "resultUrl": "",
        "urlLifetimeInSeconds": 1_800, "includeEmailInRedirect": false
    })
}

#[tokio::test]
async fn a_template_is_there_once_it_was_made_and_keeps_a_plain_text() {
    let program = Program::new(&ALL).await;
    let none = ok(&program, "GET", RESET, None, 404).await;
    assert_eq!(
        (&none["message"], &none["errorCode"]),
        (&json!("The template does not exist."), &json!("inexistent_email_template"))
    );
    ok(&program, "PATCH", RESET, Some(json!({ "enabled": false })), 404).await;
    ok(&program, "PUT", RESET, Some(reset()), 404).await;
    assert_eq!(ok(&program, "POST", "email-templates", Some(reset()), 200).await, reset());
    ok(&program, "POST", "email-templates", Some(reset()), 409).await;
    assert_eq!(program.get(RESET).await, reset());
    assert_eq!(ok(&program, "PATCH", RESET, Some(reset()), 200).await, reset(), "what was read can be written");
    let session = program.app.session(Role::Owner).await;
    let shown = program.app.call(&session, "mails/templates", json!({})).await;
    let shown = shown.as_array().unwrap().iter().find(|shown| shown["kind"] == "reset_email").unwrap();
    assert_eq!(shown["template"]["text"], "Hello\n\nChoose one: {{ url }}\n");
    let changed = ok(&program, "PATCH", RESET, Some(json!({ "subject": "Other", "from": null })), 200).await;
    assert_eq!(
        (&changed["subject"], &changed["from"], &changed["body"]),
        (&json!("Other"), &json!(""), &reset()["body"])
    );
    assert_eq!(ok(&program, "PUT", RESET, Some(reset()), 200).await, reset());
}

#[tokio::test]
async fn mails_that_roster_does_not_write_are_not_there() {
    let program = Program::new(&ALL).await;
    for name in ["stolen_credentials", "change_password", "password_reset", "password_changed", "test", "bogus"] {
        let path = format!("email-templates/{name}");
        assert_eq!(ok(&program, "GET", &path, None, 404).await["errorCode"], "inexistent_email_template", "{name}");
        ok(&program, "PATCH", &path, Some(json!({ "enabled": false })), 404).await;
    }
    let mut body = reset();
    body["template"] = json!("stolen_credentials");
    ok(&program, "POST", "email-templates", Some(body), 404).await;
}

#[tokio::test]
async fn what_a_template_cannot_hold_is_told() {
    let program = Program::new(&ALL).await;
    for (name, value, part) in [
        ("template", json!("bogus"), "No enum match for: bogus"),
        ("body", json!("<p>no link</p>"), "on property body"),
        ("body", json!("{% if user %}{{ url }}{% endif %}"), "on property body"),
        ("body", json!("{{ url }}{{ user.secret }}"), "on property body"),
        ("body", json!(format!("{{{{ url }}}}{}", "x".repeat(140_000))), "on property body"),
        ("subject", json!("a\nb"), "on property subject"),
        ("from", json!("nobody"), "on property from"),
        ("syntax", json!("text"), "on property syntax"),
        ("resultUrl", json!("https://acme.example/"), "on property resultUrl"),
        ("urlLifetimeInSeconds", json!(60), "'Only 1800 is supported' on property urlLifetimeInSeconds"),
        ("includeEmailInRedirect", json!(true), "on property includeEmailInRedirect"),
        ("enabled", json!("yes"), "Expected type boolean"),
        ("bogus", json!(1), "Additional properties not allowed: bogus"),
    ] {
        let mut body = reset();
        body[name] = value;
        let answer = ok(&program, "POST", "email-templates", Some(body), 400).await;
        assert!(answer["message"].as_str().unwrap().contains(part), "{name}: {answer}");
    }
    let answer = ok(&program, "PATCH", RESET, Some(json!({ "template": "verify_email" })), 400).await;
    assert!(answer["message"].as_str().unwrap().contains("on property template"), "{answer}");
}
