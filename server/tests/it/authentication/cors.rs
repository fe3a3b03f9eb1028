//! S-120: which pages may call.

use super::shop::{Shop, post};
use crate::test_app::{Answer, Ask};

const SPA: &str = "https://spa.example.com";
const WEB: &str = "https://web.example.com";

fn allowed(answer: &Answer) -> &str {
    assert!(answer.headers.get("access-control-allow-credentials").is_none());
    answer.header("access-control-allow-origin")
}

#[tokio::test]
async fn a_preflight_is_answered_for_pages_of_any_application() {
    let shop = Shop::open().await;
    for path in ["/oauth/token", "/userinfo", "/oauth/revoke"] {
        for (origin, is_known) in [
            (SPA, true),
            ("https://app.example.com", true),
            ("https://evil.example", false),
            ("null", false),
            ("https://spa.example.com.evil.example", false),
            ("http://spa.example.com", false),
        ] {
            let ask = Ask::method("OPTIONS", path)
                .header("origin", origin)
                .header("access-control-request-method", "POST")
                .header("access-control-request-headers", "auth0-client,content-type,authorization");
            let answer = shop.app.send(ask).await;
            assert_eq!(answer.status, 204, "{path}");
            assert_eq!(allowed(&answer), if is_known { origin } else { "" }, "{path} {origin}");
            for name in ["Auth0-Client", "Authorization", "Content-Type"] {
                assert!(answer.header("access-control-allow-headers").contains(name));
            }
            assert_eq!(answer.header("vary"), "Origin");
        }
    }
}

#[tokio::test]
async fn an_answer_is_read_by_pages_of_its_own_application_alone() {
    let shop = Shop::open().await;
    let tokens = shop.login("", "openid").await;
    let bearer = format!("Bearer {}", tokens["access_token"].as_str().unwrap());
    for (origin, is_its_own) in
        [(SPA, true), ("https://app.example.com", true), (WEB, false), ("https://evil.example", false)]
    {
        let token =
            post("/oauth/token", &[("grant_type", "refresh_token"), ("client_id", "spa"), ("refresh_token", "x")]);
        let userinfo = Ask::get("/userinfo").header("authorization", &bearer);
        let revoke = post("/oauth/revoke", &[("client_id", "spa"), ("token", "x")]);
        for ask in [token, userinfo, revoke] {
            let answer = shop.app.send(ask.header("origin", origin)).await;
            assert_eq!(allowed(&answer), if is_its_own { origin } else { "" }, "{origin}: {}", answer.body);
        }
    }
}

#[tokio::test]
async fn what_is_public_may_be_read_by_all() {
    let shop = Shop::open().await;
    for path in ["/.well-known/openid-configuration", "/.well-known/jwks.json"] {
        let answer = shop.app.send(Ask::get(path).header("origin", "https://evil.example")).await;
        assert_eq!(allowed(&answer), "*");
    }
    let dashboard = shop.app.send(Ask::get("/users").header("origin", SPA)).await;
    assert_eq!(allowed(&dashboard), "");
}
