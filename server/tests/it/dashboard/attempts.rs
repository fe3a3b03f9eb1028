//! POST /management-api/send: the Management API with the rights of an administrator, and no others.

use directory::{Actor, DEFAULT_TENANT, Origin};
use http::StatusCode;
use model::{LogQuery, Role};
use serde_json::{Value, json};

use crate::described;
use crate::management::limits::limit;
use crate::management::openapi::Described;
use crate::test_app::{Answer, Ask, CONNECTION, PASSWORD, TestApp, URL, escape};

const DOOR: &str = "/management-api/send";

/// What an editor may change; a viewer changes nothing, an owner everything.
const OF_EDITORS: [&str; 18] = [
    "users",
    "sessions",
    "refresh_tokens",
    "grants",
    "clients",
    "client_keys",
    "client_credentials",
    "resource_servers",
    "client_grants",
    "device_credentials",
    "current_user_device_credentials",
    "authentication_methods",
    "guardian_enrollments",
    "user_tickets",
    "roles",
    "role_members",
    "email_templates",
    "email_provider",
];

fn asked(session: &str, method: &str, path: &str) -> Ask {
    Ask::post(DOOR, "application/json", "").cookie(session).header("roster-method", method).header("roster-path", path)
}

/// What the Management API answered, which must be as it is described.
async fn attempt(app: &TestApp, session: &str, method: &str, path: &str, body: Option<Value>) -> Answer {
    let body = body.map_or_else(String::new, |body| body.to_string());
    let ask = Ask::post(DOOR, "application/json", body).cookie(session);
    answered(app, ask.header("roster-method", method).header("roster-path", path), method, path).await
}

async fn answered(app: &TestApp, ask: Ask, method: &str, path: &str) -> Answer {
    let told = app.send(ask).await;
    assert_eq!(told.status, 200, "{method} {path}: {}", told.body);
    let status: u16 = told.header("roster-status").parse().unwrap();
    let answer = Answer { status: StatusCode::from_u16(status).unwrap(), ..told };
    described::check(app.document().await, method, path, &answer);
    answer
}

fn lacks_scope(answer: &Answer) -> bool {
    answer.status == 403 && answer.body.contains("insufficient_scope")
}

/// Whether somebody of that role has the scope: no role signs in as users.
fn has(role: Role, scope: &str) -> bool {
    let (verb, noun) = scope.split_once(':').unwrap();
    match role {
        _ if verb == "impersonate" => false,
        Role::Owner => true,
        Role::Editor => verb == "read" || OF_EDITORS.contains(&noun),
        Role::Viewer => verb == "read",
    }
}

/// Each operation × each role: refused for what the role has not, and for nothing else.
#[tokio::test]
async fn each_role_may_ask_what_it_may() {
    let app = TestApp::new().await;
    let document = app.document().await;
    let all = Described::all(document);
    for role in Role::ALL {
        let session = app.session(role).await;
        let (mut reads, mut writes) = (0, 0);
        for it in &all {
            let (method, path) = (it.method.to_uppercase(), it.path());
            let answer = attempt(&app, &session, &method, &path, it.body(document)).await;
            let place = format!("{method} {path} as {role:?}: {}", answer.body);
            assert!(answer.status != 401 && answer.status.as_u16() < 500, "{place}");
            let (scopes, is_one_enough) = it.scopes();
            // Of administrators a viewer takes no file away, whatever programs may.
            let scopes = if path.starts_with("/api/v2/jobs/users-exports") { vec!["create:users"] } else { scopes };
            let mut scopes = scopes.iter().map(|scope| has(role, scope));
            let may = it.is_public() || if is_one_enough { scopes.any(|has| has) } else { scopes.all(|has| has) };
            assert_eq!(!lacks_scope(&answer), may, "{place}");
            if may {
                *(if method == "GET" { &mut reads } else { &mut writes }) += 1;
            }
        }
        assert!(reads > 50, "{role:?}: {reads}");
        assert_eq!(writes > 2, role > Role::Viewer, "{role:?}: {writes}");
    }
}

