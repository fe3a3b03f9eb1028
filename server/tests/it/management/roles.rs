//! /api/v2/roles, /api/v2/users/{id}/roles and /api/v2/users/{id}/permissions

use serde_json::{Value, json};

use super::program::{Program, path};
use crate::test_app::{Ask, URL};

const ALL: [&str; 13] = [
    "read:roles",
    "create:roles",
    "update:roles",
    "delete:roles",
    "read:role_members",
    "create:role_members",
    "delete:role_members",
    "read:users",
    "create:users",
    "update:users",
    "delete:users",
    "read:logs",
    "create:resource_servers",
];
const MORE: [&str; 2] = ["update:resource_servers", "delete:resource_servers"];
const NOBODY: &str = "auth0|nobody";

async fn program() -> Program {
    Program::new(&[&ALL[..], &MORE].concat()).await
}

async fn ok(program: &Program, method: &str, path: &str, body: Option<Value>, status: u16) -> Value {
    let answer = program.ask(method, path, body).await;
    assert_eq!(answer.status, status, "{method} {path}: {}", answer.body);
    if answer.body.is_empty() { Value::Null } else { answer.json() }
}

async fn refused(program: &Program, ask: (&str, &str, Value), status: u16, code: &str) -> String {
    let (method, path, body) = ask;
    let answer = ok(program, method, path, Some(body).filter(|body| !body.is_null()), status).await;
    assert_eq!(answer["errorCode"], code, "{method} {path}: {answer}");
    answer["message"].as_str().unwrap().to_owned()
}

async fn role(program: &Program, name: &str) -> String {
    let role = ok(program, "POST", "roles", Some(json!({ "name": name })), 200).await;
    role["id"].as_str().unwrap().to_owned()
}

/// An API with the scopes `read`, `write` and `own`.
async fn api(program: &Program, identifier: &str) {
    let scopes = json!([{ "value": "read", "description": "See it" }, { "value": "write" }, { "value": "own" }]);
    let body = json!({ "identifier": identifier, "name": format!("API {identifier}"), "scopes": scopes });
    ok(program, "POST", "resource-servers", Some(body), 201).await;
}

fn permissions(of: &[(&str, &str)]) -> Value {
    let one = |(api, name): &(&str, &str)| json!({ "resource_server_identifier": api, "permission_name": name });
    json!({ "permissions": of.iter().map(one).collect::<Vec<_>>() })
}

fn names(list: &Value, of: &str) -> Vec<String> {
    list.as_array().unwrap().iter().map(|item| item[of].as_str().unwrap().to_owned()).collect()
}

/// The newest event of the change of that description.
async fn event(program: &Program, description: &str) -> Value {
    let events = program.get("logs?per_page=100").await;
    let found = events.as_array().unwrap().iter().find(|event| event["description"] == description);
    found.unwrap_or_else(|| panic!("no event {description}")).clone()
}

#[tokio::test]
async fn a_role_is_made_read_changed_and_deleted() {
    let program = program().await;
    let body = json!({ "name": "Reader", "description": "Sees orders" });
    let made = ok(&program, "POST", "roles", Some(body.clone()), 200).await;
    let id = made["id"].as_str().unwrap();
    assert!(id.starts_with("rol_") && id.len() == 20, "{id}");
    assert_eq!(made, json!({ "id": id, "name": "Reader", "description": "Sees orders" }));
    let again = ok(&program, "POST", "roles", Some(body), 409).await;
    assert_eq!(again["message"], "The role already exists.");
    let by_id = format!("roles/{id}");
    assert_eq!(program.get(&by_id).await, made);
    let changed = ok(&program, "PATCH", &by_id, Some(json!({ "name": "Clerk" })), 200).await;
    assert_eq!(changed, json!({ "id": id, "name": "Clerk", "description": "Sees orders" }));
    assert_eq!(event(&program, "Update a role").await["type"], "sapi");
    role(&program, "Other").await;
    ok(&program, "PATCH", &by_id, Some(json!({ "name": "Other" })), 409).await;
    assert_eq!(ok(&program, "DELETE", &by_id, None, 200).await, json!({}));
    for (method, body) in [("GET", Value::Null), ("PATCH", json!({ "name": "A" })), ("DELETE", Value::Null)] {
        let message = refused(&program, (method, &by_id, body), 404, "inexistent_role").await;
        assert_eq!(message, "The role does not exist.");
    }
}

