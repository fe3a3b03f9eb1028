//! The keys that tokens are signed with: rotated without one failed verification.

use directory::{Actor, DEFAULT_TENANT, Directory, Hashing, Random, Settings};
use model::{SigningAlgorithm, SigningKeyState};
use serde_json::{Value, json};

use super::shop::{API, Shop, header};
use crate::test_app::{Ask, URL};

async fn published(shop: &Shop) -> Vec<String> {
    let answer = shop.app.send(Ask::get("/.well-known/jwks.json")).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    let keys = answer.json();
    // S-803, N-092: no private half.
    for key in keys["keys"].as_array().unwrap() {
        assert!(["d", "p", "q", "dp", "dq", "qi", "k"].iter().all(|name| key[*name].is_null()), "{key}");
        assert_eq!(key["use"], "sig");
    }
    keys["keys"].as_array().unwrap().iter().map(|key| key["kid"].as_str().unwrap().to_owned()).collect()
}

async fn kid(shop: &Shop) -> (String, String) {
    let tokens = shop.login(API, "openid").await;
    let access = &tokens["access_token"];
    (header(access)["kid"].as_str().unwrap().to_owned(), access.as_str().unwrap().to_owned())
}

#[tokio::test]
async fn a_rotation_fails_no_verification() {
    let shop = Shop::open().await;
    let operator = Actor::operator(DEFAULT_TENANT);
    let before = published(&shop).await;
    let (first, token) = kid(&shop).await;
    assert!(before.contains(&first) && before.len() == 2);
    // By another process: this one finds out within a second.
    let settings = Settings {
        hashing: Hashing::new(directory::Cost::TEST),
        clock: shop.app.clock.clone(),
        random: Random::seeded(7),
        ..Settings::new(URL)
    };
    let other = Directory::new(shop.app.db.clone(), settings);
    let keys = other.keys().rotate(&operator, SigningAlgorithm::RS256).await.unwrap();
    assert_eq!(keys.len(), 3);
    shop.app.clock.advance(1_000);
    let (second, new_token) = kid(&shop).await;
    assert!(second != first && before.contains(&second), "it was published before it signed");
    let after = published(&shop).await;
    assert!(after.contains(&first) && after.contains(&second) && after.len() == 3);
    assert_eq!(shop.userinfo(&token).await.status, 200, "what the old key signed is still believed");
    assert_eq!(shop.userinfo(&new_token).await.status, 200);

    shop.app.directory.keys().revoke(&operator, &first).await.unwrap();
    assert_eq!(shop.userinfo(&token).await.status, 401);
    assert_eq!(shop.userinfo(&new_token).await.status, 200);
    assert!(!published(&shop).await.contains(&first));
    assert!(shop.app.directory.keys().revoke(&operator, &first).await.is_err());
}

#[tokio::test]
async fn a_revoked_key_that_signs_is_followed_by_the_next() {
    let shop = Shop::open().await;
    let operator = Actor::operator(DEFAULT_TENANT);
    let (first, token) = kid(&shop).await;
    let keys = shop.app.directory.keys().revoke(&operator, &first).await.unwrap();
    let states: Vec<_> = keys.iter().map(|key| key.state).collect();
    for state in [SigningKeyState::Next, SigningKeyState::Current, SigningKeyState::Revoked] {
        assert_eq!(states.iter().filter(|has| **has == state).count(), 1, "{keys:?}");
    }
    assert_eq!(shop.userinfo(&token).await.status, 401);
    let (second, token) = kid(&shop).await;
    assert_ne!(first, second);
    assert_eq!(shop.userinfo(&token).await.status, 200);
}

#[tokio::test]
async fn every_algorithm_signs_and_its_keys_are_made_when_first_needed() {
    let shop = Shop::open().await;
    let client = shop.app.directory.find_client(DEFAULT_TENANT, "spa").await.unwrap().unwrap();
    for alg in [SigningAlgorithm::ES256, SigningAlgorithm::EdDSA, SigningAlgorithm::RS256] {
        let jwt_configuration = model::JwtConfiguration { alg, ..client.jwt_configuration.clone() };
        shop.save(&model::Client { jwt_configuration, ..client.clone() }).await;
        let tokens = shop.login("", "openid").await;
        let head: Value = header(&tokens["id_token"]);
        assert_eq!(head["alg"], json!(alg.as_str()));
        assert!(published(&shop).await.iter().any(|kid| head["kid"] == kid.as_str()));
    }
}
