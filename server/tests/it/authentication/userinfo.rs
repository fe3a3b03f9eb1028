//! /userinfo and /tokeninfo

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use directory::DEFAULT_TENANT;
use model::{Client, SigningAlgorithm};
use protocol::jwt::{Kind, sign};
use protocol::keys::SigningKey;
use serde_json::{Value, json};

use super::shop::{API, Shop, claims, header, issuer, post};
use crate::test_app::Ask;

fn token(tokens: &Value) -> String {
    tokens["access_token"].as_str().unwrap().to_owned()
}

/// S-245
#[tokio::test]
async fn the_profile_follows_the_scope() {
    let shop = Shop::open().await;
    for audience in ["", API] {
        let tokens = shop.login(audience, "openid email").await;
        let answer = shop.userinfo(&token(&tokens)).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        assert_eq!(answer.header("cache-control"), "no-store");
        let profile = answer.json();
        assert_eq!((&profile["sub"], &profile["email"]), (&json!(shop.user.as_str()), &json!("ada@example.com")));
        assert_eq!(profile["sub"], claims(&tokens["id_token"])["sub"]);
        assert!(profile["name"].is_null());
        let profile = shop.userinfo(&token(&shop.login(audience, "openid profile").await)).await.json();
        assert!(profile["updated_at"].is_string() && profile["email"].is_null());
    }
    let without = shop.userinfo(&token(&shop.login("", "profile").await)).await;
    assert_eq!(without.status, 403);
    assert!(without.header("www-authenticate").contains("insufficient_scope"));
}

#[tokio::test]
async fn a_token_comes_in_one_place() {
    let shop = Shop::open().await;
    let good = token(&shop.login("", "openid").await);
    let bearer = format!("Bearer {good}");
    let form = post("/userinfo", &[("access_token", &good)]);
    assert_eq!(shop.app.send(form).await.status, 200);
    let header = Ask::method("POST", "/userinfo").header("authorization", &bearer);
    assert_eq!(shop.app.send(header).await.status, 200);
    let both = post("/userinfo", &[("access_token", &good)]).header("authorization", &bearer);
    assert_eq!(shop.app.send(both).await.status, 400);
    let nothing = shop.app.send(Ask::get("/userinfo")).await;
    assert_eq!((nothing.status.as_u16(), nothing.body.as_str()), (401, "Unauthorized"));
    assert_eq!(nothing.header("www-authenticate"), "Bearer realm=\"Users\"");
    // S-115
    let query = format!("/userinfo?access_token={good}");
    assert_eq!(shop.app.send(Ask::get(&query)).await.status, 401);
    let client = shop.app.directory.find_client(DEFAULT_TENANT, "spa").await.unwrap().unwrap();
    shop.save(&Client { allows_token_in_query: true, ..client }).await;
    assert_eq!(shop.app.send(Ask::get(&query)).await.status, 200);
}

/// S-166, S-205, N-025
#[tokio::test]
async fn only_a_whole_and_living_token_of_a_user_who_may_log_in_is_good() {
    let shop = Shop::open().await;
    for audience in ["", API] {
        let good = token(&shop.login(audience, "openid").await);
        let last = good.len() - 1;
        let swapped: String = good
            .chars()
            .map(|c| if c.is_lowercase() { c.to_ascii_uppercase() } else { c.to_ascii_lowercase() })
            .collect();
        for bad in [good[..last].to_owned(), format!("{good}a"), swapped, good[1..].to_owned(), "x".repeat(20_000)] {
            let answer = shop.userinfo(&bad).await;
            assert_eq!((answer.status.as_u16(), answer.body.as_str()), (401, "Unauthorized"), "{bad}");
            assert!(answer.header("www-authenticate").contains("error=\"invalid_token\""));
        }
        assert_eq!(shop.userinfo(&good).await.status, 200);
        shop.block(true).await;
        assert_eq!(shop.userinfo(&good).await.status, 401, "blocked");
        shop.block(false).await;
        assert_eq!(shop.userinfo(&good).await.status, 401, "and that ended it");
        let good = token(&shop.login(audience, "openid").await);
        shop.app.clock.advance(86_400_000 - 1_000);
        assert_eq!(shop.userinfo(&good).await.status, 200);
        shop.app.clock.advance(1_000 + 61_000);
        assert_eq!(shop.userinfo(&good).await.status, 401, "expired");
    }
}

