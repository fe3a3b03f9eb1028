//! Bad input: every field of every function, with everything that has broken programs before.

use model::Role;
use serde_json::{Value, json};

use super::functions::FUNCTIONS;
use super::given::Given;
use crate::test_app::{Ask, TestApp};

/// Raw JSON, put in the place of a field.
fn hostile() -> Vec<(&'static str, String)> {
    let text = |text: &str| Value::from(text).to_string();
    let mut values = vec![
        ("null", "null".to_owned()),
        ("empty", text("")),
        ("blank", text(" \t\r\n")),
        ("wrong types", "true".to_owned()),
        ("number", "1".to_owned()),
        ("negative", "-1".to_owned()),
        ("negative zero", "-0".to_owned()),
        ("fraction", "0.5".to_owned()),
        ("2^64", "18446744073709551616".to_owned()),
        ("1e400", "1e400".to_owned()),
        ("a million digits", "9".repeat(1_000_000)),
        ("array", "[]".to_owned()),
        ("array of nulls", "[null,null]".to_owned()),
        ("object", "{}".to_owned()),
        ("deep arrays", format!("{}{}", "[".repeat(100_000), "]".repeat(100_000))),
        ("deep objects", format!("{}1{}", "{\"a\":".repeat(100), "}".repeat(100))),
        ("deep in depth", format!("{}1{}", "{\"a\":".repeat(60), "}".repeat(60))),
        ("the same key twice", "{\"a\":1,\"a\":2}".to_owned()),
        ("lone surrogate", "\"\\ud800\"".to_owned()),
        ("reversed surrogates", "\"\\udc00\\ud800\"".to_owned()),
        ("surrogate as key", "{\"\\ud800\":1}".to_owned()),
        ("NUL", "\"a\\u0000b\"".to_owned()),
        ("NUL as key", "{\"a\\u0000b\":\"\\u0000\"}".to_owned()),
        ("raw control character", "\"\u{1}\"".to_owned()),
        ("long", text(&"a".repeat(1_000_000))),
        ("long email", text(&format!("{}@{}.example", "a".repeat(65), "b".repeat(300)))),
        ("many words", text(&"ada ".repeat(2_000))),
        ("many bars", text(&"|".repeat(10_000))),
        ("many keys", format!("{{{}}}", (0..20_000).map(|n| format!("\"k{n}\":{n}")).collect::<Vec<_>>().join(","))),
        ("not closed", "\"".to_owned()),
    ];
    let texts = [
        ("script", "</textarea><script>alert(1)</script>"),
        ("right to left", "\u{202e}\u{2066}ada@example.com\u{2069}"),
        ("zero width", "a\u{200b}\u{feff}da"),
        ("combining", "e\u{301}\u{301}\u{301}"),
        ("emoji", "👩‍👩‍👧‍👦"),
        ("line separators", "a\u{2028}b\u{2029}c\u{85}"),
        ("SQL", "' OR '1'='1'; DROP TABLE users; --"),
        ("LIKE", "%_\\%"),
        ("FTS", "\" AND NEAR(a b) OR * ^ name: -"),
        ("template", "{{7*7}}${7*7}"),
        ("header", "a\r\nSet-Cookie: a=b"),
        ("path", "../../../etc/passwd"),
        ("cursor", "eyJhIjoxfQ"),
        ("date", "2026-02-30"),
        ("far date", "9999-12-31"),
        ("odd date", "-001-01-01"),
        ("dollar", "$where"),
        ("dot", "a.b"),
        ("proto", "__proto__"),
    ];
    values.extend(texts.map(|(name, value)| (name, text(value))));
    values.extend(texts.map(|(name, value)| (name, json!({ value: value }).to_string())));
    values
}

const MARK: &str = "\"@@@\"";

/// The arguments with a mark in place of each field in turn: leaves, objects and arrays alike.
fn each_field(arguments: &Value) -> Vec<(String, String)> {
    let mut pointers = Vec::new();
    collect(arguments, String::new(), &mut pointers);
    let marked = pointers.into_iter().map(|pointer| {
        let mut arguments = arguments.clone();
        *arguments.pointer_mut(&pointer).unwrap() = Value::from("@@@");
        (pointer, arguments.to_string())
    });
    marked.collect()
}

fn collect(value: &Value, pointer: String, pointers: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            fields.iter().for_each(|(name, field)| collect(field, format!("{pointer}/{name}"), pointers));
        }
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(at, item)| collect(item, format!("{pointer}/{at}"), pointers));
        }
        _ => {}
    }
    pointers.push(pointer);
}

/// S-622
#[tokio::test]
async fn no_field_of_any_function_brings_the_server_down() {
    let app = TestApp::new().await;
    let session = app.session(Role::Owner).await;
    let kept = app.create_user(&session, "kept@example.com").await;
    for (number, function) in FUNCTIONS.iter().enumerate() {
        let mut given = Given::new(&app, &session, &format!("u{number}")).await;
        if function.path.starts_with("jobs/") {
            given.begin_jobs(&app, &session).await;
        }
        for (pointer, arguments) in each_field(&(function.arguments)(&given)) {
            for (name, value) in hostile() {
                let asked =
                    Ask::post(&format!("/fn/{}", function.path), "application/json", arguments.replace(MARK, &value));
                let answer = app.send(asked.cookie(&session)).await;
                let place = format!("{}{pointer} with {name}", function.path);
                assert!(answer.status.as_u16() < 500, "{place}: {} {}", answer.status, answer.body);
                assert_eq!(answer.header("content-type"), "application/json", "{place}");
                if answer.status != 200 {
                    let told = answer.json();
                    assert!(told["message"].as_str().is_some_and(|message| !message.is_empty()), "{place}: {told}");
                    assert!(answer.body.len() < 10_000, "{place}: the message repeats what was sent");
                }
            }
        }
    }
    let after = app.call(&session, "users/get", json!({ "id": kept["user_id"] })).await;
    assert_eq!(after["email"], "kept@example.com", "another user was not touched");
    assert_eq!(app.send(Ask::get("/users").cookie(&session)).await.status, 200);
}

#[tokio::test]
async fn what_is_stored_of_it_is_shown_as_text() {
    let app = TestApp::new().await;
    let session = app.session(Role::Owner).await;
    let id = app.create_user(&session, "ada@example.com").await["user_id"].as_str().unwrap().to_owned();
    let hostile = json!({ "</textarea><script>alert(1)</script>": "</script><img src=x onerror=alert(1)>\u{202e}" });
    let edit = json!({ "kind": "user", "base": {}, "value": hostile });
    app.call(&session, "users/edit-metadata", json!({ "id": id, "edit": edit })).await;
    for tab in ["", "/raw-json", "/history"] {
        let page = app.send(Ask::get(&format!("/users/{}{tab}", id.replace('|', "%7C"))).cookie(&session)).await;
        assert_eq!(page.status, 200, "{tab}");
        for payload in ["<script>alert(1)", "<img src=x"] {
            assert!(!page.body.contains(payload), "{tab}: {}", page.body);
        }
    }
}
