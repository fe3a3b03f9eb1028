//! grant_type=password, and Auth0's password-realm

use super::shop::{API, REALM_GRANT, SECRET, Shop, assert_error, claims};
use crate::test_app::{CONNECTION, PASSWORD};

const CLIENT: [(&str, &str); 2] = [("client_id", "web"), ("client_secret", SECRET)];

#[tokio::test]
async fn a_password_gives_tokens_where_the_application_has_the_grant() {
    let shop = Shop::open().await;
    for (grant, realm) in [("password", None), (REALM_GRANT, Some(CONNECTION))] {
        let mut fields = CLIENT.to_vec();
        fields.extend([("username", "ada@example.com"), ("password", PASSWORD)]);
        fields.extend([("scope", "openid email offline_access read:orders other:scope"), ("audience", API)]);
        fields.extend(realm.map(|realm| ("realm", realm)));
        let answer = shop.token(grant, &fields).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        let tokens = answer.json();
        assert_eq!(tokens["scope"], "openid email offline_access read:orders", "what cannot be granted is left out");
        assert_eq!(claims(&tokens["id_token"])["email"], "ada@example.com");
        assert!(tokens["refresh_token"].is_string());
        let access = tokens["access_token"].as_str().unwrap();
        assert_eq!(shop.userinfo(access).await.status, 200);
        assert!(shop.has_event("sepft").await);
    }
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_user_are_answered_alike() {
    let shop = Shop::open().await;
    for (name, password) in [("ada@example.com", "wrong"), ("nobody@example.com", PASSWORD)] {
        let mut fields = CLIENT.to_vec();
        fields.extend([("username", name), ("password", password)]);
        assert_error(&shop.token("password", &fields).await, 403, "invalid_grant", "Wrong email or password.");
    }
    let mut fields = CLIENT.to_vec();
    fields.extend([("username", "ada@example.com"), ("password", PASSWORD), ("realm", "nowhere")]);
    assert_eq!(shop.token(REALM_GRANT, &fields).await.status, 403);
    let missing = shop.token("password", &CLIENT).await;
    assert_error(&missing, 400, "invalid_request", "username");
}

#[tokio::test]
async fn a_blocked_user_is_told_so_only_with_the_right_password() {
    let shop = Shop::open().await;
    shop.block(true).await;
    for (password, told) in [(PASSWORD, "user is blocked"), ("wrong", "Wrong email or password.")] {
        let mut fields = CLIENT.to_vec();
        fields.extend([("username", "ada@example.com"), ("password", password)]);
        assert_error(&shop.token("password", &fields).await, 403, "invalid_grant", told);
    }
}
