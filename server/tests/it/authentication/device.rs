//! The device flow (RFC 8628)

use directory::{DEFAULT_TENANT, Origin};
use serde_json::Value;

use super::shop::{API, DEVICE_GRANT, SECRET, Shop, assert_error, post};
use crate::test_app::{Answer, Ask};

async fn begin(shop: &Shop) -> Value {
    let fields = [("client_id", "spa"), ("scope", "openid offline_access read:orders"), ("audience", API)];
    let answer = shop.app.send(post("/oauth/device/code", &fields)).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    answer.json()
}

async fn poll(shop: &Shop, codes: &Value) -> Answer {
    let code = codes["device_code"].as_str().unwrap();
    shop.token(DEVICE_GRANT, &[("client_id", "spa"), ("device_code", code)]).await
}

async fn approve(shop: &Shop, codes: &Value) -> bool {
    let session = shop.session().await.session;
    let code = codes["user_code"].as_str().unwrap().to_lowercase().replace('-', " ");
    shop.app.directory.device_codes().approve(DEFAULT_TENANT, &code, &session, &Origin::default()).await.unwrap()
}

#[tokio::test]
async fn a_device_waits_for_its_user_and_gets_tokens_once() {
    let shop = Shop::open().await;
    let codes = begin(&shop).await;
    let user_code = codes["user_code"].as_str().unwrap();
    assert_eq!((user_code.len(), codes["interval"].as_i64(), codes["expires_in"].as_i64()), (9, Some(5), Some(900)));
    assert!(
        codes["verification_uri_complete"].as_str().unwrap().ends_with(&format!("/activate?user_code={user_code}"))
    );
    assert_error(&poll(&shop, &codes).await, 403, "authorization_pending", "");
    shop.app.clock.advance(4_000);
    assert_error(&poll(&shop, &codes).await, 429, "slow_down", "");
    shop.app.clock.advance(5_000);
    assert_error(&poll(&shop, &codes).await, 403, "authorization_pending", "");
    let waiting = shop.app.directory.device_codes().find(DEFAULT_TENANT, user_code).await.unwrap().unwrap();
    assert_eq!((waiting.client.client_id.as_str(), waiting.user_code.as_str()), ("spa", user_code));
    assert!(approve(&shop, &codes).await);
    assert!(!approve(&shop, &codes).await, "it waits no more");
    let answer = poll(&shop, &codes).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    let tokens = answer.json();
    assert_eq!(tokens["scope"], "openid offline_access read:orders");
    assert!(tokens["id_token"].is_string() && tokens["refresh_token"].is_string());
    assert_eq!(shop.userinfo(tokens["access_token"].as_str().unwrap()).await.status, 200);
    assert!(shop.has_event("sede").await);
    assert_error(&poll(&shop, &codes).await, 403, "invalid_grant", "");
}

#[tokio::test]
async fn a_device_that_was_refused_or_waited_too_long_is_told_so() {
    let shop = Shop::open().await;
    let codes = begin(&shop).await;
    let session = shop.session().await.session;
    let code = codes["user_code"].as_str().unwrap();
    let devices = shop.app.directory.device_codes();
    assert!(devices.deny(DEFAULT_TENANT, code, &session, &Origin::default()).await.unwrap());
    assert_error(&poll(&shop, &codes).await, 403, "access_denied", "");
    let codes = begin(&shop).await;
    shop.app.clock.advance(900_001);
    assert_error(&poll(&shop, &codes).await, 403, "expired_token", "");
    assert!(!approve(&shop, &codes).await);
}

/// N-016, N-030
#[tokio::test]
async fn a_device_whose_user_was_blocked_meanwhile_gets_nothing() {
    let shop = Shop::open().await;
    let codes = begin(&shop).await;
    assert!(approve(&shop, &codes).await);
    shop.block(true).await;
    assert_error(&poll(&shop, &codes).await, 403, "access_denied", "");
    let code = codes["device_code"].as_str().unwrap();
    assert_error(&shop.redeem(code).await, 403, "invalid_grant", "Invalid authorization code");
    let other = [("client_id", "web"), ("client_secret", SECRET), ("device_code", code)];
    assert_error(&shop.token(DEVICE_GRANT, &other).await, 403, "invalid_grant", "");
}

#[tokio::test]
async fn an_application_without_the_grant_begins_nothing() {
    let shop = Shop::open().await;
    let fields = [("client_id", "plain"), ("client_secret", SECRET)];
    let answer = shop.app.send(post("/oauth/device/code", &fields)).await;
    assert_error(&answer, 403, "unauthorized_client", "device_code");
}

/// N-031: with the pages, as a person meets them.
#[tokio::test]
async fn a_user_types_the_code_and_allows_the_device() {
    let shop = Shop::open().await;
    let codes = begin(&shop).await;
    let user_code = codes["user_code"].as_str().unwrap();
    let page = shop.app.send(Ask::get(&format!("/activate?user_code={user_code}"))).await;
    assert_eq!(page.status, 200, "{}", page.body);
    assert!(page.body.contains(user_code));
    let (flow, token) = (page.cookie("roster-flow").unwrap(), page.hidden("form_token"));
    let wrong = Ask::form("/activate", &[("form_token", &token), ("user_code", "BBBB-BBBB")]).cookie(&flow);
    assert!(shop.app.send(wrong).await.body.contains("No device waits with this code"));
    let right = Ask::form("/activate", &[("form_token", &token), ("user_code", user_code)]).cookie(&flow);
    let confirm = shop.app.send(right).await;
    assert_eq!(
        (confirm.status.as_u16(), confirm.location()),
        (303, &*format!("/activate/confirm?user_code={user_code}"))
    );
    let nobody = shop.app.send(Ask::get(confirm.location())).await;
    assert!(nobody.location().starts_with("/u/login?state="), "{}", nobody.status);

    let login = format!("roster-login={}", shop.session().await.secret);
    let question = shop.app.send(Ask::get(confirm.location()).cookie(&login).cookie(&flow)).await;
    assert!(question.body.contains("The spa") && question.body.contains(user_code), "{}", question.body);
    let fields = [("form_token", &*token), ("user_code", user_code), ("decision", "allow")];
    let forged = Ask::form("/activate/confirm", &fields).cookie(&login);
    assert_eq!(shop.app.send(forged).await.status, 403, "without the form's own cookie");
    assert_error(&poll(&shop, &codes).await, 403, "authorization_pending", "");
    let unnamed = [("form_token", &*token), ("user_code", ""), ("decision", "allow")];
    let unnamed = Ask::form("/activate/confirm", &unnamed).cookie(&login).cookie(&flow);
    assert_eq!(shop.app.send(unnamed).await.status, 400, "whoever has not the code allows nothing");
    let allowed = shop.app.send(Ask::form("/activate/confirm", &fields).cookie(&login).cookie(&flow)).await;
    assert!(allowed.body.contains("Your device is connected"), "{}", allowed.body);
    shop.app.clock.advance(5_000);
    assert_eq!(poll(&shop, &codes).await.status, 200);
}
