//! /api/v2/connections

use serde_json::{Value, json};

use super::program::Program;
use crate::test_app::{CONNECTION, escape};

const ALL: [&str; 8] = [
    "read:connections",
    "create:connections",
    "update:connections",
    "delete:connections",
    "create:users",
    "read:users",
    "delete:users",
    "create:clients",
];

async fn ok(program: &Program, method: &str, path: &str, body: Option<Value>, status: u16) -> Value {
    let answer = program.ask(method, path, body).await;
    assert_eq!(answer.status, status, "{method} {path}: {}", answer.body);
    if answer.body.is_empty() { Value::Null } else { answer.json() }
}

async fn made(program: &Program, body: Value) -> String {
    ok(program, "POST", "connections", Some(body), 201).await["id"].as_str().unwrap().to_owned()
}

fn database(name: &str) -> Value {
    json!({ "name": name, "strategy": "auth0" })
}

#[tokio::test]
async fn a_connection_is_made_read_changed_and_deleted() {
    let program = Program::new(&ALL).await;
    let new = ok(&program, "POST", "connections", Some(database("Staff")), 201).await;
    assert_eq!(
        (&new["strategy"], &new["realms"], &new["enabled_clients"]),
        (&json!("auth0"), &json!(["Staff"]), &json!([]))
    );
    let options = &new["options"];
    assert_eq!((&options["passwordPolicy"], &options["strategy_version"]), (&json!("good"), &json!(2)));
    assert_eq!((&options["brute_force_protection"], &options["mfa"]["active"]), (&json!(true), &json!(true)));
    let path = format!("connections/{}", new["id"].as_str().unwrap());
    assert_eq!(program.get(&path).await, new);
    let wanted = json!({
        "passwordPolicy": "excellent", "password_complexity_options": { "min_length": 12 },
        "password_history": { "enable": true, "size": 3 }, "password_dictionary": { "enable": true, "dictionary": ["roster"] },
        "password_no_personal_info": { "enable": true }, "requires_username": true,
        "validation": { "username": { "min": 3, "max": 20 } }, "disable_signup": true, "brute_force_protection": false,
        "disable_self_service_change_password": true,
    });
    let changed =
        ok(&program, "PATCH", &path, Some(json!({ "options": wanted, "enabled_clients": ["tool"] })), 200).await;
    for (name, value) in wanted.as_object().unwrap() {
        assert_eq!(&changed["options"][name], value, "{name}");
    }
    assert_eq!(changed["enabled_clients"], json!(["tool"]));
    assert_eq!(program.get(&path).await, changed, "what was answered is what was stored");
    let replaced = ok(&program, "PATCH", &path, Some(json!({ "options": { "disable_signup": true } })), 200).await;
    assert_eq!(
        (&replaced["options"]["passwordPolicy"], &replaced["options"]["disable_signup"], &replaced["enabled_clients"]),
        (&json!("good"), &json!(true), &json!(["tool"])),
        "options are replaced as a whole, applications are not"
    );
    assert!(ok(&program, "DELETE", &path, None, 202).await["deleted_at"].is_string());
    ok(&program, "DELETE", &path, None, 204).await;
    let gone = ok(&program, "GET", &path, None, 404).await;
    assert_eq!(
        (&gone["errorCode"], &gone["message"]),
        (&json!("inexistent_connection"), &json!("The connection does not exist."))
    );
}

/// What deploy tools do.
#[tokio::test]
async fn what_was_read_can_be_written_back_and_written_anew() {
    let program = Program::new(&ALL).await;
    let id = made(&program, json!({ "name": "Staff", "strategy": "auth0", "enabled_clients": ["tool"], "options": { "validation": null, "password_history": { "enable": true } } })).await;
    let read = program.get(&format!("connections/{id}")).await;
    let mut writable = read.clone();
    for name in ["id", "name", "strategy"] {
        writable.as_object_mut().unwrap().remove(name);
    }
    assert_eq!(ok(&program, "PATCH", &format!("connections/{id}"), Some(writable), 200).await, read);
    let mut copy = read.clone();
    copy.as_object_mut().unwrap().remove("id");
    (copy["name"], copy["realms"]) = (json!("Copy"), json!(["Copy"]));
    let copied = ok(&program, "POST", "connections", Some(copy), 201).await;
    assert_eq!((&copied["options"], &copied["enabled_clients"]), (&read["options"], &read["enabled_clients"]));
}

