//! /api/v2/openapi.json: what it says of the door is so. That answers are as it says `described` looks at in all tests.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use super::program::Program;
use crate::described::resolved;
use crate::test_app::{Answer, Ask, TestApp};

const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];

/// An operation of the document, and where it is.
pub(crate) struct Described {
    pub(crate) method: &'static str,
    pub(crate) template: String,
    is: Value,
}

impl Described {
    pub(crate) fn all(document: &Value) -> Vec<Self> {
        let mut all = Vec::new();
        for (path, item) in document["paths"].as_object().unwrap() {
            let base = if item.get("servers").is_some() { "" } else { "/api/v2" };
            for method in METHODS {
                if let Some(is) = item.get(method) {
                    all.push(Self { method, template: format!("{base}{path}"), is: is.clone() });
                }
            }
        }
        all
    }

    pub(crate) fn is_public(&self) -> bool {
        self.is["security"] == json!([])
    }

    /// The scopes that are named, and whether one is enough.
    pub(crate) fn scopes(&self) -> (Vec<&str>, bool) {
        let sets = self.is["security"].as_array().unwrap().iter().filter_map(|way| way.get("bearerAuth"));
        let sets: Vec<Vec<&str>> =
            sets.map(|set| set.as_array().unwrap().iter().map(|scope| scope.as_str().unwrap()).collect()).collect();
        let is_one_enough = sets.iter().all(|set| set.len() == 1);
        (sets.concat(), is_one_enough)
    }

    /// A request that is whole: with what is required, and nothing that there is.
    fn ask(&self, document: &Value) -> Ask {
        let ask = Ask::method(&self.method.to_uppercase(), &self.path());
        match self.body(document) {
            None => ask,
            Some(body) => ask.body("application/json", body.to_string()),
        }
    }

    /// The path of such a request.
    pub(crate) fn path(&self) -> String {
        let parts = self.template.split('/').map(|part| match part {
            // The body names it as well.
            "{templateName}" => "welcome_email",
            part if part.starts_with('{') => "nobody",
            part => part,
        });
        let path = parts.collect::<Vec<_>>().join("/");
        let required = self.is["parameters"].as_array().unwrap().iter();
        let required = required.filter(|it| it["in"] == "query" && it["required"] == true);
        let query: Vec<String> = required.map(|it| format!("{}=x", it["name"].as_str().unwrap())).collect();
        format!("{path}?{}", query.join("&"))
    }

    /// The body of such a request.
    pub(crate) fn body(&self, document: &Value) -> Option<Value> {
        let content = self.is["requestBody"]["content"].get("application/json")?;
        Some(content.get("example").cloned().unwrap_or_else(|| sample(document, &content["schema"])))
    }
}

/// The least that a schema takes.
fn sample(document: &Value, schema: &Value) -> Value {
    let schema = resolved(document, schema);
    if let Some(choices) = schema["enum"].as_array() {
        return choices[0].clone();
    }
    let kind = schema["type"].as_str().or_else(|| schema["type"][0].as_str()).unwrap_or_default();
    match kind {
        "object" => {
            let names = schema["required"].as_array().into_iter().flatten().map(|name| name.as_str().unwrap());
            names.map(|name| (name.to_owned(), sample(document, &schema["properties"][name]))).collect()
        }
        "array" => (0..schema["minItems"].as_u64().unwrap_or(0)).map(|_| sample(document, &schema["items"])).collect(),
        "boolean" => json!(true),
        "integer" | "number" => json!(schema["minimum"].as_i64().unwrap_or(1)),
        _ => json!("x"),
    }
}

fn error_code(answer: &Answer) -> Option<String> {
    let body: Value = serde_json::from_str(&answer.body).ok()?;
    body["errorCode"].as_str().map(str::to_owned)
}

#[tokio::test]
async fn the_document_is_whole_and_asks_for_no_token() {
    let app = TestApp::new().await;
    let answer = app.send(Ask::get("/api/v2/openapi.json")).await;
    assert_eq!((answer.status.as_u16(), answer.header("content-type")), (200, "application/json"));
    let document = answer.json();
    assert_eq!(
        (&document["openapi"], &document["servers"][0]["url"]),
        (&json!("3.1.1"), &json!(format!("{}/api/v2", crate::test_app::URL)))
    );
    let all = Described::all(&document);
    let ids: BTreeSet<&str> = all.iter().map(|it| it.is["operationId"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), all.len(), "each has an operationId of its own");
    for it in &all {
        let place = format!("{} {}", it.method, it.template);
        assert!(it.is["summary"].as_str().unwrap().len() > 5 && it.is["tags"][0] != "", "{place}");
        assert!(!it.is["operationId"].as_str().unwrap().ends_with('_'), "{place}");
        let named = it.template.matches('{').count();
        let parameters = it.is["parameters"].as_array().unwrap();
        assert_eq!(parameters.iter().filter(|parameter| parameter["in"] == "path").count(), named, "{place}");
        let names: BTreeSet<&str> = parameters.iter().map(|it| it["name"].as_str().unwrap()).collect();
        assert_eq!(names.len(), parameters.len(), "{place}: a parameter is described twice");
        assert!(!it.is["responses"].as_object().unwrap().is_empty(), "{place}");
    }
    references(&document, &document);
}

