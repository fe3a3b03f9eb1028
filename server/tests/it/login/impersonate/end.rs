//! S-229: what ends an impersonation ends it everywhere, with the next request.

use directory::{Actor, DEFAULT_TENANT, IMPERSONATION_LIFETIME};
use model::Role;
use serde_json::{Value, json};

use super::scene::{HELPER, Scene, administrator};
use crate::login::shop::{Browser, field};
use crate::test_app::Ask;

#[derive(Clone, Copy, Debug)]
enum Event {
    Nothing,
    SignedOut,
    PermissionLost,
    AdministratorRemoved,
    SwitchedOff,
    TimeOver,
    Blocked,
    EndedInTheDashboard,
    EndedInTheBrowser,
}

const EVENTS: [Event; 9] = [
    Event::Nothing,
    Event::SignedOut,
    Event::PermissionLost,
    Event::AdministratorRemoved,
    Event::SwitchedOff,
    Event::TimeOver,
    Event::Blocked,
    Event::EndedInTheDashboard,
    Event::EndedInTheBrowser,
];

async fn helper(scene: &Scene) -> String {
    let all = scene.app.directory.administrators().list(&Actor::operator(DEFAULT_TENANT)).await.unwrap();
    all.into_iter().find(|it| it.email == HELPER).unwrap().id
}

async fn newest(scene: &Scene, session: &str) -> Value {
    scene.app.call(session, "impersonations/list", json!({ "after": null })).await["impersonations"][0].clone()
}

async fn bring_about(scene: &Scene, owner: &str, browser: &mut Browser, event: Event) {
    let (app, id) = (&scene.app, helper(scene).await);
    match event {
        Event::Nothing => {}
        Event::SignedOut => {
            app.send(Ask::form("/sign-out", &[]).cookie(&scene.helper)).await;
        }
        Event::PermissionLost => {
            let arguments = json!({ "id": id, "role": "editor", "may_impersonate": false });
            app.call(owner, "administrators/update", arguments).await;
        }
        Event::AdministratorRemoved => {
            app.call(owner, "administrators/remove", json!({ "id": id })).await;
        }
        Event::SwitchedOff => scene.allow(false).await,
        Event::TimeOver => {
            app.clock.advance(IMPERSONATION_LIFETIME + 1_000);
            app.directory.sweep().await.unwrap();
        }
        Event::Blocked => {
            let operator = Actor::operator(DEFAULT_TENANT);
            app.directory.users().set_blocked(&operator, &scene.user.user_id, true).await.unwrap();
        }
        Event::EndedInTheDashboard => {
            let under_way = newest(scene, owner).await;
            assert_eq!((&under_way["state"], &under_way["may_end"]), (&json!("under_way"), &json!(true)));
            let ended = app.call(owner, "impersonations/end", json!({ "id": under_way["id"] })).await;
            assert_eq!(ended["impersonations"][0]["state"], "ended");
        }
        Event::EndedInTheBrowser => {
            let page = browser.get(app, "/u/logged-out").await;
            let token = page.hidden("form_token");
            let ended = browser.send(app, Ask::form("/impersonate/end", &[("form_token", &token)])).await;
            assert_eq!(ended.status, 200, "{}", ended.body);
        }
    }
}