#[tokio::test]
async fn roles_are_filtered_paged_and_counted() {
    let program = program().await;
    for name in ["Writer", "Admin", "Reader"] {
        role(&program, name).await;
    }
    assert_eq!(names(&program.get("roles").await, "name"), ["Admin", "Reader", "Writer"]);
    assert_eq!(names(&program.get("roles?name_filter=AD&type=tenant").await, "name"), ["Admin", "Reader"]);
    for none in ["%25", "x", &"a".repeat(5_000)] {
        assert!(names(&program.get(&format!("roles?name_filter={none}")).await, "name").is_empty());
    }
    let page = program.get("roles?include_totals=true&per_page=2&page=1").await;
    assert_eq!((&page["start"], &page["limit"], &page["total"]), (&json!(2), &json!(2), &json!(3)));
    assert_eq!(names(&page["roles"], "name"), ["Writer"]);
}

#[tokio::test]
async fn a_role_allows_what_apis_know() {
    let program = program().await;
    api(&program, "urn:b").await;
    api(&program, "urn:a").await;
    let of_role = format!("roles/{}/permissions", role(&program, "Reader").await);
    let some = permissions(&[("urn:b", "read"), ("urn:a", "write"), ("urn:a", "read"), ("urn:a", "read")]);
    assert_eq!(ok(&program, "POST", &of_role, Some(some.clone()), 201).await, json!({}));
    ok(&program, "POST", &of_role, Some(some), 201).await;
    let page = program.get(&format!("{of_role}?include_totals=true&per_page=2")).await;
    let read = json!({ "resource_server_identifier": "urn:a", "permission_name": "read",
        "resource_server_name": "API urn:a", "description": "See it" });
    assert_eq!((&page["total"], &page["permissions"][0]), (&json!(3), &read));
    let told = event(&program, "Associate permissions with a role").await;
    let change = &told["details"]["changed"]["permissions"];
    assert_eq!((&change["before"], change["after"].as_array().unwrap().len()), (&json!([]), 3));
    assert_eq!(told["details"]["role"]["name"], "Reader");
    let gone = permissions(&[("urn:a", "write"), ("urn:a", "own"), ("urn:none", "x")]);
    assert_eq!(ok(&program, "DELETE", &of_role, Some(gone), 200).await, json!({}));
    assert_eq!(names(&program.get(&of_role).await, "permission_name"), ["read", "read"]);
    let unknown = ("POST", of_role.as_str(), permissions(&[("urn:b", "write"), ("urn:a", "none")]));
    assert!(refused(&program, unknown, 400, "invalid_body").await.contains("urn:a has no permission none"));
    let nowhere = ("POST", of_role.as_str(), permissions(&[("urn:none", "read")]));
    refused(&program, nowhere, 404, "inexistent_resource_server").await;
    assert_eq!(program.get(&of_role).await.as_array().unwrap().len(), 2, "all or nothing");
    // What an API knows no more, nobody may do.
    let narrowed = json!({ "scopes": [{ "value": "write" }] });
    ok(&program, "PATCH", "resource-servers/urn%3Aa", Some(narrowed), 201).await;
    assert_eq!(names(&program.get(&of_role).await, "resource_server_identifier"), ["urn:b"]);
    ok(&program, "DELETE", "resource-servers/urn%3Ab", None, 204).await;
    assert_eq!(program.get(&of_role).await, json!([]));
}

