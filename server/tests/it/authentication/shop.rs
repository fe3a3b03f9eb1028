//! A tenant with a user, an API, and an application of each kind.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use directory::{Actor, DEFAULT_TENANT, NewAuthorization, Origin};
use model::{
    AppType, Client, ClientGrant, NewUser, ResourceServer, ResourceServerScope, TokenEndpointAuthMethod, UserId,
};
use protocol::pkce::Challenge;
use serde_json::Value;

use crate::test_app::{Answer, Ask, CONNECTION, PASSWORD, TestApp, URL, escape};

pub(super) const API: &str = "https://api.example.com/";
pub(super) const SECRET: &str = "a-secret-that-only-tests-have-0123456789";
const SECRET_HASH: &str = "6f49a37d05d212407af06b271a4f7826723e78c887e8278e55b217c106123e2c";
pub(super) const VERIFIER: &str = "a-verifier-of-43-characters-0123456789abcde";
pub(super) const CALLBACK: &str = "https://app.example.com/callback";
pub(super) const DEVICE_GRANT: &str = "urn:ietf:params:oauth:grant-type:device_code";
pub(super) const REALM_GRANT: &str = "http://auth0.com/oauth/grant-type/password-realm";
const ALL_GRANTS: [&str; 6] =
    ["authorization_code", "refresh_token", "client_credentials", "password", REALM_GRANT, DEVICE_GRANT];

pub(super) struct Shop {
    pub(super) app: TestApp,
    pub(super) user: UserId,
}

impl Shop {
    /// Applications `spa` (public), `web` (secret), `machine` (secret, with a grant for the API) and `plain` (secret, with
    /// no grant switched on), and the user ada.
    pub(super) async fn open() -> Self {
        let app = TestApp::new().await;
        let operator = Actor::operator(DEFAULT_TENANT);
        let new = NewUser {
            connection: CONNECTION.to_owned(),
            email: "ada@example.com".to_owned(),
            password: PASSWORD.to_owned(),
            ..NewUser::default()
        };
        let user = app.directory.users().create(&operator, new).await.unwrap().user_id;
        let shop = Self { app, user };
        shop.add_api().await;
        for (id, kind, method) in [
            ("spa", AppType::Spa, TokenEndpointAuthMethod::None),
            ("web", AppType::RegularWeb, TokenEndpointAuthMethod::ClientSecretPost),
            ("machine", AppType::NonInteractive, TokenEndpointAuthMethod::ClientSecretBasic),
        ] {
            shop.add(Self::client(id, kind, method)).await;
        }
        let plain = Self::client("plain", AppType::RegularWeb, TokenEndpointAuthMethod::ClientSecretPost);
        shop.add(Client { grant_types: Vec::new(), ..plain }).await;
        shop
    }

    pub(super) fn client(id: &str, app_type: AppType, token_endpoint_auth_method: TokenEndpointAuthMethod) -> Client {
        Client {
            client_id: id.to_owned(),
            name: format!("The {id}"),
            app_type,
            is_first_party: true,
            callbacks: vec![CALLBACK.to_owned()],
            web_origins: vec![format!("https://{id}.example.com")],
            grant_types: ALL_GRANTS.iter().map(|grant| (*grant).to_owned()).collect(),
            token_endpoint_auth_method,
            created_at: model::Timestamp(1),
            ..Client::default()
        }
    }

    /// Adds an application that users of the connection may log in at.
    pub(super) async fn add(&self, client: Client) {
        let has_secret = client.token_endpoint_auth_method != TokenEndpointAuthMethod::None;
        let connections = self.app.directory.connections().list(&Actor::operator(DEFAULT_TENANT)).await.unwrap();
        let mut tx = self.app.db.begin().await.unwrap();
        let hash = has_secret.then_some(SECRET_HASH);
        store::clients::insert(&mut tx, DEFAULT_TENANT, &client, hash).await.unwrap();
        let connection = &connections[0].id;
        store::connections::enable_client(&mut tx, DEFAULT_TENANT, connection, &client.client_id).await.unwrap();
        tx.commit().await.unwrap();
    }

    pub(super) async fn save(&self, client: &Client) {
        let mut tx = self.app.db.begin().await.unwrap();
        store::clients::save(&mut tx, DEFAULT_TENANT, client).await.unwrap();
        tx.commit().await.unwrap();
    }

    async fn add_api(&self) {
        let scope = |value: &str| ResourceServerScope { value: value.to_owned(), description: String::new() };
        let api = ResourceServer {
            id: "0123456789abcdef01234567".to_owned(),
            name: "Orders".to_owned(),
            identifier: API.to_owned(),
            scopes: vec![scope("read:orders"), scope("write:orders")],
            allow_offline_access: true,
            ..ResourceServer::default()
        };
        let grant = ClientGrant {
            id: "cgr_0123456789abcdef".to_owned(),
            client_id: "machine".to_owned(),
            audience: API.to_owned(),
            scope: vec!["read:orders".to_owned()],
        };
        self.add(Self::client("granted", AppType::NonInteractive, TokenEndpointAuthMethod::ClientSecretPost)).await;
        let mut tx = self.app.db.begin().await.unwrap();
        assert!(store::resource_servers::insert(&mut tx, DEFAULT_TENANT, &api).await.unwrap());
        let granted = ClientGrant { id: "cgr_granted".to_owned(), client_id: "granted".to_owned(), ..grant };
        assert!(store::client_grants::insert(&mut tx, DEFAULT_TENANT, &granted, api.created_at).await.unwrap());
        tx.commit().await.unwrap();
    }

