//! A block says what it ends, and a block with an end ends by itself at every door.

use directory::{Actor, DEFAULT_TENANT};
use model::{NewBlock, Timestamp};

use super::shop::{API, Shop, assert_error};
use crate::test_app::PASSWORD;

const HOUR: i64 = 3_600_000;

async fn block(shop: &Shop, until: Option<i64>) -> model::Receipt {
    let new = NewBlock { reason: "Lost phone".to_owned(), until: until.map(Timestamp) };
    let operator = Actor::operator(DEFAULT_TENANT);
    shop.app.directory.users().block(&operator, &shop.user, new).await.unwrap().receipt
}

#[tokio::test]
async fn the_receipt_counts_what_ended_and_says_what_lives_on() {
    let shop = Shop::open().await;
    shop.session().await;
    shop.session().await;
    let tokens = shop.login(API, "openid offline_access read:orders").await;
    shop.login("", "openid offline_access").await;
    let operator = Actor::operator(DEFAULT_TENANT);
    let ending = shop.app.directory.users().what_ends(&operator, &shop.user).await.unwrap();
    let receipt = block(&shop, None).await;
    assert_eq!(receipt.ended, ending);
    assert_eq!((ending.sessions, ending.refresh_tokens, ending.devices), (2, 2, 1));
    assert_eq!(ending.access_tokens_until, Some(shop.app.clock.now().plus_days(1)));
    let token = tokens["refresh_token"].as_str().unwrap();
    assert_error(&shop.refresh(token).await, 403, "invalid_grant", "user is blocked");
    let page = shop.app.directory.logs().of_user(&operator, &shop.user, None).await.unwrap();
    let event = page.events.iter().find(|event| event.description.as_deref() == Some("Block a User")).unwrap();
    let told = &event.details.as_ref().unwrap()["receipt"];
    assert_eq!(
        (&told["sessions"], &told["refresh_tokens"], &told["reason"]),
        (&2.into(), &2.into(), &"Lost phone".into())
    );
}

#[tokio::test]
async fn a_block_with_an_end_keeps_out_until_then_and_lets_in_from_then_on() {
    let shop = Shop::open().await;
    let end = shop.app.clock.now().0 + HOUR;
    let token = shop.login("", "openid offline_access").await["refresh_token"].as_str().unwrap().to_owned();
    block(&shop, Some(end)).await;
    let log_in = async || {
        let fields = [
            ("client_id", "web"),
            ("client_secret", super::shop::SECRET),
            ("username", "ada@example.com"),
            ("password", PASSWORD),
        ];
        shop.token("password", &fields).await
    };
    assert_error(&log_in().await, 403, "invalid_grant", "user is blocked");
    shop.app.clock.advance(HOUR - 1);
    assert_error(&log_in().await, 403, "invalid_grant", "user is blocked");
    shop.app.clock.advance(1);
    assert_eq!(log_in().await.status, 200, "nothing was swept yet");
    assert_error(&shop.refresh(&token).await, 403, "invalid_grant", "refresh token");
    shop.login("", "openid").await;
    shop.app.directory.sweep().await.unwrap();
    assert_eq!(log_in().await.status, 200);
}