/// N-087: nobody gives at the Management API what they may not do.
#[tokio::test]
async fn a_program_gives_of_the_management_api_what_it_has_itself() {
    let program = program().await;
    let of_role = format!("roles/{}/permissions", role(&program, "Reader").await);
    let own = format!("{URL}/api/v2/");
    let more = permissions(&[(&own, "delete:clients")]);
    ok(&program, "POST", &of_role, Some(more), 403).await;
    ok(&program, "POST", &of_role, Some(permissions(&[(&own, "read:users")])), 201).await;
}

#[tokio::test]
async fn users_get_roles_and_lose_them() {
    let program = program().await;
    let (ada, bob) = (
        program.user("ada@example.com", json!({ "name": "Ada" })).await,
        program.user("bob@example.com", json!({})).await,
    );
    let (writer, reader) = (role(&program, "Writer").await, role(&program, "Reader").await);
    let of_ada = format!("{}/roles", path(&ada));
    ok(&program, "POST", &of_ada, Some(json!({ "roles": [writer, reader, reader] })), 204).await;
    assert_eq!(names(&program.get(&of_ada).await, "name"), ["Reader", "Writer"]);
    let told = event(&program, "Assign roles to a user").await;
    assert_eq!((&told["user_id"], &told["details"]["changed"]["roles"]["before"]), (&json!(ada), &json!([])));
    assert_eq!(told["details"]["changed"]["roles"]["after"][0], json!({ "id": reader, "name": "Reader" }));
    let page = program.get(&format!("{of_ada}?include_totals=true&per_page=1&page=1")).await;
    assert_eq!((&page["total"], &page["roles"][0]["name"]), (&json!(2), &json!("Writer")));
    let members = format!("roles/{writer}/users");
    assert_eq!(ok(&program, "POST", &members, Some(json!({ "users": [bob, ada, bob] })), 200).await, json!({}));
    let list = program.get(&format!("{members}?include_totals=true")).await;
    assert_eq!((&list["total"], &list["start"], &list["limit"]), (&json!(2), &json!(0), &json!(50)));
    let first = program.get(&format!("{members}?take=1")).await;
    let next = first["next"].as_str().unwrap();
    let second = program.get(&format!("{members}?take=1&from={}", crate::test_app::escape(next))).await;
    let mut both = [&first["users"][0], &second["users"][0]].map(|user| user["user_id"].as_str().unwrap().to_owned());
    both.sort();
    let mut expected = [ada.clone(), bob.clone()];
    expected.sort();
    assert_eq!((both, second.get("next")), (expected, None));
    let users = list["users"].as_array().unwrap();
    let shown = users.iter().find(|user| user["user_id"] == *ada).unwrap();
    assert_eq!((&shown["email"], &shown["name"]), (&json!("ada@example.com"), &json!("Ada")));
    ok(&program, "DELETE", &of_ada, Some(json!({ "roles": [writer, "rol_none"] })), 204).await;
    ok(&program, "DELETE", &of_ada, Some(json!({ "roles": [writer] })), 204).await;
    assert_eq!(names(&program.get(&of_ada).await, "name"), ["Reader"]);
    assert_eq!(program.get(&members).await[0]["user_id"], bob);
    assert_eq!(program.get(&members).await.as_array().unwrap().len(), 1);
    ok(&program, "DELETE", &path(&bob), None, 204).await;
    assert_eq!(program.get(&members).await, json!([]));
    ok(&program, "DELETE", &format!("roles/{reader}"), None, 200).await;
    assert_eq!(program.get(&of_ada).await, json!([]));
}

