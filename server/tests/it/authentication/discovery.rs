//! S-117: what discovery says is true.

use super::shop::{Shop, issuer};
use crate::test_app::{Ask, URL};

#[tokio::test]
async fn both_documents_say_the_same_and_may_be_kept_for_some_minutes() {
    let shop = Shop::open().await;
    let answer = shop.app.send(Ask::get("/.well-known/openid-configuration")).await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("cache-control"), "public, max-age=300");
    assert_eq!(answer.header("access-control-allow-origin"), "*");
    let metadata = answer.json();
    assert_eq!(metadata["issuer"], issuer());
    let other = shop.app.send(Ask::get("/.well-known/oauth-authorization-server")).await;
    assert_eq!(other.json(), metadata);
    // S-142
    let forged = Ask::get("/.well-known/openid-configuration")
        .header("host", "evil.example")
        .header("x-forwarded-host", "evil.example")
        .header("forwarded", "host=evil.example");
    assert_eq!(shop.app.send(forged).await.json(), metadata);
}

#[tokio::test]
async fn each_grant_that_is_listed_works_and_no_other() {
    let shop = Shop::open().await;
    let metadata = shop.app.send(Ask::get("/.well-known/openid-configuration")).await.json();
    let listed: Vec<_> =
        metadata["grant_types_supported"].as_array().unwrap().iter().map(|grant| grant.as_str().unwrap()).collect();
    for grant in &listed {
        let answer = shop.token(grant, &[("client_id", "spa")]).await;
        let is_known = !answer.body.contains("unsupported_grant_type");
        assert_eq!(is_known, *grant != "implicit", "{grant}: {}", answer.body);
    }
    for grant in ["urn:ietf:params:oauth:grant-type:token-exchange", "urn:ietf:params:oauth:grant-type:jwt-bearer"] {
        let answer = shop.token(grant, &[("client_id", "spa")]).await;
        assert_eq!((answer.status.as_u16(), listed.contains(&grant)), (400, false), "{}", answer.body);
    }
}

#[tokio::test]
async fn each_endpoint_of_this_door_that_is_listed_is_there() {
    let shop = Shop::open().await;
    let metadata = shop.app.send(Ask::get("/.well-known/openid-configuration")).await.json();
    for name in [
        "token_endpoint",
        "userinfo_endpoint",
        "jwks_uri",
        "revocation_endpoint",
        "device_authorization_endpoint",
        "pushed_authorization_request_endpoint",
    ] {
        let path = metadata[name].as_str().unwrap().strip_prefix(URL).unwrap();
        let answer = shop.app.send(Ask::method("DELETE", path)).await;
        assert_eq!(answer.status, 405, "{name}");
    }
}