/// Every reference leads somewhere.
fn references(document: &Value, within: &Value) {
    resolved(document, within);
    match within {
        Value::Object(object) => object.values().for_each(|value| references(document, value)),
        Value::Array(items) => items.iter().for_each(|value| references(document, value)),
        _ => {}
    }
}

#[tokio::test]
async fn what_is_described_is_mounted_and_nothing_else_is() {
    let app = TestApp::new().await;
    let document = app.document().await;
    let all = Described::all(document);
    for it in &all {
        let expected = match it.is_public() {
            true if it.template.contains('{') => 404,
            true => 200,
            false => 401,
        };
        assert_eq!(app.send(it.ask(document)).await.status, expected, "{} {}", it.method, it.template);
    }
    for template in all.iter().map(|it| &it.template).collect::<BTreeSet<_>>() {
        let is_there = |method: &str| all.iter().any(|it| it.template == *template && it.method == method);
        for method in METHODS.into_iter().filter(|method| !is_there(method)) {
            let path = template.replace(['{', '}'], "");
            let answer = app.send(Ask::method(&method.to_uppercase(), &path)).await;
            // A parameter's place may be taken by another route there.
            assert!([401, 404, 405].contains(&answer.status.as_u16()), "{method} {template}");
        }
    }
}

/// Routes are mounted by `Api` alone, which takes none without a description. This finds one that is mounted past it.
#[tokio::test]
async fn every_path_in_the_source_is_described() {
    let app = TestApp::new().await;
    let described: BTreeSet<String> =
        Described::all(app.document().await).into_iter().map(|it| unnamed(&it.template)).collect();
    let mut paths = BTreeSet::new();
    paths_in(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src")), &mut paths);
    assert!(paths.len() > 90, "{}", paths.len());
    let missing: Vec<&String> = paths.iter().filter(|path| !described.contains(*path)).collect();
    assert!(missing.is_empty(), "no description: {missing:?}");
}

fn paths_in(folder: &Path, paths: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            paths_in(&path, paths);
        } else {
            let text = fs::read_to_string(&path).unwrap();
            let starts = text.split("\"/api/v2/").skip(1);
            let found = starts.map(|rest| rest.split('"').next().unwrap()).filter(|path| !path.is_empty());
            paths.extend(found.map(|path| unnamed(&format!("/api/v2/{path}"))));
        }
    }
}

/// The path without the names of its parameters.
fn unnamed(template: &str) -> String {
    template.split('/').map(|part| if part.starts_with('{') { "{}" } else { part }).collect::<Vec<_>>().join("/")
}

/// S-203: the scopes that the document names are those that are asked for.
#[tokio::test]
async fn the_scopes_that_are_described_are_those_that_are_asked_for() {
    let program = Program::new(&["read:nothing"]).await;
    let document = program.app.document().await;
    for it in Described::all(document).iter().filter(|it| !it.is_public()) {
        let place = format!("{} {}", it.method, it.template);
        let answer = program.send(it.ask(document)).await;
        assert_eq!(
            (answer.status.as_u16(), error_code(&answer).as_deref()),
            (403, Some("insufficient_scope")),
            "{place}: {}",
            answer.body
        );
        let message = answer.json()["message"].as_str().unwrap().to_owned();
        let asked: Vec<&str> = message.rsplit(": ").next().unwrap().split(',').collect();
        match it.scopes() {
            (scopes, true) => assert_eq!(asked, scopes, "{place}"),
            (scopes, false) => assert!(asked.len() == 1 && scopes.contains(&asked[0]), "{place}: {message}"),
        }
    }
}

/// Every scope is one that can be granted, and with all of them no route is closed. (Each by itself: `scopes`.)
#[tokio::test]
async fn the_scopes_that_are_described_open_every_route() {
    let app = TestApp::new().await;
    let described = Described::all(app.document().await);
    let scopes: BTreeSet<&str> = described.iter().flat_map(|it| it.scopes().0).collect();
    let program = Program::new(&scopes.iter().copied().collect::<Vec<_>>()).await;
    let audience = crate::test_app::escape(&format!("{}/api/v2/", crate::test_app::URL));
    let api = program.get(&format!("resource-servers/{audience}")).await;
    let known: BTreeSet<&str> =
        api["scopes"].as_array().unwrap().iter().map(|scope| scope["value"].as_str().unwrap()).collect();
    assert!(scopes.is_subset(&known), "{:?}", scopes.difference(&known));
    let document = program.app.document().await;
    for it in described.iter().filter(|it| !it.is_public()) {
        let answer = program.send(it.ask(document)).await;
        let is_refused = answer.status == 401 || error_code(&answer).as_deref() == Some("insufficient_scope");
        assert!(!is_refused && answer.status.as_u16() < 500, "{} {}: {}", it.method, it.template, answer.body);
    }
}
