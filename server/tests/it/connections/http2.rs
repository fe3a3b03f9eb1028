//! What is particular to HTTP/2.

use server::Limits;
use tokio::io::AsyncWriteExt as _;

use super::house::{House, read_to_end};
use crate::test_app::TestApp;

const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\x00\x00\x00\x04\x00\x00\x00\x00\x00";
/// GET http://a/health: RFC 7541 appendix A, and two literals.
const HEALTH: &[u8] = b"\x82\x86\x44\x07/health\x41\x01a";
const ENHANCE_YOUR_CALM: u32 = 0xb;

fn frame(kind: u8, flags: u8, stream: u32, payload: &[u8]) -> Vec<u8> {
    let length = u32::try_from(payload.len()).unwrap().to_be_bytes();
    [&length[1..], &[kind, flags], &stream.to_be_bytes(), payload].concat()
}

/// CVE-2023-44487
#[tokio::test]
async fn streams_that_are_opened_and_reset_in_a_flood_end_the_connection() {
    let app = TestApp::new().await;
    let house = House::plain(app.router(), Limits::default()).await;
    let (mut reader, mut writer) = house.connect().await.into_split();
    let flood = tokio::spawn(async move {
        writer.write_all(PREFACE).await.unwrap();
        let streams = (0..100_000_u32).map(|number| 2 * number + 1);
        let pairs: Vec<_> =
            streams.map(|id| [frame(1, 5, id, HEALTH), frame(3, 0, id, &[0, 0, 0, 8])].concat()).collect();
        // All is taken only by a server that does not mind.
        for some in pairs.chunks(1000) {
            if writer.write_all(&some.concat()).await.is_err() {
                return false;
            }
        }
        true
    });
    let mut bytes = Vec::new();
    let _ = super::house::bounded(tokio::io::AsyncReadExt::read_to_end(&mut reader, &mut bytes)).await;
    assert!(has_goaway(&bytes, ENHANCE_YOUR_CALM), "{} bytes came", bytes.len());
    flood.abort();
}

fn has_goaway(mut bytes: &[u8], reason: u32) -> bool {
    while let [a, b, c, kind, _, _, _, _, _, rest @ ..] = bytes {
        let length = u32::from_be_bytes([0, *a, *b, *c]) as usize;
        let Some(payload) = rest.get(..length) else { return false };
        if *kind == 7 && payload[4..8] == reason.to_be_bytes() {
            return true;
        }
        bytes = &rest[length..];
    }
    false
}

/// S-414: HTTP/2 says how long a body is by its frames (RFC 9113 §8.2.2).
#[tokio::test]
async fn a_header_of_http1_connections_is_refused() {
    let app = TestApp::new().await;
    let house = House::plain(app.router(), Limits::default()).await;
    let chunked = [HEALTH, b"\x00\x11transfer-encoding\x07chunked"].concat();
    let bytes = [PREFACE.to_vec(), frame(1, 5, 1, &chunked), frame(7, 0, 0, &[0; 8])].concat();
    let answer = house.send(bytes).await;
    assert!(!answer.contains("\"ok\""), "{answer:?}");
    assert!(
        answer.as_bytes().windows(9).any(|bytes| bytes[..4] == [0, 0, 4, 3] && bytes[8] == 1),
        "a reset: {answer:?}"
    );
}

#[tokio::test]
async fn without_tls_the_first_bytes_choose_the_protocol() {
    let app = TestApp::new().await;
    let house = House::plain(app.router(), Limits::default()).await;
    let (client, connection) = h2::client::handshake(house.connect().await).await.unwrap();
    tokio::spawn(connection);
    let request = http::Request::get("http://a/health").body(()).unwrap();
    let (answer, _) = client.ready().await.unwrap().send_request(request, true).unwrap();
    assert_eq!(answer.await.unwrap().version(), http::Version::HTTP_2);
    let mut stream = house.connect().await;
    stream.write_all(b"PRI /health HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").await.unwrap();
    assert!(read_to_end(&mut stream).await.starts_with("HTTP/1.1 405 "));
}
