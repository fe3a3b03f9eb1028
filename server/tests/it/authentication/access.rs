//! Devices, sessions and signing out everywhere, as the dashboard does it and applications notice.

use directory::{Actor, DEFAULT_TENANT, Origin};
use model::{LinkedDevice, UserAccess};
use serde_json::Value;

use super::shop::{API, Shop, claims};
use crate::test_app::Ask;

const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0";
const SAFARI: &str = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) \
                      Version/17.5 Mobile/15E148 Safari/604.1";

/// The refresh token of a login at the SPA, from a browser, on a device that the application may have named.
async fn link(shop: &Shop, agent: &str, name: Option<&str>, session: Option<&str>) -> String {
    let mut new = shop.authorization("spa", API, "openid offline_access read:orders");
    new.device = name.map(str::to_owned);
    new.session_id = session.map(str::to_owned);
    let code = shop.app.directory.authorizations().issue(DEFAULT_TENANT, new).await.unwrap();
    let fields = [
        ("grant_type", "authorization_code"),
        ("client_id", "spa"),
        ("code", &*code),
        ("redirect_uri", super::shop::CALLBACK),
        ("code_verifier", super::shop::VERIFIER),
    ];
    let answer = shop.app.send(super::shop::post("/oauth/token", &fields).header("user-agent", agent)).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    answer.json()["refresh_token"].as_str().unwrap().to_owned()
}

async fn access(shop: &Shop) -> UserAccess {
    shop.app.directory.access().of_user(&Actor::operator(DEFAULT_TENANT), &shop.user).await.unwrap()
}

fn named<'a>(access: &'a UserAccess, name: &str) -> &'a LinkedDevice {
    access.devices.iter().find(|device| device.name == name).unwrap_or_else(|| panic!("{name} in {:?}", access.devices))
}

/// S-169
#[tokio::test]
async fn a_device_is_its_name_in_a_kind_of_browser_and_unlinking_it_ends_all_of_its_tokens_at_once() {
    let shop = Shop::open().await;
    let (one, two) = (link(&shop, FIREFOX, None, None).await, link(&shop, FIREFOX, None, None).await);
    shop.app.clock.advance(1_000);
    let phone = link(&shop, SAFARI, Some("Ada's phone"), None).await;
    let browser = link(&shop, FIREFOX, Some("Ada's phone"), None).await;
    let found = access(&shop).await;
    assert_eq!((found.devices.len(), found.ending.devices, found.ending.refresh_tokens), (3, 3, 4));
    let linux = named(&found, "Firefox on Linux");
    assert_eq!((linux.refresh_tokens, linux.agent.as_str(), linux.is_signed_in), (2, "Firefox on Linux", false));
    assert_eq!(linux.applications, ["The spa"]);
    shop.app.clock.advance(1_000);
    let one = shop.refresh(&one).await.json()["refresh_token"].as_str().unwrap().to_owned();
    let found = access(&shop).await;
    assert_eq!(found.devices[0].name, "Firefox on Linux", "the one that was used last comes first");
    assert!(found.devices[0].last_used_at > found.devices[0].created_at);

    let operator = Actor::operator(DEFAULT_TENANT);
    let unlink =
        async |name: &str, agent: &str| shop.app.directory.access().unlink(&operator, &shop.user, name, agent).await;
    assert_eq!(unlink("Firefox on Linux", "Firefox on Linux").await.unwrap(), 2);
    assert!(unlink("Firefox on Linux", "Firefox on Linux").await.is_err(), "it is gone");
    for token in [&one, &two] {
        assert_eq!(shop.refresh(token).await.status, 403, "the next refresh fails");
    }
    assert!(shop.has_event("srrt").await);
    assert_eq!(unlink("Ada's phone", "Safari on iPhone").await.unwrap(), 1);
    assert_eq!(shop.refresh(&phone).await.status, 403);
    assert_eq!(shop.refresh(&browser).await.status, 200, "the same name in another browser is another device");
    assert_eq!(access(&shop).await.devices.len(), 1);
}

