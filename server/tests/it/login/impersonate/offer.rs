//! Who gets a link, and for whom.

use directory::{Actor, DEFAULT_TENANT, FRESH_PASSWORD};
use model::{AppType, Client, Role};
use serde_json::{Value, json};

use super::scene::{HELPER, REASON, Scene, USER, administrator};
use crate::login::shop::{add_client, add_user, change_client, shop};
use crate::test_app::{Ask, PASSWORD};

/// What the button says is missing.
async fn missing(scene: &Scene, session: &str) -> Value {
    scene.app.call(session, "impersonations/options", json!({ "id": scene.user.user_id })).await["missing"].clone()
}

/// S-221: no role includes it.
#[tokio::test]
async fn whoever_was_not_given_the_permission_gets_no_link() {
    let scene = Scene::new().await;
    for role in Role::ALL {
        let session = administrator(&scene.app, &format!("{}@example.com", role.as_str()), role, false).await;
        let answer = scene.offer_as(&session, json!({})).await;
        assert_eq!(answer.status, 403, "{role:?}: {}", answer.body);
        assert!(missing(&scene, &session).await.as_str().unwrap().contains("permission"));
    }
    let refused = scene.events("impersonation_refused").await;
    assert_eq!(refused.len(), 3);
    let details = refused[0].details.clone().unwrap();
    assert_eq!((&details["reason"], &details["actor"]["name"]), (&json!(REASON), &json!("owner@example.com")));
    assert!(details["refusal"].as_str().unwrap().contains("impersonate:users"), "{details}");
}

/// S-221: off until the tenant allows it.
#[tokio::test]
async fn nobody_gets_a_link_where_the_tenant_has_it_off() {
    let scene = Scene::new().await;
    assert_eq!(missing(&scene, &scene.helper).await, Value::Null);
    scene.allow(false).await;
    assert_eq!(scene.offer_as(&scene.helper, json!({})).await.status, 403);
    assert!(missing(&scene, &scene.helper).await.as_str().unwrap().contains("switched off"));
}

/// S-222, N-032
#[tokio::test]
async fn administrators_blocked_users_and_oneself_are_out_of_reach() {
    let scene = Scene::new().await;
    administrator(&scene.app, "viewer@example.com", Role::Viewer, false).await;
    for (email, text) in
        [("viewer@example.com", "an administrator"), (HELPER, "yourself"), ("b@example.com", "blocked")]
    {
        let user = add_user(&scene.app, email).await;
        if text == "blocked" {
            let operator = Actor::operator(DEFAULT_TENANT);
            scene.app.directory.users().set_blocked(&operator, &user.user_id, true).await.unwrap();
        }
        scene.app.clock.advance(1);
        let answer = scene.offer_as(&scene.helper, json!({ "user_id": user.user_id })).await;
        assert_eq!(answer.status, 403, "{email}: {}", answer.body);
        let told = answer.json()["message"].as_str().unwrap().to_owned();
        let options = scene.app.call(&scene.helper, "impersonations/options", json!({ "id": user.user_id })).await;
        assert_eq!(options["missing"], json!(told), "the button says the same");
        let events = scene.app.directory.logs();
        let page = events.of_user(&Actor::operator(DEFAULT_TENANT), &user.user_id, None).await.unwrap();
        assert_eq!(page.events[0].kind, "impersonation_refused");
    }
}

/// S-223
#[tokio::test]
async fn the_application_must_fit_and_be_of_the_tenant() {
    let scene = Scene::new().await;
    let start = shop();
    for (change, status) in [
        (json!({ "client_id": "unknown" }), 404),
        (json!({ "client_id": "a\0b" }), 404),
        (json!({ "user_id": "auth0|nobody" }), 404),
        (json!({ "user_id": "auth0|\0" }), 404),
    ] {
        assert_eq!(scene.offer_as(&scene.helper, change.clone()).await.status.as_u16(), status, "{change}");
    }
    // A public application that begins no login has no PKCE; then one without a callback, and one without the connection.
    for client in [start.clone(), Client { callbacks: Vec::new(), ..start.clone() }] {
        change_client(&scene.app, &client).await;
        assert_eq!(scene.offer_as(&scene.helper, json!({})).await.status, 409);
    }
    let lonely = Client { client_id: "lonely".to_owned(), ..Client::of_kind(AppType::RegularWeb) };
    add_client(&scene.app, &Client { callbacks: start.callbacks, ..lonely }).await;
    let operator = Actor::operator(DEFAULT_TENANT);
    let connection = scene.app.directory.connections().list(&operator).await.unwrap().remove(0);
    scene.app.directory.connections().set_client(&operator, &connection.id, "lonely", false).await.unwrap();
    assert_eq!(scene.offer_as(&scene.helper, json!({ "client_id": "lonely" })).await.status, 409);
    for client in ["plain", "guest", "shop"] {
        scene.app.directory.connections().set_client(&operator, &connection.id, client, false).await.unwrap();
    }
    let told = missing(&scene, &scene.helper).await;
    assert!(told.as_str().unwrap().contains("No application fits"), "{told}");
}

/// S-224
#[tokio::test]
async fn a_reason_and_a_fresh_password_are_required() {
    let scene = Scene::new().await;
    for reason in ["", "  why  ", &"x".repeat(501), "with \0 in it"] {
        let answer = scene.offer_as(&scene.helper, json!({ "reason": reason })).await;
        assert_eq!(answer.status, 400, "{}", answer.body);
        assert_eq!(answer.json()["fields"][0]["field"], "reason");
    }
    scene.app.clock.advance(FRESH_PASSWORD);
    let stale = scene.offer_as(&scene.helper, json!({})).await;
    assert_eq!((stale.status.as_u16(), &stale.json()["fields"][0]["field"]), (400, &json!("password")));
    let options = scene.app.call(&scene.helper, "impersonations/options", json!({ "id": scene.user.user_id })).await;
    assert_eq!(options["needs_password"], json!(true));
    let with = async |password: &str| {
        let arguments = json!({ "request": scene.request(&json!({})), "password": password });
        scene.app.send(Ask::call("impersonations/offer", &arguments).cookie(&scene.helper)).await
    };
    assert_eq!(with("wrong").await.json()["fields"][0]["field"], "password");
    assert_eq!(with(PASSWORD).await.status, 200);
    assert_eq!(scene.offer_as(&scene.helper, json!({})).await.status, 200, "fresh for five minutes more");
    for _ in 0..10 {
        with("wrong").await;
    }
    assert_eq!(with(PASSWORD).await.status, 429, "as many tries as at sign-in");
}

#[tokio::test]
async fn parameters_that_do_not_fit_the_application_are_refused() {
    let scene = Scene::new().await;
    for (parameters, field) in [
        (json!({ "redirect_uri": "https://evil.example/" }), "callback_url"),
        (json!({ "response_type": "device" }), "response_type"),
        (json!({ "response_type": "id_token" }), "parameters"),
        (json!({ "response_mode": "carrier_pigeon" }), "parameters"),
        (json!({ "response_mode": "web_message" }), "response_mode"),
        (json!({ "state": "x".repeat(3_000) }), "parameters"),
    ] {
        let answer = scene.offer_as(&scene.helper, json!({ "client_id": "plain", "parameters": parameters })).await;
        assert_eq!(answer.status, 400, "{parameters}: {}", answer.body);
        assert_eq!(answer.json()["fields"][0]["field"], field, "{parameters}");
    }
    assert_eq!(scene.user.email.as_deref(), Some(USER));
}