#[tokio::test]
async fn who_or_what_is_not_there_gets_nothing() {
    let program = program().await;
    let ada = program.user("ada@example.com", json!({})).await;
    let reader = role(&program, "Reader").await;
    let (of_ada, members) = (format!("{}/roles", path(&ada)), format!("roles/{reader}/users"));
    for role in ["rol_none", "", "a\u{0}b"] {
        let body = json!({ "roles": [reader, role] });
        refused(&program, ("POST", &of_ada, body), 404, "inexistent_role").await;
    }
    assert_eq!(program.get(&of_ada).await, json!([]), "all or nothing");
    for user in [NOBODY, "", "a\u{0}b"] {
        refused(&program, ("POST", &members, json!({ "users": [ada, user] })), 404, "inexistent_user").await;
    }
    let of_nobody = path(NOBODY);
    for (kind, body) in [("roles", json!({ "roles": [reader] })), ("permissions", permissions(&[("urn:a", "read")]))] {
        for (method, body) in [("GET", Value::Null), ("POST", body.clone()), ("DELETE", body)] {
            refused(&program, (method, &format!("{of_nobody}/{kind}"), body), 404, "inexistent_user").await;
        }
    }
    assert_eq!(program.get(&members).await, json!([]));
    for kind in ["users", "permissions"] {
        refused(&program, ("GET", &format!("roles/rol_none/{kind}"), Value::Null), 404, "inexistent_role").await;
    }
    let unknown = program.get(&format!("{members}?from=zzz")).await;
    assert_eq!(unknown, json!({ "users": [] }));
}

#[tokio::test]
async fn a_user_has_permissions_by_roles_and_without() {
    let program = program().await;
    api(&program, "urn:a").await;
    let ada = program.user("ada@example.com", json!({})).await;
    let (writer, reader) = (role(&program, "Writer").await, role(&program, "Reader").await);
    let both = permissions(&[("urn:a", "read"), ("urn:a", "write")]);
    ok(&program, "POST", &format!("roles/{writer}/permissions"), Some(both), 201).await;
    ok(&program, "POST", &format!("roles/{reader}/permissions"), Some(permissions(&[("urn:a", "read")])), 201).await;
    ok(&program, "POST", &format!("{}/roles", path(&ada)), Some(json!({ "roles": [writer, reader] })), 204).await;
    let of_ada = format!("{}/permissions", path(&ada));
    let own = permissions(&[("urn:a", "own"), ("urn:a", "read")]);
    assert_eq!(ok(&program, "POST", &of_ada, Some(own), 201).await, json!({}));
    let list = program.get(&of_ada).await;
    assert_eq!(names(&list, "permission_name"), ["own", "read", "write"]);
    let direct = json!({ "source_id": "", "source_name": "", "source_type": "DIRECT" });
    let from = |id: &str, name: &str| json!({ "source_id": id, "source_name": name, "source_type": "ROLE" });
    assert_eq!(list[0]["sources"], json!([direct]));
    assert_eq!(list[2]["sources"], json!([from(&writer, "Writer")]));
    let of_read = list[1]["sources"].as_array().unwrap();
    assert_eq!((of_read.len(), &of_read[0]), (3, &direct));
    assert!(of_read.contains(&from(&writer, "Writer")) && of_read.contains(&from(&reader, "Reader")));
    assert_eq!((&list[1]["description"], &list[1]["resource_server_name"]), (&json!("See it"), &json!("API urn:a")));
    let page = program.get(&format!("{of_ada}?include_totals=true&per_page=2&page=1")).await;
    assert_eq!((&page["total"], &page["permissions"][0]["permission_name"]), (&json!(3), &json!("write")));
    let gone = permissions(&[("urn:a", "own"), ("urn:a", "write")]);
    ok(&program, "DELETE", &of_ada, Some(gone), 204).await;
    assert_eq!(names(&program.get(&of_ada).await, "permission_name"), ["read", "write"], "roles stay");
    let told = event(&program, "Remove permissions from a user").await;
    assert_eq!(
        (&told["user_id"], told["details"]["changed"]["permissions"]["after"].as_array().unwrap().len()),
        (&json!(ada), 1)
    );
}

#[tokio::test]
async fn nobody_has_more_than_there_is_room_for() {
    let program = program().await;
    let ada = program.user("ada@example.com", json!({})).await;
    let mut roles = Vec::new();
    for number in 0..51 {
        roles.push(role(&program, &format!("R{number}")).await);
    }
    let of_ada = format!("{}/roles", path(&ada));
    refused(&program, ("POST", &of_ada, json!({ "roles": roles })), 400, "invalid_body").await;
    ok(&program, "POST", &of_ada, Some(json!({ "roles": roles[..50] })), 204).await;
    refused(&program, ("POST", &of_ada, json!({ "roles": [roles[50]] })), 400, "invalid_body").await;
    let body = json!({ "users": [ada] });
    refused(&program, ("POST", &format!("roles/{}/users", roles[50]), body), 400, "invalid_body").await;
    assert_eq!(program.get(&format!("{of_ada}?per_page=100")).await.as_array().unwrap().len(), 50);
}

