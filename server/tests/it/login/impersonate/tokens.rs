//! What comes of an impersonation, and what cannot be done in it.

use directory::{Actor, DEFAULT_TENANT};
use model::{Permission, ResourceServerPatch, TokenDialect};
use serde_json::{Value, json};

use super::scene::{AUDIENCE, HELPER, Scene, claims};
use crate::login::shop::{Browser, CALLBACK, authorize, field};
use crate::test_app::{Ask, escape};

/// S-227: in each place.
#[tokio::test]
async fn tokens_say_who_is_in_and_live_shortly() {
    let scene = Scene::new().await;
    let mut browser = scene.inside(json!({})).await;
    let tokens = scene.tokens(&mut browser, &[("audience", AUDIENCE)]).await;
    assert!(tokens["refresh_token"].is_null(), "offline_access was asked for");
    assert_eq!(tokens["expires_in"], 900);
    let access = claims(&tokens["access_token"]);
    let id_token = claims(&tokens["id_token"]);
    let info = scene.userinfo(&tokens).await.json();
    let of_id_token = [("id_token", tokens["id_token"].as_str().unwrap())];
    let token_info = scene.app.send(Ask::form("/tokeninfo", &of_id_token)).await.json();
    for marked in [&access, &id_token, &info, &token_info] {
        assert_eq!(marked["impersonated"], true, "{marked}");
        assert_eq!(marked["impersonator"]["email"], HELPER);
        assert_eq!(marked["act"]["sub"], marked["impersonator"]["user_id"]);
        assert!(marked["act"]["sub"].as_str().unwrap().starts_with("adm_"));
        assert!(marked["view_only"].is_null());
    }
    assert_eq!(access["exp"].as_i64().unwrap() - access["iat"].as_i64().unwrap(), 900);
    assert!(id_token["exp"].as_i64().unwrap() - id_token["iat"].as_i64().unwrap() <= 900);
    let opaque = scene.tokens(&mut browser, &[]).await;
    assert_eq!(opaque["expires_in"], 900);
    let sessions = scene.app.directory.user_sessions();
    let operator = directory::Actor::operator(directory::DEFAULT_TENANT);
    let listed = sessions.list(&operator, &scene.user.user_id).await.unwrap();
    assert!(listed[0].impersonation.as_deref().unwrap().starts_with("imp_"));
    for event in scene.events("s").await.iter().filter(|event| ["ssa", "seacft"].contains(&event.kind.as_str())) {
        assert_eq!(event.details.clone().unwrap()["impersonator"]["email"], HELPER, "{}", event.kind);
    }
}

#[tokio::test]
async fn near_its_end_an_impersonation_gives_shorter_tokens() {
    let scene = Scene::new().await;
    let mut browser = scene.inside(json!({})).await;
    scene.app.clock.advance(directory::IMPERSONATION_LIFETIME - 60_000);
    assert_eq!(scene.tokens(&mut browser, &[]).await["expires_in"], 60);
}

/// *View only*: what changes is left out of tokens for APIs.
#[tokio::test]
async fn in_view_only_tokens_are_good_for_reading() {
    let scene = Scene::new().await;
    for (is_view_only, scope) in [(true, "openid read:orders"), (false, "openid read:orders write:orders")] {
        let mut browser = scene.inside(json!({ "is_view_only": is_view_only })).await;
        let asked = [("audience", AUDIENCE), ("scope", "openid read:orders write:orders offline_access")];
        let tokens = scene.tokens(&mut browser, &asked).await;
        assert_eq!(tokens["scope"], scope);
        let access = claims(&tokens["access_token"]);
        assert_eq!(access["scope"], scope);
        assert_eq!(access["view_only"], if is_view_only { json!(true) } else { Value::Null });
    }
}

/// The same of the permissions in tokens: whatever the user may do.
#[tokio::test]
async fn in_view_only_permissions_are_those_that_read() {
    let scene = Scene::new().await;
    let operator = Actor::operator(DEFAULT_TENANT);
    let rules = ResourceServerPatch {
        enforce_policies: Some(true),
        token_dialect: Some(TokenDialect::Rfc9068ProfileAuthz),
        ..ResourceServerPatch::default()
    };
    scene.app.directory.resource_servers().update(&operator, AUDIENCE, rules).await.unwrap();
    let permission =
        |name: &str| Permission { resource_server_identifier: AUDIENCE.to_owned(), permission_name: name.to_owned() };
    let all = [permission("read:orders"), permission("write:orders")];
    scene.app.directory.roles().add_permissions_to_user(&operator, &scene.user.user_id, &all).await.unwrap();
    for (is_view_only, allowed) in [(true, json!(["read:orders"])), (false, json!(["read:orders", "write:orders"]))] {
        let mut browser = scene.inside(json!({ "is_view_only": is_view_only })).await;
        let tokens = scene.tokens(&mut browser, &[("audience", AUDIENCE), ("scope", "openid")]).await;
        assert_eq!(claims(&tokens["access_token"])["permissions"], allowed);
    }
}

