//! S-413, S-414: requests that can be read in two ways, and methods that no route has.

use server::Limits;

use super::house::House;
use crate::test_app::TestApp;

const AFTER: &str = "GET /health HTTP/1.1\r\nHost: a\r\n\r\n";

/// S-414
#[tokio::test]
async fn a_request_that_can_be_read_in_two_ways_is_refused_and_the_connection_closed() {
    let app = TestApp::new().await;
    let house = House::plain(app.router(), Limits::default()).await;
    let post = "POST /sign-in HTTP/1.1\r\nHost: a\r\nSec-Fetch-Site: same-origin\r\n";
    let framings = [
        // CL.TE and TE.CL
        "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
        "Content-Length: 0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        // TE.TE
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
        "Transfer-Encoding:\x0bchunked\r\n\r\n0\r\n\r\n",
        // two lengths, or one that is none
        "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
        "Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello",
        "Content-Length: 5, 5\r\n\r\nhello",
        "Content-Length: +5\r\n\r\nhello",
        "Content-Length: -1\r\n\r\nhello",
        "Content-Length: 0x5\r\n\r\nhello",
        "Content-Length: 5 5\r\n\r\nhello",
        "Content-Length: 99999999999999999999\r\n\r\nhello",
        // lines that end or go on in unusual ways
        "Content-Length: 5\n\r\nhello",
        "X: a\nContent-Length: 5\r\n\r\nhello",
        "X: a\r\n folded\r\n\r\n",
        "X: a\r\n\tfolded\r\n\r\n",
        "X: a\rContent-Length: 5\r\n\r\nhello",
        "X: a\0b\r\n\r\n",
        "X Y: a\r\n\r\n",
        ": a\r\n\r\n",
        "X: a\r\n\n",
    ];
    let whole = [
        "GET / HTTP/1.1\nHost: a\n\n",
        "GET / HTTP/1.1\nHost: a\r\n\r\n",
        "GET / HTTP/1.1\r\n Host: a\r\n\r\n",
        "GET /\0 HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET  / HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /\tb HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET / HTTP/1.1 \r\nHost: a\r\n\r\n",
        "GET / HTTP/3.0\r\nHost: a\r\n\r\n",
        "GET /\r\nHost: a\r\n\r\n",
        "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    ];
    let requests = framings.iter().map(|framing| format!("{post}{framing}")).chain(whole.map(str::to_owned));
    for request in requests {
        let answer = house.send(format!("{request}{AFTER}")).await;
        assert!(answer.starts_with("HTTP/1.1 400 "), "{request:?}: {answer}");
        assert_eq!(answer.matches("HTTP/1.1 ").count(), 1, "{request:?}: what was smuggled was answered: {answer}");
        // The same behind a request that nothing is wrong with.
        let second = house.send(format!("{AFTER}{request}{AFTER}")).await;
        assert_eq!(second.matches("HTTP/1.1 200 ").count(), 1, "{request:?}: {second}");
        assert_eq!(second.matches("HTTP/1.1 ").count(), 2, "{request:?}: {second}");
        assert!(second.contains("HTTP/1.1 400 "), "{request:?}: {second}");
    }
}

/// S-414
#[tokio::test]
async fn chunks_that_can_be_read_in_two_ways_are_refused_and_nothing_after_chunks_is_read() {
    let app = TestApp::new().await;
    let house = House::plain(app.router(), Limits::default()).await;
    let post = "POST /sign-in HTTP/1.1\r\nHost: a\r\nSec-Fetch-Site: same-origin\r\n\
                Content-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\n\r\n";
    for chunks in
        ["5;a\nb\r\nhello\r\n0\r\n\r\n", "5\r\nhello0\r\n\r\n", "g\r\n\r\n", "5\nhello\r\n0\r\n\r\n", "0\r\n\r\n"]
    {
        let answer = house.send(format!("{post}{chunks}{AFTER}")).await;
        assert!(answer.starts_with("HTTP/1.1 4"), "{chunks:?}: {answer}");
        assert_eq!(answer.matches("HTTP/1.1 ").count(), 1, "{chunks:?}: {answer}");
    }
}

#[tokio::test]
async fn requests_that_are_sent_ahead_are_answered_in_turn() {
    let app = TestApp::new().await;
    let house = House::plain(app.router(), Limits::default()).await;
    let post = "POST /csp-reports HTTP/1.1\r\nHost: a\r\nSec-Fetch-Site: same-origin\r\nContent-Length: 2\r\n\r\n\n\n";
    let last = "GET /health HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
    let answer = house.send(format!("{AFTER}{post}{AFTER}{last}")).await;
    assert_eq!(answer.matches("HTTP/1.1 ").count(), 4, "{answer}");
    assert_eq!(answer.matches("HTTP/1.1 200 ").count(), 3, "{answer}");
}

/// S-413
#[tokio::test]
async fn a_method_that_no_route_has_is_refused() {
    let app = TestApp::new().await;
    let house = House::plain(app.router(), Limits::default()).await;
    for method in ["TRACE", "CONNECT", "PROPFIND", "PUT", "DELETE", "get", "Post", "OPTIONS", "M-SEARCH"] {
        for target in ["/health", "/users", "/sign-in", "/", "*", "a:443"] {
            let request = format!("{method} {target} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
            let answer = house.send(request).await;
            let status = answer.split(' ').nth(1).unwrap_or_default();
            assert!(["400", "405", "501"].contains(&status), "{method} {target}: {answer}");
        }
    }
}
