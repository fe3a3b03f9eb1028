//! GET and POST /u/consent

use directory::{Actor, DEFAULT_TENANT};
use model::Client;

use super::shop::{API, Browser, add_client, authorize, field, setting, shop};
use crate::test_app::{Answer, Ask, TestApp};

const LOOPBACK: &str = "http://127.0.0.1/cb";

async fn decide(app: &TestApp, browser: &mut Browser, page: &Answer, decision: &str) -> Answer {
    let (token, state) = (page.hidden("form_token"), page.hidden("state"));
    let fields = [("form_token", token.as_str()), ("state", state.as_str()), ("decision", decision)];
    let sent = browser.send(app, Ask::form("/u/consent", &fields)).await;
    browser.follow(app, sent).await
}

async fn third_party(app: &TestApp) {
    let client = Client { client_id: "guest".to_owned(), name: "Guest".to_owned(), is_first_party: false, ..shop() };
    add_client(app, &client).await;
}

#[tokio::test]
async fn a_third_party_is_allowed_by_the_user_once_for_each_scope() {
    let (app, user) = setting().await;
    third_party(&app).await;
    let asks = |scope: &str, prompt: &str| {
        authorize(&[("client_id", "guest"), ("audience", API), ("scope", scope), ("prompt", prompt)])
    };
    let mut browser = Browser::default();
    let page = browser.log_in(&app, &asks("openid read:orders", "")).await;
    assert_eq!(page.status, 200, "{}", page.location());
    assert!(page.body.contains("Guest") && page.body.contains("See your orders"), "{}", page.body);
    assert!(page.body.contains("ada@example.com"), "{}", page.body);
    let silent = browser.get(&app, &asks("openid read:orders", "none")).await;
    assert_eq!(field(&silent, "error"), "consent_required");
    let allowed = decide(&app, &mut browser, &page, "allow").await;
    assert!(!field(&allowed, "code").is_empty(), "{}", allowed.location());
    let again = browser.get(&app, &asks("openid read:orders", "none")).await;
    assert!(!field(&again, "code").is_empty(), "{}", again.location());
    let more = browser.get(&app, &asks("openid read:orders write:orders", "none")).await;
    assert_eq!(field(&more, "error"), "consent_required");
    let forced = browser.get(&app, &asks("openid", "consent")).await;
    assert!(forced.location().starts_with("/u/consent?"), "{}", forced.location());

    // S-124: taken back, it is asked for again.
    let operator = Actor::operator(DEFAULT_TENANT);
    let grants = app.directory.authorize().grants(&operator, &user.user_id).await.unwrap();
    assert_eq!((grants.len(), grants[0].client_id.as_str(), grants[0].audience.as_str()), (1, "guest", API));
    assert_eq!(grants[0].scope, ["openid", "read:orders"]);
    app.directory.authorize().revoke_grant(&operator, &grants[0].id).await.unwrap();
    let silent = browser.get(&app, &asks("openid read:orders", "none")).await;
    assert_eq!(field(&silent, "error"), "consent_required");
}

#[tokio::test]
async fn a_user_who_does_not_allow_it_is_sent_back_without_a_code() {
    let (app, user) = setting().await;
    third_party(&app).await;
    let mut browser = Browser::default();
    let page = browser.log_in(&app, &authorize(&[("client_id", "guest")])).await;
    for wrong in ["", "0"] {
        let state = page.hidden("state");
        let fields = [("form_token", wrong), ("state", state.as_str()), ("decision", "allow")];
        assert_eq!(browser.send(&app, Ask::form("/u/consent", &fields)).await.status, 403, "S-407");
    }
    let denied = decide(&app, &mut browser, &page, "deny").await;
    assert_eq!(field(&denied, "error"), "access_denied");
    let operator = Actor::operator(DEFAULT_TENANT);
    assert!(app.directory.authorize().grants(&operator, &user.user_id).await.unwrap().is_empty());
}

/// S-123
#[tokio::test]
async fn an_application_that_another_program_could_pass_for_never_goes_unseen() {
    let (app, _) = setting().await;
    let native = Client {
        client_id: "native".to_owned(),
        name: "Native".to_owned(),
        callbacks: vec![LOOPBACK.to_owned(), "com.example.app:/cb".to_owned()],
        ..shop()
    };
    add_client(&app, &native).await;
    for (uri, end) in [("http://127.0.0.1:51004/cb", "http:"), ("com.example.app:/cb", "com.example.app:")] {
        let asks = |prompt: &str| authorize(&[("client_id", "native"), ("redirect_uri", uri), ("prompt", prompt)]);
        let mut browser = Browser::default();
        let first = browser.log_in(&app, &asks("")).await;
        assert!(first.location().starts_with(end), "who has just typed a password has seen it: {}", first.location());
        for _ in 0..2 {
            let silent = browser.get(&app, &asks("none")).await;
            assert_eq!(field(&silent, "error"), "consent_required");
            let asked = browser.get(&app, &asks("")).await;
            let page = browser.follow(&app, asked).await;
            assert!(page.body.contains("Native"), "{} {}", page.status, page.location());
            let policy = page.header("content-security-policy").to_owned();
            assert!(policy.contains(&format!("form-action 'self' {end}")), "{policy}");
            let allowed = decide(&app, &mut browser, &page, "allow").await;
            assert!(allowed.location().starts_with(end) && !field(&allowed, "code").is_empty());
        }
    }
}
