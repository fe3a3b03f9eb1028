//! GET and POST /setup

use directory::SETUP_LIFETIME;
use model::Role;
use serde_json::json;

use crate::test_app::{Answer, Ask, PASSWORD, TestApp};

async fn token(app: &TestApp) -> String {
    app.directory.setup().issue().await.unwrap().unwrap()
}

async fn send(app: &TestApp, token: &str, fields: &[(&str, &str)]) -> Answer {
    let form_token = "0".repeat(32);
    let all = [fields, &[("token", token), ("form_token", &form_token)]].concat();
    app.send(Ask::form("/setup", &all).cookie(&format!("roster-form={form_token}"))).await
}

const GOOD: [(&str, &str); 3] = [("email", "ada@example.com"), ("password", PASSWORD), ("repeat", PASSWORD)];

#[tokio::test]
async fn the_link_makes_the_first_administrator_once() {
    let app = TestApp::new().await;
    let token = token(&app).await;
    let page = app.send(Ask::get(&format!("/setup?token={token}"))).await;
    assert_eq!(page.status, 200);
    assert_eq!(page.hidden("token"), token);

    let entered = send(&app, &token, &GOOD).await;
    assert_eq!((entered.status.as_u16(), entered.location()), (303, "/users"));
    let session = entered.cookie("roster").unwrap();
    let who = app.call(&session, "session/whoami", json!({})).await;
    assert_eq!(who, json!({ "email": "ada@example.com", "role": "owner", "tenant": "default" }));

    let again = app.send(Ask::get(&format!("/setup?token={token}"))).await;
    assert_eq!(again.status, 410);
    assert!(again.body.contains("roster admin create"), "{}", again.body);
    assert_eq!(send(&app, &token, &GOOD).await.status, 410);
}

#[tokio::test]
async fn sample_users_come_when_they_are_wanted() {
    let app = TestApp::new().await;
    let token = token(&app).await;
    let entered = send(&app, &token, &[&GOOD[..], &[("samples", "on")]].concat()).await;
    let session = entered.cookie("roster").unwrap();
    let count = app.call(&session, "users/count", json!({ "query": {} })).await;
    assert_eq!(count["count"], 1000);
}

#[tokio::test]
async fn the_link_expires_after_thirty_minutes() {
    let app = TestApp::new().await;
    let token = token(&app).await;
    app.clock.advance(SETUP_LIFETIME - 1000);
    assert_eq!(app.send(Ask::get(&format!("/setup?token={token}"))).await.status, 200);
    app.clock.advance(2000);
    let page = app.send(Ask::get(&format!("/setup?token={token}"))).await;
    assert_eq!(page.status, 410);
    assert!(page.body.contains("Restart Roster"), "{}", page.body);
    let sent = send(&app, &token, &GOOD).await;
    assert_eq!(sent.status, 410);
    assert!(sent.cookie("roster").is_none());
}

#[tokio::test]
async fn of_two_at_once_one_wins() {
    let app = TestApp::new().await;
    let token = token(&app).await;
    let mut other = GOOD;
    other[0].1 = "eve@example.com";
    let (first, second) = tokio::join!(send(&app, &token, &GOOD), send(&app, &token, &other));
    let mut statuses = [first.status.as_u16(), second.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 410]);
}

#[tokio::test]
async fn a_newer_link_voids_the_older_one() {
    let app = TestApp::new().await;
    let (older, newer) = (token(&app).await, token(&app).await);
    assert_eq!(app.send(Ask::get(&format!("/setup?token={older}"))).await.status, 410);
    assert_eq!(app.send(Ask::get(&format!("/setup?token={newer}"))).await.status, 200);
    app.administrator(Role::Owner).await;
    assert_eq!(app.send(Ask::get(&format!("/setup?token={newer}"))).await.status, 410, "there is an administrator");
}

#[tokio::test]
async fn mistakes_stand_beside_their_field_and_the_link_stays_open() {
    let app = TestApp::new().await;
    let token = token(&app).await;
    let cases = [
        ([("email", "ada"), ("password", PASSWORD), ("repeat", PASSWORD)], "email-mistake", 400),
        ([("email", "ada@example.com"), ("password", "short"), ("repeat", "short")], "password-mistake", 400),
        ([("email", "ada@example.com"), ("password", PASSWORD), ("repeat", "other")], "repeat-mistake", 400),
        ([("email", ""), ("password", ""), ("repeat", "")], "-mistake", 400),
    ];
    for (fields, id, status) in cases {
        let answer = send(&app, &token, &fields).await;
        assert_eq!(answer.status.as_u16(), status, "{fields:?}");
        assert!(answer.body.contains(&format!("{id}\"")), "{fields:?}: {}", answer.body);
        assert!(!answer.body.contains(PASSWORD), "what was typed as a password is not sent back");
    }
    assert_eq!(send(&app, &token, &GOOD).await.status, 303);
}

#[tokio::test]
async fn hostile_fields_are_refused_and_stay_text() {
    let app = TestApp::new().await;
    let token = token(&app).await;
    for text in ["</textarea><script>alert(1)</script>", "\0", "\u{202e}", &"a".repeat(20_000), "'; DROP TABLE x; --"] {
        for field in ["email", "token"] {
            let mut fields = GOOD.to_vec();
            fields.retain(|(name, _)| *name != field);
            let sent = if field == "token" { text } else { &token };
            if field == "email" {
                fields.push(("email", text));
            }
            let answer = send(&app, sent, &fields).await;
            assert!(answer.status.is_client_error(), "{field} {text:?}: {}", answer.status);
            assert!(!answer.body.contains("<script"), "{field} {text:?}");
        }
    }
    for path in ["/setup", "/setup?token=", "/setup?token=x", "/setup?token=a&token=b"] {
        assert_eq!(app.send(Ask::get(path)).await.status, 410, "{path}");
    }
}

#[tokio::test]
async fn a_form_without_its_token_is_refused() {
    let app = TestApp::new().await;
    let token = token(&app).await;
    let answer = app.send(Ask::form("/setup", &[&GOOD[..], &[("token", token.as_str())]].concat())).await;
    assert_eq!(answer.status, 403);
    assert_eq!(send(&app, &token, &GOOD).await.status, 303, "the link stays open");
}
