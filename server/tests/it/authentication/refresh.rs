//! grant_type=refresh_token

use directory::{Actor, Clock, Cost, DEFAULT_TENANT, Directory, Hashing, Random, Settings};
use model::{Client, RefreshTokenSettings, RotationType};
use serde_json::Value;
use server::{PublicUrl, ServerState, Site, TrustedProxies, router};
use tower::ServiceExt as _;

use super::shop::{API, SECRET, Shop, assert_error, claims};
use crate::test_app::URL;

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

/// The first refresh token of a login.
async fn first(shop: &Shop) -> String {
    text(&shop.login(API, "openid profile offline_access read:orders").await["refresh_token"])
}

#[tokio::test]
async fn each_use_gives_a_new_token_and_retires_the_old_one() {
    let shop = Shop::open().await;
    let one = first(&shop).await;
    let answer = shop.refresh(&one).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    let tokens = answer.json();
    let two = text(&tokens["refresh_token"]);
    assert_ne!(one, two);
    assert_eq!(claims(&tokens["access_token"])["scope"], "openid profile offline_access read:orders");
    assert!(claims(&tokens["id_token"])["nonce"].is_null());
    assert!(shop.has_event("sertft").await);
    assert_eq!(shop.refresh(&two).await.status, 200);
}

/// S-162, N-022: also after a restart, and much later.
#[tokio::test]
async fn a_spent_refresh_token_revokes_its_family() {
    let shop = Shop::open().await;
    let one = first(&shop).await;
    let two = text(&shop.refresh(&one).await.json()["refresh_token"]);
    let three = shop.refresh(&two).await.json();
    assert_error(&shop.refresh(&one).await, 403, "invalid_grant", "Unknown or invalid refresh token.");
    assert!(shop.has_event("ferrt").await);
    assert_eq!(shop.refresh(&text(&three["refresh_token"])).await.status, 403);
    assert_eq!(shop.userinfo(&text(&three["access_token"])).await.status, 401, "its access tokens ended too");
}

/// S-164
#[tokio::test]
async fn a_lost_answer_is_given_again_for_ten_seconds_while_the_successor_is_unused() {
    let shop = Shop::open().await;
    let one = first(&shop).await;
    let two = text(&shop.refresh(&one).await.json()["refresh_token"]);
    shop.app.clock.advance(10_000);
    assert_eq!(text(&shop.refresh(&one).await.json()["refresh_token"]), two);
    shop.app.clock.advance(1);
    assert_eq!(shop.refresh(&one).await.status, 403, "too late: that is reuse");
    assert_eq!(shop.refresh(&two).await.status, 403);

    let one = first(&shop).await;
    let two = text(&shop.refresh(&one).await.json()["refresh_token"]);
    let three = text(&shop.refresh(&two).await.json()["refresh_token"]);
    assert_eq!(shop.refresh(&one).await.status, 403, "the successor was used");
    assert_eq!(shop.refresh(&three).await.status, 403);
}

/// S-165, N-022
#[tokio::test]
async fn reuse_is_known_after_a_restart() {
    let shop = Shop::open().await;
    let one = first(&shop).await;
    let two = text(&shop.refresh(&one).await.json()["refresh_token"]);
    let settings = Settings {
        hashing: Hashing::new(Cost::TEST),
        clock: Clock::manual(model::Timestamp(shop.app.clock.now().0 + 11_000)),
        random: Random::seeded(2),
        ..Settings::new(URL)
    };
    let directory = Directory::new(shop.app.db.clone(), settings);
    let url: PublicUrl = URL.parse().unwrap();
    let restarted = router(ServerState::new(directory, url, TrustedProxies::default(), Site::empty()));
    for token in [one, two] {
        let body = format!("grant_type=refresh_token&client_id=spa&refresh_token={token}");
        let request = http::Request::post("/oauth/token")
            .header("content-type", "application/x-www-form-urlencoded")
            .body(axum::body::Body::from(body))
            .unwrap();
        assert_eq!(restarted.clone().oneshot(request).await.unwrap().status(), 403);
    }
}

/// S-163, N-021
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_fifty_uses_at_once_comes_one_chain() {
    let shop = std::sync::Arc::new(Shop::open().await);
    let mut token = first(&shop).await;
    for _ in 0..3 {
        let mut asking = tokio::task::JoinSet::new();
        for _ in 0..50 {
            let (shop, token) = (shop.clone(), token.clone());
            asking.spawn(async move { shop.refresh(&token).await });
        }
        let mut successors: Vec<String> = Vec::new();
        for answer in asking.join_all().await {
            assert_eq!(answer.status, 200, "{}", answer.body);
            successors.push(text(&answer.json()["refresh_token"]));
        }
        successors.dedup();
        assert_eq!(successors.len(), 1, "one successor");
        token = successors.remove(0);
    }
}

/// S-168, N-014, N-020
#[tokio::test]
async fn another_clients_token_is_stolen() {
    let shop = Shop::open().await;
    let token = first(&shop).await;
    let fields = [("client_id", "web"), ("client_secret", SECRET), ("refresh_token", &*token)];
    assert_error(&shop.token("refresh_token", &fields).await, 403, "invalid_grant", "invalid refresh token");
    assert_eq!(shop.refresh(&token).await.status, 403, "the family is revoked");
    let unauthenticated = shop.token("refresh_token", &[("client_id", "web"), ("refresh_token", &token)]).await;
    assert_error(&unauthenticated, 401, "invalid_client", "Unauthorized");
}