#[tokio::test]
async fn bad_bodies_are_told_what_is_wrong() {
    let program = program().await;
    let of_role = format!("roles/{}", role(&program, "Reader").await);
    let (of_permissions, of_users) = (format!("{of_role}/permissions"), format!("{of_role}/users"));
    let many: Vec<String> = (0..1_001).map(|number| format!("rol_{number}")).collect();
    for (method, path, body, part) in [
        ("POST", "roles", json!({}), "Missing required property: name"),
        ("POST", "roles", json!({ "name": "" }), "on property name"),
        ("POST", "roles", json!({ "name": "a<b" }), "on property name"),
        ("POST", "roles", json!({ "name": "a".repeat(201) }), "on property name"),
        ("POST", "roles", json!({ "name": 1 }), "Expected type string"),
        ("POST", "roles", json!({ "name": "a", "description": "a\u{0}" }), "on property description"),
        ("POST", "roles", json!({ "name": "a", "id": "rol_1" }), "Additional properties not allowed: id"),
        ("PATCH", &of_role, json!({ "description": null }), "Expected type string but found type null"),
        ("POST", &of_permissions, json!({}), "Missing required property: permissions"),
        ("POST", &of_permissions, json!({ "permissions": [] }), "Array is too short (0), minimum 1"),
        ("DELETE", &of_permissions, json!({ "permissions": ["x"] }), "Expected type object"),
        ("POST", &of_permissions, json!({ "permissions": [{ "permission_name": "x" }] }), "resource_server_identifier"),
        ("POST", &of_users, json!({ "users": [1] }), "Expected type string"),
        ("POST", "users/x/roles", json!({ "roles": [] }), "Array is too short"),
        ("DELETE", "users/x/roles", json!({ "roles": many }), "Array is too long (1001), maximum 1000"),
        ("DELETE", "users/x/permissions", json!({ "permissions": [] }), "Array is too short"),
    ] {
        let message = refused(&program, (method, path, body.clone()), 400, "invalid_body").await;
        assert!(message.contains(part), "{method} {path} {body}: {message}");
    }
    let answer = program.ask("DELETE", &of_permissions, None).await;
    assert_eq!(answer.status, 400, "a body is needed");
}

/// S-203: of these all scopes are needed.
#[tokio::test]
async fn who_has_which_role_is_told_to_whom_may_see_users_roles_and_members() {
    const NEEDED: [&str; 3] = ["read:users", "read:roles", "read:role_members"];
    let all = Program::new(&[&NEEDED[..], &["create:users", "create:roles"]].concat()).await;
    let ada = all.user("ada@example.com", json!({})).await;
    let paths = [format!("{}/roles", path(&ada)), format!("roles/{}/users", role(&all, "R").await)];
    for route in &paths {
        assert_eq!(all.get(route).await, json!([]));
        assert_eq!(all.app.send(Ask::get(&format!("/api/v2/{route}"))).await.status, 401);
    }
    for missing in NEEDED {
        let scopes: Vec<&str> = NEEDED.into_iter().filter(|scope| *scope != missing).collect();
        let program = Program::new(&scopes).await;
        for route in &paths {
            refused(&program, ("GET", route, Value::Null), 403, "insufficient_scope").await;
        }
    }
    let program = Program::new(&["read:roles"]).await;
    refused(&program, ("GET", "users/x/permissions", Value::Null), 403, "insufficient_scope").await;
    assert_eq!(Program::new(&["read:users"]).await.ask("GET", "users/x/permissions", None).await.status, 404);
}
