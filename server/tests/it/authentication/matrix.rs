//! What became of a user, times every way to get a token or to use one.
//!
//! The same hole comes back through the second door, so no state is tried at one door alone.

use directory::{Actor, DEFAULT_TENANT, Origin};
use protocol::pkce::Challenge;
use serde_json::Value;

use super::shop::{API, CALLBACK, DEVICE_GRANT, REALM_GRANT, SECRET, Shop, VERIFIER, post};
use crate::test_app::{Ask, CONNECTION, PASSWORD, escape};

/// What happened to the user after everything was begun.
#[derive(Clone, Copy, Debug, PartialEq)]
enum State {
    Fine,
    Blocked,
    Deleted,
    PasswordChanged,
    ConnectionOff,
    ApplicationGone,
    SessionEnded,
}

const STATES: [State; 7] = [
    State::Fine,
    State::Blocked,
    State::Deleted,
    State::PasswordChanged,
    State::ConnectionOff,
    State::ApplicationGone,
    State::SessionEnded,
];

/// A way to get a token, or to use one.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Entry {
    Code,
    Refresh,
    Opaque,
    Jwt,
    Silent,
    PasswordGrant,
    RealmGrant,
    DeviceCode,
    LoginPage,
}

const ENTRIES: [Entry; 9] = [
    Entry::Code,
    Entry::Refresh,
    Entry::Opaque,
    Entry::Jwt,
    Entry::Silent,
    Entry::PasswordGrant,
    Entry::RealmGrant,
    Entry::DeviceCode,
    Entry::LoginPage,
];

/// Which doors stay open. Whoever is fine comes in everywhere; nobody else but as said here.
fn is_open(state: State, entry: Entry) -> bool {
    match state {
        State::Fine => true,
        State::Blocked | State::Deleted | State::ConnectionOff | State::ApplicationGone => false,
        // The old password and all that came of it are dead; the matrix tries the old one.
        State::PasswordChanged => false,
        // The session was one way in: what hangs on it ends. What was given for offline access outlives it, here the refresh
        // token and the JWT beside it (OpenID Connect Core §11), and a login with the password begins another.
        State::SessionEnded => {
            matches!(entry, Entry::Refresh | Entry::Jwt | Entry::PasswordGrant | Entry::RealmGrant | Entry::LoginPage)
        }
    }
}

/// Every route of the authentication door, and which entries of the matrix stand for it; none with the reason.
const ROUTES: &[(&str, &[Entry], &str)] = &[
    ("/authorize", &[Entry::Silent, Entry::LoginPage], ""),
    ("/authorize/resume", &[Entry::LoginPage], ""),
    ("/u/login", &[Entry::LoginPage], ""),
    ("/oauth/token", &[Entry::Code, Entry::Refresh, Entry::PasswordGrant, Entry::RealmGrant, Entry::DeviceCode], ""),
    ("/userinfo", &[Entry::Opaque, Entry::Jwt], ""),
    ("/activate", &[Entry::DeviceCode], ""),
    ("/activate/confirm", &[Entry::DeviceCode], ""),
    ("/u/consent", &[], "answers what /authorize asked; /authorize/resume checks anew"),
    ("/u/signup", &[], "makes a new user, who is fine"),
    ("/tokeninfo", &[], "reads an ID token that was given out; gives none"),
    ("/oauth/device/code", &[], "no user yet"),
    ("/oauth/par", &[], "no user yet"),
    ("/oauth/revoke", &[], "ends tokens, in whatever state"),
    ("/.well-known/openid-configuration", &[], "public"),
    ("/.well-known/oauth-authorization-server", &[], "public"),
    ("/.well-known/jwks.json", &[], "public"),
    ("/dbconnections/signup", &[], "gives no token"),
    ("/dbconnections/change_password", &[], "sends a mail"),
    ("/v2/logout", &[], "ends a session"),
    ("/oidc/logout", &[], "ends a session"),
    ("/u/logout", &[], "ends a session"),
    ("/u/logged-out", &[], "says so"),
    ("/u/error", &[], "says so"),
    ("/u/reset-password", &[], "sends a mail"),
    ("/u/reset-password/new", &[], "sets a password by a ticket, without logging in"),
    ("/impersonate", &[], "an administrator's way in: see login/impersonate"),
    ("/impersonate/end", &[], "ends a session"),
    ("/u/unblock", &[], "forgets wrong passwords by a ticket, without logging in"),
    ("/u/verify-email", &[], "marks an address by a ticket"),
];

/// S-501
#[test]
fn every_route_has_a_line_in_the_matrix() {
    let sources = [include_str!("../../../src/authentication.rs"), include_str!("../../../src/login.rs")];
    let mut found = Vec::new();
    for source in sources {
        for rest in source.split(".route(").skip(1) {
            let path = rest.trim_start().strip_prefix('"').and_then(|rest| rest.split('"').next());
            found.push(path.expect("a route names its path").to_owned());
        }
    }
    found.sort();
    found.dedup();
    let mut listed: Vec<String> = ROUTES.iter().map(|(path, ..)| (*path).to_owned()).collect();
    listed.sort();
    assert_eq!(found, listed);
    for (path, entries, reason) in ROUTES {
        assert!(entries.is_empty() != reason.is_empty(), "{path}: entries, or the reason for none");
    }
    assert!(ENTRIES.iter().all(|entry| ROUTES.iter().any(|(_, entries, _)| entries.contains(entry))));
}

/// S-166, S-245, S-259, S-333, S-346, N-023, N-030
#[tokio::test]
async fn each_state_of_a_user_closes_the_doors_that_it_must() {
    for state in STATES {
        for entry in ENTRIES {
            let started = Started::new().await;
            started.bring_about(state).await;
            let is_in = started.enters(entry).await;
            assert_eq!(is_in, is_open(state, entry), "{state:?} at {entry:?}");
        }
    }
}

