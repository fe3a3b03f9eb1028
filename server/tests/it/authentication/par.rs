//! POST /oauth/par

use directory::DEFAULT_TENANT;
use protocol::pkce::Challenge;

use super::shop::{CALLBACK, SECRET, Shop, VERIFIER, assert_error, post};
use crate::test_app::{Answer, Ask, escape};

async fn push(shop: &Shop, change: &[(&str, Option<&str>)]) -> Answer {
    let challenge = Challenge::of(VERIFIER);
    let mut fields = vec![
        ("client_id", "web"),
        ("client_secret", SECRET),
        ("response_type", "code"),
        ("redirect_uri", CALLBACK),
        ("scope", "openid"),
        ("state", "s"),
        ("code_challenge", challenge.as_str()),
        ("code_challenge_method", "S256"),
    ];
    for (name, value) in change {
        fields.retain(|(field, _)| field != name);
        fields.extend(value.map(|value| (*name, value)));
    }
    shop.app.send(post("/oauth/par", &fields)).await
}

/// S-121
#[tokio::test]
async fn a_deposited_request_is_taken_once_within_a_minute_by_its_own_client() {
    let shop = Shop::open().await;
    let requests = shop.app.directory.pushed_requests();
    let uri = async || {
        let answer = push(&shop, &[]).await;
        assert_eq!(answer.status, 201, "{}", answer.body);
        assert_eq!(answer.json()["expires_in"], 60);
        answer.json()["request_uri"].as_str().unwrap().to_owned()
    };
    let first = uri().await;
    assert!(first.starts_with("urn:ietf:params:oauth:request_uri:"));
    let request = requests.take(DEFAULT_TENANT, "web", &first).await.unwrap().unwrap();
    assert_eq!((request.get("state"), request.get("redirect_uri")), (Some("s"), Some(CALLBACK)));
    assert_eq!(request.get("client_secret"), None);
    assert!(requests.take(DEFAULT_TENANT, "web", &first).await.unwrap().is_none(), "once");
    let second = uri().await;
    assert!(requests.take(DEFAULT_TENANT, "spa", &second).await.unwrap().is_none(), "another's");
    let third = uri().await;
    shop.app.clock.advance(60_001);
    assert!(requests.take(DEFAULT_TENANT, "web", &third).await.unwrap().is_none(), "too late");
    assert!(requests.take(DEFAULT_TENANT, "web", "https://evil.example/").await.unwrap().is_none());
}

#[tokio::test]
async fn the_browser_brings_the_handle_alone() {
    let shop = Shop::open().await;
    let uri = push(&shop, &[]).await.json()["request_uri"].as_str().unwrap().to_owned();
    let path = format!("/authorize?client_id=web&request_uri={}", escape(&uri));
    let answer = shop.app.send(Ask::get(&path)).await;
    assert!(answer.location().starts_with("/u/login?state="), "{} {}", answer.status, answer.body);
    let again = shop.app.send(Ask::get(&path)).await;
    assert_eq!((again.status.as_u16(), again.location()), (400, ""));
    let foreign = Ask::get("/authorize?client_id=web&response_type=code&request_uri=http%3A%2F%2F169.254.169.254%2F");
    assert!(!shop.app.send(foreign).await.location().starts_with("/u/login"));
}

#[tokio::test]
async fn what_authorize_would_refuse_is_refused_at_once() {
    let shop = Shop::open().await;
    let refused: [(&str, Option<&str>); 6] = [
        ("redirect_uri", Some("https://evil.example/")),
        ("redirect_uri", None),
        ("code_challenge_method", Some("plain")),
        ("code_challenge_method", None),
        ("response_type", Some("magic")),
        ("request_uri", Some("http://169.254.169.254/")),
    ];
    for (name, value) in refused {
        let answer = push(&shop, &[(name, value)]).await;
        assert_eq!(answer.status, 400, "{name}={value:?}: {}", answer.body);
    }
    let no_pkce = push(&shop, &[("code_challenge", None), ("code_challenge_method", None)]).await;
    assert_error(&no_pkce, 400, "invalid_request", "code_challenge");
    let no_secret = push(&shop, &[("client_secret", None)]).await;
    assert_error(&no_secret, 401, "invalid_client", "Unauthorized");
}