/// S-113
#[tokio::test]
async fn the_scope_may_shrink_and_never_grows() {
    let shop = Shop::open().await;
    let token = first(&shop).await;
    let ask = async |token: &str, scope: &str| {
        shop.token("refresh_token", &[("client_id", "spa"), ("refresh_token", token), ("scope", scope)]).await
    };
    let answer = ask(&token, "openid read:orders write:orders email").await.json();
    assert_eq!(answer["scope"], "openid read:orders");
    let token = text(&answer["refresh_token"]);
    assert_error(&ask(&token, "write:orders").await, 400, "invalid_scope", "none of these");
    let whole = shop.refresh(&token).await.json();
    assert_eq!(whole["scope"], "openid profile offline_access read:orders", "what was granted first stays granted");
}

/// S-167
#[tokio::test]
async fn a_family_ends_by_disuse_and_by_age() {
    const DAY: i64 = 86_400_000;
    let shop = Shop::open().await;
    let idle = first(&shop).await;
    shop.app.clock.advance(14 * DAY + 1);
    assert_eq!(shop.refresh(&idle).await.status, 403);
    let mut token = first(&shop).await;
    for _ in 0..3 {
        shop.app.clock.advance(10 * DAY);
        let answer = shop.refresh(&token).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        token = text(&answer.json()["refresh_token"]);
    }
    shop.app.clock.advance(1);
    assert_eq!(shop.refresh(&token).await.status, 403, "30 days are over");
}

/// S-166
#[tokio::test]
async fn each_use_looks_at_the_user_again() {
    let shop = Shop::open().await;
    let operator = Actor::operator(DEFAULT_TENANT);
    let token = first(&shop).await;
    shop.block(true).await;
    assert_error(&shop.refresh(&token).await, 403, "invalid_grant", "user is blocked");
    shop.block(false).await;
    assert_eq!(shop.refresh(&token).await.status, 403, "and that ended it");

    let token = first(&shop).await;
    let connection = shop.app.directory.connections().list(&operator).await.unwrap().remove(0);
    let mut tx = shop.app.db.begin().await.unwrap();
    store::connections::disable_client(&mut tx, DEFAULT_TENANT, &connection.id, "spa").await.unwrap();
    tx.commit().await.unwrap();
    assert_error(&shop.refresh(&token).await, 403, "invalid_grant", "invalid refresh token");
    let mut tx = shop.app.db.begin().await.unwrap();
    store::connections::enable_client(&mut tx, DEFAULT_TENANT, &connection.id, "spa").await.unwrap();
    tx.commit().await.unwrap();
    let token = text(&shop.refresh(&token).await.json()["refresh_token"]);

    shop.app.clock.advance(1_000);
    shop.app.directory.users().change_password(&operator, &shop.user, "Another-Horse-9-Battery").await.unwrap();
    assert_eq!(shop.refresh(&token).await.status, 403, "the password was changed");
    let token = first(&shop).await;
    shop.app.directory.users().delete(&operator, &shop.user).await.unwrap();
    assert_error(&shop.refresh(&token).await, 403, "invalid_grant", "for a user who doesn't exist anymore");
}

#[tokio::test]
async fn a_token_that_does_not_rotate_stays_for_whoever_keeps_a_secret() {
    let shop = Shop::open().await;
    let refresh_token = RefreshTokenSettings { rotation_type: RotationType::NonRotating, ..Default::default() };
    for (id, secret) in [("web", Some(SECRET)), ("spa", None)] {
        let client = shop.app.directory.find_client(DEFAULT_TENANT, id).await.unwrap().unwrap();
        shop.save(&Client { refresh_token: refresh_token.clone(), ..client }).await;
        let new = shop.authorization(id, "", "openid offline_access");
        let code = shop.app.directory.authorizations().issue(DEFAULT_TENANT, new).await.unwrap();
        let mut fields = vec![
            ("client_id", id),
            ("code", &*code),
            ("redirect_uri", super::shop::CALLBACK),
            ("code_verifier", super::shop::VERIFIER),
        ];
        fields.extend(secret.map(|secret| ("client_secret", secret)));
        let token = text(&shop.token("authorization_code", &fields).await.json()["refresh_token"]);
        let mut fields = vec![("client_id", id), ("refresh_token", &*token)];
        fields.extend(secret.map(|secret| ("client_secret", secret)));
        let answer = shop.token("refresh_token", &fields).await.json();
        // S-161
        assert_eq!(answer["refresh_token"].is_string(), secret.is_none(), "{id}: {answer}");
    }
}

/// S-169
#[tokio::test]
async fn devices_are_listed_and_unlinked() {
    let shop = Shop::open().await;
    let operator = Actor::operator(DEFAULT_TENANT);
    let token = first(&shop).await;
    let devices = shop.app.directory.refresh_tokens().of_user(&operator, &shop.user).await.unwrap();
    assert_eq!(devices.len(), 1);
    assert_eq!((devices[0].client_name.as_str(), devices[0].name.as_str()), ("The spa", "Unknown device"));
    shop.app.directory.refresh_tokens().revoke(&operator, &devices[0].id).await.unwrap();
    assert!(shop.has_event("srrt").await);
    assert_eq!(shop.refresh(&token).await.status, 403);
    assert!(shop.app.directory.refresh_tokens().of_user(&operator, &shop.user).await.unwrap().is_empty());
    assert!(shop.app.directory.refresh_tokens().revoke(&operator, &devices[0].id).await.is_err());
}
