//! A Roster with an application, an API, a machine and a user.

use std::path::Path;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use directory::{Actor, DEFAULT_TENANT, Directory, Hashing, Settings};
use http::Request;
use model::{AppType, ClientPatch, CreatedClient, NewUser, ResourceServerPatch, TenantSettings, UserId};
use server::{PublicUrl, ServerState, Site, TrustedProxies, router};
use store::Db;
use tokio::sync::Mutex;

use super::{answer, form};

const URL: &str = "http://localhost:8080";
const API: &str = "https://api.example";
const REALM: &str = "http://auth0.com/oauth/grant-type/password-realm";
const CONNECTION: &str = "Username-Password-Authentication";
pub(crate) const EMAIL: &str = "ada@example.com";
pub(crate) const PASSWORD: &str = "Correct-Horse-9-Battery";

#[derive(Clone)]
pub(crate) struct Shop(Arc<Inner>);

pub(crate) struct Inner {
    pub(crate) db: Db,
    pub(crate) directory: Directory,
    pub(crate) user_id: UserId,
    router: Router,
    web: CreatedClient,
    machine: CreatedClient,
}

impl std::ops::Deref for Shop {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.0
    }
}

/// The refresh token that is the newest of its family.
pub(crate) struct Family(Mutex<String>);

impl Shop {
    pub(crate) async fn open(folder: &Path, hashing: Hashing) -> Self {
        let _ = std::fs::remove_dir_all(folder);
        std::fs::create_dir_all(folder).unwrap();
        let db = Db::open(&format!("sqlite://{}", folder.join("roster.db").display())).await.unwrap();
        db.migrate().await.unwrap();
        let directory =
            Directory::new(db.clone(), Settings { hashing, files: Some(folder.join("jobs")), ..Settings::new(URL) });
        directory.start().await.unwrap();
        let operator = Actor::operator(DEFAULT_TENANT);
        // All comes from one address, and as fast as it can: counted, and never too much.
        let limitless =
            |before: &TenantSettings| Ok(TenantSettings { authentication_api_limit: 10_000_000, ..before.clone() });
        directory.tenants().change(&operator, limitless).await.unwrap();
        let api = ResourceServerPatch {
            name: Some("API".to_owned()),
            identifier: Some(API.to_owned()),
            allow_offline_access: Some(true),
            ..ResourceServerPatch::default()
        };
        directory.resource_servers().create(&operator, api).await.unwrap();
        let web = client("Shop", AppType::RegularWeb, &[REALM, "refresh_token", "authorization_code"]);
        let web = directory.clients().create(&operator, web).await.unwrap();
        let machine = client("Machine", AppType::NonInteractive, &["client_credentials"]);
        let machine = directory.clients().create(&operator, machine).await.unwrap();
        directory.client_grants().save(&operator, &machine.client.client_id, API, &[]).await.unwrap();
        let user = NewUser {
            connection: CONNECTION.to_owned(),
            email: EMAIL.to_owned(),
            password: PASSWORD.to_owned(),
            ..NewUser::default()
        };
        let user_id = directory.users().create(&operator, user).await.unwrap().user_id;
        let url: PublicUrl = URL.parse().unwrap();
        let router = router(ServerState::new(directory.clone(), url, TrustedProxies::default(), Site::empty()));
        Self(Arc::new(Inner { db, directory, user_id, router, web, machine }))
    }

    /// The password grant: the same path as a login at the hosted page.
    pub(crate) async fn log_in(&self) {
        self.password_grant("openid").await;
    }

    async fn password_grant(&self, scope: &str) -> serde_json::Value {
        let fields = [
            ("grant_type", REALM),
            ("realm", CONNECTION),
            ("username", EMAIL),
            ("password", PASSWORD),
            ("audience", API),
            ("scope", scope),
            ("client_id", &self.web.client.client_id),
            ("client_secret", self.web.client_secret.as_deref().unwrap()),
        ];
        form(&self.router, "/oauth/token", &fields).await
    }

    pub(crate) async fn machine_token(&self) {
        let fields = [
            ("grant_type", "client_credentials"),
            ("audience", API),
            ("client_id", &self.machine.client.client_id),
            ("client_secret", self.machine.client_secret.as_deref().unwrap()),
        ];
        form(&self.router, "/oauth/token", &fields).await;
    }

    pub(crate) async fn families(&self, count: usize) -> Vec<Family> {
        let mut families = Vec::new();
        for _ in 0..count {
            let token = self.password_grant("offline_access").await["refresh_token"].as_str().unwrap().to_owned();
            families.push(Family(Mutex::new(token)));
        }
        families
    }

    pub(crate) async fn refresh(&self, family: &Family) {
        let mut token = family.0.lock().await;
        let fields = [
            ("grant_type", "refresh_token"),
            ("refresh_token", token.as_str()),
            ("client_id", &self.web.client.client_id),
            ("client_secret", self.web.client_secret.as_deref().unwrap()),
        ];
        let answer = form(&self.router, "/oauth/token", &fields).await;
        answer["refresh_token"].as_str().unwrap().clone_into(&mut token);
    }

    pub(crate) async fn keys(&self) {
        answer(&self.router, Request::get("/.well-known/jwks.json").body(Body::empty()).unwrap()).await;
    }
}

fn client(name: &str, app_type: AppType, grants: &[&str]) -> ClientPatch {
    ClientPatch {
        name: Some(name.to_owned()),
        app_type: Some(app_type),
        grant_types: Some(grants.iter().map(|grant| (*grant).to_owned()).collect()),
        ..ClientPatch::default()
    }
}
