//! An application and its browser, by hand.

use directory::DEFAULT_TENANT;
use model::{AppType, Client, NewUser, ResourceServer, ResourceServerScope, UserProfile};
use store::{clients, connections, resource_servers};
use url::Url;

use crate::test_app::{Answer, Ask, CONNECTION, PASSWORD, TestApp, escape};

pub(super) const CALLBACK: &str = "https://shop.example.com/callback";
pub(super) const API: &str = "https://api.example.com/";
pub(super) const EMAIL: &str = "ada@example.com";
/// RFC 7636, appendix B.
pub(super) const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

/// A browser: what it keeps between requests.
#[derive(Clone, Default)]
pub(super) struct Browser {
    pub(super) cookies: Vec<(String, String)>,
}

impl Browser {
    pub(super) async fn send(&mut self, app: &TestApp, ask: Ask) -> Answer {
        let cookies: Vec<_> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let answer = app.send(if cookies.is_empty() { ask } else { ask.cookie(&cookies.join("; ")) }).await;
        for cookie in answer.cookies() {
            let (pair, attributes) = cookie.split_once(';').unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            self.cookies.retain(|(known, _)| known != name);
            if !attributes.contains("Max-Age=0") {
                self.cookies.push((name.to_owned(), value.to_owned()));
            }
        }
        answer
    }

    pub(super) async fn get(&mut self, app: &TestApp, path: &str) -> Answer {
        self.send(app, Ask::get(path)).await
    }

    pub(super) fn session(&self) -> Option<&str> {
        self.cookies.iter().find(|(name, _)| name.ends_with("roster-login")).map(|(_, value)| value.as_str())
    }

    /// Sends the login form that `path` leads to.
    pub(super) async fn type_password(&mut self, app: &TestApp, path: &str, name: &str, password: &str) -> Answer {
        let form = self.get(app, path).await;
        assert_eq!(form.status, 200, "{path}: {}", form.body);
        let (token, state) = (form.hidden("form_token"), form.hidden("state"));
        let fields =
            [("form_token", token.as_str()), ("state", state.as_str()), ("username", name), ("password", password)];
        self.send(app, Ask::form("/u/login", &fields)).await
    }

    /// Follows redirects on the server; where it ends.
    pub(super) async fn follow(&mut self, app: &TestApp, mut answer: Answer) -> Answer {
        while answer.status == 303 && answer.location().starts_with('/') {
            answer = self.get(app, answer.location()).await;
        }
        answer
    }

    /// From /authorize by the login page to the answer for the application.
    pub(super) async fn log_in(&mut self, app: &TestApp, path: &str) -> Answer {
        let asked = self.get(app, path).await;
        assert!(asked.location().starts_with("/u/login?state="), "{} {}", asked.status, asked.location());
        let sent = self.type_password(app, asked.location(), EMAIL, PASSWORD).await;
        assert_eq!(sent.status, 303, "{}", sent.body);
        self.follow(app, sent).await
    }
}

/// A whole setting: a user, an application that they may use, and an API.
pub(super) async fn setting() -> (TestApp, UserProfile) {
    let app = TestApp::new().await;
    let user = open_shop(&app, shop()).await;
    (app, user)
}

pub(super) fn shop() -> Client {
    Client {
        client_id: "shop".to_owned(),
        name: "Shop".to_owned(),
        is_first_party: true,
        callbacks: vec![CALLBACK.to_owned()],
        allowed_logout_urls: vec!["https://shop.example.com/bye".to_owned()],
        web_origins: vec!["https://shop.example.com".to_owned()],
        ..Client::of_kind(AppType::Spa)
    }
}

pub(super) async fn open_shop(app: &TestApp, client: Client) -> UserProfile {
    add_client(app, &client).await;
    let mut tx = app.db.begin().await.unwrap();
    let scope = |value: &str, description: &str| ResourceServerScope {
        value: value.to_owned(),
        description: description.to_owned(),
    };
    let api = ResourceServer {
        id: "0123456789abcdef01234567".to_owned(),
        name: "Orders".to_owned(),
        identifier: API.to_owned(),
        scopes: vec![scope("read:orders", "See your orders"), scope("write:orders", "")],
        allow_offline_access: true,
        ..ResourceServer::default()
    };
    resource_servers::insert(&mut tx, DEFAULT_TENANT, &api).await.unwrap();
    tx.commit().await.unwrap();
    add_user(app, EMAIL).await
}

pub(super) async fn add_user(app: &TestApp, email: &str) -> UserProfile {
    let new = NewUser {
        connection: CONNECTION.to_owned(),
        email: email.to_owned(),
        password: PASSWORD.to_owned(),
        ..NewUser::default()
    };
    let operator = directory::Actor::operator(DEFAULT_TENANT);
    app.directory.users().create(&operator, new).await.unwrap()
}

pub(super) async fn add_client(app: &TestApp, client: &Client) {
    let mut tx = app.db.begin().await.unwrap();
    clients::insert(&mut tx, DEFAULT_TENANT, client, None).await.unwrap();
    let connection = connections::find(&mut tx, DEFAULT_TENANT, CONNECTION).await.unwrap().unwrap();
    connections::enable_client(&mut tx, DEFAULT_TENANT, &connection.id, &client.client_id).await.unwrap();
    tx.commit().await.unwrap();
}

pub(super) async fn change_client(app: &TestApp, client: &Client) {
    let mut tx = app.db.begin().await.unwrap();
    clients::save(&mut tx, DEFAULT_TENANT, client).await.unwrap();
    tx.commit().await.unwrap();
}

/// /authorize as the shop asks it, with some parameters changed; '' leaves one out.
pub(super) fn authorize(changes: &[(&str, &str)]) -> String {
    let mut parameters = vec![
        ("response_type", "code"),
        ("client_id", "shop"),
        ("redirect_uri", CALLBACK),
        ("scope", "openid profile email"),
        ("state", "s t&te"),
        ("nonce", "n1"),
        ("code_challenge", CHALLENGE),
        ("code_challenge_method", "S256"),
    ];
    for (name, value) in changes {
        parameters.retain(|(known, _)| known != name);
        if !value.is_empty() {
            parameters.push((name, value));
        }
    }
    let pairs: Vec<_> = parameters.iter().map(|(name, value)| format!("{name}={}", escape(value))).collect();
    format!("/authorize?{}", pairs.join("&"))
}

/// A field of the answer in the query of a redirect.
pub(super) fn field(answer: &Answer, name: &str) -> String {
    let url = Url::parse(answer.location()).unwrap_or_else(|_| panic!("{} {}", answer.location(), answer.body));
    url.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned()).unwrap_or_default()
}
