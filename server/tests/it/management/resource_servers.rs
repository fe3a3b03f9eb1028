//! /api/v2/resource-servers

use serde_json::{Value, json};

use super::program::Program;
use crate::test_app::{URL, escape};

const ALL: [&str; 4] =
    ["read:resource_servers", "create:resource_servers", "update:resource_servers", "delete:resource_servers"];
const API: &str = "https://orders.example/v1/";

async fn ok(program: &Program, method: &str, path: &str, body: Option<Value>, status: u16) -> Value {
    let answer = program.ask(method, path, body).await;
    assert_eq!(answer.status, status, "{method} {path}: {}", answer.body);
    if answer.body.is_empty() { Value::Null } else { answer.json() }
}

#[tokio::test]
async fn an_api_is_made_read_changed_and_deleted_by_id_or_identifier() {
    let program = Program::new(&ALL).await;
    let body = json!({ "identifier": API, "name": "Orders", "scopes": [{ "value": "read:orders", "description": "See" }, { "value": "x" }] });
    let made = ok(&program, "POST", "resource-servers", Some(body.clone()), 201).await;
    assert_eq!((&made["signing_alg"], &made["token_lifetime"]), (&json!("RS256"), &json!(86_400)));
    assert_eq!((&made["token_lifetime_for_web"], &made["allow_offline_access"]), (&json!(7_200), &json!(false)));
    assert_eq!((&made["is_system"], &made["scopes"][1]), (&json!(false), &json!({ "value": "x", "description": "" })));
    ok(&program, "POST", "resource-servers", Some(body), 409).await;
    let by_id = format!("resource-servers/{}", made["id"].as_str().unwrap());
    let by_identifier = format!("resource-servers/{}", escape(API));
    assert_eq!((&program.get(&by_id).await, &program.get(&by_identifier).await), (&made, &made));
    assert_eq!((&made["enforce_policies"], &made["token_dialect"]), (&json!(false), &json!("rfc9068_profile")));
    let rules = json!({ "enforce_policies": true, "token_dialect": "rfc9068_profile_authz" });
    let ruled = ok(&program, "PATCH", &by_id, Some(rules), 201).await;
    assert_eq!((&ruled["enforce_policies"], &ruled["token_dialect"]), (&json!(true), &json!("rfc9068_profile_authz")));
    for dialect in ["access_token", "access_token_authz", "rfc9068_profile", "rfc9068_profile_authz"] {
        let spoken = ok(&program, "PATCH", &by_id, Some(json!({ "token_dialect": dialect })), 201).await;
        assert_eq!(spoken["token_dialect"], dialect);
    }
    let change = json!({ "name": "Orders 2", "token_lifetime": 600, "allow_offline_access": true, "scopes": [{ "value": "x", "description": null }] });
    let changed = ok(&program, "PATCH", &by_identifier, Some(change), 201).await;
    assert_eq!(
        (&changed["name"], &changed["token_lifetime"], &changed["token_lifetime_for_web"]),
        (&json!("Orders 2"), &json!(600), &json!(600))
    );
    assert_eq!(program.get(&by_id).await, changed);
    assert_eq!((&changed["enforce_policies"], &changed["token_dialect"]), (&json!(true), &ruled["token_dialect"]));
    let mut writable = changed.clone();
    for name in ["id", "identifier", "is_system"] {
        writable.as_object_mut().unwrap().remove(name);
    }
    assert_eq!(
        ok(&program, "PATCH", &by_id, Some(writable.clone()), 201).await,
        changed,
        "what was read can be written"
    );
    ok(&program, "DELETE", &by_identifier, None, 204).await;
    ok(&program, "DELETE", &by_id, None, 204).await;
    assert_eq!(ok(&program, "GET", &by_id, None, 404).await["errorCode"], "inexistent_resource_server");
    ok(&program, "PATCH", &by_id, Some(json!({ "name": "x" })), 404).await;
    writable["identifier"] = json!(API);
    ok(&program, "POST", "resource-servers", Some(writable), 201).await;
    let unnamed = ok(&program, "POST", "resource-servers", Some(json!({ "identifier": "urn:b" })), 201).await;
    assert_eq!(unnamed["name"], "urn:b");
}

