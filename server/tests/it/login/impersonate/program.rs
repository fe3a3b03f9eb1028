//! POST /users/{user_id}/impersonate

use directory::{Actor, DEFAULT_TENANT};
use model::{AppType, Client, ClientGrant, TokenEndpointAuthMethod};
use serde_json::{Value, json};

use super::scene::{HELPER, Scene};
use crate::login::shop::Browser;
use crate::test_app::{Answer, Ask, URL, escape};

const SECRET: &str = "a-secret-that-only-tests-have-0123456789";
const SECRET_HASH: &str = "6f49a37d05d212407af06b271a4f7826723e78c887e8278e55b217c106123e2c";
const AUDIENCE: &str = "http://localhost:8080/api/v2/";

/// An application that was granted those scopes of the Management API; its token.
async fn token(scene: &Scene, scope: &[&str]) -> String {
    let client = Client {
        client_id: "tool".to_owned(),
        name: "Tool".to_owned(),
        token_endpoint_auth_method: TokenEndpointAuthMethod::ClientSecretPost,
        ..Client::of_kind(AppType::NonInteractive)
    };
    let grant = ClientGrant {
        id: "cgr_tool".to_owned(),
        client_id: "tool".to_owned(),
        audience: AUDIENCE.to_owned(),
        scope: scope.iter().map(|scope| (*scope).to_owned()).collect(),
    };
    let mut tx = scene.app.db.begin().await.unwrap();
    store::clients::insert(&mut tx, DEFAULT_TENANT, &client, Some(SECRET_HASH)).await.unwrap();
    assert!(store::client_grants::insert(&mut tx, DEFAULT_TENANT, &grant, scene.app.clock.now()).await.unwrap());
    tx.commit().await.unwrap();
    let fields = [
        ("grant_type", "client_credentials"),
        ("client_id", "tool"),
        ("client_secret", SECRET),
        ("audience", AUDIENCE),
    ];
    let answer = scene.app.send(Ask::form("/oauth/token", &fields)).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    answer.json()["access_token"].as_str().unwrap().to_owned()
}

async fn helper(scene: &Scene) -> String {
    let all = scene.app.directory.administrators().list(&Actor::operator(DEFAULT_TENANT)).await.unwrap();
    all.into_iter().find(|it| it.email == HELPER).unwrap().id
}

async fn post(scene: &Scene, token: &str, body: &Value) -> Answer {
    let path = format!("/users/{}/impersonate", escape(scene.user.user_id.as_str()));
    let ask = Ask::post(&path, "application/json", body.to_string()).without("sec-fetch-site");
    scene.app.send(ask.header("authorization", &format!("Bearer {token}"))).await
}

fn body(impersonator: &str) -> Value {
    json!({
        "protocol": "oauth2", "impersonator_id": impersonator, "client_id": "plain",
        "additionalParameters": {
            "response_type": "code", "state": "abc", "scope": "openid", "callback_url": "https://shop.example.com/callback",
            "response_mode": "query",
        },
    })
}

#[tokio::test]
async fn a_program_gets_a_link_for_an_administrator() {
    let scene = Scene::new().await;
    let token = token(&scene, &["impersonate:users", "read:users"]).await;
    let answer = post(&scene, &token, &body(&helper(&scene).await)).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    assert!(answer.header("content-type").starts_with("text/plain"));
    let link = answer.body.strip_prefix(URL).unwrap().to_owned();
    let opened = scene.open(&mut Browser::default(), &link).await;
    assert!(opened.location().contains("state=abc") && opened.location().contains("code="), "{}", opened.location());
    let offered = scene.events("impersonation_offered").await.remove(0).details.unwrap();
    assert_eq!((&offered["actor"]["type"], &offered["impersonator"]["email"]), (&json!("program"), &json!(HELPER)));
}

/// S-203: one answer to every token that is not good.
#[tokio::test]
async fn only_a_token_of_a_machine_for_this_api_counts() {
    let scene = Scene::new().await;
    let good = token(&scene, &["impersonate:users"]).await;
    let mut browser = scene.inside(json!({})).await;
    let of_user = scene.tokens(&mut browser, &[("audience", AUDIENCE)]).await;
    let asked = body(&helper(&scene).await);
    let [access, id_token] = ["access_token", "id_token"].map(|name| of_user[name].as_str().unwrap().to_owned());
    let unsigned = format!("eyJhbGciOiJub25lIiwidHlwIjoiYXQrand0In0.{}.", good.split('.').nth(1).unwrap());
    let cut = good[..good.len() - 1].to_owned();
    for wrong in [access, id_token, unsigned, cut, "x".to_owned(), "a.b.c".to_owned(), format!("{good}A")] {
        let answer = post(&scene, &wrong, &asked).await;
        assert_eq!(answer.status, 401, "{wrong}");
        assert_eq!(
            answer.json(),
            json!({ "statusCode": 401, "error": "Unauthorized", "message": "Invalid token", "errorCode": "invalid_token" })
        );
    }
    let path = format!("/users/{}/impersonate", escape(scene.user.user_id.as_str()));
    let bare = scene.app.send(Ask::post(&path, "application/json", asked.to_string()).cookie(&scene.helper)).await;
    assert_eq!((bare.status.as_u16(), &bare.json()["message"]), (401, &json!("Missing authentication")));
    let operator = Actor::operator(DEFAULT_TENANT);
    scene.app.directory.client_grants().delete(&operator, "cgr_tool").await.unwrap();
    assert_eq!(post(&scene, &good, &asked).await.status, 401, "the grant was taken back");
}

#[tokio::test]
async fn what_a_program_asks_wrongly_is_told_in_auth0s_words() {
    let scene = Scene::new().await;
    let token = token(&scene, &["impersonate:users"]).await;
    let good = body(&helper(&scene).await);
    let with = |name: &str, value: Value| {
        let mut changed = good.clone();
        changed[name] = value;
        changed
    };
    for (asked, status, code) in [
        (with("protocol", json!("samlp")), 400, "invalid_body"),
        (with("protocol", json!("pigeon")), 400, "invalid_body"),
        (with("impersonator_id", json!("adm_nobody")), 403, "operation_not_supported"),
        (with("impersonator_id", json!("auth0|\0")), 403, "operation_not_supported"),
        (with("client_id", json!("unknown")), 404, "inexistent_client"),
        (with("client_id", json!(7)), 400, "invalid_body"),
        (with("additionalParameters", json!({ "callback_url": "https://evil.example/" })), 400, "invalid_body"),
        (json!({}), 400, "invalid_body"),
        (json!([]), 400, "invalid_body"),
    ] {
        let answer = post(&scene, &token, &asked).await;
        assert_eq!((answer.status.as_u16(), &answer.json()["errorCode"]), (status, &json!(code)), "{asked}");
    }
    let nobody = Ask::post("/users/auth0%7Cnobody/impersonate", "application/json", good.to_string());
    let nobody = scene.app.send(nobody.header("authorization", &format!("Bearer {token}"))).await;
    assert_eq!((nobody.status.as_u16(), &nobody.json()["errorCode"]), (404, &json!("inexistent_user")));
}

#[tokio::test]
async fn a_program_without_the_scope_gets_no_link() {
    let scene = Scene::new().await;
    let token = token(&scene, &["update:users", "read:users"]).await;
    let answer = post(&scene, &token, &body(&helper(&scene).await)).await;
    assert_eq!(
        (answer.status.as_u16(), answer.json()["message"].as_str().unwrap()),
        (403, "Insufficient scope, expected any of: impersonate:users")
    );
    assert_eq!(scene.events("impersonation_refused").await.len(), 1);
}
