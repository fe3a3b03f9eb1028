//! S-111, S-112: which application asks.

use model::{AppType, Client, ClientPublicKey, SigningAlgorithm, TokenEndpointAuthMethod};
use protocol::client_assertion::TYPE;
use protocol::jwt::{Kind, sign};
use protocol::keys::SigningKey;
use serde_json::json;

use super::shop::{API, SECRET, Shop, assert_error, basic, issuer, post};
use crate::test_app::{Answer, Ask};

/// Fields of the body, and the `Authorization` header.
type Proof<'a> = (&'a [(&'a str, &'a str)], Option<String>);

async fn ask(shop: &Shop, path: &str, fields: &[(&str, &str)], header: Option<String>) -> Answer {
    let mut all = vec![("grant_type", "refresh_token"), ("refresh_token", "x"), ("token", "x")];
    all.extend(fields);
    let ask: Ask = post(path, &all);
    shop.app.send(header.iter().fold(ask, |ask, header| ask.header("authorization", header))).await
}

#[tokio::test]
async fn a_confidential_application_must_show_its_secret() {
    let shop = Shop::open().await;
    let good: [Proof<'_>; 4] = [
        (&[("client_id", "web"), ("client_secret", SECRET)], None),
        (&[], Some(basic("web", SECRET))),
        (&[("client_id", "web")], Some(basic("web", SECRET))),
        (&[("client_id", "spa")], None),
    ];
    for (fields, header) in good {
        let answer = ask(&shop, "/oauth/token", fields, header.clone()).await;
        assert_error(&answer, 403, "invalid_grant", "invalid refresh token");
        assert_eq!(ask(&shop, "/oauth/revoke", fields, header).await.status, 200);
    }
    let bad: [Proof<'_>; 9] = [
        (&[], None),
        (&[("client_id", "nobody")], None),
        (&[("client_id", "web")], None),
        (&[("client_id", "web"), ("client_secret", "wrong")], None),
        (&[("client_id", "spa"), ("client_secret", SECRET)], None),
        (&[], Some(basic("web", "wrong"))),
        (&[], Some(basic("web", ""))),
        (&[("client_id", "spa")], Some(basic("web", SECRET))),
        (&[], Some("Basic !!".to_owned())),
    ];
    for (fields, header) in bad {
        for path in ["/oauth/token", "/oauth/revoke", "/oauth/par"] {
            let answer = ask(&shop, path, fields, header.clone()).await;
            assert_error(&answer, 401, "invalid_client", "Unauthorized");
        }
    }
}

#[tokio::test]
async fn two_ways_at_once_are_one_too_many() {
    let shop = Shop::open().await;
    let fields = [("client_id", "web"), ("client_secret", SECRET)];
    let answer = ask(&shop, "/oauth/token", &fields, Some(basic("web", SECRET))).await;
    assert_error(&answer, 400, "invalid_request", "Only one way");
    let answer = ask(&shop, "/oauth/token", &[("client_assertion", "x"), fields[1]], None).await;
    assert_error(&answer, 400, "invalid_request", "Only one way");
    let answer = ask(&shop, "/oauth/token?client_secret=x", &fields, None).await;
    assert_error(&answer, 400, "invalid_request", "body");
}

#[tokio::test]
async fn whoever_tried_with_the_header_is_told_its_scheme() {
    let shop = Shop::open().await;
    let answer = ask(&shop, "/oauth/token", &[], Some(basic("web", "wrong"))).await;
    assert_eq!(answer.header("www-authenticate"), "Basic realm=\"Roster\"");
    assert_eq!(ask(&shop, "/oauth/token", &[("client_id", "web")], None).await.header("www-authenticate"), "");
}

/// S-112, N-027, N-028
#[tokio::test]
async fn an_assertion_is_good_once() {
    let shop = Shop::open().await;
    let pair = rcgen::KeyPair::generate().unwrap();
    let key = SigningKey::from_pkcs8(SigningAlgorithm::ES256, &pair.serialize_der()).unwrap();
    let pem = pair.public_key_pem();
    let signer = Shop::client("signer", AppType::NonInteractive, TokenEndpointAuthMethod::PrivateKeyJwt);
    let public_keys =
        vec![ClientPublicKey { name: "one".to_owned(), pem, alg: "ES256".to_owned(), ..ClientPublicKey::default() }];
    shop.add(Client { public_keys, ..signer }).await;
    let now = shop.app.clock.now().0 / 1000;
    let assertion = |jti: &str, aud: &str, lifetime: i64| {
        let claims = json!({
            "iss": "signer", "sub": "signer", "aud": aud, "jti": jti, "iat": now, "exp": now + lifetime,
        });
        sign(&key, Kind::ClientAssertion, claims.as_object().unwrap()).unwrap()
    };
    let send = async |assertion: &str| {
        let fields = [("client_assertion_type", TYPE), ("client_assertion", assertion)];
        ask(&shop, "/oauth/token", &fields, None).await
    };
    for audience in [issuer(), format!("{}oauth/token", issuer())] {
        let good = assertion(&audience, &audience, 60);
        assert_error(&send(&good).await, 403, "invalid_grant", "invalid refresh token");
        assert_error(&send(&good).await, 401, "invalid_client", "Unauthorized");
    }
    for bad in [
        assertion("a", API, 60),
        assertion("b", &issuer(), 3600),
        assertion("c", &issuer(), -120),
        format!("{}x", assertion("d", &issuer(), 60)),
    ] {
        assert_error(&send(&bad).await, 401, "invalid_client", "Unauthorized");
    }
    let secret = ask(&shop, "/oauth/token", &[("client_id", "signer"), ("client_secret", SECRET)], None).await;
    assert_error(&secret, 401, "invalid_client", "Unauthorized");
}