#[tokio::test]
async fn what_an_editor_does_stands_in_the_log_as_theirs() {
    let app = TestApp::new().await.behind_a_proxy();
    let session = app.session(Role::Editor).await;
    let new = json!({ "connection": CONNECTION, "email": "ada@example.com", "password": PASSWORD });
    let ask = Ask::post(DOOR, "application/json", new.to_string()).cookie(&session);
    let ask = ask.header("x-forwarded-for", "192.0.2.7").header("user-agent", "Browser/1");
    let ask = ask.header("roster-method", "POST").header("roster-path", "/api/v2/users");
    let created = answered(&app, ask, "POST", "/api/v2/users").await;
    assert_eq!(created.status, 201, "{}", created.body);
    let path = format!("/api/v2/users/{}", escape(created.json()["user_id"].as_str().unwrap()));
    let changed = attempt(&app, &session, "PATCH", &path, Some(json!({ "nickname": "Countess" }))).await;
    assert_eq!((changed.status.as_u16(), &changed.json()["nickname"]), (200, &json!("Countess")));
    assert_eq!(changed.header("content-type"), "application/json");
    assert_eq!(changed.header("x-ratelimit-limit"), "60000");
    let gone = attempt(&app, &session, "DELETE", &path, None).await;
    assert_eq!((gone.status.as_u16(), gone.body.as_str()), (204, ""));
    let found = app.directory.logs().search(&Actor::operator(DEFAULT_TENANT), &LogQuery::default()).await.unwrap();
    let event = found.events.iter().find(|event| event.description.as_deref() == Some("Create a User")).unwrap();
    let actor = &event.details.as_ref().unwrap()["actor"];
    assert_eq!((&actor["type"], &actor["name"]), (&json!("administrator"), &json!("editor@example.com")));
    assert_eq!((event.ip.as_deref(), event.user_agent.as_deref()), (Some("192.0.2.7"), Some("Browser/1")));
}

/// S-407, S-508: nothing reaches the API without a session, and from a page of another origin.
#[tokio::test]
async fn only_our_own_page_with_a_session_is_let_through() {
    let app = TestApp::new().await;
    let session = app.session(Role::Owner).await;
    let user = app.create_user(&session, "ada@example.com").await;
    let path = format!("/api/v2/users/{}", escape(user["user_id"].as_str().unwrap()));
    let delete = |session: &str| asked(session, "DELETE", &path);
    let foreign = |name: &str, value: &str| delete(&session).without("sec-fetch-site").header(name, value);
    for ask in [
        foreign("sec-fetch-site", "cross-site"),
        foreign("sec-fetch-site", "same-site"),
        foreign("origin", "https://evil.example"),
        foreign("origin", "null"),
        delete(&session).without("sec-fetch-site"),
    ] {
        let answer = app.send(ask).await;
        assert_eq!((answer.status.as_u16(), answer.header("roster-status")), (403, ""), "{}", answer.body);
    }
    let unknown = format!("roster={}", "0".repeat(32));
    for session in ["", "roster=", unknown.as_str()] {
        let answer = app.send(delete(session)).await;
        assert_eq!((answer.status.as_u16(), answer.header("roster-status")), (401, ""));
        assert_eq!(answer.json()["kind"], "unauthenticated");
    }
    for method in ["GET", "PUT", "PATCH", "DELETE", "OPTIONS"] {
        let ask = Ask::method(method, DOOR).cookie(&session).header("sec-fetch-site", "same-origin");
        let answer = app.send(ask.header("roster-method", "DELETE").header("roster-path", &path)).await;
        assert_eq!((answer.status.as_u16(), answer.header("roster-status")), (405, ""), "{method}");
    }
    assert_eq!(attempt(&app, &session, "GET", &path, None).await.status, 200, "the user is still there");
    app.send(Ask::form("/sign-out", &[]).cookie(&session)).await;
    assert_eq!(app.send(delete(&session)).await.status, 401);
}

