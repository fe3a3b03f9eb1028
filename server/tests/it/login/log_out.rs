//! GET /v2/logout, GET and POST /oidc/logout, POST /u/logout

use directory::{Actor, DEFAULT_TENANT};
use model::{TenantEdit, TenantSettings};

use super::shop::{Browser, authorize, field, setting};
use crate::test_app::{Ask, TestApp, escape};

const BYE: &str = "https://shop.example.com/bye";

async fn is_logged_in(app: &TestApp, browser: &Browser) -> bool {
    let mut browser = browser.clone();
    field(&browser.get(app, &authorize(&[("prompt", "none")])).await, "error").is_empty()
}

#[tokio::test]
async fn auth0s_logout_ends_the_session_and_returns_where_it_may() {
    let (app, user) = setting().await;
    let mut browser = Browser::default();
    browser.log_in(&app, &authorize(&[])).await;
    for wrong in ["https://evil.example/", "https://shop.example.com/bye/../x", "//evil.example", "javascript:alert(1)"]
    {
        for client in ["&client_id=shop", ""] {
            let answer = browser.get(&app, &format!("/v2/logout?returnTo={}{client}", escape(wrong))).await;
            assert_eq!((answer.status.as_u16(), answer.location()), (400, ""), "S-410 {wrong}");
        }
    }
    let answer = browser.get(&app, "/v2/logout?client_id=unknown").await;
    assert_eq!(answer.status, 400);
    assert!(is_logged_in(&app, &browser).await, "a refused logout is none");
    let secret = browser.session().unwrap().to_owned();
    app.clock.advance(1);
    let to = format!("{BYE}?from=app");
    let left = browser.get(&app, &format!("/v2/logout?client_id=shop&returnTo={}&auth0Client=x", escape(&to))).await;
    assert_eq!((left.status.as_u16(), left.location()), (303, to.as_str()));
    assert!(browser.session().is_none());
    let replayed = Browser { cookies: vec![("roster-login".to_owned(), secret)] };
    assert!(!is_logged_in(&app, &replayed).await, "S-346: the server ended it too");
    let page = app.directory.logs().of_user(&Actor::operator(DEFAULT_TENANT), &user.user_id, None).await.unwrap();
    assert_eq!((page.events[0].kind.as_str(), page.events[0].client_id.as_deref()), ("slo", Some("shop")));
}

#[tokio::test]
async fn a_logout_without_an_application_returns_to_the_tenants_own_urls() {
    let (app, _) = setting().await;
    let nowhere = app.send(Ask::get("/v2/logout")).await;
    assert_eq!(nowhere.location(), "/u/logged-out");
    assert!(app.send(Ask::get("/u/logged-out")).await.body.contains("You are logged out"));
    let operator = Actor::operator(DEFAULT_TENANT);
    let base = app.directory.tenants().settings(&operator).await.unwrap();
    let settings = TenantSettings { allowed_logout_urls: vec!["https://example.com/".to_owned()], ..base.clone() };
    app.directory.tenants().update(&operator, TenantEdit { base, settings }).await.unwrap();
    assert_eq!(app.send(Ask::get("/v2/logout")).await.location(), "https://example.com/");
    let asked = app.send(Ask::get("/v2/logout?returnTo=https%3A%2F%2Fexample.com%2F&federated")).await;
    assert_eq!(asked.location(), "https://example.com/");
}

/// S-247
#[tokio::test]
async fn a_logout_without_a_hint_of_ours_asks_first() {
    let (app, _) = setting().await;
    let mut browser = Browser::default();
    browser.log_in(&app, &authorize(&[])).await;
    let path = format!("/oidc/logout?client_id=shop&post_logout_redirect_uri={}&state=a%26b", escape(BYE));
    for hint in ["", "&id_token_hint=not.a.token"] {
        let page = browser.get(&app, &format!("{path}{hint}")).await;
        assert!(page.body.contains("Log out?"), "{} {}", page.status, page.body);
        assert!(page.header("content-security-policy").contains("form-action 'self' https://shop.example.com;"));
    }
    assert!(is_logged_in(&app, &browser).await);
    let page = browser.get(&app, &path).await;
    let names = ["form_token", "client_id", "return_to", "state"];
    let values: Vec<_> = names.iter().map(|name| page.hidden(name).replace("&amp;", "&")).collect();
    let fields: Vec<_> = names.iter().copied().zip(values.iter().map(String::as_str)).collect();
    let forged: Vec<_> =
        fields.iter().map(|(name, value)| (*name, if *name == "form_token" { "0" } else { value })).collect();
    assert_eq!(browser.send(&app, Ask::form("/u/logout", &forged)).await.status, 403);
    let elsewhere: Vec<_> = fields
        .iter()
        .map(|(name, value)| (*name, if *name == "return_to" { "https://evil.example/" } else { value }))
        .collect();
    assert_eq!(browser.send(&app, Ask::form("/u/logout", &elsewhere)).await.status, 400);
    assert!(is_logged_in(&app, &browser).await);
    let left = browser.send(&app, Ask::form("/u/logout", &fields)).await;
    assert_eq!((left.status.as_u16(), left.location()), (303, format!("{BYE}?state=a%26b").as_str()));
    assert!(browser.session().is_none());
    let nobody = browser.get(&app, &path).await;
    assert_eq!(nobody.location(), format!("{BYE}?state=a%26b"), "nobody is logged in, so nobody is asked");
    for wrong in ["https://evil.example/", "https://shop.example.com/bye2"] {
        let path = format!("/oidc/logout?client_id=shop&post_logout_redirect_uri={}", escape(wrong));
        assert_eq!(browser.get(&app, &path).await.status, 400, "{wrong}");
    }
}
