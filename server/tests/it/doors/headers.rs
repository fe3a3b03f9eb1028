//! S-402, S-403, S-404, S-406, S-118: headers on every answer.

use std::collections::HashSet;

use model::Role;

use crate::test_app::{Answer, Ask, TestApp};

/// Answers of every kind of route, good and bad.
async fn answers(app: &TestApp) -> Vec<(String, Answer)> {
    let session = app.session(Role::Owner).await;
    let token = app.create_user(&session, "ada@example.com").await["user_id"].as_str().unwrap().replace('|', "%7C");
    let get = |path: &str| (path.to_owned(), Ask::get(path).cookie(&session));
    let asked = vec![
        get("/"),
        get("/users"),
        get(&format!("/users/{token}")),
        get("/users/nobody"),
        get("/nothing"),
        get("/health"),
        get("/pkg/nothing.js"),
        get("/favicon.svg"),
        get("/sign-in"),
        get("/setup"),
        get("/%ff"),
        ("/users without a session".to_owned(), Ask::get("/users")),
        ("/sign-in without a session".to_owned(), Ask::get("/sign-in")),
        ("a function".to_owned(), Ask::call("session/whoami", &serde_json::json!({})).cookie(&session)),
        ("a function that fails".to_owned(), Ask::call("users/get", &serde_json::json!({})).cookie(&session)),
        ("no function".to_owned(), Ask::call("nothing", &serde_json::json!({})).cookie(&session)),
        ("a foreign form".to_owned(), Ask::form("/sign-out", &[]).without("sec-fetch-site")),
        ("a method".to_owned(), Ask::method("TRACE", "/users")),
        ("too much".to_owned(), Ask::form("/sign-in", &[("email", &"a".repeat(100_000))])),
        ("a form".to_owned(), Ask::form("/sign-out", &[])),
    ];
    let mut answers = Vec::new();
    for (name, ask) in asked {
        answers.push((name, app.send(ask).await));
    }
    answers
}

#[tokio::test]
async fn every_answer_carries_them() {
    let app = TestApp::new().await;
    for (name, answer) in answers(&app).await {
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{name}");
        assert_eq!(answer.header("referrer-policy"), "same-origin", "{name}");
        assert_eq!(answer.header("cross-origin-opener-policy"), "same-origin", "{name}");
        assert_eq!(answer.header("cross-origin-resource-policy"), "same-origin", "{name}");
        assert!(answer.header("permissions-policy").contains("camera=()"), "{name}");
        assert!(answer.headers.get("server").is_none(), "{name}");
        assert!(answer.headers.get("strict-transport-security").is_none(), "{name}: plain http");
        let policy = answer.header("content-security-policy");
        assert!(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"), "{name}: {policy}");
        assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"), "{name}: {policy}");
        assert_eq!(answer.headers.get_all("content-security-policy").iter().count(), 1, "{name}");
        if name != "/favicon.svg" {
            assert_eq!(answer.header("cache-control"), "no-store", "{name}");
        }
    }
}

#[tokio::test]
async fn with_tls_browsers_are_told_to_insist_on_it() {
    let app = TestApp::at("https://roster.example.com", None).await;
    for path in ["/sign-in", "/health", "/nothing"] {
        let answer = app.send(Ask::get(path)).await;
        assert_eq!(answer.header("strict-transport-security"), "max-age=63072000; includeSubDomains");
    }
}

fn nonce(policy: &str) -> &str {
    policy.split("'nonce-").nth(1).unwrap().split('\'').next().unwrap()
}

#[tokio::test]
async fn the_dashboards_policy_lets_its_own_scripts_run_and_no_others() {
    let app = TestApp::new().await;
    let session = app.session(Role::Owner).await;
    let page = app.send(Ask::get("/users").cookie(&session)).await;
    let policy = page.header("content-security-policy");
    let nonce = nonce(policy);
    assert_eq!(
        policy,
        format!(
            "default-src 'none'; script-src 'nonce-{nonce}' 'strict-dynamic' 'wasm-unsafe-eval'; style-src 'self' \
             'nonce-{nonce}'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri \
             'none'; object-src 'none'; frame-ancestors 'none'; report-to csp"
        )
    );
    assert_eq!(page.header("reporting-endpoints"), "csp=\"/csp-reports\"");
    let scripts = page.body.matches("<script").count();
    assert!(scripts > 0);
    for (at, _) in page.body.match_indices("<script") {
        let tag = &page.body[at..at + page.body[at..].find('>').unwrap()];
        assert!(tag.contains(&format!("nonce=\"{nonce}\"")), "{tag}");
    }
    assert!(!page.body.contains(" style=\"") && !page.body.contains(" onclick="), "inline styles would be refused");
}

#[tokio::test]
async fn the_plain_pages_run_no_script_at_all() {
    let app = TestApp::new().await;
    for path in ["/sign-in", "/setup", "/nothing"] {
        let policy = app.send(Ask::get(path)).await.header("content-security-policy").to_owned();
        assert!(policy.contains("script-src 'none'") && policy.contains("form-action 'self'"), "{path}: {policy}");
    }
}

/// S-404
#[tokio::test]
async fn no_nonce_comes_twice() {
    let app = TestApp::new().await;
    let session = app.session(Role::Owner).await;
    let mut seen = HashSet::new();
    for _ in 0..300 {
        let page = app.send(Ask::get("/users/nobody").cookie(&session)).await;
        let nonce = nonce(page.header("content-security-policy")).to_owned();
        assert_eq!(nonce.len(), 22, "128 bits in base64");
        assert!(seen.insert(nonce));
    }
}
