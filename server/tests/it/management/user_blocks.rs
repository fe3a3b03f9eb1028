//! /api/v2/user-blocks

use directory::DEFAULT_TENANT;
use serde_json::{Value, json};

use super::people::{try_log_in, with_ada};
use super::program::Program;
use crate::test_app::{CONNECTION, PASSWORD, escape};

async fn fail(program: &Program, name: &str) {
    for _ in 0..10 {
        try_log_in(program, name, "wrong").await;
    }
}

fn blocks(answer: &Value) -> &Vec<Value> {
    answer["blocked_for"].as_array().unwrap()
}

#[tokio::test]
async fn whoever_failed_too_often_is_listed_and_let_in_again() {
    let (program, ada) = with_ada(&["read:users", "update:users", "read:logs"]).await;
    let (by_id, by_name) = (format!("user-blocks/{}", escape(&ada)), "user-blocks?identifier=Ada%40Example.com");
    assert_eq!(program.get(&by_id).await, json!({ "blocked_for": [] }));
    fail(&program, "ada@example.com").await;
    assert_ne!(try_log_in(&program, "ada@example.com", PASSWORD).await.status, 200);
    let found = program.get(&by_id).await;
    let first = &blocks(&found)[0];
    assert_eq!((&first["identifier"], &first["connection"]), (&json!("ada@example.com"), &json!(CONNECTION)));
    assert_eq!(program.get(by_name).await, found);
    assert_eq!(program.get(&format!("{by_name}&consider_brute_force_enablement=true")).await, found);
    let mut tx = program.app.db.begin().await.unwrap();
    let connection = store::connections::find(&mut tx, DEFAULT_TENANT, CONNECTION).await.unwrap().unwrap();
    let options = model::ConnectionOptions { brute_force_protection: false, ..connection.options };
    store::connections::save_options(&mut tx, DEFAULT_TENANT, &connection.id, &options).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(program.get(&by_id).await, found);
    let considered = program.get(&format!("{by_id}?consider_brute_force_enablement=true")).await;
    assert!(blocks(&considered).is_empty(), "the connection does not look for it any more");
    assert_eq!(program.ask("DELETE", &by_id, None).await.status, 204);
    assert_eq!(try_log_in(&program, "ada@example.com", PASSWORD).await.status, 200);
    let events = program.get("logs?q=type:ublkdu").await;
    assert_eq!((events.as_array().unwrap().len(), &events[0]["user_id"]), (1, &json!(ada)));
    assert_eq!(program.ask("DELETE", &by_id, None).await.status, 204, "nothing to lift");
    for method in ["GET", "DELETE"] {
        assert_eq!(program.ask(method, "user-blocks/auth0%7Cnobody", None).await.status, 404);
        assert_eq!(program.ask(method, "user-blocks", None).await.status, 400);
    }
}

#[tokio::test]
async fn a_name_that_nobody_has_is_blocked_and_let_in_too() {
    let (program, _) = with_ada(&["read:users", "update:users"]).await;
    fail(&program, "nobody@example.com").await;
    let by_name = "user-blocks?identifier=nobody%40example.com";
    assert!(!blocks(&program.get(by_name).await).is_empty());
    assert_eq!(program.ask("DELETE", by_name, None).await.status, 204);
    assert!(blocks(&program.get(by_name).await).is_empty());
    assert!(blocks(&program.get("user-blocks?identifier=ada%40example.com").await).is_empty());
}
