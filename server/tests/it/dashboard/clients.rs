//! Applications, APIs and client grants, as their pages call for them.

use model::Role;
use serde_json::{Value, json};

use crate::test_app::{Ask, TestApp};

#[tokio::test]
async fn a_secret_is_in_the_answer_that_makes_it_and_in_no_other() {
    let app = TestApp::new().await;
    let owner = app.session(Role::Owner).await;
    let client = json!({ "client": { "name": "Shop", "callbacks": ["https://shop.example/cb"] } });
    let made = app.call(&owner, "clients/create", client).await;
    let (id, secret) = (&made["client"]["client_id"], made["client_secret"].as_str().unwrap());
    assert_eq!((secret.len(), &made["client"]["app_type"]), (64, &json!("regular_web")));
    let patch = json!({ "id": id, "patch": { "description": "Sells" } });
    for (function, arguments) in
        [("clients/get", json!({ "id": id })), ("clients/list", json!({ "after": null })), ("clients/update", patch)]
    {
        let answer = app.call(&owner, function, arguments).await.to_string();
        assert!(
            answer.contains("Shop") && !answer.contains(secret) && !answer.contains("hash"),
            "{function}: {answer}"
        );
    }
    let rotated = app.call(&owner, "clients/rotate-secret", json!({ "id": id })).await;
    assert!(rotated["client_secret"].is_string() && rotated["client_secret"] != made["client_secret"]);
}

#[tokio::test]
async fn what_is_wrong_is_told_at_its_field_however_much_there_is_of_it() {
    let app = TestApp::new().await;
    let owner = app.session(Role::Owner).await;
    let million = vec![""; 1_000_000];
    let scopes = vec![json!({ "value": "a" }); 200_000];
    for (function, arguments, field) in [
        ("clients/create", json!({ "client": { "name": "x", "callbacks": million } }), "callbacks"),
        ("clients/create", json!({ "client": { "name": "x", "grant_types": million } }), "grant_types"),
        ("clients/create", json!({ "client": {} }), "name"),
        ("clients/create", json!({ "client": { "name": "x", "web_origins": ["https://a.example/b"] } }), "web_origins"),
        ("resource-servers/create", json!({ "resource_server": { "name": "x" } }), "identifier"),
        (
            "resource-servers/create",
            json!({ "resource_server": { "name": "x", "identifier": "x", "scopes": scopes } }),
            "scopes",
        ),
        ("client-grants/save", json!({ "client_id": "x", "audience": "x", "scope": million }), "client_id"),
        ("client-grants/list", json!({ "query": {} }), "client_id"),
    ] {
        let answer = app.send(Ask::call(function, &arguments).cookie(&owner)).await;
        assert_eq!(answer.status, 400, "{function}: {}", answer.body);
        assert_eq!(answer.json()["fields"][0]["field"], field, "{}", answer.body);
    }
    let clients = app.call(&owner, "clients/list", json!({ "after": null })).await;
    assert_eq!(clients["clients"].as_array().unwrap().len(), 1, "nothing was made of it");
}

#[tokio::test]
async fn an_api_that_logins_fall_back_to_is_not_deleted() {
    let app = TestApp::new().await;
    let owner = app.session(Role::Owner).await;
    let api = json!({ "resource_server": { "name": "Orders", "identifier": "https://orders.example/" } });
    let id = app.call(&owner, "resource-servers/create", api).await["id"].clone();
    let settings = app.call(&owner, "tenant/settings", json!({})).await;
    let with = |audience: &str| {
        let mut settings = settings.clone();
        settings["default_audience"] = audience.into();
        settings
    };
    let edit = |base: &Value, settings: &Value| json!({ "edit": { "base": base, "settings": settings } });
    let (none, orders) = (with(""), with("https://orders.example/"));
    app.call(&owner, "tenant/update", edit(&settings, &orders)).await;
    let refused = app.send(Ask::call("resource-servers/delete", &json!({ "id": id })).cookie(&owner)).await;
    assert!(refused.status == 400 && refused.body.contains("default audience"), "{}", refused.body);
    app.call(&owner, "tenant/update", edit(&orders, &none)).await;
    app.call(&owner, "resource-servers/delete", json!({ "id": id })).await;
}
