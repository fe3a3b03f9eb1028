//! A user, applications, and an administrator who may sign in as users.

use directory::{Actor, DEFAULT_TENANT, Origin};
use model::{AppType, Client, LogEvent, NewAdministrator, Role, TenantEdit, TenantSettings, UserProfile};
use protocol::pkce::Challenge;
use serde_json::{Value, json};

use crate::login::shop::{API, Browser, CALLBACK, EMAIL, add_client, field, open_shop, shop};
use crate::test_app::{Answer, Ask, PASSWORD, TestApp, URL, escape};

pub(super) const HELPER: &str = "helper@example.com";
pub(super) const START: &str = "https://shop.example.com/login?from=roster";
pub(super) const REASON: &str = "Ticket 4711: the basket is empty";
pub(super) const VERIFIER: &str = "a-verifier-of-43-characters-0123456789abcde";

/// The tenant allows it; `shop` begins its own logins, `plain` is answered at once, `guest` is a third party's.
pub(super) struct Scene {
    pub(super) app: TestApp,
    pub(super) user: UserProfile,
    /// The dashboard's cookie of an editor with the permission.
    pub(super) helper: String,
}

impl Scene {
    pub(super) async fn new() -> Self {
        let app = TestApp::new().await;
        let user = open_shop(&app, Client { initiate_login_uri: START.to_owned(), ..shop() }).await;
        let web = Client { callbacks: vec![CALLBACK.to_owned()], is_first_party: true, ..Client::default() };
        let web = |id: &str| Client { client_id: id.to_owned(), name: id.to_owned(), ..web.clone() };
        let kind = Client::of_kind(AppType::RegularWeb);
        let mut plain = Client { grant_types: kind.grant_types.clone(), ..web("plain") };
        plain.grant_types.push("implicit".to_owned());
        add_client(&app, &plain).await;
        let guest = Client { grant_types: kind.grant_types, is_first_party: false, ..web("guest") };
        add_client(&app, &guest).await;
        let scene = Self { helper: administrator(&app, HELPER, Role::Editor, true).await, app, user };
        scene.allow(true).await;
        // So that what is begun now is younger than the password.
        scene.app.clock.advance(1);
        scene
    }

    pub(super) async fn allow(&self, allow_impersonation: bool) {
        let operator = Actor::operator(DEFAULT_TENANT);
        let base = self.app.directory.tenants().settings(&operator).await.unwrap();
        let settings = TenantSettings { allow_impersonation, ..base.clone() };
        self.app.directory.tenants().update(&operator, TenantEdit { base, settings }).await.unwrap();
    }

    /// What the dialog asks, with some fields changed.
    pub(super) fn request(&self, changes: &Value) -> Value {
        let mut request = json!({
            "user_id": self.user.user_id, "client_id": "shop", "reason": REASON, "is_view_only": false, "parameters": {},
        });
        for (name, value) in changes.as_object().unwrap() {
            request[name] = value.clone();
        }
        request
    }

    pub(super) async fn offer_as(&self, session: &str, changes: Value) -> Answer {
        let arguments = json!({ "request": self.request(&changes), "password": null });
        self.app.send(Ask::call("impersonations/offer", &arguments).cookie(session)).await
    }

    /// The path of a link.
    pub(super) async fn link(&self, changes: Value) -> String {
        let answer = self.offer_as(&self.helper, changes).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        let url = answer.json()["url"].as_str().unwrap().to_owned();
        url.strip_prefix(URL).unwrap().to_owned()
    }

    /// Opens a link and agrees.
    pub(super) async fn open(&self, browser: &mut Browser, link: &str) -> Answer {
        let page = browser.get(&self.app, link).await;
        assert_eq!(page.status, 200, "{}", page.body);
        let (token, ticket) = (page.hidden("form_token"), page.hidden("ticket"));
        let fields = [("form_token", token.as_str()), ("ticket", ticket.as_str())];
        browser.send(&self.app, Ask::form("/impersonate", &fields)).await
    }

    /// A browser in which the helper is in, in the user's place.
    pub(super) async fn inside(&self, changes: Value) -> Browser {
        let mut browser = Browser::default();
        let link = self.link(changes).await;
        let opened = self.open(&mut browser, &link).await;
        assert_eq!(opened.status, 303, "{}", opened.body);
        browser
    }

    /// The shop's own login, with PKCE; the answer at its callback.
    pub(super) async fn authorize(&self, browser: &mut Browser, changes: &[(&str, &str)]) -> Answer {
        let challenge = Challenge::of(VERIFIER).as_str().to_owned();
        let mut all = vec![("code_challenge", challenge.as_str()), ("scope", "openid profile email offline_access")];
        all.retain(|(name, _)| !changes.iter().any(|(changed, _)| changed == name));
        all.extend(changes);
        browser.get(&self.app, &crate::login::shop::authorize(&all)).await
    }

    pub(super) async fn redeem(&self, code: &str) -> Answer {
        let fields = [
            ("grant_type", "authorization_code"),
            ("client_id", "shop"),
            ("code", code),
            ("redirect_uri", CALLBACK),
            ("code_verifier", VERIFIER),
        ];
        self.app.send(Ask::form("/oauth/token", &fields)).await
    }

    /// The tokens that the shop gets in that browser. It is public and on https, so nothing is asked.
    pub(super) async fn tokens(&self, browser: &mut Browser, changes: &[(&str, &str)]) -> Value {
        let answer = self.authorize(browser, changes).await;
        let code = field(&answer, "code");
        assert!(!code.is_empty(), "{} {}", answer.location(), answer.body);
        let redeemed = self.redeem(&code).await;
        assert_eq!(redeemed.status, 200, "{}", redeemed.body);
        redeemed.json()
    }

    pub(super) async fn userinfo(&self, tokens: &Value) -> Answer {
        let bearer = format!("Bearer {}", tokens["access_token"].as_str().unwrap());
        self.app.send(Ask::get("/userinfo").header("authorization", &bearer)).await
    }

    /// The tenant's events of these kinds, newest first.
    pub(super) async fn events(&self, kind: &str) -> Vec<LogEvent> {
        self.app.directory.write_pending().await;
        let operator = Actor::operator(DEFAULT_TENANT);
        let page = self.app.directory.logs().of_user(&operator, &self.user.user_id, None).await.unwrap();
        page.events.into_iter().filter(|event| event.kind.starts_with(kind)).collect()
    }
}

/// The session of a new administrator.
pub(super) async fn administrator(app: &TestApp, email: &str, role: Role, may_impersonate: bool) -> String {
    let new = NewAdministrator { email: email.to_owned(), password: PASSWORD.to_owned(), role, may_impersonate };
    app.directory.administrators().add(&Actor::operator(DEFAULT_TENANT), new).await.unwrap();
    format!("roster={}", app.directory.sessions().sign_in(email, PASSWORD, Origin::default()).await.unwrap())
}

/// What stands in a token, unchecked.
pub(super) fn claims(token: &Value) -> Value {
    use base64::Engine as _;
    let body = token.as_str().unwrap().split('.').nth(1).unwrap();
    serde_json::from_slice(&base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(body).unwrap()).unwrap()
}

pub(super) const USER: &str = EMAIL;
pub(super) const AUDIENCE: &str = API;

pub(super) fn escaped(text: &str) -> String {
    escape(text)
}
