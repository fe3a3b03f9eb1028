//! /api/v2/client-grants

use serde_json::{Value, json};

use super::program::Program;
use crate::test_app::{URL, escape};

const ALL: [&str; 7] = [
    "read:client_grants",
    "create:client_grants",
    "update:client_grants",
    "delete:client_grants",
    "create:clients",
    "create:resource_servers",
    "read:users",
];
const API: &str = "https://orders.example/";

async fn ok(program: &Program, method: &str, path: &str, body: Option<Value>, status: u16) -> Value {
    let answer = program.ask(method, path, body).await;
    assert_eq!(answer.status, status, "{method} {path}: {}", answer.body);
    if answer.body.is_empty() { Value::Null } else { answer.json() }
}

/// An API with two scopes, and an application.
async fn shop(program: &Program) -> String {
    let api = json!({ "identifier": API, "name": "Orders", "scopes": [{ "value": "read:orders" }, { "value": "write:orders" }] });
    ok(program, "POST", "resource-servers", Some(api), 201).await;
    let client = json!({ "name": "Shop", "app_type": "non_interactive" });
    ok(program, "POST", "clients", Some(client), 201).await["client_id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_grant_is_made_read_changed_and_deleted() {
    let program = Program::new(&ALL).await;
    let client = shop(&program).await;
    let body = json!({ "client_id": client, "audience": API, "scope": ["read:orders"], "subject_type": "client", "allow_any_organization": false, "organization_usage": "deny" });
    let made = ok(&program, "POST", "client-grants", Some(body.clone()), 201).await;
    let path = format!("client-grants/{}", made["id"].as_str().unwrap());
    let expected = json!({ "id": made["id"], "client_id": client, "audience": API, "scope": ["read:orders"], "subject_type": "client" });
    assert_eq!((&made, &program.get(&path).await), (&expected, &expected));
    let second = ok(&program, "POST", "client-grants", Some(body), 409).await;
    assert_eq!(second["error"], "Conflict");
    let more = json!({ "scope": ["write:orders", "read:orders"], "allow_all_scopes": null });
    let changed = ok(&program, "PATCH", &path, Some(more), 200).await;
    assert_eq!(changed["scope"], json!(["read:orders", "write:orders"]));
    assert_eq!(ok(&program, "PATCH", &path, Some(json!({})), 200).await, changed);
    assert_eq!(program.get(&path).await, changed);
    for _ in 0..2 {
        ok(&program, "DELETE", &path, None, 204).await;
    }
    assert_eq!(ok(&program, "GET", &path, None, 404).await["errorCode"], "inexistent_client_grant");
    ok(&program, "PATCH", &path, Some(json!({ "scope": [] })), 404).await;
}

#[tokio::test]
async fn lists_are_filtered_paged_and_counted() {
    let program = Program::new(&ALL).await;
    let client = shop(&program).await;
    ok(&program, "POST", "client-grants", Some(json!({ "client_id": client, "audience": API, "scope": [] })), 201)
        .await;
    let own = format!("{URL}/api/v2/");
    let clients = async |query: &str| {
        let list = program.get(&format!("client-grants?{query}")).await;
        let grants = list.as_array().or_else(|| list["client_grants"].as_array()).unwrap().clone();
        grants.iter().map(|grant| grant["client_id"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(clients("").await.len(), 2);
    assert_eq!(clients(&format!("client_id={client}")).await, [client.as_str()]);
    assert_eq!(clients(&format!("audience={}", escape(&own))).await, ["tool"]);
    assert!(clients(&format!("audience={}&client_id={client}", escape(&own))).await.is_empty());
    assert!(clients("client_id=a%20b").await.is_empty() && clients("subject_type=user").await.is_empty());
    assert!(
        clients("allow_any_organization=true").await.is_empty()
            && clients("default_for=third_party_clients").await.is_empty()
    );
    let page = program.get("client-grants?include_totals=true&per_page=1&page=1").await;
    assert_eq!((&page["start"], &page["limit"], &page["total"]), (&json!(1), &json!(1), &json!(2)));
    assert!(page["client_grants"].as_array().unwrap().len() == 1 && page.get("length").is_none());
    let first = program.get("client-grants?include_totals=true&take=1").await;
    let rest = program.get(&format!("client-grants?take=1&from={}", first["next"].as_str().unwrap())).await;
    assert!(rest.get("next").is_none() && rest["client_grants"][0]["id"] != first["client_grants"][0]["id"]);
}

#[tokio::test]
async fn what_cannot_be_granted_is_refused() {
    let program = Program::new(&ALL).await;
    let client = shop(&program).await;
    for (body, part) in [
        (json!({ "audience": API }), "Missing required property: client_id"),
        (json!({ "client_id": client }), "Missing required property: audience"),
        (json!({ "client_id": client, "audience": API, "scope": ["fly:orders"] }), "on property scope"),
        (json!({ "client_id": client, "audience": API, "scope": "read:orders" }), "Expected type array"),
        (json!({ "client_id": client, "audience": "urn:none", "scope": [] }), "on property audience"),
        (json!({ "client_id": "nobody", "audience": API, "scope": [] }), "on property client_id"),
        (json!({ "client_id": client, "audience": API, "subject_type": "user" }), "subject_type"),
        (json!({ "client_id": client, "audience": API, "allow_all_scopes": true }), "allow_all_scopes"),
    ] {
        let answer = ok(&program, "POST", "client-grants", Some(body.clone()), 400).await;
        assert!(answer["message"].as_str().unwrap().contains(part), "{body}: {answer}");
    }
}

/// N-087: a program gives what it has, and no more.
#[tokio::test]
async fn a_program_grants_of_the_management_api_what_it_has_itself() {
    let program = Program::new(&ALL).await;
    let client = shop(&program).await;
    let own = format!("{URL}/api/v2/");
    let body = |scope: &[&str]| json!({ "client_id": client, "audience": own, "scope": scope });
    let answer = ok(&program, "POST", "client-grants", Some(body(&["read:users", "delete:users"])), 403).await;
    assert_eq!(answer["errorCode"], "operation_not_supported");
    let made = ok(&program, "POST", "client-grants", Some(body(&["read:users"])), 201).await;
    let path = format!("client-grants/{}", made["id"].as_str().unwrap());
    for more in [json!(["read:users", "impersonate:users"]), json!(["delete:users"])] {
        ok(&program, "PATCH", &path, Some(json!({ "scope": more })), 403).await;
    }
    ok(&program, "PATCH", &path, Some(json!({ "scope": ["create:clients"] })), 200).await;
    ok(&program, "PATCH", "client-grants/cgr_tool", Some(json!({ "scope": ["delete:users"] })), 403).await;
}
