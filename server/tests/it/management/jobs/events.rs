//! GET /api/v2/jobs/{id}/events: progress as server-sent events.

use std::time::Duration;

use axum::body::Body;
use http_body_util::BodyExt as _;
use serde_json::{Value, json};
use tokio::time::timeout;
use tower::ServiceExt as _;

use super::{Importer, rows, work};
use crate::test_app::{Ask, TestApp};

/// A stream that is read as it comes.
pub(crate) struct Followed {
    body: Body,
    said: String,
}

impl Followed {
    /// Opens one with what shows who asks.
    pub(crate) async fn open(app: &TestApp, path: &str, (name, value): (&str, &str)) -> Self {
        let request = http::Request::get(path).header(name, value).body(Body::empty()).unwrap();
        let response = app.router().oneshot(request).await.unwrap();
        assert_eq!(response.status(), 200, "{path}");
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        assert_eq!(response.headers()["cache-control"], "no-store");
        Self { body: response.into_body(), said: String::new() }
    }

    /// Reads until `text` was said. Only a test that fails waits that long.
    pub(crate) async fn until(&mut self, text: &str) {
        while !self.said.contains(text) {
            let frame = timeout(Duration::from_secs(30), self.body.frame()).await.expect(text);
            let frame = frame.unwrap_or_else(|| panic!("it ended before {text}: {}", self.said)).unwrap();
            self.said.push_str(&String::from_utf8_lossy(&frame.into_data().unwrap()));
        }
    }

    /// Reads to the end; all that was said.
    pub(crate) async fn read_to_end(mut self) -> String {
        let rest = timeout(Duration::from_secs(30), self.body.collect()).await.unwrap().unwrap().to_bytes();
        self.said.push_str(&String::from_utf8_lossy(&rest));
        self.said
    }
}

/// What was told, an object an event.
pub(crate) fn told(said: &str) -> Vec<Value> {
    let data = said.lines().filter_map(|line| line.strip_prefix("data: {"));
    data.map(|data| serde_json::from_str(&format!("{{{data}")).unwrap()).collect()
}

#[tokio::test]
async fn a_program_follows_a_job_to_its_end() {
    let importer = Importer::new().await;
    let app = &importer.program.app;
    let id = importer.begin(&rows(1_200), &[]).await;
    let bearer = format!("Bearer {}", importer.program.token);
    let mut followed = Followed::open(app, &format!("/api/v2/jobs/{id}/events"), ("authorization", &bearer)).await;
    followed.until("\"status\":\"pending\"").await;
    for _ in 0..2 {
        assert!(app.directory.jobs().work().await.unwrap());
    }
    let share = importer.program.get(&format!("jobs/{id}")).await["percentage_done"].clone();
    assert!((1..100).contains(&share.as_i64().unwrap()), "{share}");
    followed.until(&format!("\"percentage_done\":{share}")).await;
    work(&app.directory).await;
    let said = followed.read_to_end().await;
    assert!(said.ends_with("event: end\ndata: done\n\n"), "{said}");
    let last = told(&said).pop().unwrap();
    assert_eq!((&last["status"], &last["summary"]["inserted"]), (&json!("completed"), &json!(1_200)));
    // Whoever comes late is told how it ended.
    let late = importer.program.ask("GET", &format!("jobs/{id}/events"), None).await;
    assert_eq!((late.status.as_u16(), told(&late.body)), (200, vec![last]));
}

#[tokio::test]
async fn a_stream_ends_with_the_token() {
    let importer = Importer::new().await;
    let app = &importer.program.app;
    let id = importer.begin(&rows(1), &[]).await;
    let bearer = format!("Bearer {}", importer.program.token);
    let mut followed = Followed::open(app, &format!("/api/v2/jobs/{id}/events"), ("authorization", &bearer)).await;
    followed.until("pending").await;
    app.clock.advance(2 * 86_400_000);
    assert!(followed.read_to_end().await.ends_with("event: end\ndata: session\n\n"));
}

#[tokio::test]
async fn what_cannot_be_followed_is_told() {
    let importer = Importer::new().await;
    let app = &importer.program.app;
    assert_eq!(importer.program.ask("GET", "jobs/job_none/events", None).await.status, 404);
    let id = importer.begin(&rows(1), &[]).await;
    let path = format!("/api/v2/jobs/{id}/events");
    assert_eq!(app.send(Ask::get(&path)).await.status, 401);
    let bearer = format!("Bearer {}", importer.program.token);
    let mut open = Vec::new();
    for _ in 0..8 {
        open.push(Followed::open(app, &path, ("authorization", &bearer)).await);
    }
    let refused = importer.program.ask("GET", &format!("jobs/{id}/events"), None).await;
    assert_eq!((refused.status.as_u16(), refused.header("retry-after")), (429, "30"));
}
