//! /api/v2/logs and /api/v2/users/{id}/logs

use serde_json::{Value, json};

use super::people::{log_in, try_log_in, with_ada};
use super::program::{Program, path};

const SCOPES: [&str; 2] = ["read:logs", "update:users"];

fn kinds(answer: &Value) -> Vec<&str> {
    let events = answer.as_array().or_else(|| answer["logs"].as_array()).unwrap();
    events.iter().map(|event| event["type"].as_str().unwrap()).collect()
}

fn log_ids(answer: &Value) -> Vec<&str> {
    answer.as_array().unwrap().iter().map(|event| event["log_id"].as_str().unwrap()).collect()
}

async fn some() -> (Program, String) {
    let (program, ada) = with_ada(&SCOPES).await;
    try_log_in(&program, "ada@example.com", "wrong").await;
    log_in(&program).await;
    try_log_in(&program, "nobody@example.com", "wrong").await;
    (program, ada)
}

#[tokio::test]
async fn events_are_written_as_auth0_does_with_nulls() {
    let (program, ada) = some().await;
    let events = program.get("logs?q=type:s").await;
    let event = &events[0];
    assert_eq!(event["_id"], event["log_id"]);
    assert_eq!((&event["user_id"], &event["user_name"]), (&json!(ada), &json!("ada@example.com")));
    assert_eq!((&event["client_id"], &event["client_name"]), (&json!("shop"), &json!("The Shop")));
    assert_eq!((&event["strategy"], &event["strategy_type"]), (&json!("auth0"), &json!("database")));
    assert!(event["connection_id"].as_str().unwrap().starts_with("con_"), "{event}");
    assert_eq!((&event["isMobile"], &event["hostname"]), (&json!(false), &Value::Null));
    assert!(event.as_object().unwrap().contains_key("location_info") && event["details"]["stats"].is_object());
    let one = program.get(&format!("logs/{}", event["log_id"].as_str().unwrap())).await;
    assert_eq!(&one, event);
    let gone = program.ask("GET", "logs/9002", None).await;
    assert_eq!((gone.status.as_u16(), &gone.json()["errorCode"]), (404, &json!("inexistent_log")));
    let exchange = program.get("logs?q=type:sepft").await;
    assert_eq!(exchange[0]["scope"], "openid offline_access");
}

#[tokio::test]
async fn the_log_is_searched_sorted_and_paged() {
    let (program, ada) = some().await;
    assert_eq!(kinds(&program.get("logs?q=type:(s%20OR%20fp%20OR%20fu)").await), ["fu", "s", "fp"]);
    assert_eq!(kinds(&program.get("logs?search=type:(fp%20OR%20fu)&sort=date:1").await), ["fp", "fu"], "the old name");
    assert_eq!(kinds(&program.get("logs?q=type:(fp%20OR%20fu)&per_page=1&page=1").await), ["fp"]);
    assert_eq!(kinds(&program.get("logs?q=type:(fp%20OR%20fu)&per_page=1&page=2").await), [""; 0]);
    assert_eq!(kinds(&program.get("logs?per_page=0").await), [""; 0]);
    let page = program.get("logs?q=type:(fp%20OR%20fu)&per_page=1&page=1&include_totals=true").await;
    assert_eq!((&page["start"], &page["limit"], &page["length"]), (&json!(1), &json!(1), &json!(1)));
    assert_eq!((&page["total"], kinds(&page)), (&json!(1), vec!["fp"]));
    let all = program.get("logs?per_page=100").await;
    let mut seen = Vec::new();
    for page in 0.. {
        let part = program.get(&format!("logs?per_page=2&page={page}")).await;
        if part.as_array().unwrap().is_empty() {
            break;
        }
        seen.extend(log_ids(&part).into_iter().map(str::to_owned));
    }
    assert_eq!(seen, log_ids(&all));
    let fields = program.get("logs?per_page=1&fields=type,date").await;
    assert_eq!(fields[0].as_object().unwrap().len(), 2);
    let of_ada = program.get(&format!("{}/logs", path(&ada))).await;
    assert_eq!(kinds(&of_ada).len(), 4, "created, failed, logged in, got tokens: {of_ada}");
    let page = program.get(&format!("{}/logs?per_page=2&include_totals=true&sort=date:1", path(&ada))).await;
    assert_eq!(kinds(&page), ["sapi", "fp"], "the oldest first");
    assert_eq!(program.get("users/auth0%7Cnobody/logs").await, json!([]));
}

#[tokio::test]
async fn mistakes_are_told_with_their_place() {
    let (program, _) = some().await;
    for (query, part) in [
        ("q=type:s%20AND", "Position"),
        ("q=shoe:1", "no field `shoe`"),
        ("q=date:yesterday", "expected a date"),
        ("sort=ip:1", "date:1 or date:-1"),
        ("per_page=101", "greater than maximum 100"),
        ("from=abc", "Not the id of an event"),
        ("take=0", "less than minimum 1"),
    ] {
        let answer = program.ask("GET", &format!("logs?{query}"), None).await;
        assert_eq!(
            (answer.status.as_u16(), &answer.json()["errorCode"]),
            (400, &json!("invalid_query_string")),
            "{query}"
        );
        assert!(answer.json()["message"].as_str().unwrap().contains(part), "{query}: {}", answer.body);
    }
}

#[tokio::test]
async fn whoever_goes_on_from_their_last_event_gets_each_once() {
    let (program, _) = some().await;
    program.app.clock.advance(60_000);
    let all = program.get("logs?per_page=100&sort=date:1").await;
    let all: Vec<String> = log_ids(&all).into_iter().map(str::to_owned).collect();
    let (mut seen, mut from): (Vec<String>, String) = (Vec::new(), String::new());
    loop {
        let answer = program.ask("GET", &format!("logs?take=2{from}&page=0&include_totals=true"), None).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        let part = answer.json();
        if part.as_array().unwrap().is_empty() {
            break;
        }
        let part: Vec<String> = log_ids(&part).into_iter().map(str::to_owned).collect();
        from = format!("&from={}", part.last().unwrap());
        let link = answer.header("link");
        assert!(link.contains(&from[1..]) && link.ends_with("rel=\"next\""), "{link}");
        seen.extend(part);
    }
    assert_eq!(seen, all);
    // An event of this moment may be followed by one that is older: it comes later.
    try_log_in(&program, "ada@example.com", "wrong").await;
    assert_eq!(program.get(&format!("logs?take=9{from}")).await, json!([]));
    program.app.clock.advance(10_000);
    assert_eq!(program.get(&format!("logs?take=9{from}")).await.as_array().unwrap().len(), 2);
    assert_eq!(kinds(&program.get("logs?take=100&q=type:(fp%20OR%20fu)").await), ["fp", "fu", "fp"], "narrowed");
}
