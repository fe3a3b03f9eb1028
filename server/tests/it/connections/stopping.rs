//! A server that is told to stop finishes what it began.

use std::sync::Arc;

use axum::Router;
use axum::routing::get;
use server::Limits;
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;
use tokio::sync::{Notify, mpsc};

use super::house::{House, ask, bounded, read_to_end};

/// A route that says when it was asked and answers when it is told to.
fn slow() -> (Router, mpsc::UnboundedReceiver<()>, Arc<Notify>) {
    let (asked, was_asked) = mpsc::unbounded_channel();
    let release = Arc::new(Notify::new());
    let released = release.clone();
    let slow = async move || {
        asked.send(()).unwrap();
        released.notified().await;
        "finished"
    };
    (Router::new().route("/slow", get(slow)).route("/quick", get(async || "quick")), was_asked, release)
}

#[tokio::test]
async fn a_request_in_flight_is_finished_and_nobody_new_is_let_in() {
    let (router, mut asked, release) = slow();
    let mut house = House::plain(router, Limits::default()).await;
    let mut idle = house.connect().await;
    ask(&mut idle, "/quick").await;
    let mut stream = house.connect().await;
    stream.write_all(b"GET /slow HTTP/1.1\r\nHost: a\r\n\r\n").await.unwrap();
    asked.recv().await.unwrap();
    let address = house.address;
    let stopped = house.stop();
    assert_eq!(read_to_end(&mut idle).await, "", "who waits for nothing is let go at once");
    assert!(TcpStream::connect(address).await.is_err());
    assert!(!stopped.is_finished());
    release.notify_waiters();
    let answer = read_to_end(&mut stream).await;
    assert!(answer.starts_with("HTTP/1.1 200 ") && answer.ends_with("finished"), "{answer}");
    bounded(stopped).await.unwrap();
}

#[tokio::test]
async fn a_request_in_flight_over_tls_and_http2_is_finished() {
    let (router, mut asked, release) = slow();
    let mut house = House::local(router, Limits::default()).await;
    let stream = house.shake(house.trust(&["h2"])).await.unwrap();
    let (client, connection) = h2::client::handshake(stream).await.unwrap();
    let connection = tokio::spawn(connection);
    let request = http::Request::get("https://localhost/slow").body(()).unwrap();
    let (answer, _) = client.ready().await.unwrap().send_request(request, true).unwrap();
    asked.recv().await.unwrap();
    let stopped = house.stop();
    assert!(!stopped.is_finished());
    release.notify_waiters();
    let mut body = bounded(answer).await.unwrap().into_body();
    assert_eq!(bounded(body.data()).await.unwrap().unwrap(), "finished");
    assert!(bounded(body.data()).await.is_none());
    bounded(connection).await.unwrap().unwrap();
    bounded(stopped).await.unwrap();
}

#[tokio::test]
async fn a_request_that_does_not_end_is_given_up() {
    let (router, mut asked, _release) = slow();
    let limits = Limits { drain: std::time::Duration::from_millis(50), ..Limits::default() };
    let mut house = House::plain(router, limits).await;
    let mut stream = house.connect().await;
    stream.write_all(b"GET /slow HTTP/1.1\r\nHost: a\r\n\r\n").await.unwrap();
    asked.recv().await.unwrap();
    bounded(house.stop()).await.unwrap();
}
