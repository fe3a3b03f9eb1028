//! The search language in the dashboard's list, and searches that were given a name.

use model::Role;
use serde_json::{Value, json};

use crate::test_app::{Ask, CONNECTION, TestApp};

/// Ada, Grace and Edsger; Grace is blocked, the others have a plan.
async fn three(app: &TestApp, owner: &str) {
    for (name, plan) in [("ada", "gold"), ("grace", ""), ("edsger", "gold (old)")] {
        let id = app.create_user(owner, &format!("{name}@example.com")).await["user_id"].clone();
        if plan.is_empty() {
            app.call(owner, "users/set-blocked", json!({ "id": id, "blocked": true })).await;
        } else {
            let edit =
                json!({ "kind": "user", "base": {}, "value": { "plan": plan, "address": { "city": "Berlin" } } });
            app.call(owner, "users/edit-metadata", json!({ "id": id, "edit": edit })).await;
        }
        app.clock.advance(1_000);
    }
}

async fn emails(app: &TestApp, session: &str, query: Value) -> Vec<String> {
    let page = app.call(session, "users/list", json!({ "query": query })).await;
    let count = app.call(session, "users/count", json!({ "query": query })).await;
    let users = page["users"].as_array().unwrap();
    if page["next"].is_null() && page["previous"].is_null() {
        assert_eq!(count, json!({ "count": users.len(), "is_capped": false }), "{query}");
    }
    users.iter().map(|user| user["email"].as_str().unwrap().replace("@example.com", "")).collect()
}

#[tokio::test]
async fn a_query_lists_whom_it_finds_and_words_go_on_as_before() {
    let app = TestApp::new().await;
    let owner = app.session(Role::Owner).await;
    three(&app, &owner).await;
    for (query, expected) in [
        (json!({ "q": "blocked:true" }), vec!["grace"]),
        (json!({ "q": "NOT blocked:true" }), vec!["edsger", "ada"]),
        (json!({ "q": "user_metadata.plan:gold" }), vec!["ada"]),
        (json!({ "q": "user_metadata.plan:gold*", "sort": "email", "order": "asc" }), vec!["ada", "edsger"]),
        (json!({ "q": "user_metadata.plan:\"gold (old)\" OR blocked:true" }), vec!["edsger", "grace"]),
        (json!({ "q": "email.domain:example.com", "status": "blocked" }), vec!["grace"]),
        (json!({ "q": "email.domain:example.com", "connection": CONNECTION }), vec!["edsger", "grace", "ada"]),
        (json!({ "q": "email.domain:example.com", "connection": "Other" }), vec![]),
        (json!({ "q": "*:*", "created_from": "1990-01-01", "login_from": "1990-01-01" }), vec![]),
        // Words.
        (json!({ "q": "ada" }), vec!["ada"]),
        (json!({ "q": "grace example" }), vec!["grace"]),
        (json!({ "q": "edsger@ex" }), vec!["edsger"]),
        (json!({ "q": "AND" }), vec![]),
    ] {
        assert_eq!(emails(&app, &owner, query.clone()).await, expected, "{query}");
    }
}

#[tokio::test]
async fn pages_of_a_query_go_on_where_the_last_one_ended() {
    let app = TestApp::new().await;
    let owner = app.session(Role::Owner).await;
    three(&app, &owner).await;
    let query = |cursor: &Value| json!({ "q": "email.domain:example.com", "page_size": 1, "cursor": cursor });
    let mut seen = Vec::new();
    let mut cursor = Value::Null;
    loop {
        let page = app.call(&owner, "users/list", json!({ "query": query(&cursor) })).await;
        seen.push(page["users"][0]["email"].as_str().unwrap().to_owned());
        cursor = page["next"].clone();
        if cursor.is_null() {
            let before = app.call(&owner, "users/list", json!({ "query": query(&page["previous"]) })).await;
            assert_eq!(before["users"][0]["email"], seen[1]);
            break;
        }
    }
    assert_eq!(seen, ["edsger@example.com", "grace@example.com", "ada@example.com"]);
}

#[tokio::test]
async fn what_is_done_to_all_who_match_is_done_to_whom_the_query_finds() {
    let app = TestApp::new().await;
    let owner = app.session(Role::Owner).await;
    three(&app, &owner).await;
    let selection = json!({ "matching": { "q": "user_metadata.plan:gold*" } });
    let request = json!({ "action": "block", "selection": selection, "after": null, "reason": "" });
    let done = app.call(&owner, "users/bulk", json!({ "request": request })).await;
    assert_eq!((done["changed"].as_i64(), done["next"].as_str()), (Some(2), None));
    assert_eq!(emails(&app, &owner, json!({ "q": "blocked:false" })).await, Vec::<String>::new());
}

#[tokio::test]
async fn a_bad_query_is_told_with_the_place() {
    let app = TestApp::new().await;
    let session = app.session(Role::Viewer).await;
    for (q, part) in [
        ("email:", "Position 7: expected a value"),
        ("shoe:1", "Position 1: there is no field `shoe`"),
        ("a AND (b OR c", "Position 14: expected `)`"),
        ("blocked:ture", "Position 1: expected `true` or `false`"),
        ("name:\"a\0", "NUL"),
        (&"a ".repeat(200), "At most 300 characters"),
        (&"a OR ".repeat(600), "at most 2000 characters"),
    ] {
        for function in ["users/list", "users/count"] {
            let answer = app.send(Ask::call(function, &json!({ "query": { "q": q } })).cookie(&session)).await;
            assert_eq!(answer.status, 400, "{q}: {}", answer.body);
            let told = answer.json();
            assert_eq!(told["fields"][0]["field"], "q", "{q}");
            assert!(told["fields"][0]["message"].as_str().unwrap().contains(part), "{q}: {told}");
        }
    }
    let page = app.send(Ask::get("/users?q=shoe:1").cookie(&session)).await;
    assert_eq!(page.status, 200);
    assert!(page.body.contains("value=\"shoe:1\"") && page.body.contains("there is no field"), "{}", page.body);
}

