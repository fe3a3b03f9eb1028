//! Clients that are slow, or that went away without a word.

use std::convert::Infallible;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::routing::get;
use bytes::Bytes;
use hyper::body::Frame;
use server::Limits;
use tokio::io::AsyncWriteExt as _;
use tokio::sync::oneshot;

use super::house::{House, ask, bounded, read_to_end};
use crate::test_app::TestApp;

const SHORT: Duration = Duration::from_millis(200);

fn short_heads() -> Limits {
    Limits { handshake: SHORT, head: SHORT, ..Limits::default() }
}

#[tokio::test]
async fn whoever_does_not_finish_a_head_is_let_go() {
    let app = TestApp::new().await;
    let house = House::plain(app.router(), short_heads()).await;
    let beginnings: [&[u8]; 5] =
        [b"", b"P", b"GET / HTTP/1.1\r\nHost: a\r\nX", b"PRI * HTTP/2.0\r\n", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"];
    for beginning in beginnings {
        house.send(beginning).await;
    }
}

#[tokio::test]
async fn whoever_goes_on_with_a_head_byte_by_byte_gains_no_time() {
    let app = TestApp::new().await;
    let house = House::plain(app.router(), short_heads()).await;
    let mut slow = house.connect().await;
    slow.write_all(b"GET / HTTP/1.1\r\nX: ").await.unwrap();
    let dripping = async {
        while slow.write_all(b"x").await.is_ok() {
            // As long as that takes.
            ask(&mut house.connect().await, "/health").await;
        }
    };
    bounded(dripping).await;
}

#[tokio::test]
async fn whoever_does_not_finish_a_handshake_is_let_go() {
    let app = TestApp::new().await;
    let house = House::local(app.router(), short_heads()).await;
    for beginning in [&b""[..], b"\x16\x03\x01\x00\xff\x01"] {
        house.send(beginning).await;
    }
    let mut silent = house.shake(house.trust(&["h2"])).await.unwrap();
    assert!(!read_to_end(&mut silent).await.is_empty(), "the server's settings, and no request after the handshake");
}

#[tokio::test]
async fn a_body_that_stops_coming_is_answered_408_and_the_connection_closed() {
    let app = TestApp::new().await;
    let house = House::plain(app.router(), Limits { stall: SHORT, ..Limits::default() }).await;
    for framing in ["Content-Length: 100\r\n\r\nhello", "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n"] {
        let head = "POST /sign-in HTTP/1.1\r\nHost: a\r\nSec-Fetch-Site: same-origin\r\n\
                    Content-Type: application/x-www-form-urlencoded\r\n";
        let answer = house.send(format!("{head}{framing}")).await;
        assert!(answer.starts_with("HTTP/1.1 408 "), "{framing:?}: {answer}");
    }
}

#[tokio::test]
async fn a_connection_without_requests_is_closed_after_a_while_and_not_before() {
    let app = TestApp::new().await;
    let limits = Limits { head: Duration::from_secs(60), idle: SHORT, ..Limits::default() };
    let house = House::plain(app.router(), limits).await;
    let mut stream = house.connect().await;
    for _ in 0..3 {
        assert!(ask(&mut stream, "/health").await.starts_with("HTTP/1.1 200 "));
    }
    assert_eq!(read_to_end(&mut stream).await, "");
}

#[tokio::test]
async fn a_connection_that_rested_goes_on() {
    let app = TestApp::new().await;
    let limits = Limits { rest: Duration::ZERO, ..Limits::default() };
    let mut house = House::local(app.router(), limits).await;
    let mut stream = house.shake(house.trust(&["http/1.1"])).await.unwrap();
    for _ in 0..10 {
        assert!(ask(&mut stream, "/health").await.starts_with("HTTP/1.1 200 "));
    }
    bounded(house.stop()).await.unwrap();
    assert_eq!(read_to_end(&mut stream).await, "");
}

/// An answer without an end, which tells when it is given up.
struct Endless(#[expect(dead_code, reason = "dropped with the body")] oneshot::Sender<()>);

impl hyper::body::Body for Endless {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        std::task::Poll::Ready(Some(Ok(Frame::data(Bytes::from_static(&[b'x'; 16 * 1024])))))
    }
}

#[tokio::test]
async fn whoever_does_not_take_an_answer_is_let_go() {
    for is_http2 in [false, true] {
        let (dropped, gone) = oneshot::channel();
        let dropped = Arc::new(Mutex::new(Some(dropped)));
        let router = Router::new().route(
            "/endless",
            get(move || {
                let dropped = dropped.lock().unwrap().take().unwrap();
                async { Body::new(Endless(dropped)) }
            }),
        );
        let house = House::plain(router, Limits { stall: SHORT, ..Limits::default() }).await;
        let mut stream = house.connect().await;
        let kept: Box<dyn std::any::Any> = if is_http2 {
            let (client, connection) = h2::client::handshake(stream).await.unwrap();
            tokio::spawn(connection);
            let mut client = client.ready().await.unwrap();
            let request = http::Request::get("http://a/endless").body(()).unwrap();
            Box::new((bounded(client.send_request(request, true).unwrap().0).await.unwrap(), client))
        } else {
            stream.write_all(b"GET /endless HTTP/1.1\r\nHost: a\r\n\r\n").await.unwrap();
            Box::new(stream)
        };
        assert!(bounded(gone).await.is_err(), "HTTP/2: {is_http2}");
        drop(kept);
    }
}