/// S-230
#[tokio::test]
async fn the_users_counters_stay_as_they_were() {
    let scene = Scene::new().await;
    let profile = async || scene.app.call(&scene.helper, "users/get", json!({ "id": scene.user.user_id })).await;
    let before = profile().await;
    scene.app.clock.advance(1_000);
    let mut browser = scene.inside(json!({})).await;
    scene.tokens(&mut browser, &[]).await;
    assert_eq!(profile().await, before);
    let opened = scene.events("impersonation_opened").await.remove(0);
    assert_eq!((opened.client_id.as_deref(), opened.user_name.as_deref()), (Some("shop"), Some("ada@example.com")));
    let kinds: Vec<_> = scene.events("").await.into_iter().map(|event| event.kind).collect();
    assert!(!kinds.contains(&"s".to_owned()), "{kinds:?}");
}

/// S-228
#[tokio::test]
async fn nothing_of_the_account_is_changed_inside() {
    let scene = Scene::new().await;
    let mut browser = scene.inside(json!({})).await;
    let page = browser.get(&scene.app, "/u/logged-out").await;
    assert!(page.body.contains("You are signed in as") && page.body.contains(HELPER), "the banner: {}", page.body);
    for path in [
        "/u/login",
        "/u/signup",
        "/u/reset-password",
        "/u/reset-password/new",
        "/u/unblock",
        "/u/verify-email",
        "/activate",
        "/activate/confirm",
    ] {
        let answer = browser.send(&scene.app, Ask::form(path, &[("form_token", "x")])).await;
        assert_eq!(answer.status, 403, "{path}");
        assert!(answer.body.contains("impersonation_forbidden"), "{path}: {}", answer.body);
    }
    for prompt in ["login", "select_account", "create"] {
        let answer = scene.authorize(&mut browser, &[("prompt", prompt)]).await;
        assert_eq!(answer.status, 403, "{prompt} {}", answer.location());
        assert!(answer.body.contains("impersonation_forbidden"));
    }
    let too_old = scene.authorize(&mut browser, &[("max_age", "0")]).await;
    assert_eq!(too_old.status, 403);
}

/// S-228: consent is the user's own.
#[tokio::test]
async fn nobody_consents_in_a_users_place() {
    let scene = Scene::new().await;
    let link = scene.link(json!({ "client_id": "guest" })).await;
    let refused = scene.open(&mut Browser::default(), &link).await;
    assert_eq!(refused.status, 403, "{}", refused.body);
    assert!(refused.body.contains("has not allowed this application"));
    let uri = "https://guest.example.com/login".to_owned();
    let operator = directory::Actor::operator(directory::DEFAULT_TENANT);
    let patch = serde_json::from_value(json!({ "initiate_login_uri": uri })).unwrap();
    scene.app.directory.clients().update(&operator, "guest", patch).await.unwrap();
    let mut browser = scene.inside(json!({ "client_id": "guest" })).await;
    let guest = |more: &[(&str, &str)]| {
        let mut all = vec![("client_id", "guest")];
        all.extend(more);
        authorize(&all)
    };
    let asked = browser.get(&scene.app, &guest(&[])).await;
    assert_eq!(asked.status, 403, "{}", asked.location());
    assert!(asked.body.contains("impersonation_forbidden"));
    let silent = browser.get(&scene.app, &guest(&[("prompt", "none")])).await;
    assert_eq!(field(&silent, "error"), "consent_required");
    // The user allows it, in a browser of theirs; from then on the administrator comes in too.
    let mut own = Browser::default();
    let consent = own.log_in(&scene.app, &guest(&[])).await;
    let (token, state) = (consent.hidden("form_token"), consent.hidden("state"));
    let fields = [("form_token", token.as_str()), ("state", state.as_str()), ("decision", "allow")];
    own.send(&scene.app, Ask::form("/u/consent", &fields)).await;
    let now = browser.get(&scene.app, &guest(&[])).await;
    assert!(!field(&now, "code").is_empty(), "{} {}", now.location(), now.body);
    assert!(now.location().starts_with(CALLBACK) && !escape(CALLBACK).is_empty());
}
