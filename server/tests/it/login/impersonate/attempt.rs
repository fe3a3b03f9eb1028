//! The same by the page of the Management API: an administrator gets round nothing there (S-224).

use directory::{Actor, DEFAULT_TENANT};
use model::Role;
use serde_json::{Value, json};

use super::scene::{HELPER, REASON, Scene};
use crate::test_app::{Answer, Ask, escape};

const FIVE_MINUTES: i64 = 5 * 60 * 1000;

async fn attempt(scene: &Scene, session: &str, impersonator: &str) -> Answer {
    let path = format!("/users/{}/impersonate", escape(scene.user.user_id.as_str()));
    let body = json!({ "protocol": "oauth2", "impersonator_id": impersonator, "client_id": "shop", "reason": REASON });
    let ask = Ask::post("/management-api/send", "application/json", body.to_string()).cookie(session);
    scene.app.send(ask.header("roster-method", "POST").header("roster-path", &path)).await
}

async fn id_of(scene: &Scene, email: &str) -> String {
    let all = scene.app.directory.administrators().list(&Actor::operator(DEFAULT_TENANT)).await.unwrap();
    all.into_iter().find(|it| it.email == email).unwrap().id
}

#[tokio::test]
async fn an_administrator_gets_a_link_for_themselves_and_shows_their_password_before() {
    let scene = Scene::new().await;
    let (owner, helper) = (scene.app.session(Role::Owner).await, id_of(&scene, HELPER).await);
    let status = |answer: &Answer| answer.header("roster-status").to_owned();
    let made = attempt(&scene, &scene.helper, &helper).await;
    assert_eq!(status(&made), "200", "{}", made.body);
    assert!(made.body.contains("/impersonate?ticket="), "{}", made.body);
    // No role has the permission, and whoever has it lends it to nobody.
    let refused = attempt(&scene, &owner, &helper).await;
    assert_eq!(status(&refused), "403");
    assert!(refused.body.contains("insufficient_scope"), "{}", refused.body);
    let other = id_of(&scene, "owner@example.com").await;
    let refused = attempt(&scene, &scene.helper, &other).await;
    assert_eq!(status(&refused), "403");
    assert!(refused.body.contains("for themselves alone"), "{}", refused.body);
    scene.app.clock.advance(FIVE_MINUTES);
    let refused = attempt(&scene, &scene.helper, &helper).await;
    let body: Value = refused.json();
    assert_eq!(status(&refused), "400");
    assert!(body["message"].as_str().unwrap().contains("Show your password again"), "{body}");
}