#[tokio::test]
async fn each_end_closes_every_door() {
    for event in EVENTS {
        let scene = Scene::new().await;
        let owner = administrator(&scene.app, "owner@example.com", Role::Owner, false).await;
        let mut browser = scene.inside(json!({})).await;
        let opaque = scene.tokens(&mut browser, &[]).await;
        let jwt = scene.tokens(&mut browser, &[("audience", super::scene::AUDIENCE)]).await;
        let code = field(&scene.authorize(&mut browser, &[]).await, "code");
        let mut kept = browser.clone();
        bring_about(&scene, &owner, &mut browser, event).await;
        let is_open = matches!(event, Event::Nothing);
        let status = if is_open { 200 } else { 401 };
        assert_eq!(scene.userinfo(&opaque).await.status.as_u16(), status, "opaque after {event:?}");
        assert_eq!(scene.userinfo(&jwt).await.status.as_u16(), status, "JWT after {event:?}");
        let id_token = [("id_token", jwt["id_token"].as_str().unwrap())];
        let info = scene.app.send(Ask::form("/tokeninfo", &id_token)).await;
        assert_eq!(info.status == 200, is_open, "tokeninfo after {event:?}");
        assert_eq!(scene.redeem(&code).await.status == 200, is_open, "code after {event:?}");
        let again = scene.authorize(&mut kept, &[("prompt", "none")]).await;
        assert_eq!(field(&again, "code").is_empty(), !is_open, "silent after {event:?}");
        let banner = kept.get(&scene.app, "/u/logged-out").await.body.contains("You are signed in as");
        assert_eq!(banner, is_open, "banner after {event:?}");
        if !matches!(event, Event::Nothing | Event::Blocked) {
            let ended = scene.events("impersonation_ended").await;
            assert_eq!(ended.len(), 1, "{event:?}");
            assert!(ended[0].details.clone().unwrap()["end_reason"].is_string());
        }
        if !is_open {
            assert_eq!(newest(&scene, &owner).await["state"], "ended", "{event:?}");
        }
    }
}

/// What came to an end stays at it, whatever is undone.
#[tokio::test]
async fn an_impersonation_does_not_come_back() {
    let scene = Scene::new().await;
    let mut browser = scene.inside(json!({})).await;
    let tokens = scene.tokens(&mut browser, &[]).await;
    scene.allow(false).await;
    scene.allow(true).await;
    assert_eq!(scene.userinfo(&tokens).await.status, 401);
    assert!(scene.authorize(&mut browser, &[]).await.location().starts_with("/u/login"));
}

#[tokio::test]
async fn owners_end_any_and_others_their_own() {
    let scene = Scene::new().await;
    let viewer = administrator(&scene.app, "viewer@example.com", Role::Viewer, false).await;
    scene.inside(json!({})).await;
    let seen = newest(&scene, &viewer).await;
    assert_eq!((&seen["state"], &seen["may_end"]), (&json!("under_way"), &json!(false)));
    let end = |session: &str| Ask::call("impersonations/end", &json!({ "id": seen["id"] })).cookie(session);
    assert_eq!(scene.app.send(end(&viewer)).await.status, 403);
    assert_eq!(scene.app.send(end(&scene.helper)).await.status, 200);
    assert_eq!(scene.app.send(end(&scene.helper)).await.status, 404, "it has ended");
}

#[tokio::test]
async fn the_last_owner_and_oneself_cannot_be_removed() {
    let scene = Scene::new().await;
    let owner = administrator(&scene.app, "owner@example.com", Role::Owner, false).await;
    let all = scene.app.call(&owner, "administrators/list", json!({})).await;
    let own = all.as_array().unwrap().iter().find(|it| it["email"] == "owner@example.com").unwrap()["id"].clone();
    let send = async |function: &str, arguments: Value, session: &str| {
        scene.app.send(Ask::call(function, &arguments).cookie(session)).await
    };
    assert_eq!(send("administrators/remove", json!({ "id": own }), &owner).await.status, 409);
    let demoted = json!({ "id": own, "role": "viewer", "may_impersonate": false });
    assert_eq!(send("administrators/update", demoted.clone(), &owner).await.status, 409);
    let other = administrator(&scene.app, "other@example.com", Role::Owner, false).await;
    assert_eq!(send("administrators/update", demoted, &other).await.status, 200);
    assert_eq!(send("administrators/remove", json!({ "id": own }), &other).await.status, 200);
    assert_eq!(send("session/whoami", json!({}), &owner).await.status, 401, "their session ended");
    assert_eq!(send("administrators/remove", json!({ "id": own }), &other).await.status, 404);
}