#[tokio::test]
async fn a_device_that_an_application_named_at_authorize_keeps_that_name() {
    let shop = Shop::open().await;
    let session = shop.session().await;
    let path = format!(
        "/authorize?response_type=code&client_id=spa&redirect_uri={}&scope=openid+offline_access&state=s\
         &code_challenge={}&code_challenge_method=S256&prompt=none&response_mode=web_message&device=Ada%27s%20tablet",
        crate::test_app::escape("https://spa.example.com/callback"),
        protocol::pkce::Challenge::of(super::shop::VERIFIER).as_str()
    );
    let client = shop.app.directory.find_client(DEFAULT_TENANT, "spa").await.unwrap().unwrap();
    let callbacks = vec!["https://spa.example.com/callback".to_owned()];
    shop.save(&model::Client { callbacks, ..client }).await;
    let cookie = format!("roster-login={}", session.secret);
    let answer = shop.app.send(Ask::get(&path).cookie(&cookie)).await;
    let (_, code) = answer.body.split_once("\"code\":\"").unwrap_or_else(|| panic!("{}", answer.body));
    let code = code.split('"').next().unwrap();
    let fields = [
        ("client_id", "spa"),
        ("code", code),
        ("redirect_uri", "https://spa.example.com/callback"),
        ("code_verifier", super::shop::VERIFIER),
    ];
    assert_eq!(shop.token("authorization_code", &fields).await.status, 200);
    let found = access(&shop).await;
    assert!(named(&found, "Ada's tablet").is_signed_in, "its session goes on");
    assert_eq!(
        (found.sessions[0].refresh_tokens, found.sessions[0].applications.as_slice()),
        (1, &["The spa".to_owned()][..])
    );
}

#[tokio::test]
async fn ending_a_session_asks_for_a_login_and_keeps_what_was_given_for_offline_access() {
    let shop = Shop::open().await;
    let session = shop.session().await;
    let token = link(&shop, FIREFOX, None, Some(&session.session.id)).await;
    assert_eq!(access(&shop).await.sessions.len(), 1);
    let operator = Actor::operator(DEFAULT_TENANT);
    shop.app.directory.user_sessions().delete(&operator, &session.session.id).await.unwrap();
    assert_eq!(silent(&shop, &session.secret).await, "login_required");
    assert_eq!(shop.refresh(&token).await.status, 200);
    let found = access(&shop).await;
    assert!(found.sessions.is_empty() && !found.devices[0].is_signed_in);
}

#[tokio::test]
async fn signing_out_everywhere_ends_all_and_says_how_much() {
    let shop = Shop::open().await;
    let session = shop.session().await;
    let tokens = [
        link(&shop, FIREFOX, None, Some(&session.session.id)).await,
        link(&shop, SAFARI, None, None).await,
        link(&shop, SAFARI, None, None).await,
    ];
    let operator = Actor::operator(DEFAULT_TENANT);
    let ending = access(&shop).await.ending;
    let receipt = shop.app.directory.access().sign_out_everywhere(&operator, &shop.user).await.unwrap();
    assert_eq!(receipt.ended, ending);
    assert_eq!((ending.sessions, ending.refresh_tokens, ending.devices), (1, 3, 2));
    assert_eq!(ending.in_words(), "1 session and 3 refresh tokens on 2 devices");
    // Access tokens of the API live a day.
    assert_eq!(ending.access_tokens_until, Some(shop.app.clock.now().plus_days(1)));
    for token in &tokens {
        assert_eq!(shop.refresh(token).await.status, 403);
    }
    assert_eq!(silent(&shop, &session.secret).await, "login_required");
    let after = access(&shop).await;
    assert!(after.devices.is_empty() && after.sessions.is_empty() && after.ending.is_empty());
    assert_eq!(after.ending.access_tokens_until, ending.access_tokens_until, "these live on");
    let sessions = shop.app.directory.user_sessions();
    sessions.begin(DEFAULT_TENANT, &shop.user, "x", "spa", &Origin::default()).await.unwrap();
    assert_eq!(access(&shop).await.sessions.len(), 1, "they may log in again");
}

/// What /authorize answers silently.
async fn silent(shop: &Shop, secret: &str) -> String {
    let path = format!(
        "/authorize?response_type=code&client_id=spa&redirect_uri={}&scope=openid&state=s&code_challenge={}\
         &code_challenge_method=S256&prompt=none",
        crate::test_app::escape(super::shop::CALLBACK),
        protocol::pkce::Challenge::of(super::shop::VERIFIER).as_str()
    );
    let answer = shop.app.send(Ask::get(&path).cookie(&format!("roster-login={secret}"))).await;
    let location = url::Url::parse(answer.location()).unwrap();
    location.query_pairs().find(|(name, _)| name == "error").map(|(_, value)| value.into_owned()).unwrap_or_default()
}

#[tokio::test]
async fn an_access_token_says_of_which_session_it_is() {
    let shop = Shop::open().await;
    let session = shop.session().await;
    let token = link(&shop, FIREFOX, None, Some(&session.session.id)).await;
    let answer: Value = shop.refresh(&token).await.json();
    assert_eq!(claims(&answer["access_token"])["sid"], session.session.id.as_str());
}