#[tokio::test]
async fn names_of_metadata_are_offered_as_far_as_a_query_can_hold_them() {
    let app = TestApp::new().await;
    let owner = app.session(Role::Owner).await;
    three(&app, &owner).await;
    let id = app.create_user(&owner, "odd@example.com").await["user_id"].clone();
    let value = json!({ "a b": 1, "plan": "free", "q\"": 2 });
    let edit = json!({ "kind": "app", "base": {}, "value": value });
    app.call(&owner, "users/edit-metadata", json!({ "id": id, "edit": edit })).await;
    let viewer = app.session(Role::Viewer).await;
    for (prefix, expected) in [
        ("", json!(["app_metadata.plan", "user_metadata.address", "user_metadata.address.city", "user_metadata.plan"])),
        ("user_metadata.a", json!(["user_metadata.address", "user_metadata.address.city"])),
        ("pl", json!(["app_metadata.plan", "user_metadata.plan"])),
        ("\0", json!([])),
        (&"x".repeat(300), json!([])),
    ] {
        assert_eq!(app.call(&viewer, "users/metadata-names", json!({ "prefix": prefix })).await, expected, "{prefix}");
    }
}

#[tokio::test]
async fn a_search_is_saved_renamed_and_deleted_and_the_log_says_so() {
    let app = TestApp::new().await;
    let editor = app.session(Role::Editor).await;
    let save = async |name: &str, query: Value| {
        app.send(Ask::call("saved-searches/create", &json!({ "name": name, "query": query })).cookie(&editor)).await
    };
    let gold = json!({ "q": " user_metadata.plan:gold ", "status": "blocked", "sort": "name", "order": "asc",
        "cursor": "a.name.1.xy", "page_size": 200 });
    let saved = save(" Gold ", gold).await.json();
    assert_eq!(saved["name"], "Gold");
    let query = &saved["query"];
    assert_eq!(
        (&query["q"], &query["status"], &query["sort"]),
        (&json!("user_metadata.plan:gold"), &json!("blocked"), &json!("name"))
    );
    assert_eq!((&query["cursor"], &query["page_size"]), (&Value::Null, &json!(50)));
    assert_eq!(save("about ada", json!({ "q": "ada" })).await.status, 200);

    for (name, query, status, field) in [
        ("", json!({ "q": "ada" }), 400, "name"),
        (&*"x".repeat(81), json!({ "q": "ada" }), 400, "name"),
        ("a\nb", json!({ "q": "ada" }), 400, "name"),
        ("GOLD", json!({ "q": "ada" }), 409, "name"),
        ("Everybody", json!({ "q": "  " }), 400, "query"),
        ("Bad", json!({ "q": "shoe:1" }), 400, "q"),
        ("Bad", json!({ "created_from": "soon" }), 400, "created_from"),
    ] {
        let answer = save(name, query.clone()).await;
        assert_eq!(answer.status, status, "{name} {query}: {}", answer.body);
        assert_eq!(answer.json()["fields"][0]["field"], field, "{}", answer.body);
    }

    let viewer = app.session(Role::Viewer).await;
    let names = async || {
        let all = app.call(&viewer, "saved-searches/list", json!({})).await;
        all.as_array().unwrap().iter().map(|it| it["name"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(names().await, ["about ada", "Gold"]);
    let rename = json!({ "id": saved["id"], "name": "About gold" });
    app.call(&editor, "saved-searches/rename", rename.clone()).await;
    app.call(&editor, "saved-searches/rename", rename).await;
    let taken = json!({ "id": saved["id"], "name": "About Ada" });
    assert_eq!(app.send(Ask::call("saved-searches/rename", &taken).cookie(&editor)).await.status, 409);
    assert_eq!(names().await, ["about ada", "About gold"]);
    app.call(&editor, "saved-searches/delete", json!({ "id": saved["id"] })).await;
    assert_eq!(names().await, ["about ada"]);
    for function in ["saved-searches/delete", "saved-searches/rename"] {
        let gone = json!({ "id": saved["id"], "name": "x" });
        assert_eq!(app.send(Ask::call(function, &gone).cookie(&editor)).await.status, 404);
    }

    for (description, count) in [("Save a search", 2), ("Rename a saved search", 1), ("Delete a saved search", 1)] {
        let query = json!({ "query": { "q": format!("description:{description:?}") } });
        let page = app.call(&editor, "logs/search", query).await;
        assert_eq!(page["events"].as_array().unwrap().len(), count, "{description}");
    }
}

#[tokio::test]
async fn a_tenant_has_so_many_saved_searches_and_no_more() {
    let app = TestApp::new().await;
    let editor = app.session(Role::Editor).await;
    for number in 0..100 {
        let new = json!({ "name": format!("Search {number}"), "query": { "q": "ada" } });
        app.call(&editor, "saved-searches/create", new).await;
    }
    let one_more = json!({ "name": "One more", "query": { "q": "ada" } });
    let answer = app.send(Ask::call("saved-searches/create", &one_more).cookie(&editor)).await;
    assert_eq!(answer.status, 409, "{}", answer.body);
    assert!(answer.json()["message"].as_str().unwrap().contains("at most 100"), "{}", answer.body);
}
