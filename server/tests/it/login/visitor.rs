//! A browser that an application sent to log in.

use directory::{Actor, DEFAULT_TENANT};
use model::{AppType, Client, ConnectionOptions, Mail, NewUser, UserProfile};

use crate::test_app::{Answer, Ask, CONNECTION, PASSWORD, TestApp, escape};

pub(super) const CALLBACK: &str = "https://shop.example.com/callback";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

pub(super) struct Visitor {
    pub(super) app: TestApp,
}

impl Visitor {
    /// The application `shop` uses the default connection.
    pub(super) async fn new() -> Self {
        Self::at(TestApp::new().await).await
    }

    pub(super) async fn at(app: TestApp) -> Self {
        let client = Client {
            client_id: "shop".to_owned(),
            name: "The Shop".to_owned(),
            is_first_party: true,
            callbacks: vec![CALLBACK.to_owned()],
            ..Client::of_kind(AppType::Spa)
        };
        let mut tx = app.db.begin().await.unwrap();
        store::clients::insert(&mut tx, DEFAULT_TENANT, &client, None).await.unwrap();
        let connection = store::connections::find(&mut tx, DEFAULT_TENANT, CONNECTION).await.unwrap().unwrap();
        store::connections::enable_client(&mut tx, DEFAULT_TENANT, &connection.id, "shop").await.unwrap();
        tx.commit().await.unwrap();
        Self { app }
    }

    pub(super) async fn set_options(&self, change: impl FnOnce(ConnectionOptions) -> ConnectionOptions) {
        let mut tx = self.app.db.begin().await.unwrap();
        let connection = store::connections::find(&mut tx, DEFAULT_TENANT, CONNECTION).await.unwrap().unwrap();
        let options = change(connection.options);
        store::connections::save_options(&mut tx, DEFAULT_TENANT, &connection.id, &options).await.unwrap();
        tx.commit().await.unwrap();
    }

    pub(super) async fn user(&self, email: &str) -> UserProfile {
        let new = NewUser {
            connection: CONNECTION.to_owned(),
            email: email.to_owned(),
            password: PASSWORD.to_owned(),
            ..NewUser::default()
        };
        let user = self.app.directory.users().create(&operator(), new).await.unwrap();
        self.app.clock.advance(1);
        user
    }

    /// The `state` of a login that waits.
    pub(super) async fn state(&self) -> String {
        let path = format!(
            "/authorize?client_id=shop&response_type=code&scope=openid&state=s&redirect_uri={}&code_challenge={CHALLENGE}\
             &code_challenge_method=S256",
            escape(CALLBACK)
        );
        let answer = self.app.send(Ask::get(&path)).await;
        let location = answer.location();
        let state = location.split("state=").nth(1).unwrap_or_else(|| panic!("{} {}", answer.status, answer.body));
        state.to_owned()
    }

    /// Opens the page and sends its form with `fields`, as one browser.
    pub(super) async fn fill(&self, path: &str, action: &str, fields: &[(&str, &str)]) -> Answer {
        let page = self.app.send(Ask::get(path)).await;
        assert_eq!(page.status, 200, "{path}: {}", page.body);
        let (token, cookie) = (page.hidden("form_token"), page.cookie("roster-flow").unwrap());
        let hidden = ["state", "ticket"].into_iter().filter(|name| page.body.contains(&format!("name=\"{name}\"")));
        let hidden: Vec<(&str, String)> = hidden.map(|name| (name, page.hidden(name))).collect();
        let mut all = vec![("form_token", token.as_str())];
        all.extend(hidden.iter().map(|(name, value)| (*name, value.as_str())));
        all.extend(fields);
        self.app.send(Ask::form(action, &all).cookie(&cookie)).await
    }

    /// The newest mail, whole; time goes on, so that the next one is newer.
    pub(super) async fn mail(&self) -> Mail {
        let mails = self.app.directory.mails();
        let page = mails.list(&operator(), None).await.unwrap();
        self.app.clock.advance(1);
        mails.get(&operator(), &page.mails[0].id).await.unwrap()
    }

    pub(super) async fn mails(&self) -> usize {
        self.app.directory.mails().list(&operator(), None).await.unwrap().mails.len()
    }

    /// The path of the link in the newest mail.
    pub(super) async fn link(&self) -> String {
        let text = self.mail().await.text;
        let link = text.split_whitespace().find(|word| word.starts_with("http")).unwrap();
        link.strip_prefix(crate::test_app::URL).unwrap().to_owned()
    }

    /// Whether the password is the user's.
    pub(super) async fn may_log_in(&self, email: &str, password: &str) -> bool {
        let state = self.state().await;
        let path = format!("/u/login?state={state}");
        let fields = [("username", email), ("password", password)];
        self.fill(&path, "/u/login", &fields).await.status == 303
    }
}

pub(super) fn operator() -> Actor {
    Actor::operator(DEFAULT_TENANT)
}
