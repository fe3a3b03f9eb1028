//! /api/v2/rules and /api/v2/rules-configs

use serde_json::{Value, json};

use super::program::Program;

const ALL: [&str; 8] = [
    "read:rules",
    "create:rules",
    "update:rules",
    "delete:rules",
    "read:rules_configs",
    "update:rules_configs",
    "delete:rules_configs",
    "read:logs",
];
const SCRIPT: &str = "function (user, context, callback) {\n  callback(null, user, context);\n}";

async fn ok(program: &Program, method: &str, path: &str, body: Option<Value>, status: u16) -> Value {
    let answer = program.ask(method, path, body).await;
    assert_eq!(answer.status, status, "{method} {path}: {}", answer.body);
    if answer.body.is_empty() { Value::Null } else { answer.json() }
}

async fn make(program: &Program, body: Value) -> Value {
    ok(program, "POST", "rules", Some(body), 201).await
}

#[tokio::test]
async fn a_rule_is_made_read_changed_and_deleted() {
    let program = Program::new(&ALL).await;
    let made = make(&program, json!({ "name": "First rule", "script": SCRIPT })).await;
    let id = made["id"].as_str().unwrap().to_owned();
    assert!(id.starts_with("rul_") && id.len() == 20, "{id}");
    let expected = json!({
        "id": id, "name": "First rule", "script": SCRIPT, "order": 1, "enabled": true, "stage": "login_success"
    });
    assert_eq!(made, expected);
    let second = make(&program, json!({ "name": "Second", "script": SCRIPT, "order": 7, "enabled": false })).await;
    let third = make(&program, json!({ "name": "Third", "script": SCRIPT, "stage": "login_success" })).await;
    assert_eq!((&second["order"], &third["order"]), (&json!(7), &json!(8)));
    let path = format!("rules/{id}");
    assert_eq!(program.get(&path).await, made);
    assert_eq!(program.get(&format!("{path}?fields=name,order")).await, json!({ "name": "First rule", "order": 1 }));
    let change = json!({ "name": "Renamed", "order": 9, "enabled": false });
    let changed = ok(&program, "PATCH", &path, Some(change), 200).await;
    assert_eq!(
        (&changed["name"], &changed["script"], &changed["order"]),
        (&json!("Renamed"), &json!(SCRIPT), &json!(9))
    );
    let names = |list: &Value| -> Vec<String> {
        let rules = list.as_array().or_else(|| list["rules"].as_array()).unwrap();
        rules.iter().map(|rule| rule["name"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(names(&program.get("rules").await), ["Second", "Third", "Renamed"]);
    assert_eq!(names(&program.get("rules?enabled=true").await), ["Third"]);
    let page = program.get("rules?include_totals=true&page=1&per_page=2&enabled=false").await;
    assert_eq!((&page["total"], &page["start"], &page["limit"]), (&json!(2), &json!(2), &json!(2)));
    let page = program.get("rules?page=0&per_page=100&include_totals=true").await;
    assert_eq!((&page["total"], names(&page).len()), (&json!(3), 3));
    ok(&program, "DELETE", &path, None, 204).await;
    ok(&program, "DELETE", &path, None, 204).await;
    let gone = ok(&program, "GET", &path, None, 404).await;
    assert_eq!((&gone["message"], &gone["errorCode"]), (&json!("The rule does not exist."), &json!("inexistent_rule")));
    ok(&program, "PATCH", &path, Some(json!({ "enabled": true })), 404).await;
}

#[tokio::test]
async fn every_answer_says_that_rules_do_not_run() {
    let program = Program::new(&ALL).await;
    let answer = program.ask("POST", "rules", Some(json!({ "name": "A", "script": SCRIPT }))).await;
    assert!(answer.header("warning").contains("does not run them"), "{:?}", answer.headers);
    assert!(program.ask("GET", "rules", None).await.header("warning").starts_with("299 "));
}

#[tokio::test]
async fn names_and_orders_are_unique() {
    let program = Program::new(&ALL).await;
    let first = make(&program, json!({ "name": "A", "script": SCRIPT, "order": 1 })).await;
    let second = make(&program, json!({ "name": "B", "script": SCRIPT, "order": 2 })).await;
    for body in [json!({ "name": "A", "script": SCRIPT }), json!({ "name": "C", "script": SCRIPT, "order": 2 })] {
        let answer = ok(&program, "POST", "rules", Some(body), 409).await;
        assert!(answer["message"].as_str().unwrap().contains("already exists"), "{answer}");
    }
    let path = format!("rules/{}", second["id"].as_str().unwrap());
    ok(&program, "PATCH", &path, Some(json!({ "name": "A" })), 409).await;
    ok(&program, "PATCH", &path, Some(json!({ "order": 1 })), 409).await;
    ok(&program, "PATCH", &path, Some(json!({ "name": "B", "order": 2 })), 200).await;
    assert_eq!(program.get("rules").await, json!([first, second]));
}

#[tokio::test]
async fn bad_rules_are_told_what_is_wrong() {
    let program = Program::new(&ALL).await;
    let half = format!("function () {{}} // {}", "x".repeat(60_000));
    make(&program, json!({ "name": "Long", "script": half })).await;
    for (body, part) in [
        (json!({ "name": "A" }), "Missing required property: script"),
        (json!({ "script": SCRIPT }), "Missing required property: name"),
        (json!({ "name": "-A", "script": SCRIPT }), "on property name"),
        (json!({ "name": "A".repeat(256), "script": SCRIPT }), "on property name"),
        (json!({ "name": "A", "script": "" }), "on property script"),
        (json!({ "name": "A", "script": "a\u{0}" }), "on property script"),
        (json!({ "name": "B", "script": half }), "on property script"),
        (json!({ "name": "A", "script": SCRIPT, "order": -1 }), "on property order"),
        (json!({ "name": "A", "script": SCRIPT, "order": 1.5 }), "Expected type integer"),
        (json!({ "name": "A", "script": SCRIPT, "enabled": "yes" }), "Expected type boolean"),
        (json!({ "name": "A", "script": SCRIPT, "stage": "pre_authorize" }), "on property stage"),
        (json!({ "name": "A", "script": SCRIPT, "id": "x" }), "Additional properties not allowed: id"),
    ] {
        let answer = ok(&program, "POST", "rules", Some(body.clone()), 400).await;
        assert!(answer["message"].as_str().unwrap().contains(part), "{answer}");
    }
    for path in ["rules/x%20y", "rules/rul_none"] {
        ok(&program, "GET", path, None, 404).await;
    }
}

/// A value can be written and never be read, not even in the log.
#[tokio::test]
async fn the_value_of_a_config_is_told_to_whoever_writes_it_alone() {
    let program = Program::new(&ALL).await;
    let set = ok(&program, "PUT", "rules-configs/API_KEY", Some(json!({ "value": "s3cret-value" })), 200).await;
    assert_eq!(set, json!({ "key": "API_KEY", "value": "s3cret-value" }));
    ok(&program, "PUT", "rules-configs/API_KEY", Some(json!({ "value": "s3cret-other" })), 200).await;
    ok(&program, "PUT", "rules-configs/a:b@c*+-", Some(json!({ "value": "" })), 200).await;
    assert_eq!(program.get("rules-configs").await, json!([{ "key": "API_KEY" }, { "key": "a:b@c*+-" }]));
    let log = program.ask("GET", "logs?per_page=100", None).await;
    assert!(log.body.contains("Set a rules config") && !log.body.contains("s3cret"), "{}", log.body);
    ok(&program, "DELETE", "rules-configs/API_KEY", None, 204).await;
    ok(&program, "DELETE", "rules-configs/API_KEY", None, 204).await;
    assert_eq!(program.get("rules-configs").await, json!([{ "key": "a:b@c*+-" }]));
    let long = "k".repeat(128);
    for (key, body, code) in [
        ("a%20b", json!({ "value": "x" }), "invalid_uri"),
        (long.as_str(), json!({ "value": "x" }), "invalid_uri"),
        ("a", json!({}), "invalid_body"),
        ("a", json!({ "value": 1 }), "invalid_body"),
        ("a", json!({ "value": "x\u{0}" }), "invalid_body"),
        ("a", json!({ "value": "x".repeat(20_000) }), "invalid_body"),
    ] {
        let answer = ok(&program, "PUT", &format!("rules-configs/{key}"), Some(body), 400).await;
        assert_eq!(answer["errorCode"], code, "{key}: {answer}");
    }
}
