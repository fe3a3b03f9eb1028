//! Users of an application, and what they leave.

use directory::{DEFAULT_TENANT, Origin};
use model::{AppType, Client, Grant, RotationType, TokenEndpointAuthMethod, UserId};
use serde_json::{Value, json};

use super::program::{Program, SECRET, SECRET_HASH};
use crate::test_app::{Answer, Ask, CONNECTION, PASSWORD};

/// A program with those scopes, an application `shop` where users of the connection log in, and the user ada; her id.
pub(super) async fn with_ada(scopes: &[&str]) -> (Program, String) {
    let program = Program::new(&[scopes, &["create:users"]].concat()).await;
    let mut client = Client {
        client_id: "shop".to_owned(),
        name: "The Shop".to_owned(),
        is_first_party: true,
        token_endpoint_auth_method: TokenEndpointAuthMethod::ClientSecretPost,
        callbacks: vec!["https://shop.example.com/callback".to_owned()],
        ..Client::of_kind(AppType::RegularWeb)
    };
    client.grant_types = ["password", "refresh_token"].map(str::to_owned).to_vec();
    client.refresh_token.rotation_type = RotationType::NonRotating;
    let mut tx = program.app.db.begin().await.unwrap();
    store::clients::insert(&mut tx, DEFAULT_TENANT, &client, Some(SECRET_HASH)).await.unwrap();
    let connection = store::connections::find(&mut tx, DEFAULT_TENANT, CONNECTION).await.unwrap().unwrap();
    store::connections::enable_client(&mut tx, DEFAULT_TENANT, &connection.id, "shop").await.unwrap();
    tx.commit().await.unwrap();
    let id = program.user("ada@example.com", json!({})).await;
    program.app.clock.advance(1_000);
    (program, id)
}

/// What /oauth/token says to a password; time goes on, so that events have an order.
pub(super) async fn try_log_in(program: &Program, name: &str, password: &str) -> Answer {
    let fields = [
        ("grant_type", "password"),
        ("client_id", "shop"),
        ("client_secret", SECRET),
        ("username", name),
        ("password", password),
        ("scope", "openid offline_access"),
    ];
    let ask = Ask::form("/oauth/token", &fields).without("sec-fetch-site");
    let answer = program.app.send(ask.header("user-agent", "Firefox/127.0 (Windows NT 10.0)")).await;
    program.app.directory.write_pending().await;
    program.app.clock.advance(1_000);
    answer
}

/// Logs ada in; the refresh token.
pub(super) async fn log_in(program: &Program) -> String {
    let answer = try_log_in(program, "ada@example.com", PASSWORD).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    answer.json()["refresh_token"].as_str().unwrap().to_owned()
}

/// Whether a refresh token still gives tokens.
pub(super) async fn works(program: &Program, token: &str) -> bool {
    let fields =
        [("grant_type", "refresh_token"), ("client_id", "shop"), ("client_secret", SECRET), ("refresh_token", token)];
    program.app.send(Ask::form("/oauth/token", &fields).without("sec-fetch-site")).await.status == 200
}

/// A session of a browser of the user's; its id and its secret.
pub(super) async fn session(program: &Program, user: &str) -> (String, String) {
    let sessions = program.app.directory.user_sessions();
    let origin = Origin { ip: Some("203.0.113.7".to_owned()), user_agent: Some("Firefox".to_owned()) };
    let begun = sessions.begin(DEFAULT_TENANT, &UserId::from(user), CONNECTION, "shop", &origin).await.unwrap();
    program.app.clock.advance(1_000);
    (begun.session.id, begun.secret)
}

pub(super) async fn goes_on(program: &Program, secret: &str) -> bool {
    program.app.directory.user_sessions().resolve(DEFAULT_TENANT, secret).await.unwrap().is_some()
}

/// What the user allowed the application at that API; the grant's id.
pub(super) async fn grant(program: &Program, user: &str, client_id: &str, audience: &str) -> String {
    let grant = Grant {
        id: format!("grt_{client_id}{}", audience.len()),
        user_id: UserId::from(user),
        client_id: client_id.to_owned(),
        audience: audience.to_owned(),
        scope: vec!["openid".to_owned(), "profile".to_owned()],
        created_at: program.app.clock.now(),
    };
    let mut tx = program.app.db.begin().await.unwrap();
    store::grants::save(&mut tx, DEFAULT_TENANT, &grant).await.unwrap();
    tx.commit().await.unwrap();
    grant.id
}

/// The ids in a list.
pub(super) fn ids(list: &Value) -> Vec<&str> {
    list.as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap()).collect()
}
