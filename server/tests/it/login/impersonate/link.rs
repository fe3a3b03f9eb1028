//! The link: one use, a minute, and a question before.

use directory::IMPERSONATION_LINK;
use serde_json::json;

use super::scene::{REASON, START, Scene, escaped};
use crate::login::shop::{Browser, CALLBACK, EMAIL, authorize, field};
use crate::test_app::{Ask, URL};

/// S-225, S-226
#[tokio::test]
async fn looking_at_a_link_does_not_use_it_up_and_opening_it_does() {
    let scene = Scene::new().await;
    let link = scene.link(json!({})).await;
    for _ in 0..3 {
        let page = scene.app.send(Ask::get(&link)).await;
        assert_eq!(page.status, 200);
        for text in ["You are about to become", EMAIL, "Shop", REASON, "helper@example.com"] {
            assert!(page.body.contains(text), "{text}: {}", page.body);
        }
        assert!(page.header("content-security-policy").contains("form-action 'self' https://shop.example.com"));
    }
    scene.app.clock.advance(1);
    let mut browser = Browser::default();
    let opened = scene.open(&mut browser, &link).await;
    let issuer = escaped(&format!("{URL}/"));
    let hint = "ada%40example.com";
    let expected = format!("{START}&iss={}&login_hint={hint}", issuer.replace("%2E", ".").replace("%2D", "-"));
    assert_eq!((opened.status.as_u16(), opened.location()), (303, expected.as_str()));
    let cookie = opened.cookies().into_iter().find(|cookie| cookie.starts_with("roster-impersonation=")).unwrap();
    assert!(cookie.contains("HttpOnly") && cookie.contains("Max-Age=3600"), "{cookie}");
    assert!(browser.session().is_none(), "the login cookie is left alone");
    for answer in [scene.app.send(Ask::get(&link)).await, Browser::default().get(&scene.app, &link).await] {
        assert_eq!(answer.status, 404, "a second use");
        assert!(answer.body.contains("used already"));
    }
    let kinds: Vec<_> = scene.events("impersonation").await.into_iter().map(|event| event.kind).collect();
    assert_eq!(kinds, ["impersonation_opened", "impersonation_offered"]);
}

/// S-225
#[tokio::test]
async fn a_link_is_good_for_a_minute() {
    let scene = Scene::new().await;
    let link = scene.link(json!({})).await;
    let mut browser = Browser::default();
    let page = browser.get(&scene.app, &link).await;
    scene.app.clock.advance(IMPERSONATION_LINK + 1);
    assert_eq!(scene.app.send(Ask::get(&link)).await.status, 404);
    let (token, ticket) = (page.hidden("form_token"), page.hidden("ticket"));
    let fields = [("form_token", token.as_str()), ("ticket", ticket.as_str())];
    assert_eq!(browser.send(&scene.app, Ask::form("/impersonate", &fields)).await.status, 404);
    assert_eq!(scene.events("impersonation_refused").await.len(), 1);
    let list = scene.app.call(&scene.helper, "impersonations/list", json!({ "after": null })).await;
    assert_eq!(list["impersonations"][0]["state"], "lapsed");
}

/// S-225
#[tokio::test]
async fn of_two_who_open_a_link_at_once_one_is_in() {
    let scene = Scene::new().await;
    let link = scene.link(json!({})).await;
    let ticket = link.split("ticket=").nth(1).unwrap();
    let origin = directory::Origin::default();
    let impersonations = scene.app.directory.impersonations();
    let open = || impersonations.open(directory::DEFAULT_TENANT, ticket, None, &origin);
    let (one, other) = tokio::join!(open(), open());
    assert_eq!(usize::from(one.is_ok()) + usize::from(other.is_ok()), 1);
    assert_eq!(scene.events("impersonation_opened").await.len(), 1);
    assert_eq!(scene.events("impersonation_refused").await.len(), 1);
}

/// S-225, S-407
#[tokio::test]
async fn a_foreign_page_cannot_open_a_link() {
    let scene = Scene::new().await;
    let link = scene.link(json!({})).await;
    let ticket = link.split("ticket=").nth(1).unwrap();
    let form = || Ask::form("/impersonate", &[("ticket", ticket), ("form_token", "0")]);
    assert_eq!(scene.app.send(form()).await.status, 403);
    let foreign = form().without("sec-fetch-site").header("sec-fetch-site", "cross-site");
    assert_eq!(scene.app.send(foreign).await.status, 403);
    assert_eq!(scene.app.send(Ask::get(&link)).await.status, 200, "and it is not used up");
}

/// S-222: nested
#[tokio::test]
async fn in_a_users_place_nobody_opens_another_link() {
    let scene = Scene::new().await;
    let mut browser = scene.inside(json!({})).await;
    let link = scene.link(json!({ "client_id": "plain" })).await;
    let opened = scene.open(&mut browser, &link).await;
    assert_eq!(opened.status, 403);
    assert!(opened.body.contains("End that first"), "{}", opened.body);
    let refused = scene.events("impersonation_refused").await;
    assert!(refused[0].description.as_deref().unwrap().contains("in this browser already"));
}

/// As Auth0 did it, for an application that begins no login of its own.
#[tokio::test]
async fn an_application_without_a_login_uri_is_answered_at_once() {
    let scene = Scene::new().await;
    let parameters = json!({ "state": "s t&te", "scope": "openid offline_access" });
    let link = scene.link(json!({ "client_id": "plain", "parameters": parameters })).await;
    let mut browser = Browser::default();
    let opened = scene.open(&mut browser, &link).await;
    assert!(opened.location().starts_with(CALLBACK), "{} {}", opened.location(), opened.body);
    assert_eq!((field(&opened, "state").as_str(), field(&opened, "code").is_empty()), ("s t&te", false));
    let tokens = json!({ "response_type": "token", "response_mode": "form_post" });
    let link = scene.link(json!({ "client_id": "plain", "parameters": tokens })).await;
    let posted = scene.open(&mut Browser::default(), &link).await;
    assert!(posted.body.contains("name=\"access_token\""), "{}", posted.body);
    assert!(!posted.body.contains("refresh_token"));
}

/// The browser's own login stays what it was, at this application afterwards and at the others meanwhile.
#[tokio::test]
async fn the_browsers_own_login_is_left_alone() {
    let scene = Scene::new().await;
    crate::login::shop::add_user(&scene.app, "own@example.com").await;
    scene.app.clock.advance(1);
    let mut browser = Browser::default();
    let form = browser.get(&scene.app, &authorize(&[])).await;
    let sent = browser.type_password(&scene.app, form.location(), "own@example.com", crate::test_app::PASSWORD).await;
    browser.follow(&scene.app, sent).await;
    let link = scene.link(json!({})).await;
    scene.open(&mut browser, &link).await;
    let who = async |browser: &mut Browser| {
        let tokens = scene.tokens(browser, &[]).await;
        scene.userinfo(&tokens).await.json()["email"].clone()
    };
    assert_eq!(who(&mut browser).await, EMAIL);
    let elsewhere = browser.get(&scene.app, &authorize(&[("client_id", "plain"), ("prompt", "none")])).await;
    let code = field(&elsewhere, "code");
    assert!(!code.is_empty(), "{}", elsewhere.location());
    let left = browser.get(&scene.app, "/v2/logout?client_id=shop").await;
    assert_eq!(left.status, 303);
    assert_eq!(who(&mut browser).await, "own@example.com");
    let ended = scene.events("impersonation_ended").await;
    assert_eq!(ended[0].details.clone().unwrap()["end_reason"], "Logged out at the application");
}
