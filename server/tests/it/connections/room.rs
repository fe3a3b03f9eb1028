//! No more connections than there is room for.

use server::Limits;
use tokio::io::AsyncWriteExt as _;

use super::house::{House, ask, read_to_end};
use crate::test_app::TestApp;

#[tokio::test]
async fn whoever_finds_no_room_waits_outside_until_somebody_leaves() {
    let app = TestApp::new().await;
    let house = House::plain(app.router(), Limits { connections: 2, ..Limits::default() }).await;
    let (mut first, mut second, mut third) = (house.connect().await, house.connect().await, house.connect().await);
    ask(&mut first, "/health").await;
    ask(&mut second, "/health").await;
    third.write_all(b"GET /health HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").await.unwrap();
    ask(&mut second, "/health").await;
    let mut one = [0];
    assert!(third.try_read(&mut one).is_err(), "nobody answers yet");
    drop(first);
    assert!(read_to_end(&mut third).await.starts_with("HTTP/1.1 200 "));
}
