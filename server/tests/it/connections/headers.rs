//! How long and how many headers may be.

use server::Limits;

use super::house::{House, bounded};
use crate::test_app::TestApp;

#[tokio::test]
async fn a_head_that_is_too_long_or_has_too_many_headers_is_answered_431() {
    let app = TestApp::new().await;
    let house = House::plain(app.router(), Limits::default()).await;
    let request = |headers: &str| format!("GET /health HTTP/1.1\r\nHost: a\r\nConnection: close\r\n{headers}\r\n");
    let long = |length| format!("X: {}\r\n", "x".repeat(length));
    for (headers, status) in [
        (long(30_000), "200"),
        (long(40_000), "431"),
        (long(1_000_000), "431"),
        ("X: y\r\n".repeat(90), "200"),
        ("X: y\r\n".repeat(101), "431"),
    ] {
        let answer = house.send(request(&headers)).await;
        assert_eq!(answer.split(' ').nth(1), Some(status), "{} bytes of headers", headers.len());
    }
}

#[tokio::test]
async fn http2_has_the_same_limit() {
    let app = TestApp::new().await;
    let house = House::plain(app.router(), Limits::default()).await;
    let (mut client, connection) = h2::client::handshake(house.connect().await).await.unwrap();
    tokio::spawn(connection);
    for (length, status) in [(30_000, 200), (40_000, 431)] {
        client = client.ready().await.unwrap();
        let request = http::Request::get("http://a/health").header("x", "x".repeat(length)).body(()).unwrap();
        let (answer, _) = client.send_request(request, true).unwrap();
        assert_eq!(bounded(answer).await.unwrap().status(), status, "{length}");
    }
}
