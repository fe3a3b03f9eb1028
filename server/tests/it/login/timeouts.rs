//! S-345: sessions end by themselves.

use directory::{ABSOLUTE_TIMEOUT, IDLE_TIMEOUT};
use model::Role;

use crate::test_app::{Ask, TestApp};

#[tokio::test]
async fn a_session_that_is_not_used_ends() {
    let app = TestApp::new().await;
    let session = app.session(Role::Owner).await;
    app.clock.advance(IDLE_TIMEOUT - 1000);
    assert_eq!(app.send(Ask::get("/users").cookie(&session)).await.status, 200);
    app.clock.advance(IDLE_TIMEOUT - 1000);
    assert_eq!(app.send(Ask::get("/users").cookie(&session)).await.status, 200, "its use was noted");
    app.clock.advance(IDLE_TIMEOUT + 1000);
    let answer = app.send(Ask::get("/users?sort=name").cookie(&session)).await;
    assert_eq!((answer.status.as_u16(), answer.location()), (303, "/sign-in?next=/users%3Fsort%3Dname"));
}

#[tokio::test]
async fn a_session_ends_however_much_it_is_used() {
    let app = TestApp::new().await;
    let session = app.session(Role::Owner).await;
    let step = IDLE_TIMEOUT / 2;
    for _ in 0..ABSOLUTE_TIMEOUT / step {
        assert_eq!(app.send(Ask::get("/users").cookie(&session)).await.status, 200);
        app.clock.advance(step);
    }
    app.clock.advance(1000);
    assert_eq!(app.send(Ask::get("/users").cookie(&session)).await.status, 303);
}
