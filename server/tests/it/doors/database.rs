//! A database that does not answer.

use model::Role;
use serde_json::json;

use crate::test_app::{Ask, PASSWORD, TestApp};

/// S-615: not "signed out", not "allowed", but "try again".
#[tokio::test]
async fn without_its_database_the_server_says_try_again() {
    let app = TestApp::new().await;
    let session = app.session(Role::Owner).await;
    assert_eq!(app.send(Ask::get("/health")).await.json(), json!({ "status": "ok" }));
    app.db.close().await;
    let token = "0".repeat(32);
    let fields = [("form_token", token.as_str()), ("email", "owner@example.com"), ("password", PASSWORD)];
    let asked = [
        Ask::get("/health"),
        Ask::get("/users").cookie(&session),
        Ask::call("session/whoami", &json!({})).cookie(&session),
        Ask::form("/sign-in", &fields).cookie(&format!("roster-form={token}")),
        Ask::form("/sign-out", &[]).cookie(&session),
        Ask::get("/setup?token=x"),
    ];
    for ask in asked {
        let answer = app.send(ask).await;
        assert_eq!((answer.status.as_u16(), answer.header("retry-after")), (503, "5"), "{}", answer.body);
        assert!(answer.body.contains("database cannot be reached"), "{}", answer.body);
        assert!(answer.cookies().iter().all(|cookie| cookie.starts_with("roster-form=")), "{:?}", answer.cookies());
    }
    assert_eq!(app.send(Ask::get("/sign-in")).await.status, 200, "the form is there when the database comes back");
}