/// Nothing but the routes of the Management API is behind the door.
#[tokio::test]
async fn no_other_address_is_behind_the_door() {
    let app = TestApp::new().await;
    let session = app.session(Role::Owner).await;
    for path in [
        "",
        "users",
        "/",
        "/users",
        "/fn/users/list",
        "/sign-out",
        "/oauth/token",
        "//evil.example/api/v2/users",
        "https://evil.example/api/v2/users",
        "/api/v2/users/%ff",
        "/api/v2/users/%00",
        "/apis/v2",
        "*",
    ] {
        let answer = app.send(asked(&session, "GET", path)).await;
        assert_eq!((answer.status.as_u16(), answer.header("roster-status")), (400, ""), "{path}: {}", answer.body);
        assert_eq!(answer.json()["kind"], "invalid", "{path}");
    }
    for method in ["", "get", "HEAD", "OPTIONS", "TRACE", "CONNECT"] {
        let answer = app.send(asked(&session, method, "/api/v2/users")).await;
        assert_eq!((answer.status.as_u16(), answer.header("roster-status")), (400, ""), "{method}");
    }
    let without = Ask::post(DOOR, "application/json", "{}").cookie(&session);
    assert_eq!(app.send(without).await.status, 400);
    // What the API itself has not it says itself.
    for (method, path, status) in [
        ("GET", "/api/v2/nothing", 404),
        ("GET", "/api/v2/../../sign-out", 404),
        ("PUT", "/api/v2/users", 405),
        ("POST", "/api/v2/users", 400),
    ] {
        assert_eq!(attempt(&app, &session, method, path, None).await.status, status, "{method} {path}");
    }
}

/// A token beside the session gives nothing.
#[tokio::test]
async fn a_token_that_comes_along_does_not_count() {
    let app = TestApp::new().await;
    let (owner, viewer) = (app.session(Role::Owner).await, app.session(Role::Viewer).await);
    let made = json!({ "name": "Tool", "audience": format!("{URL}/api/v2/"), "scope": ["create:users"] });
    let made = app.call(&owner, "clients/create-machine", made).await;
    let (id, secret) = (made["client"]["client_id"].as_str().unwrap(), made["client_secret"].as_str().unwrap());
    let audience = format!("{URL}/api/v2/");
    let fields = [
        ("grant_type", "client_credentials"),
        ("client_id", id),
        ("client_secret", secret),
        ("audience", audience.as_str()),
    ];
    let token = app.send(Ask::form("/oauth/token", &fields)).await.json()["access_token"].as_str().unwrap().to_owned();
    let new = json!({ "connection": CONNECTION, "email": "ada@example.com", "password": PASSWORD }).to_string();
    let bearer = format!("Bearer {token}");
    let ask = Ask::post(DOOR, "application/json", new.clone()).cookie(&viewer).header("authorization", &bearer);
    let ask = ask.header("roster-method", "POST").header("roster-path", "/api/v2/users");
    assert!(lacks_scope(&answered(&app, ask, "POST", "/api/v2/users").await));
    // And the session gives nothing at the API itself.
    let ask = Ask::post("/api/v2/users", "application/json", new.clone()).cookie(&owner);
    assert_eq!(app.send(ask).await.status, 401);
    let ask = Ask::post("/api/v2/users", "application/json", new).header("authorization", &bearer);
    assert_eq!(app.send(ask).await.status, 201);
}

