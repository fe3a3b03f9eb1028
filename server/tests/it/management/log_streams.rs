//! /api/v2/log-streams

use model::{LogQuery, Role};
use serde_json::{Value, json};

use super::program::Program;

const ALL: [&str; 4] = ["read:log_streams", "create:log_streams", "update:log_streams", "delete:log_streams"];

fn body() -> Value {
    json!({
        "type": "http",
        "name": "Archive",
        "sink": {
            "httpEndpoint": "https://logs.example.com/in",
            "httpAuthorization": "Bearer top-secret",
            "httpContentType": "application/json",
            "httpContentFormat": "JSONLINES",
            "httpCustomHeaders": [{ "header": "X-Tenant", "value": "one" }]
        },
        "filters": [{ "type": "category", "name": "auth.login.success" }],
        "isPriority": false,
        "startFrom": "2021-03-01T19:57:29.532Z"
    })
}

async fn ask(program: &Program, method: &str, path: &str, body: Option<Value>, status: u16) -> Value {
    let answer = program.ask(method, path, body.clone()).await;
    assert_eq!(answer.status, status, "{method} {path} {body:?}: {}", answer.body);
    if answer.body.is_empty() { Value::Null } else { answer.json() }
}

#[tokio::test]
async fn a_stream_is_made_listed_changed_and_deleted() {
    let program = Program::new(&ALL).await;
    let mut made = ask(&program, "POST", "log-streams", Some(body()), 200).await;
    let secret = made.as_object_mut().unwrap().remove("signingSecret").unwrap();
    assert_eq!(secret.as_str().unwrap().len(), 43);
    let id = made["id"].as_str().unwrap().to_owned();
    assert!(id.starts_with("lst_") && id.len() == 20, "{id}");
    let mut expected = body();
    expected["sink"].as_object_mut().unwrap().remove("httpAuthorization");
    expected.as_object_mut().unwrap().remove("startFrom");
    expected["id"] = json!(id);
    expected["status"] = json!("active");
    assert_eq!(made, expected);
    let path = format!("log-streams/{id}");
    assert_eq!(program.get(&path).await, made);
    assert_eq!(program.get("log-streams").await, json!([made]), "a bare list");
    assert!(!program.ask("GET", "log-streams", None).await.body.contains("secret"));
    // What is not named stays; what was read can be written.
    let paused = ask(&program, "PATCH", &path, Some(json!({ "status": "paused", "name": " Old " })), 200).await;
    assert_eq!((&paused["status"], &paused["name"], &paused["sink"]), (&json!("paused"), &json!("Old"), &made["sink"]));
    let mut back = paused.clone();
    back.as_object_mut().unwrap().retain(|name, _| name != "id" && name != "type");
    assert_eq!(ask(&program, "PATCH", &path, Some(back), 200).await, paused);
    let sink = json!({ "httpEndpoint": "https://logs.example.com:8443/", "httpCustomHeaders": [] });
    let changed = ask(&program, "PATCH", &path, Some(json!({ "sink": sink, "filters": [] })), 200).await;
    assert_eq!((&changed["filters"], &changed["sink"]["httpCustomHeaders"]), (&json!([]), &json!([])));
    assert_eq!(changed["sink"]["httpContentFormat"], "JSONLINES");
    ask(&program, "DELETE", &path, None, 204).await;
    for method in ["GET", "DELETE"] {
        let gone = ask(&program, method, &path, None, 404).await;
        assert_eq!(
            (&gone["message"], &gone["errorCode"]),
            (&json!("The log stream does not exist."), &json!("inexistent_log_stream"))
        );
    }
    assert_eq!(program.get("log-streams").await, json!([]));
}

/// The log has what was changed, and no secret.
#[tokio::test]
async fn each_change_stands_in_the_log_without_secrets() {
    let program = Program::new(&ALL).await;
    let made = ask(&program, "POST", "log-streams", Some(body()), 200).await;
    let path = format!("log-streams/{}", made["id"].as_str().unwrap());
    let other = json!({ "sink": { "httpAuthorization": "Bearer other-secret" } });
    ask(&program, "PATCH", &path, Some(other.clone()), 200).await;
    ask(&program, "PATCH", &path, Some(other), 200).await;
    ask(&program, "DELETE", &path, None, 204).await;
    let operator = directory::Actor::operator(directory::DEFAULT_TENANT);
    let query = LogQuery { q: "type:sapi AND description:*log*stream".to_owned(), ..LogQuery::default() };
    let events = program.app.directory.logs().search(&operator, &query).await.unwrap().events;
    let told: Vec<_> = events.iter().rev().map(|event| event.description.as_deref().unwrap()).collect();
    assert_eq!(told, ["Create a log stream", "Update a log stream", "Delete a log stream"]);
    let written = serde_json::to_string(&events).unwrap();
    assert!(!written.contains("-secret") && !written.contains(made["signingSecret"].as_str().unwrap()));
    assert!(written.contains("http_authorization"), "that it was changed is told");
}