/// What was not given for offline access ends with the login that it came from.
#[tokio::test]
async fn a_token_ends_with_its_session() {
    let shop = Shop::open().await;
    let session = shop.session().await;
    let id = Some(session.session.id.clone());
    let new = directory::NewAuthorization { session_id: id, ..shop.authorization("spa", "", "openid") };
    let code = shop.app.directory.authorizations().issue(DEFAULT_TENANT, new).await.unwrap();
    let good = token(&shop.redeem(&code).await.json());
    assert_eq!(shop.userinfo(&good).await.status, 200);
    shop.app.directory.user_sessions().end(DEFAULT_TENANT, &session.secret).await.unwrap();
    assert_eq!(shop.userinfo(&good).await.status, 401);
}

/// S-203
#[tokio::test]
async fn a_forged_token_is_refused_with_the_same_words() {
    let shop = Shop::open().await;
    let tokens = shop.login(API, "openid").await;
    let good = token(&tokens);
    let (head, body) = (header(&tokens["access_token"]), claims(&tokens["access_token"]));
    let encode = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let signature = good.rsplit('.').next().unwrap();
    let with_header = |name: &str, value: Value| {
        let mut head = head.clone();
        head[name] = value;
        format!("{}.{}.{signature}", encode(&head), encode(&body))
    };
    let foreign = SigningKey::generate(SigningAlgorithm::EdDSA).unwrap();
    let opaque = token(&shop.login("", "openid").await);
    let forged = [
        tokens["id_token"].as_str().unwrap().to_owned(),
        format!("{}.{}.", encode(&json!({ "alg": "none", "typ": "at+jwt" })), encode(&body)),
        with_header("alg", json!("HS256")),
        with_header("kid", json!("../../etc/passwd")),
        with_header("kid", json!("' OR 1=1 --")),
        with_header("jku", json!("https://evil.example/jwks.json")),
        with_header("jwk", foreign.public_jwk().clone()),
        with_header("typ", json!("JWT")),
        sign(&foreign, Kind::AccessToken, body.as_object().unwrap()).unwrap(),
        format!("{}.{}.{signature}", encode(&head), encode(&json!({ "sub": "somebody" }))),
        "..".to_owned(),
        format!("{opaque}.{opaque}"),
    ];
    for bad in forged {
        let answer = shop.userinfo(&bad).await;
        assert_eq!((answer.status.as_u16(), answer.body.as_str()), (401, "Unauthorized"), "{bad}");
    }
    assert_eq!(shop.userinfo(&good).await.status, 200);
    // An access token for the API alone is none for us.
    let api_alone = token(&shop.login(API, "read:orders").await);
    assert_eq!(shop.userinfo(&api_alone).await.status, 401);
    assert!(body["aud"].as_array().unwrap().contains(&json!(format!("{}userinfo", issuer()))));
}

#[tokio::test]
async fn older_libraries_ask_with_an_id_token() {
    let shop = Shop::open().await;
    let tokens = shop.login(API, "openid").await;
    let id_token = tokens["id_token"].as_str().unwrap();
    let answer = shop.app.send(post("/tokeninfo", &[("id_token", id_token)])).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    assert_eq!(
        (&answer.json()["user_id"], &answer.json()["email"]),
        (&json!(shop.user.as_str()), &json!("ada@example.com"))
    );
    let access = post("/tokeninfo", &[("id_token", &token(&tokens))]);
    assert_eq!(shop.app.send(access).await.status, 401);
    shop.block(true).await;
    assert_eq!(shop.app.send(post("/tokeninfo", &[("id_token", id_token)])).await.status, 401);
}
