//! Logs: pages, and what is no question.

use model::Role;
use serde_json::json;

use crate::test_app::{Ask, TestApp};

#[tokio::test]
async fn pages_meet_every_event_once() {
    let app = TestApp::new().await;
    let owner = app.session(Role::Owner).await;
    for number in 0..60 {
        app.create_user(&owner, &format!("u{number}@example.com")).await;
        app.clock.advance(1);
    }
    let first = app.call(&owner, "logs/search", json!({ "query": { "q": "description:\"Create a User\"" } })).await;
    let ids = |page: &serde_json::Value| {
        let events = page["events"].as_array().unwrap();
        events.iter().map(|event| event["log_id"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!((ids(&first).len(), first["next"].as_str()), (50, ids(&first).last().map(String::as_str)));
    let query = json!({ "query": { "q": "description:\"Create a User\"", "after": first["next"] } });
    let second = app.call(&owner, "logs/search", query).await;
    assert_eq!((ids(&second).len(), second["next"].as_str()), (10, None));
    assert!(ids(&first).iter().all(|id| !ids(&second).contains(id)));
    let event = app.call(&owner, "logs/get", json!({ "log_id": ids(&second)[0] })).await;
    assert_eq!(event, second["events"][0]);
}

#[tokio::test]
async fn what_is_no_question_is_told_with_the_place() {
    let app = TestApp::new().await;
    let session = app.session(Role::Viewer).await;
    for (query, field, part) in [
        (json!({ "q": "type:" }), "q", "Position 6: expected a value"),
        (json!({ "q": "shoe:1" }), "q", "Position 1: there is no field `shoe`"),
        (json!({ "q": "a AND (b OR c" }), "q", "Position 14: expected `)`"),
        (json!({ "q": "date:[2026-13-01 TO *]" }), "q", "Position 7: expected a date"),
        (json!({ "q": "a\0" }), "q", "Position 2"),
        (json!({ "after": "9' OR 1=1" }), "after", "Not the id of an event"),
        (json!({ "after": "" }), "after", "Not the id of an event"),
        (json!({ "client_id": "a\0" }), "client_id", "NUL"),
        (json!({ "ip": "1".repeat(600) }), "ip", "512 bytes"),
    ] {
        let answer = app.send(Ask::call("logs/search", &json!({ "query": query })).cookie(&session)).await;
        assert_eq!(answer.status, 400, "{query}: {}", answer.body);
        let told = answer.json();
        assert_eq!(told["fields"][0]["field"], field, "{query}");
        assert!(told["message"].as_str().unwrap().contains(part), "{query}: {told}");
    }
    for hours in [0, 721, u32::MAX] {
        assert_eq!(app.send(Ask::call("logs/chart", &json!({ "hours": hours })).cookie(&session)).await.status, 400);
    }
    for id in ["", "x", "90020261124", &"9".repeat(101)] {
        assert_eq!(app.send(Ask::call("logs/get", &json!({ "log_id": id })).cookie(&session)).await.status, 404);
    }
}
