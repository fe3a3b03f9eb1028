//! grant_type=client_credentials

use serde_json::json;

use super::shop::{API, SECRET, Shop, assert_error, basic, claims, header, issuer, post};

#[tokio::test]
async fn a_machine_gets_what_it_was_granted() {
    let shop = Shop::open().await;
    for scope in [None, Some("read:orders")] {
        let mut fields = vec![("client_id", "granted"), ("client_secret", SECRET), ("audience", API)];
        fields.extend(scope.map(|scope| ("scope", scope)));
        let answer = shop.token("client_credentials", &fields).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        let tokens = answer.json();
        assert_eq!((&tokens["scope"], &tokens["expires_in"]), (&json!("read:orders"), &json!(86_400)));
        assert!(tokens["id_token"].is_null() && tokens["refresh_token"].is_null());
        let access = claims(&tokens["access_token"]);
        assert_eq!(header(&tokens["access_token"])["typ"], "at+jwt");
        // S-202
        assert_eq!(access["sub"], "granted@clients");
        assert_eq!((&access["aud"], &access["iss"]), (&json!(API), &json!(issuer())));
        assert_eq!(access["gty"], "client-credentials");
        assert_eq!(shop.userinfo(tokens["access_token"].as_str().unwrap()).await.status, 401, "it is no user's");
    }
    shop.app.directory.write_pending().await;
}

/// S-113, N-024
#[tokio::test]
async fn a_machine_gets_no_more_than_that() {
    let shop = Shop::open().await;
    let ask = async |id: &str, audience: &str, scope: &str| {
        let fields = [("client_id", id), ("client_secret", SECRET), ("audience", audience), ("scope", scope)];
        shop.token("client_credentials", &fields).await
    };
    assert_error(&ask("granted", API, "read:orders write:orders").await, 403, "access_denied", "write:orders");
    assert_error(&ask("machine", API, "").await, 403, "access_denied", "Client is not authorized to access");
    let unknown = ask("granted", "https://nowhere.example", "").await;
    assert_error(&unknown, 403, "access_denied", "Service not found: https://nowhere.example");
    assert_error(&ask("granted", "", "").await, 403, "access_denied", "audience");
    let public = shop.token("client_credentials", &[("client_id", "spa"), ("audience", API)]).await;
    assert_error(&public, 403, "unauthorized_client", "client_credentials");
}

#[tokio::test]
async fn a_header_is_as_good_as_a_body() {
    let shop = Shop::open().await;
    let fields = [("grant_type", "client_credentials"), ("audience", API)];
    let ask = post("/oauth/token", &fields).header("authorization", &basic("granted", SECRET));
    assert_eq!(shop.app.send(ask).await.status, 200);
}
