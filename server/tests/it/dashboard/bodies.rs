//! What a server function accepts as a request, and how it fails.

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::{Body, Bytes};
use hyper::body::Frame;
use model::Role;
use serde_json::json;

use crate::test_app::{Ask, CONNECTION, PASSWORD, TestApp};

const LIMIT: usize = 4 * 1024 * 1024;

/// A body whose length is not told beforehand.
struct Chunks {
    left: usize,
    chunk: Bytes,
}

impl hyper::body::Body for Chunks {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        let frame = self.left.checked_sub(1).map(|left| {
            self.left = left;
            Ok(Frame::data(self.chunk.clone()))
        });
        Poll::Ready(frame)
    }
}

/// S-621
#[tokio::test]
async fn a_body_over_its_limit_is_refused_with_and_without_a_length() {
    let app = TestApp::new().await;
    let session = app.session(Role::Owner).await;
    let sent = |body: Body| Ask::post("/fn/users/create", "application/json", body).cookie(&session);
    for body in [
        Body::from(vec![b' '; LIMIT + 1]),
        Body::new(Chunks { left: LIMIT / 1024 + 1, chunk: vec![b' '; 1024].into() }),
    ] {
        let answer = app.send(sent(body)).await;
        assert_eq!(answer.status, 413);
        assert_eq!(answer.json()["kind"], "too_large");
    }
    let stranger = Ask::post("/fn/users/create", "application/json", vec![b' '; LIMIT + 1]);
    assert_eq!(app.send(stranger).await.status, 401, "without a session nothing is read");
    let user = json!({ "connection": CONNECTION, "email": "ada@example.com", "password": PASSWORD });
    let padded = format!("{}{}", json!({ "user": user }), " ".repeat(3 * 1024 * 1024));
    assert_eq!(app.send(sent(padded.into())).await.status, 200, "up to the limit it is read");
}

#[tokio::test]
async fn what_is_no_call_of_a_function_is_told_so_in_json() {
    let app = TestApp::new().await;
    let session = app.session(Role::Owner).await;
    let json_type = "application/json";
    let cases = [
        ("/fn/users/get", json_type, "", 400),
        ("/fn/users/get", json_type, "{", 400),
        ("/fn/users/get", json_type, "null", 400),
        ("/fn/users/get", json_type, "{}", 400),
        ("/fn/users/get", json_type, "{\"id\":1}", 400),
        ("/fn/users/get", json_type, "{\"id\":\"auth0|0\"}", 404),
        ("/fn/users/get", "text/plain", "{\"id\":\"auth0|0\"}", 415),
        ("/fn/users/get", "application/x-www-form-urlencoded", "id=auth0%7C0", 415),
        ("/fn/users/nothing", json_type, "{}", 404),
        ("/fn/", json_type, "{}", 404),
        ("/fn/users/get/", json_type, "{}", 404),
        ("/fn//users/get", json_type, "{}", 404),
    ];
    for (path, content_type, body, status) in cases {
        let answer = app.send(Ask::post(path, content_type, body).cookie(&session)).await;
        assert_eq!(answer.status.as_u16(), status, "{path} {content_type} {body}: {}", answer.body);
        assert!(answer.json()["message"].is_string(), "{path} {body}");
    }
    for method in ["GET", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS"] {
        let answer = app.send(Ask::method(method, "/fn/users/get").cookie(&session)).await;
        assert_eq!(answer.status, 405, "{method}");
    }
}

/// `server_fn` redirects callers that accept HTML to wherever `Referer` says.
#[tokio::test]
async fn a_function_never_redirects() {
    let app = TestApp::new().await;
    let session = app.session(Role::Owner).await;
    let asked = Ask::call("session/whoami", &json!({})).cookie(&session);
    let answer = app.send(asked.header("accept", "text/html").header("referer", "https://evil.example/")).await;
    assert_eq!((answer.status.as_u16(), answer.location()), (200, ""));
    assert_eq!(answer.json()["role"], "owner");
}

#[tokio::test]
async fn a_conflict_carries_the_user_as_it_is_now() {
    let app = TestApp::new().await;
    let session = app.session(Role::Owner).await;
    let id = app.create_user(&session, "ada@example.com").await["user_id"].clone();
    let edit = |value: serde_json::Value| json!({ "id": id, "edit": { "kind": "user", "base": {}, "value": value } });
    app.call(&session, "users/edit-metadata", edit(json!({ "plan": "gold" }))).await;
    let late = app.send(Ask::call("users/edit-metadata", &edit(json!({ "plan": "free" }))).cookie(&session)).await;
    assert_eq!(late.status, 409);
    assert_eq!(late.json()["current"]["user_metadata"], json!({ "plan": "gold" }));
    let user = json!({ "connection": CONNECTION, "email": "ADA@example.com", "password": PASSWORD });
    let twice = app.send(Ask::call("users/create", &json!({ "user": user })).cookie(&session)).await;
    assert_eq!(twice.status, 409);
    assert_eq!(twice.json()["fields"][0]["field"], "email");
}
