//! What a login leaves in the log, how it is found, and how it is followed.

use std::time::Duration;

use axum::body::Body;
use http::header::COOKIE;
use http_body_util::BodyExt as _;
use model::Role;
use serde_json::{Value, json};
use tokio::time::timeout;
use tower::ServiceExt as _;

use super::shop::{SECRET, Shop};
use crate::test_app::{Ask, PASSWORD, TestApp};

const HOUR: i64 = 3_600_000;

async fn log_in(shop: &Shop, client: &str, name: &str, password: &str) {
    let fields = [("client_id", client), ("client_secret", SECRET), ("username", name), ("password", password)];
    shop.token("password", &fields).await;
    // Events of the same millisecond have no order.
    shop.app.clock.advance(1);
}

async fn search(app: &TestApp, session: &str, query: Value) -> Vec<String> {
    let page = app.call(session, "logs/search", json!({ "query": query })).await;
    page["events"].as_array().unwrap().iter().map(|event| event["type"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn the_log_is_narrowed_by_kind_application_and_time() {
    let shop = Shop::open().await;
    let (app, owner) = (&shop.app, shop.app.session(Role::Owner).await);
    log_in(&shop, "web", "ada@example.com", PASSWORD).await;
    app.clock.advance(3 * HOUR);
    log_in(&shop, "plain", "ada@example.com", PASSWORD).await;
    log_in(&shop, "web", "nobody@example.com", PASSWORD).await;
    log_in(&shop, "web", "ada@example.com", "wrong").await;
    assert_eq!(search(app, &owner, json!({ "groups": ["logins"] })).await, ["s"]);
    assert_eq!(search(app, &owner, json!({ "groups": ["failures"] })).await, ["fp", "fu"]);
    assert_eq!(search(app, &owner, json!({ "groups": ["logins", "failures"] })).await, ["fp", "fu", "s"]);
    let of_ada = json!({ "user_id": shop.user, "groups": ["logins", "failures"] });
    assert_eq!(search(app, &owner, of_ada).await, ["fp", "s"]);
    assert_eq!(search(app, &owner, json!({ "groups": ["logins", "failures"], "hours": 2 })).await, ["fp", "fu"]);
    assert_eq!(search(app, &owner, json!({ "q": "type:f* AND user_name:ada*", "client_id": "web" })).await, ["fp"]);
    assert!(search(app, &owner, json!({ "client_id": "nothing of that name" })).await.is_empty());
    let chart = app.call(&owner, "logs/chart", json!({ "hours": 24 })).await;
    let hours = chart["hours"].as_array().unwrap();
    assert_eq!(hours.len(), 24);
    assert_eq!(hours[23], json!({ "successes": 0, "failures": 2 }));
    assert_eq!(hours[20], json!({ "successes": 1, "failures": 0 }));
    app.directory.sweep().await.unwrap();
    assert_eq!(app.call(&owner, "logs/chart", json!({ "hours": 24 })).await, chart, "what was counted stays");
}

#[tokio::test]
async fn a_login_is_explained_to_administrators_alone() {
    let shop = Shop::open().await;
    let owner = shop.app.session(Role::Owner).await;
    log_in(&shop, "web", "ada@example.com", PASSWORD).await;
    log_in(&shop, "web", "ada@example.com", "wrong").await;
    log_in(&shop, "web", "nobody@example.com", "wrong").await;
    shop.block(true).await;
    log_in(&shop, "web", "ada@example.com", PASSWORD).await;
    let groups = json!({ "query": { "groups": ["logins", "failures"] } });
    let page = shop.app.call(&owner, "logs/search", groups).await;
    let explained: Vec<Vec<(String, String)>> = page["events"].as_array().unwrap().iter().map(explained).collect();
    let checks = |names: &[&str], failed: &[&str]| {
        let check = |name: &&str| {
            let result = if failed.contains(name) { "failed" } else { "passed" };
            ((*name).to_owned(), result.to_owned())
        };
        names.iter().map(check).collect::<Vec<_>>()
    };
    let all = ["connection", "user", "attempts", "password", "blocked"];
    assert_eq!(
        explained,
        [
            checks(&all, &["blocked"]),
            checks(&all[..4], &["user", "password"]),
            checks(&all[..4], &["password"]),
            checks(&all, &[]),
        ]
    );
    for event in page["events"].as_array().unwrap() {
        assert!(event["details"]["checks"].to_string().len() <= 2_048);
        assert_eq!(event["details"].get("error").is_some(), event["type"] != "s");
    }
}

fn explained(event: &Value) -> Vec<(String, String)> {
    let text = |check: &Value, key: &str| check[key].as_str().unwrap().to_owned();
    let checks = event["details"]["checks"].as_array().unwrap();
    assert!(
        checks
            .iter()
            .all(|check| check["ms"].is_i64() && check.get("reason").is_some() == (check["result"] == "failed"))
    );
    checks.iter().map(|check| (text(check, "check"), text(check, "result"))).collect()
}

/// A stream that is read as it comes.
struct Followed {
    body: Body,
    said: String,
}

impl Followed {
    async fn open(app: &TestApp, session: &str, query: &str) -> Self {
        let request = http::Request::get(format!("/events/logs{query}")).header(COOKIE, session);
        let response = app.router().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
        assert_eq!(response.status(), 200);
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        assert_eq!(response.headers()["cache-control"], "no-store");
        let mut followed = Self { body: response.into_body(), said: String::new() };
        followed.until("retry: ").await;
        followed
    }

    /// Reads until `text` was said. Only a test that fails waits that long.
    async fn until(&mut self, text: &str) {
        while !self.said.contains(text) {
            let frame = timeout(Duration::from_secs(30), self.body.frame()).await.expect(text);
            let frame = frame.unwrap_or_else(|| panic!("it ended before {text}: {}", self.said)).unwrap();
            self.said.push_str(&String::from_utf8_lossy(&frame.into_data().unwrap()));
        }
    }

    /// Reads to the end; all that was said.
    async fn read_to_end(mut self) -> String {
        let rest = timeout(Duration::from_secs(30), self.body.collect()).await.unwrap().unwrap().to_bytes();
        self.said.push_str(&String::from_utf8_lossy(&rest));
        self.said
    }

    fn ids(&self) -> Vec<&str> {
        self.said.lines().filter_map(|line| line.strip_prefix("id: ")).collect()
    }
}

#[tokio::test]
async fn a_login_is_told_to_who_follows_the_log_once_and_to_nobody_who_filters_it_out() {
    let shop = Shop::open().await;
    let session = shop.app.session(Role::Viewer).await;
    shop.app.clock.advance(HOUR);
    let user = shop.user.as_str().replace('|', "%7C");
    let mut all = Followed::open(&shop.app, &session, "").await;
    let mut user_alone = Followed::open(&shop.app, &session, &format!("?user={user}&kind=failures")).await;
    log_in(&shop, "web", "ada@example.com", PASSWORD).await;
    all.until("\"type\":\"s\"").await;
    log_in(&shop, "web", "nobody@example.com", "wrong").await;
    log_in(&shop, "web", "ada@example.com", "wrong").await;
    all.until("\"type\":\"fp\"").await;
    user_alone.until("\"type\":\"fp\"").await;
    assert!(!user_alone.said.contains("\"type\":\"s\"") && !user_alone.said.contains("\"type\":\"fu\""));
    let mut ids = all.ids();
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), count, "each is told once");
    let last = ids[0].to_owned();
    let mut again = Followed::open(&shop.app, &session, &format!("?last={last}&kind=failures")).await;
    again.until("\"type\":\"fp\"").await;
}

#[tokio::test]
async fn a_stream_ends_with_the_session_and_with_the_server() {
    let shop = Shop::open().await;
    let session = shop.app.session(Role::Viewer).await;
    let followed = Followed::open(&shop.app, &session, "").await;
    shop.app.send(Ask::form("/sign-out", &[]).cookie(&session)).await;
    assert!(followed.read_to_end().await.ends_with("event: end\ndata: session\n\n"));
    let session = shop.app.session(Role::Owner).await;
    let followed = Followed::open(&shop.app, &session, "").await;
    shop.app.state.close_streams();
    assert!(!followed.read_to_end().await.contains("event: end"), "a browser comes back to a server that stopped");
}

/// Following is no use of a session: it ends as if nobody had asked.
#[tokio::test]
async fn a_page_that_is_left_open_does_not_keep_the_session() {
    let shop = Shop::open().await;
    let session = shop.app.session(Role::Viewer).await;
    let followed = Followed::open(&shop.app, &session, "").await;
    shop.app.clock.advance(directory::IDLE_TIMEOUT + 1);
    assert!(followed.read_to_end().await.ends_with("event: end\ndata: session\n\n"));
}

#[tokio::test]
async fn who_may_not_follow_or_asks_wrongly_is_told_so() {
    let app = TestApp::new().await;
    let session = app.session(Role::Viewer).await;
    let nobody = app.send(Ask::get("/events/logs")).await;
    assert_eq!((nobody.status.as_u16(), nobody.json()["kind"].as_str()), (401, Some("unauthenticated")));
    for (query, part) in [
        ("kind=shoes", "logins, failures"),
        ("q=type%3A", "Position 6"),
        ("last=abc", "id of an event"),
        ("shoe=1", "user, q, kind"),
        ("user=%00", ""),
    ] {
        let answer = app.send(Ask::get(&format!("/events/logs?{query}")).cookie(&session)).await;
        assert_eq!(answer.status, 400, "{query}");
        assert!(answer.body.contains(part), "{query}: {}", answer.body);
    }
    let mut open = Vec::new();
    for _ in 0..8 {
        open.push(Followed::open(&app, &session, "").await);
    }
    let refused = app.send(Ask::get("/events/logs").cookie(&session)).await;
    assert_eq!((refused.status.as_u16(), refused.header("retry-after")), (429, "30"));
}