    /// What /authorize would keep of a login of ada at `client`.
    pub(super) fn authorization(&self, client: &str, audience: &str, scope: &str) -> NewAuthorization {
        NewAuthorization {
            user_id: self.user.clone(),
            client_id: client.to_owned(),
            connection: CONNECTION.to_owned(),
            session_id: None,
            audience: audience.to_owned(),
            scope: scope.to_owned(),
            nonce: Some("n-once".to_owned()),
            redirect_uri: CALLBACK.to_owned(),
            code_challenge: Some(Challenge::of(VERIFIER).as_str().to_owned()),
            device: None,
            authenticated_at: self.app.clock.now(),
            impersonation: None,
        }
    }

    /// A code for the SPA.
    pub(super) async fn code(&self, audience: &str, scope: &str) -> String {
        let new = self.authorization("spa", audience, scope);
        self.app.directory.authorizations().issue(DEFAULT_TENANT, new).await.unwrap()
    }

    /// The tokens of a login at the SPA.
    pub(super) async fn login(&self, audience: &str, scope: &str) -> Value {
        let code = self.code(audience, scope).await;
        let answer = self.redeem(&code).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        answer.json()
    }

    pub(super) async fn redeem(&self, code: &str) -> Answer {
        let fields = [("client_id", "spa"), ("code", code), ("redirect_uri", CALLBACK), ("code_verifier", VERIFIER)];
        self.token("authorization_code", &fields).await
    }

    pub(super) async fn refresh(&self, token: &str) -> Answer {
        self.token("refresh_token", &[("client_id", "spa"), ("refresh_token", token)]).await
    }

    pub(super) async fn token(&self, grant: &str, fields: &[(&str, &str)]) -> Answer {
        let fields: Vec<_> = [("grant_type", grant)].into_iter().chain(fields.iter().copied()).collect();
        self.app.send(post("/oauth/token", &fields)).await
    }

    pub(super) async fn userinfo(&self, token: &str) -> Answer {
        self.app.send(Ask::get("/userinfo").header("authorization", &format!("Bearer {token}"))).await
    }

    pub(super) async fn block(&self, is_blocked: bool) {
        let operator = Actor::operator(DEFAULT_TENANT);
        self.app.directory.users().set_blocked(&operator, &self.user, is_blocked).await.unwrap();
    }

    /// Whether the log of ada has an event of that kind.
    pub(super) async fn has_event(&self, kind: &str) -> bool {
        let operator = Actor::operator(DEFAULT_TENANT);
        let page = self.app.directory.logs().of_user(&operator, &self.user, None).await.unwrap();
        page.events.iter().any(|event| event.kind == kind)
    }

    /// A session of ada at the SPA.
    pub(super) async fn session(&self) -> directory::BegunSession {
        let sessions = self.app.directory.user_sessions();
        sessions.begin(DEFAULT_TENANT, &self.user, CONNECTION, "spa", &Origin::default()).await.unwrap()
    }
}

/// A form as a program sends it: from no page at all.
pub(super) fn post(path: &str, fields: &[(&str, &str)]) -> Ask {
    let pairs = fields.iter().map(|(name, value)| format!("{name}={}", escape(value)));
    raw(path, "application/x-www-form-urlencoded", &pairs.collect::<Vec<_>>().join("&"))
}

pub(super) fn raw(path: &str, content_type: &str, body: &str) -> Ask {
    Ask::post(path, content_type, body.to_owned()).without("sec-fetch-site")
}

pub(super) fn basic(id: &str, secret: &str) -> String {
    format!("Basic {}", STANDARD.encode(format!("{id}:{secret}")))
}

/// The claims of a token, unchecked.
pub(super) fn claims(token: &Value) -> Value {
    let part = token.as_str().unwrap().split('.').nth(1).unwrap();
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap()
}

pub(super) fn header(token: &Value) -> Value {
    let part = token.as_str().unwrap().split('.').next().unwrap();
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap()
}

/// Status, `error` and `error_description`.
pub(super) fn error(answer: &Answer) -> (u16, String, String) {
    let body = answer.json();
    let text = |name: &str| body[name].as_str().unwrap_or_default().to_owned();
    (answer.status.as_u16(), text("error"), text("error_description"))
}

pub(super) fn assert_error(answer: &Answer, status: u16, code: &str, description: &str) {
    let (found, error, text) = error(answer);
    assert_eq!((found, error.as_str()), (status, code), "{}", answer.body);
    assert!(text.contains(description), "{} does not say {description}", answer.body);
    assert_eq!(answer.header("cache-control"), "no-store");
}

pub(super) fn issuer() -> String {
    format!("{URL}/")
}