#[tokio::test]
async fn an_administrator_of_another_tenant_sees_their_own() {
    let app = TestApp::new().await;
    let owner = app.session(Role::Owner).await;
    let user = app.create_user(&owner, "ada@example.com").await;
    let mut tx = app.db.begin().await.unwrap();
    store::tenants::insert(&mut tx, "other", "Other", app.clock.now()).await.unwrap();
    tx.commit().await.unwrap();
    let theirs = Actor::operator("other");
    app.directory.administrators().create(&theirs, "eve@other.example", PASSWORD, Role::Owner).await.unwrap();
    let secret = app.directory.sessions().sign_in("eve@other.example", PASSWORD, Origin::default()).await.unwrap();
    let eve = format!("roster={secret}");
    let id = escape(user["user_id"].as_str().unwrap());
    for path in ["users", "connections", "resource-servers", "logs?q=ada", "roles", "log-streams"] {
        let answer = attempt(&app, &eve, "GET", &format!("/api/v2/{path}"), None).await;
        assert_eq!((answer.status.as_u16(), answer.body.as_str()), (200, "[]"), "{path}");
    }
    for (method, path, body) in [
        ("GET", format!("users/{id}"), None),
        ("PATCH", format!("users/{id}"), Some(json!({ "blocked": true }))),
        ("GET", format!("users/{id}/logs"), None),
    ] {
        let answer = attempt(&app, &eve, method, &format!("/api/v2/{path}"), body).await;
        assert!(answer.status == 404 || answer.body == "[]", "{method} {path}: {}", answer.body);
    }
    attempt(&app, &eve, "DELETE", &format!("/api/v2/users/{id}"), None).await;
    assert_eq!(app.call(&owner, "users/get", json!({ "id": user["user_id"] })).await, user);
}

/// An administrator has a bucket of their own: nobody else waits for them, nor they for others.
#[tokio::test]
async fn an_administrator_who_asks_too_much_waits() {
    let app = TestApp::new().await;
    let (owner, viewer) = (app.session(Role::Owner).await, app.session(Role::Viewer).await);
    limit(&app, 60, 0).await;
    let ask = async |session: &str| attempt(&app, session, "GET", "/api/v2/roles", None).await;
    for left in (0..60).rev() {
        let answer = ask(&owner).await;
        assert_eq!((answer.status.as_u16(), answer.header("x-ratelimit-remaining")), (200, left.to_string().as_str()));
    }
    let refused = ask(&owner).await;
    assert_eq!((refused.status.as_u16(), refused.header("retry-after")), (429, "1"), "{}", refused.body);
    assert_eq!(ask(&viewer).await.header("x-ratelimit-remaining"), "59");
    // Somebody without a session asked already: for the document that answers are compared with.
    assert_eq!(app.send(Ask::get("/api/v2/roles")).await.header("x-ratelimit-remaining"), "58");
}

#[tokio::test]
async fn files_go_in_and_out() {
    let app = TestApp::new().await;
    let session = app.session(Role::Owner).await;
    let connections = attempt(&app, &session, "GET", "/api/v2/connections", None).await.json();
    let connection = connections[0]["id"].as_str().unwrap().to_owned();
    let form = format!(
        "--x\r\nContent-Disposition: form-data; name=\"users\"; filename=\"users.json\"\r\n\r\n\
         [{{\"email\":\"ada@example.com\",\"email_verified\":true}}]\r\n--x\r\n\
         Content-Disposition: form-data; name=\"connection_id\"\r\n\r\n{connection}\r\n--x--\r\n"
    );
    let path = "/api/v2/jobs/users-imports";
    let ask = Ask::post(DOOR, "multipart/form-data; boundary=x", form).cookie(&session);
    let ask = ask.header("roster-method", "POST").header("roster-path", path);
    let begun = answered(&app, ask, "POST", path).await;
    assert_eq!(begun.status, 202, "{}", begun.body);
    crate::management::jobs::work(&app.directory).await;
    let export = attempt(&app, &session, "POST", "/api/v2/jobs/users-exports", Some(json!({}))).await;
    crate::management::jobs::work(&app.directory).await;
    let job = format!("/api/v2/jobs/{}", export.json()["id"].as_str().unwrap());
    let job = attempt(&app, &session, "GET", &job, None).await.json();
    let location = job["location"].as_str().unwrap().strip_prefix(URL).unwrap().to_owned();
    let (answer, bytes) = app.fetch(asked(&session, "GET", &location)).await;
    assert_eq!((answer.header("roster-status"), answer.header("content-type")), ("200", "application/gzip"));
    assert!(answer.header("content-disposition").contains("attachment") && bytes.starts_with(&[0x1f, 0x8b]));
}