/// Everything that a user can have begun before something happens to them.
struct Started {
    shop: Shop,
    session: directory::BegunSession,
    code: String,
    refresh_token: String,
    opaque: String,
    jwt: String,
    device_code: String,
}

impl Started {
    async fn new() -> Self {
        let shop = Shop::open().await;
        let session = shop.session().await;
        let opaque = tokens(&shop, &session, "", "openid").await;
        let jwt = tokens(&shop, &session, API, "openid offline_access").await;
        let code = code(&shop, &session, "", "openid").await;
        let asked =
            shop.app.send(post("/oauth/device/code", &[("client_id", "spa"), ("scope", "openid")])).await.json();
        let (user_code, device_code) = (text(&asked, "user_code"), text(&asked, "device_code"));
        let devices = shop.app.directory.device_codes();
        assert!(devices.approve(DEFAULT_TENANT, &user_code, &session.session, &Origin::default()).await.unwrap());
        Self {
            code,
            refresh_token: text(&jwt, "refresh_token"),
            opaque: text(&opaque, "access_token"),
            jwt: text(&jwt, "access_token"),
            device_code,
            session,
            shop,
        }
    }

    async fn bring_about(&self, state: State) {
        let operator = Actor::operator(DEFAULT_TENANT);
        let directory = &self.shop.app.directory;
        match state {
            State::Fine => {}
            State::Blocked => self.shop.block(true).await,
            State::Deleted => directory.users().delete(&operator, &self.shop.user).await.unwrap(),
            State::PasswordChanged => {
                directory.users().change_password(&operator, &self.shop.user, "Another-Horse-9").await.unwrap();
            }
            State::ConnectionOff => {
                let connection = directory.connections().list(&operator).await.unwrap().remove(0);
                for client in ["spa", "web"] {
                    directory.connections().set_client(&operator, &connection.id, client, false).await.unwrap();
                }
            }
            State::ApplicationGone => {
                for client in ["spa", "web"] {
                    directory.clients().delete(&operator, client).await.unwrap();
                }
            }
            State::SessionEnded => {
                directory.user_sessions().delete(&operator, &self.session.session.id).await.unwrap();
            }
        }
    }

    async fn enters(&self, entry: Entry) -> bool {
        let shop = &self.shop;
        match entry {
            Entry::Code => shop.redeem(&self.code).await.status == 200,
            Entry::Refresh => shop.refresh(&self.refresh_token).await.status == 200,
            Entry::Opaque => shop.userinfo(&self.opaque).await.status == 200,
            Entry::Jwt => shop.userinfo(&self.jwt).await.status == 200,
            Entry::Silent => self.silent().await,
            Entry::PasswordGrant => self.password("password", &[]).await,
            Entry::RealmGrant => self.password(REALM_GRANT, &[("realm", CONNECTION)]).await,
            Entry::DeviceCode => {
                let fields = [("client_id", "spa"), ("device_code", self.device_code.as_str())];
                shop.token(DEVICE_GRANT, &fields).await.status == 200
            }
            Entry::LoginPage => self.log_in_at_the_page().await,
        }
    }

    async fn password(&self, grant: &str, more: &[(&str, &str)]) -> bool {
        let mut fields = vec![
            ("client_id", "web"),
            ("client_secret", SECRET),
            ("username", "ada@example.com"),
            ("password", PASSWORD),
        ];
        fields.extend(more);
        self.shop.token(grant, &fields).await.status == 200
    }

    fn authorize(more: &str) -> String {
        format!(
            "/authorize?response_type=code&client_id=spa&redirect_uri={}&scope=openid&state=s&code_challenge={}\
             &code_challenge_method=S256{more}",
            escape(CALLBACK),
            Challenge::of(VERIFIER).as_str()
        )
    }

    async fn silent(&self) -> bool {
        let cookie = format!("roster-login={}", self.session.secret);
        let answer = self.shop.app.send(Ask::get(&Self::authorize("&prompt=none")).cookie(&cookie)).await;
        answer.location().contains("code=")
    }

    async fn log_in_at_the_page(&self) -> bool {
        let app = &self.shop.app;
        let asked = app.send(Ask::get(&Self::authorize(""))).await;
        if !asked.location().starts_with('/') {
            return false;
        }
        let page = app.send(Ask::get(asked.location())).await;
        if page.status != 200 {
            return false;
        }
        let cookies: Vec<&str> = page.cookies().into_iter().filter_map(|cookie| cookie.split(';').next()).collect();
        let (token, state) = (page.hidden("form_token"), page.hidden("state"));
        let fields = [
            ("form_token", token.as_str()),
            ("state", state.as_str()),
            ("username", "ada@example.com"),
            ("password", PASSWORD),
        ];
        let sent = app.send(Ask::form("/u/login", &fields).cookie(&cookies.join("; "))).await;
        let Some(session) = sent.cookie("roster-login") else { return false };
        let resumed = app.send(Ask::get(sent.location()).cookie(&session)).await;
        resumed.location().contains("code=")
    }
}

async fn code(shop: &Shop, session: &directory::BegunSession, audience: &str, scope: &str) -> String {
    let mut new = shop.authorization("spa", audience, scope);
    new.session_id = Some(session.session.id.clone());
    shop.app.directory.authorizations().issue(DEFAULT_TENANT, new).await.unwrap()
}

async fn tokens(shop: &Shop, session: &directory::BegunSession, audience: &str, scope: &str) -> Value {
    let answer = shop.redeem(&code(shop, session, audience, scope).await).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    answer.json()
}

fn text(value: &Value, name: &str) -> String {
    value[name].as_str().unwrap_or_else(|| panic!("{name} in {value}")).to_owned()
}
