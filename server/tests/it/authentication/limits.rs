//! How much an application may ask, and how many pages an address.

use directory::{Cost, Directory, Hashing, Random, Settings};
use serde_json::json;
use server::{PublicUrl, ServerState, Site, TrustedProxies, router};
use tower::ServiceExt as _;

use super::shop::Shop;
use crate::management::limits::{limit, told};
use crate::test_app::{Ask, TestApp, URL};

#[tokio::test]
async fn an_address_that_asks_too_much_is_refused_in_the_words_of_oauth() {
    let app = TestApp::new().await.behind_a_proxy();
    limit(&app, 60, 60).await;
    let ask = async |ask: Ask, from: &str| app.send(ask.header("x-forwarded-for", from)).await;
    let keys = || Ask::get("/.well-known/jwks.json");
    for left in (0..60).rev() {
        let answer = ask(keys(), "192.0.2.1").await;
        let reset = if left == 0 { 1 } else { 60 - left };
        assert_eq!((answer.status.as_u16(), told(&app, &answer)), (200, (60, left, reset)));
    }
    let answer = ask(Ask::form("/oauth/token", &[("grant_type", "x")]), "192.0.2.1").await;
    let expected = json!({ "error": "too_many_requests", "error_description": "Global limit has been reached" });
    assert_eq!((answer.status.as_u16(), answer.json()), (429, expected));
    assert_eq!((answer.header("retry-after"), told(&app, &answer)), ("1", (60, 0, 1)));
    assert_eq!(ask(keys(), "192.0.2.2").await.status, 200);
    // The pages of users are in the same bucket, and say it in words.
    let page = ask(Ask::get("/u/login?state=x"), "192.0.2.1").await;
    assert_eq!((page.status.as_u16(), page.header("retry-after")), (429, "1"));
    assert!(page.body.contains("Too many requests came from your address"), "{}", page.body);
    assert_ne!(ask(Ask::get("/u/login?state=x"), "192.0.2.2").await.status, 429);
    app.clock.advance(60_000);
    assert_eq!(ask(keys(), "192.0.2.1").await.status, 200);
}

/// An application that keeps a secret has its own, from however many addresses it asks; and nobody can use that up who does
/// not know the secret.
#[tokio::test]
async fn an_application_that_asks_for_too_many_tokens_waits() {
    let mut shop = Shop::open().await;
    shop.app = shop.app.behind_a_proxy();
    limit(&shop.app, 0, 60).await;
    let ask = async |number: u8, secret: &str| {
        let fields = [("grant_type", "client_credentials"), ("client_id", "web"), ("client_secret", secret)];
        let ask = Ask::form("/oauth/token", &fields).header("x-forwarded-for", &format!("192.0.2.{number}"));
        shop.app.send(ask).await.status.as_u16()
    };
    for number in 0..70 {
        assert_ne!(ask(number, "wrong").await, 429);
    }
    let mut refused = 0;
    for number in 100..170 {
        refused += usize::from(ask(number, super::shop::SECRET).await == 429);
    }
    assert_eq!(refused, 10);
}

/// The operator's limit is above the tenant's, and may switch all off.
#[tokio::test]
async fn the_servers_own_limit_counts_where_it_is_less() {
    let app = TestApp::new().await;
    for (most, expected) in [(None, "120000"), (Some(70), "70"), (Some(200_000), "120000"), (Some(0), "")] {
        let settings = Settings {
            hashing: Hashing::new(Cost::TEST),
            clock: app.clock.clone(),
            random: Random::seeded(2),
            rate_limit: most,
            ..Settings::new(URL)
        };
        let directory = Directory::new(app.db.clone(), settings);
        let url: PublicUrl = URL.parse().unwrap();
        let state = ServerState::new(directory, url, TrustedProxies::default(), Site::empty());
        let request = http::Request::get("/.well-known/jwks.json").body(axum::body::Body::empty()).unwrap();
        let response = router(state).oneshot(request).await.unwrap();
        let limit = response.headers().get("x-ratelimit-limit").map_or("", |value| value.to_str().unwrap());
        assert_eq!(limit, expected, "{most:?}");
    }
}

/// What another process changed counts once it is read.
#[tokio::test]
async fn another_processes_change_is_read() {
    let app = TestApp::new().await;
    let other = Directory::new(app.db.clone(), Settings { clock: app.clock.clone(), ..Settings::new(URL) });
    let url: PublicUrl = URL.parse().unwrap();
    let state = ServerState::new(other.clone(), url, TrustedProxies::default(), Site::empty());
    let router = router(state);
    let limit_told = async || {
        let request = http::Request::get("/.well-known/jwks.json").body(axum::body::Body::empty()).unwrap();
        let response = router.clone().oneshot(request).await.unwrap();
        response.headers()["x-ratelimit-limit"].to_str().unwrap().to_owned()
    };
    limit(&app, 60, 90).await;
    assert_eq!(limit_told().await, "120000");
    other.rate_limits().refresh().await.unwrap();
    assert_eq!(limit_told().await, "90");
}
