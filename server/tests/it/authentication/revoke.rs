//! S-151: /oauth/revoke

use super::shop::{API, SECRET, Shop, post};

#[tokio::test]
async fn a_revoked_refresh_token_takes_its_access_tokens_with_it() {
    let shop = Shop::open().await;
    for (audience, hint) in [("", "refresh_token"), (API, "access_token")] {
        let tokens = shop.login(audience, "openid offline_access").await;
        let (refresh, access) = (tokens["refresh_token"].as_str().unwrap(), tokens["access_token"].as_str().unwrap());
        let fields = [("client_id", "spa"), ("token", refresh), ("token_type_hint", hint)];
        let answer = shop.app.send(post("/oauth/revoke", &fields)).await;
        assert_eq!((answer.status.as_u16(), answer.body.as_str()), (200, ""));
        assert!(shop.has_event("srrt").await);
        assert_eq!(shop.refresh(refresh).await.status, 403);
        assert_eq!(shop.userinfo(access).await.status, 401);
    }
}

#[tokio::test]
async fn what_is_unknown_or_anothers_changes_nothing_and_nobody_is_told() {
    let shop = Shop::open().await;
    let tokens = shop.login("", "openid offline_access").await;
    let (refresh, access) = (tokens["refresh_token"].as_str().unwrap(), tokens["access_token"].as_str().unwrap());
    for token in [refresh, access, "unknown", "a.b.c"] {
        let fields = [("client_id", "web"), ("client_secret", SECRET), ("token", token)];
        assert_eq!(shop.app.send(post("/oauth/revoke", &fields)).await.status, 200, "{token}");
    }
    assert_eq!(shop.userinfo(access).await.status, 200);
    assert_eq!(shop.refresh(refresh).await.status, 200);
}

#[tokio::test]
async fn an_access_token_can_be_taken_back_alone() {
    let shop = Shop::open().await;
    let tokens = shop.login("", "openid offline_access").await;
    let (refresh, access) = (tokens["refresh_token"].as_str().unwrap(), tokens["access_token"].as_str().unwrap());
    let answer = shop.app.send(post("/oauth/revoke", &[("client_id", "spa"), ("token", access)])).await;
    assert_eq!(answer.status, 200);
    assert_eq!(shop.userinfo(access).await.status, 401);
    assert_eq!(shop.refresh(refresh).await.status, 200);
    let missing = shop.app.send(post("/oauth/revoke", &[("client_id", "spa")])).await;
    assert_eq!(missing.status, 400);
}

/// S-152, N-026
#[tokio::test]
async fn a_token_that_could_not_be_revoked_is_told_so_and_still_works() {
    let shop = Shop::open().await;
    let tokens = shop.login("", "openid offline_access").await;
    let (refresh, access) = (tokens["refresh_token"].as_str().unwrap(), tokens["access_token"].as_str().unwrap());
    let store::Db::Sqlite { writer, .. } = &shop.app.db else { unreachable!() };
    let run = async |sql: &'static str| {
        sqlx::query(sql).execute(writer).await.unwrap();
    };
    run("PRAGMA query_only = ON").await;
    for token in [refresh, access] {
        let answer = shop.app.send(post("/oauth/revoke", &[("client_id", "spa"), ("token", token)])).await;
        assert_eq!((answer.status.as_u16(), answer.header("retry-after")), (503, "5"), "{}", answer.body);
    }
    run("PRAGMA query_only = OFF").await;
    assert_eq!(shop.userinfo(access).await.status, 200);
    let answer = shop.app.send(post("/oauth/revoke", &[("client_id", "spa"), ("token", refresh)])).await;
    assert_eq!(answer.status, 200);
    assert_eq!(shop.userinfo(access).await.status, 401);
}
