//! What a client may do to a connection.

use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;

use super::running::{Running, text};

#[tokio::test]
async fn whoever_does_not_finish_a_head_is_let_go() {
    let folder = tempfile::tempdir().unwrap();
    let server = Running::start(folder.path()).await;
    let beginnings: [&[u8]; 4] = [b"", b"P", b"GET / HTTP/1.1\r\nHost: a\r\nX", b"PRI * HTTP/2.0\r\n"];
    let mut streams = Vec::new();
    for beginning in beginnings {
        let mut stream = TcpStream::connect(&server.address).await.unwrap();
        stream.write_all(beginning).await.unwrap();
        streams.push((beginning, stream));
    }
    assert_eq!(server.client().ask("GET", "/health", "", "").await.unwrap().status, 200, "others are served meanwhile");
    for (beginning, mut stream) in streams {
        let mut rest = Vec::new();
        let ended = timeout(Duration::from_secs(20), stream.read_to_end(&mut rest)).await;
        assert!(ended.is_ok(), "{:?} was kept", text(beginning));
    }
    server.kill().await;
}

/// S-414
#[tokio::test]
async fn a_request_that_can_be_read_in_two_ways_is_refused_and_the_connection_closed() {
    let folder = tempfile::tempdir().unwrap();
    let server = Running::start(folder.path()).await;
    let smuggled = [
        "POST /sign-in HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
        "POST /sign-in HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
        "POST /sign-in HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
        "POST /sign-in HTTP/1.1\r\nHost: a\r\nContent-Length: +5\r\n\r\nhello",
        "GET / HTTP/1.1\r\nHost: a\r\nX: b\r\n folded\r\n\r\n",
        "GET /\0 HTTP/1.1\r\nHost: a\r\n\r\n",
    ];
    for request in smuggled {
        let mut stream = TcpStream::connect(&server.address).await.unwrap();
        stream.write_all(format!("{request}GET /health HTTP/1.1\r\nHost: a\r\n\r\n").as_bytes()).await.unwrap();
        let mut answer = Vec::new();
        timeout(Duration::from_secs(20), stream.read_to_end(&mut answer)).await.unwrap().unwrap();
        let answer = text(&answer);
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 4"), "{request:?}: {answer}");
        assert!(!answer.contains("\"ok\""), "{request:?}: the smuggled request was answered");
    }
    assert_eq!(server.client().ask("GET", "/health", "", "").await.unwrap().status, 200);
    server.kill().await;
}
