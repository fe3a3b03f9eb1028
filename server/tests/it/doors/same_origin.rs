//! S-407, S-409, S-413: who may change anything, and with which method.

use model::Role;
use serde_json::json;

use crate::test_app::{Ask, TestApp, URL};

#[tokio::test]
async fn only_our_own_pages_may_change_anything() {
    let app = TestApp::new().await;
    let session = app.session(Role::Owner).await;
    let user = app.create_user(&session, "ada@example.com").await;
    let cases: [(&[(&str, &str)], bool); 12] = [
        (&[("sec-fetch-site", "same-origin")], true),
        (&[("sec-fetch-site", "none")], true),
        (&[("sec-fetch-site", "cross-site")], false),
        (&[("sec-fetch-site", "same-site")], false),
        (&[("sec-fetch-site", "cross-site"), ("origin", URL)], false),
        (&[("sec-fetch-site", "")], false),
        (&[("origin", URL)], true),
        (&[("origin", "https://evil.example")], false),
        (&[("origin", "null")], false),
        (&[("origin", "http://localhost:8081")], false),
        (&[("origin", "http://localhost:8080.evil.example")], false),
        (&[], false),
    ];
    for (headers, is_ours) in cases {
        let arguments = json!({ "id": user["user_id"], "blocked": true });
        for ask in [Ask::call("users/set-blocked", &arguments), Ask::form("/sign-out", &[]), Ask::form("/sign-in", &[])]
        {
            let mut ask = ask.without("sec-fetch-site");
            for (name, value) in headers {
                ask = ask.header(name, value);
            }
            let is_function = ask.is_function();
            let ask = if is_function { ask.cookie(&session) } else { ask };
            let answer = app.send(ask).await;
            let was_let_in = !answer.body.contains("did not come from a page of Roster");
            assert_eq!(was_let_in, is_ours, "{headers:?}: {}", answer.status);
            if !is_ours {
                assert_eq!(answer.status, 403, "{headers:?}");
            }
        }
        let now = app.call(&session, "users/get", json!({ "id": user["user_id"] })).await;
        assert_eq!(now["blocked"] == json!(true), is_ours, "{headers:?}");
        app.call(&session, "users/set-blocked", json!({ "id": user["user_id"], "blocked": false })).await;
    }
}

/// S-413
#[tokio::test]
async fn no_other_methods_are_spoken() {
    let app = TestApp::new().await;
    let session = app.session(Role::Owner).await;
    for path in [
        "/",
        "/users",
        "/users/a",
        "/sign-in",
        "/sign-out",
        "/setup",
        "/health",
        "/pkg/a.js",
        "/fn/users/get",
        "/nothing",
    ] {
        for method in ["TRACE", "CONNECT", "PROPFIND", "PUT", "PATCH", "DELETE", "OPTIONS", "get", "post", "QUERY"] {
            let ask = if method == "CONNECT" { Ask::method(method, "localhost:80") } else { Ask::method(method, path) };
            let answer = app.send(ask.cookie(&session).header("sec-fetch-site", "same-origin")).await;
            assert_eq!(answer.status, 405, "{method} {path}");
        }
    }
    for path in ["/users", "/health", "/", "/pkg/a.js"] {
        let answer = app.send(Ask::form(path, &[]).cookie(&session)).await;
        assert_eq!(answer.status, 405, "POST {path}");
    }
    assert_eq!(app.send(Ask::get("/sign-out").cookie(&session)).await.status, 405);
}

/// S-409
#[tokio::test]
async fn reading_changes_nothing() {
    let app = TestApp::new().await;
    let session = app.session(Role::Owner).await;
    let user = app.create_user(&session, "ada@example.com").await;
    let id = user["user_id"].as_str().unwrap();
    let path = format!("/users/{}", id.replace('|', "%7C"));
    for method in ["GET", "HEAD"] {
        for path in
            ["/", "/users", &path, "/sign-in", "/sign-out", "/setup", "/health", "/fn/users/delete", "/csp-reports"]
        {
            app.send(Ask::method(method, path).cookie(&session)).await;
        }
    }
    assert_eq!(app.call(&session, "users/get", json!({ "id": id })).await, user);
    let events = app.call(&session, "logs/search", json!({ "query": { "user_id": id } })).await;
    assert_eq!(events["events"].as_array().map(Vec::len), Some(1), "only its creation: {events}");
}

/// S-624
#[tokio::test]
async fn an_address_that_is_no_text_is_refused() {
    let app = TestApp::new().await;
    let session = app.session(Role::Owner).await;
    for path in ["/users/%c0%af", "/users/%00", "/users?q=%ff", "/fn/%ff", "/pkg/%00.js", "/sign-in?next=%80", "/%zz"] {
        let answer = app.send(Ask::get(path).cookie(&session)).await;
        assert_eq!(answer.status, 400, "{path}");
    }
}
