//! How much a program may ask.

use directory::{Actor, DEFAULT_TENANT};
use model::{LogQuery, TenantSettings};
use serde_json::json;

use super::program::Program;
use crate::test_app::{Answer, Ask, TestApp};

/// The tenant lets so much be asked in a minute.
pub(crate) async fn limit(app: &TestApp, management: i64, authentication: i64) {
    let change = |before: &TenantSettings| {
        Ok(TenantSettings {
            management_api_limit: management,
            authentication_api_limit: authentication,
            ..before.clone()
        })
    };
    app.directory.tenants().change(&Actor::operator(DEFAULT_TENANT), change).await.unwrap();
}

/// Limit, remaining, and seconds until reset.
pub(crate) fn told(app: &TestApp, answer: &Answer) -> (i64, i64, i64) {
    let number = |name: &str| answer.header(name).parse::<i64>().unwrap();
    let reset = number("x-ratelimit-reset") - app.clock.now().0 / 1000;
    (number("x-ratelimit-limit"), number("x-ratelimit-remaining"), reset)
}

async fn limits_told(app: &TestApp) -> usize {
    let query = LogQuery { q: "type:api_limit".to_owned(), ..LogQuery::default() };
    app.directory.logs().search(&Actor::operator(DEFAULT_TENANT), &query).await.unwrap().events.len()
}

#[tokio::test]
async fn every_answer_says_how_much_is_left() {
    let program = Program::new(&["read:users"]).await;
    let answer = program.ask("GET", "users", None).await;
    assert_eq!((answer.status.as_u16(), told(&program.app, &answer)), (200, (60_000, 59_999, 1)));
    // Refused, not there, another method, no JSON, and what is no part of /api/v2.
    for (method, path, body, status) in [
        ("GET", "clients", None, 403),
        ("GET", "agents", None, 404),
        ("PUT", "users", None, 405),
        ("POST", "users", Some(json!([])), 400),
    ] {
        let answer = program.ask(method, path, body).await;
        assert_eq!((answer.status.as_u16(), told(&program.app, &answer).0), (status, 60_000), "{method} {path}");
    }
    for path in ["/api/v2/users", "/api/v2/agents", "/api/v3", "/users/x/impersonate"] {
        let answer = program.app.send(Ask::method("POST", path)).await;
        assert_eq!(told(&program.app, &answer).0, 60_000, "{path}: {}", answer.body);
    }
    let page = program.app.send(Ask::get("/health")).await;
    assert_eq!(page.header("x-ratelimit-limit"), "");
}

/// S-513: 429 in Auth0's form, with what SDKs wait by; each application has its own.
#[tokio::test]
async fn whoever_asks_too_much_waits_and_nobody_else() {
    let program = Program::new(&["read:users", "create:users"]).await;
    // What answers are compared with is asked for once, by the same address: long ago.
    program.app.document().await;
    program.app.clock.advance(60_000);
    limit(&program.app, 60, 0).await;
    for left in (0..60).rev() {
        let answer = program.ask("GET", "users?per_page=1", None).await;
        assert_eq!((answer.status.as_u16(), told(&program.app, &answer).1), (200, left));
    }
    // Before anything is read: a body that no request may have is not even looked at.
    let answer = program.ask("POST", "users", Some(json!(" ".repeat(5 * 1024 * 1024)))).await;
    let expected = json!({
        "statusCode": 429, "error": "Too Many Requests", "message": "Global limit has been reached",
        "errorCode": "too_many_requests"
    });
    assert_eq!((answer.status.as_u16(), answer.json()), (429, expected));
    assert_eq!((told(&program.app, &answer), answer.header("retry-after")), ((60, 0, 1), "1"));
    // Who has no token is not the application, and the other way round.
    let nobody = program.app.send(Ask::get("/api/v2/users")).await;
    assert_eq!((nobody.status.as_u16(), told(&program.app, &nobody).1), (401, 59));
    let forged = Ask::get("/api/v2/users").header("authorization", "Bearer x.y.z");
    assert_eq!(told(&program.app, &program.app.send(forged).await).1, 58);
    program.app.clock.advance(1_000);
    assert_eq!(program.ask("GET", "users", None).await.status, 200, "one more a second");
    assert_eq!(program.ask("GET", "users", None).await.status, 429);
    program.app.clock.advance(60_000);
    assert_eq!(told(&program.app, &program.ask("GET", "users", None).await).1, 59);
}

#[tokio::test]
async fn a_limit_that_is_reached_stands_in_the_log_once_a_minute() {
    let program = Program::new(&["read:users"]).await;
    limit(&program.app, 60, 0).await;
    for _ in 0..70 {
        program.ask("GET", "users?per_page=1", None).await;
    }
    assert_eq!(limits_told(&program.app).await, 1);
    program.app.clock.advance(61_000);
    for _ in 0..70 {
        program.ask("GET", "users?per_page=1", None).await;
    }
    assert_eq!(limits_told(&program.app).await, 2);
    let query = LogQuery { q: "type:api_limit".to_owned(), ..LogQuery::default() };
    let operator = Actor::operator(DEFAULT_TENANT);
    let event = program.app.directory.logs().search(&operator, &query).await.unwrap().events.remove(0);
    assert_eq!(event.client_id.as_deref(), Some("tool"));
    assert_eq!(event.details.unwrap()["limit"], 60);
}

/// Addresses are apart, and of IPv6 whole networks.
#[tokio::test]
async fn each_address_without_a_token_has_its_own() {
    let app = TestApp::new().await.behind_a_proxy();
    limit(&app, 60, 60).await;
    let ask = async |from: &str| {
        let ask = Ask::get("/api/v2/users").header("x-forwarded-for", from);
        app.send(ask).await.status.as_u16()
    };
    for _ in 0..60 {
        assert_eq!(ask("2001:db8::1").await, 401);
    }
    assert_eq!(ask("2001:db8::2").await, 429, "the same network");
    assert_eq!(ask("2001:db8:0:1::1").await, 401);
    assert_eq!(ask("192.0.2.1").await, 401);
}

#[tokio::test]
async fn without_a_limit_nothing_is_told() {
    let program = Program::new(&["read:users"]).await;
    limit(&program.app, 0, 0).await;
    let answer = program.ask("GET", "users", None).await;
    assert_eq!((answer.status.as_u16(), answer.header("x-ratelimit-limit")), (200, ""));
}

/// What the dashboard sets a program neither sees nor changes: Auth0 has no such settings.
#[tokio::test]
async fn settings_by_a_program_leave_the_limits_as_they_are() {
    let program = Program::new(&["update:tenant_settings"]).await;
    limit(&program.app, 600, 700).await;
    let answer = program.ask("PATCH", "tenants/settings", Some(json!({ "friendly_name": "Acme" }))).await;
    assert_eq!((answer.status.as_u16(), answer.json().get("management_api_limit")), (200, None));
    let settings = program.app.directory.tenant_settings(DEFAULT_TENANT).await.unwrap();
    assert_eq!((settings.management_api_limit, settings.authentication_api_limit), (600, 700));
    let refused = program.ask("PATCH", "tenants/settings", Some(json!({ "management_api_limit": 1 }))).await;
    assert_eq!(refused.status, 400);
    let change = |before: &TenantSettings| Ok(TenantSettings { management_api_limit: 59, ..before.clone() });
    let refused = program.app.directory.tenants().change(&Actor::operator(DEFAULT_TENANT), change).await.unwrap_err();
    assert_eq!(refused.to_string(), "60 to 10000000 requests a minute, or 0 for no limit");
}
