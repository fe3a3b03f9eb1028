//! A program with a token, and what it gets.

use directory::DEFAULT_TENANT;
use model::{AppType, Client, ClientGrant, TokenEndpointAuthMethod};
use serde_json::{Value, json};

use crate::test_app::{Answer, Ask, CONNECTION, PASSWORD, TestApp, URL, escape};

pub(super) const SECRET: &str = "a-secret-that-only-tests-have-0123456789";
pub(super) const SECRET_HASH: &str = "6f49a37d05d212407af06b271a4f7826723e78c887e8278e55b217c106123e2c";

pub(super) struct Program {
    pub(super) app: TestApp,
    pub(super) token: String,
}

impl Program {
    /// One with those scopes.
    pub(super) async fn new(scopes: &[&str]) -> Self {
        let app = TestApp::new().await;
        let token = token(&app, scopes).await;
        Self { app, token }
    }

    /// Gets another token: one lives for a day.
    pub(super) async fn renew(&mut self) {
        self.token = fetch(&self.app).await;
    }

    pub(super) async fn ask(&self, method: &str, path: &str, body: Option<Value>) -> Answer {
        let path = format!("/api/v2/{path}");
        let ask = match body {
            Some(body) => Ask::method(method, &path).body("application/json", body.to_string()),
            None => Ask::method(method, &path),
        };
        self.send(ask).await
    }

    /// Sends a request with the token.
    pub(super) async fn send(&self, ask: Ask) -> Answer {
        self.app.send(ask.header("authorization", &format!("Bearer {}", self.token))).await
    }

    pub(super) async fn get(&self, path: &str) -> Value {
        let answer = self.ask("GET", path, None).await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.body);
        answer.json()
    }

    /// Creates a user with some more fields; the id.
    pub(super) async fn user(&self, email: &str, more: Value) -> String {
        let mut body =
            json!({ "connection": CONNECTION, "email": email, "password": PASSWORD, "email_verified": true });
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let answer = self.ask("POST", "users", Some(body)).await;
        assert_eq!(answer.status, 201, "{}", answer.body);
        answer.json()["user_id"].as_str().unwrap().to_owned()
    }
}

/// Of a new application that was granted those scopes.
async fn token(app: &TestApp, scopes: &[&str]) -> String {
    let audience = format!("{URL}/api/v2/");
    let client = Client {
        client_id: "tool".to_owned(),
        name: "Tool".to_owned(),
        token_endpoint_auth_method: TokenEndpointAuthMethod::ClientSecretPost,
        ..Client::of_kind(AppType::NonInteractive)
    };
    let grant = ClientGrant {
        id: "cgr_tool".to_owned(),
        client_id: "tool".to_owned(),
        audience: audience.clone(),
        scope: scopes.iter().map(|scope| (*scope).to_owned()).collect(),
    };
    let mut tx = app.db.begin().await.unwrap();
    store::clients::insert(&mut tx, DEFAULT_TENANT, &client, Some(SECRET_HASH)).await.unwrap();
    assert!(store::client_grants::insert(&mut tx, DEFAULT_TENANT, &grant, app.clock.now()).await.unwrap());
    tx.commit().await.unwrap();
    fetch(app).await
}

async fn fetch(app: &TestApp) -> String {
    let audience = format!("{URL}/api/v2/");
    let fields = [
        ("grant_type", "client_credentials"),
        ("client_id", "tool"),
        ("client_secret", SECRET),
        ("audience", audience.as_str()),
    ];
    let answer = app.send(Ask::form("/oauth/token", &fields)).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    answer.json()["access_token"].as_str().unwrap().to_owned()
}

/// An id as it stands in a path.
pub(super) fn path(id: &str) -> String {
    format!("users/{}", escape(id))
}