#[tokio::test]
async fn the_management_api_is_among_them_and_stays_what_it_is() {
    let program = Program::new(&ALL).await;
    let own = format!("resource-servers/{}", escape(&format!("{URL}/api/v2/")));
    let api = program.get(&own).await;
    assert_eq!((&api["name"], &api["is_system"]), (&json!("Auth0 Management API"), &json!(true)));
    assert!(api["scopes"].as_array().unwrap().iter().any(|scope| scope["value"] == "read:users"));
    for change in [
        json!({ "name": "Mine" }),
        json!({ "scopes": [] }),
        json!({ "allow_offline_access": true }),
        json!({ "enforce_policies": true }),
        json!({ "token_dialect": "rfc9068_profile_authz" }),
    ] {
        ok(&program, "PATCH", &own, Some(change), 400).await;
    }
    let changed = ok(&program, "PATCH", &own, Some(json!({ "token_lifetime": 7_000 })), 201).await;
    assert_eq!(changed["token_lifetime"], 7_000);
    ok(&program, "DELETE", &own, None, 400).await;
    let list = program.get("resource-servers?include_totals=true").await;
    assert_eq!((&list["total"], &list["resource_servers"][0]), (&json!(1), &changed));
}

#[tokio::test]
async fn lists_are_filtered_paged_and_counted() {
    let program = Program::new(&ALL).await;
    for identifier in ["urn:a", "urn:b", "urn:c"] {
        program.app.clock.advance(1_000);
        ok(&program, "POST", "resource-servers", Some(json!({ "identifier": identifier })), 201).await;
    }
    let identifiers = |list: &Value| -> Vec<String> {
        let apis = list.as_array().or_else(|| list["resource_servers"].as_array()).unwrap();
        apis.iter().map(|api| api["identifier"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(identifiers(&program.get("resource-servers").await)[1..], ["urn:a", "urn:b", "urn:c"]);
    assert_eq!(
        identifiers(&program.get("resource-servers?identifiers=urn:c&identifiers=urn:a").await),
        ["urn:a", "urn:c"]
    );
    assert!(identifiers(&program.get("resource-servers?identifiers=a%20b").await).is_empty());
    let page = program.get("resource-servers?include_totals=true&per_page=3&page=1").await;
    assert_eq!((&page["start"], &page["limit"], &page["total"]), (&json!(3), &json!(3), &json!(4)));
    assert_eq!(identifiers(&page), ["urn:c"]);
}

#[tokio::test]
async fn bad_bodies_are_told_what_is_wrong() {
    let program = Program::new(&ALL).await;
    for (body, part) in [
        (json!({ "name": "x" }), "Missing required property: identifier"),
        (json!({ "identifier": "a b" }), "on property identifier"),
        (
            json!({ "identifier": "urn:a", "scopes": ["x"] }),
            "'Expected type object but found type string' on property scopes[0]",
        ),
        (
            json!({ "identifier": "urn:a", "scopes": [{ "description": "x" }] }),
            "'Missing required property: value' on property scopes[0]",
        ),
        (json!({ "identifier": "urn:a", "scopes": [{ "value": "openid" }] }), "on property scopes"),
        (json!({ "identifier": "urn:a", "signing_alg": "HS256" }), "No enum match for: HS256"),
        (json!({ "identifier": "urn:a", "signing_secret": "0123456789abcdef" }), "signing_secret"),
        (json!({ "identifier": "urn:a", "token_lifetime": 2_592_001 }), "token_lifetime"),
        (json!({ "identifier": "urn:a", "token_lifetime": "1" }), "Expected type integer"),
        (json!({ "identifier": "urn:a", "enforce_policies": 1 }), "Expected type boolean"),
        (json!({ "identifier": "urn:a", "token_dialect": "rfc9069" }), "No enum match for: rfc9069"),
        (json!({ "identifier": "urn:a", "id": "1" }), "Additional properties not allowed: id"),
    ] {
        let answer = ok(&program, "POST", "resource-servers", Some(body.clone()), 400).await;
        assert!(answer["message"].as_str().unwrap().contains(part), "{body}: {answer}");
    }
    assert_eq!(program.get("resource-servers").await.as_array().unwrap().len(), 1);
}