#[tokio::test]
async fn what_cannot_be_is_told_and_makes_nothing() {
    let program = Program::new(&ALL).await;
    ask(&program, "POST", "log-streams", Some(body()), 200).await;
    let with = |name: &str, value: Value| {
        let mut body = body();
        body["name"] = json!("Other");
        body[name] = value;
        body
    };
    let with_sink = |name: &str, value: Value| {
        let mut body = with("name", json!("Other"));
        body["sink"][name] = value;
        body
    };
    let header = |name: &str, value: &str| with_sink("httpCustomHeaders", json!([{ "header": name, "value": value }]));
    let mut without_type = body();
    without_type.as_object_mut().unwrap().remove("type");
    let datadog = json!({
        "type": "datadog", "name": "D", "sink": { "datadogApiKey": "x", "datadogRegion": "us" }
    });
    for (body, part) in [
        (datadog, "'Only \"http\" is supported' on property type"),
        (without_type, "Missing required property: type"),
        (with("sink", json!({})), "Missing required property: httpEndpoint"),
        (with("pii_config", json!({ "log_fields": ["email"] })), "'Only null is supported' on property pii_config"),
        (with("isPriority", json!(true)), "'Only false is supported' on property isPriority"),
        (with("filters", json!([{ "type": "category", "name": "x" }])), "no category \"x\""),
        (with("filters", json!([{ "type": "code", "name": "s" }])), "expected one of category"),
        (with("filters", json!(["s"])), "Expected type object"),
        (with("startFrom", json!("yesterday")), "on property startFrom"),
        (with("name", json!("x".repeat(151))), "on property name"),
        (with("name", json!("a\u{0}b")), "on property name"),
        (with("bogus", json!(1)), "Additional properties not allowed: bogus"),
        (with_sink("httpEndpoint", json!("http://example.com/")), "on property sink.httpEndpoint"),
        (with_sink("httpEndpoint", json!("https://169.254.169.254/")), "on property sink.httpEndpoint"),
        (with_sink("httpContentFormat", json!("XML")), "on property sink.httpContentFormat"),
        (with_sink("httpContentType", json!("a\r\nb: c")), "on property sink.httpContentType"),
        (with_sink("httpAuthorization", json!("a\nb")), "on property sink.httpAuthorization"),
        (header("Content-Length", "0"), "on property sink.httpCustomHeaders"),
        (header("transfer-encoding", "chunked"), "on property sink.httpCustomHeaders"),
        (header("X-A", "b\r\nX-C: d"), "on property sink.httpCustomHeaders"),
        (header("X A", "b"), "on property sink.httpCustomHeaders"),
        (header("", "b"), "on property sink.httpCustomHeaders"),
    ] {
        let refused = ask(&program, "POST", "log-streams", Some(body.clone()), 400).await;
        assert!(refused["message"].as_str().unwrap().contains(part), "{body}: {refused}");
        assert_eq!(refused["errorCode"], "invalid_body");
    }
    assert_eq!(ask(&program, "POST", "log-streams", Some(body()), 409).await["statusCode"], 409);
    let listed = program.get("log-streams").await;
    assert_eq!(listed.as_array().unwrap().len(), 1);
    let path = format!("log-streams/{}", listed[0]["id"].as_str().unwrap());
    for body in [json!({ "status": "suspended" }), json!({ "status": "on" }), json!({ "type": "http" }), json!([])] {
        ask(&program, "PATCH", &path, Some(body), 400).await;
    }
    assert_eq!(program.get("log-streams").await, listed);
    for number in 1..20 {
        let body = with("name", json!(format!("Stream {number}")));
        ask(&program, "POST", "log-streams", Some(body), 200).await;
    }
    let refused = ask(&program, "POST", "log-streams", Some(with("name", json!("One more"))), 409).await;
    assert_eq!(refused["message"], "A tenant has at most 20 log streams");
}

/// A name is made up where none is given, as it need not be.
#[tokio::test]
async fn a_stream_needs_an_address_alone() {
    let program = Program::new(&ALL).await;
    let least = json!({ "type": "http", "sink": { "httpEndpoint": "https://logs.example.com/" } });
    let made = ask(&program, "POST", "log-streams", Some(least), 200).await;
    assert_eq!(made["name"], made["id"]);
    assert_eq!(
        (&made["sink"]["httpContentType"], &made["sink"]["httpContentFormat"]),
        (&json!("application/json"), &json!("JSONARRAY"))
    );
    let session = program.app.session(Role::Viewer).await;
    let viewer = session.strip_prefix("roster=").unwrap();
    let viewer = program.app.directory.sessions().resolve(viewer).await.unwrap().unwrap();
    let streams = program.app.directory.log_streams();
    assert_eq!(streams.list(&viewer).await.unwrap().len(), 1);
    assert!(streams.delete(&viewer, made["id"].as_str().unwrap()).await.is_err());
}