#[tokio::test]
async fn lists_are_filtered_and_paged() {
    let program = Program::new(&ALL).await;
    for name in ["A", "B", "C"] {
        made(&program, database(name)).await;
    }
    let names = |list: &Value| -> Vec<String> {
        let connections = list.as_array().or_else(|| list["connections"].as_array()).unwrap();
        connections.iter().map(|connection| connection["name"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(names(&program.get("connections").await), ["A", "B", "C", CONNECTION]);
    assert_eq!(names(&program.get("connections?name=B").await), ["B"]);
    assert_eq!(names(&program.get("connections?strategy=auth0&strategy=samlp").await).len(), 4);
    assert!(names(&program.get("connections?strategy=samlp").await).is_empty());
    let page = program.get("connections?include_totals=true&per_page=3&page=1&fields=name").await;
    assert_eq!(page, json!({ "start": 3, "limit": 3, "total": 4, "connections": [{ "name": CONNECTION }] }));
    let (mut seen, mut from) = (Vec::new(), String::new());
    loop {
        let part = program.get(&format!("connections?include_totals=true&take=3&strategy=auth0{from}")).await;
        seen.extend(names(&part));
        let Some(next) = part["next"].as_str() else { break };
        from = format!("&from={next}");
    }
    seen.sort();
    assert_eq!(seen, ["A", "B", "C", CONNECTION]);
}

#[tokio::test]
async fn applications_are_switched_in_one_step() {
    let program = Program::new(&ALL).await;
    let id = made(&program, database("Staff")).await;
    let path = format!("connections/{id}/clients");
    let mut clients = vec!["tool".to_owned()];
    for name in ["A", "B"] {
        clients.push(
            ok(&program, "POST", "clients", Some(json!({ "name": name })), 201).await["client_id"]
                .as_str()
                .unwrap()
                .to_owned(),
        );
    }
    clients.sort();
    let off: Vec<Value> = clients.iter().map(|id| json!({ "client_id": id, "status": false })).collect();
    ok(&program, "PATCH", &path, Some(json!(off)), 204).await;
    assert_eq!(program.get(&path).await, json!({ "clients": [] }));
    let on: Vec<Value> = clients.iter().map(|id| json!({ "client_id": id, "status": true })).collect();
    let mut wrong = on.clone();
    wrong.push(json!({ "client_id": "nobody", "status": true }));
    ok(&program, "PATCH", &path, Some(json!(wrong)), 400).await;
    assert_eq!(program.get(&path).await, json!({ "clients": [] }), "all or nothing");
    ok(&program, "PATCH", &path, Some(json!(on)), 204).await;
    let page = program.get(&format!("{path}?take=2")).await;
    assert_eq!(page["clients"], json!([{ "client_id": clients[0] }, { "client_id": clients[1] }]));
    let rest = program.get(&format!("{path}?take=2&from={}", page["next"].as_str().unwrap())).await;
    assert_eq!(rest, json!({ "clients": [{ "client_id": clients[2] }] }));
    for wrong in
        [json!([]), json!({}), json!([{ "client_id": "tool" }]), json!(vec![on[0].clone(); 51]), json!(["tool"])]
    {
        ok(&program, "PATCH", &path, Some(wrong), 400).await;
    }
    ok(&program, "GET", "connections/con_none/clients", None, 404).await;
}

#[tokio::test]
async fn the_users_of_a_connection_go_with_it() {
    let program = Program::new(&ALL).await;
    let id = made(&program, json!({ "name": "Staff", "strategy": "auth0", "enabled_clients": ["tool"] })).await;
    for number in 0..3 {
        program.user(&format!("u{number}@example.com"), json!({ "connection": "Staff" })).await;
    }
    let kept = program.user("u0@example.com", json!({})).await;
    let users = format!("connections/{id}/users");
    ok(&program, "DELETE", &users, None, 400).await;
    for _ in 0..2 {
        ok(&program, "DELETE", &format!("{users}?email={}", escape("U0@example.com")), None, 204).await;
    }
    assert_eq!(program.get("users").await.as_array().unwrap().len(), 3);
    ok(&program, "DELETE", &format!("connections/{id}"), None, 202).await;
    let left = program.get("users").await;
    assert_eq!((left.as_array().unwrap().len(), &left[0]["user_id"]), (1, &json!(kept)));
    ok(&program, "DELETE", "connections/con_none/users?email=a@b.c", None, 404).await;
}

#[tokio::test]
async fn a_connection_is_online_as_long_as_it_is_there() {
    let program = Program::new(&ALL).await;
    let id = made(&program, database("Staff")).await;
    assert_eq!(program.ask("GET", &format!("connections/{id}/status"), None).await.status, 200);
    assert_eq!(program.ask("GET", "connections/con_none/status", None).await.status, 404);
}

#[tokio::test]
async fn bad_bodies_are_told_what_is_wrong_and_change_nothing() {
    let program = Program::new(&ALL).await;
    let id = made(&program, database("Staff")).await;
    let path = format!("connections/{id}");
    let before = program.get(&path).await;
    for (body, part) in [
        (json!({ "name": "Other" }), "Additional properties not allowed: name"),
        (json!({ "strategy": "auth0" }), "Additional properties not allowed: strategy"),
        (json!({ "options": { "passwordPolicy": "best" } }), "No enum match for: best"),
        (json!({ "options": { "password_history": { "size": 3 } } }), "Missing required property: enable"),
        (json!({ "options": { "password_history": { "enable": true, "size": -1 } } }), "options"),
        (json!({ "options": { "password_history": { "enable": true, "size": 25 } } }), "0 to 24, 25 given"),
        (
            json!({ "options": { "validation": { "username": { "min": 9, "max": 8 } } } }),
            "At least as much as the least",
        ),
        (json!({ "options": { "import_mode": true } }), "'Only false is supported' on property options.import_mode"),
        (json!({ "options": { "customScripts": { "login": "x" } } }), "options.customScripts"),
        (json!({ "options": { "attributes": {} } }), "Additional properties not allowed: attributes"),
        (json!({ "realms": ["Other"] }), "on property realms"),
        (json!({ "is_domain_connection": true }), "is_domain_connection"),
        (json!({ "enabled_clients": ["nobody"] }), "There is no application"),
        (json!({ "display_name": "Staff" }), "display_name"),
    ] {
        let answer = program.ask("PATCH", &path, Some(body.clone())).await;
        assert_eq!(
            (answer.status.as_u16(), &answer.json()["errorCode"]),
            (400, &json!("invalid_body")),
            "{body}: {}",
            answer.body
        );
        assert!(answer.json()["message"].as_str().unwrap().contains(part), "{body}: {}", answer.body);
    }
    assert_eq!(program.get(&path).await, before);
    for (body, status, part) in [
        (json!({ "name": "X", "strategy": "samlp" }), 400, "No enum match for: samlp"),
        (json!({ "name": "a_b", "strategy": "auth0" }), 400, "on property name"),
        (json!({ "strategy": "auth0" }), 400, "Missing required property: name"),
        (json!({ "name": "Y", "strategy": "auth0", "enabled_clients": ["nobody"] }), 400, "There is no application"),
        (database("Staff"), 409, "already exists"),
    ] {
        let answer = program.ask("POST", "connections", Some(body.clone())).await;
        assert_eq!(answer.status, status, "{body}: {}", answer.body);
        assert!(answer.body.contains(part), "{}", answer.body);
    }
    assert_eq!(program.get("connections").await.as_array().unwrap().len(), 2);
}
