//! A whole Roster without a socket: a database in a temporary folder, a clock that tests turn, cheap hashing.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use axum::body::Body;
use axum::{Extension, Router};
use directory::{Actor, AuditKey, Clock, Cost, DEFAULT_TENANT, Directory, Hashing, Notary, Origin, Random, Settings};
use http::header::{CONTENT_TYPE, COOKIE, LOCATION, SET_COOKIE};
use http::{HeaderMap, Method, Request, StatusCode};
use http_body_util::BodyExt as _;
use model::{Role, Timestamp};
use serde_json::Value;
use server::{PeerAddress, PublicUrl, ServerState, Site, TrustedProxies, router};
use store::Db;
use tempfile::TempDir;
use tokio::sync::OnceCell;
use tower::ServiceExt as _;

use crate::described;

pub(crate) const URL: &str = "http://localhost:8080";
pub(crate) const PASSWORD: &str = "Correct-Horse-9-Battery";
pub(crate) const CONNECTION: &str = "Username-Password-Authentication";

pub(crate) struct TestApp {
    pub(crate) directory: Directory,
    pub(crate) clock: Clock,
    pub(crate) db: Db,
    pub(crate) hashing: Hashing,
    pub(crate) state: ServerState,
    folder: TempDir,
    router: Router,
}

impl TestApp {
    pub(crate) async fn new() -> Self {
        Self::at(URL, None).await
    }

    /// Reached at `url`, with the files of `site` instead of those in the program.
    pub(crate) async fn at(url: &str, site: Option<&Path>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let db = Db::open(&format!("sqlite://{}", folder.path().join("roster.db").display())).await.unwrap();
        db.migrate().await.unwrap();
        let clock = Clock::manual(Timestamp(1_795_000_000_000));
        let hashing = Hashing::new(Cost::TEST);
        let settings = Settings {
            hashing: hashing.clone(),
            clock: clock.clone(),
            random: Random::seeded(1),
            notary: Some(Notary { key: AuditKey::generate().unwrap(), copies: None }),
            files: Some(folder.path().join("jobs")),
            ..Settings::new(url)
        };
        let directory = Directory::new(db.clone(), settings);
        directory.start().await.unwrap();
        crate::signing_keys::insert(&db, clock.now()).await;
        let site = site.map_or_else(Site::empty, |folder| Site::Folder(folder.to_owned()));
        let url: PublicUrl = url.parse().unwrap();
        let state = ServerState::new(directory.clone(), url, TrustedProxies::default(), site);
        let router = router(state.clone());
        Self { directory, clock, db, hashing, state, folder, router }
    }

    /// The same behind a proxy that is believed: `x-forwarded-for` says where a request comes from.
    pub(crate) fn behind_a_proxy(self) -> Self {
        let proxy: SocketAddr = "127.0.0.1:1".parse().unwrap();
        let url: PublicUrl = URL.parse().unwrap();
        let state = ServerState::new(self.directory.clone(), url, "127.0.0.1".parse().unwrap(), Site::empty());
        Self { router: router(state).layer(Extension(PeerAddress(proxy))), ..self }
    }

    /// All its doors, to be served.
    pub(crate) fn router(&self) -> Router {
        self.router.clone()
    }

    /// Makes an administrator of that role; the email.
    pub(crate) async fn administrator(&self, role: Role) -> String {
        let email = format!("{}@example.com", role.as_str());
        let operator = Actor::operator(DEFAULT_TENANT);
        self.directory.administrators().create(&operator, &email, PASSWORD, role).await.unwrap();
        email
    }

    /// The session cookie of a new administrator of that role.
    pub(crate) async fn session(&self, role: Role) -> String {
        let email = self.administrator(role).await;
        format!("roster={}", self.directory.sessions().sign_in(&email, PASSWORD, Origin::default()).await.unwrap())
    }

    /// An answer of the Management API must be as our own document says.
    pub(crate) async fn send(&self, request: Ask) -> Answer {
        let (method, path) = (request.method.to_string(), request.path.clone());
        let answer = self.answer(request).await;
        if management_path(&path) {
            described::check(self.document().await, &method, &path, &answer);
        }
        answer
    }

    /// What the Management API says of itself.
    pub(crate) async fn document(&self) -> &'static Value {
        static DOCUMENT: OnceCell<Value> = OnceCell::const_new();
        DOCUMENT.get_or_init(async || self.answer(Ask::get("/api/v2/openapi.json")).await.json()).await
    }

    async fn answer(&self, request: Ask) -> Answer {
        let response = self.router.clone().oneshot(request.build()).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = body.collect().await.unwrap().to_bytes();
        Answer { status: parts.status, headers: parts.headers, body: String::from_utf8_lossy(&body).into_owned() }
    }

    /// The same, with the body as it is.
    pub(crate) async fn fetch(&self, request: Ask) -> (Answer, Vec<u8>) {
        let response = self.router.clone().oneshot(request.build()).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes().to_vec();
        let body = String::from_utf8_lossy(&bytes).into_owned();
        (Answer { status: parts.status, headers: parts.headers, body }, bytes)
    }

    /// Where the files of imports and exports are.
    pub(crate) fn jobs_folder(&self) -> PathBuf {
        self.folder.path().join("jobs")
    }

    /// The names of these files.
    pub(crate) fn job_files(&self) -> Vec<String> {
        let entries = std::fs::read_dir(self.jobs_folder()).into_iter().flatten();
        let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        names.filter(|name| name != "id").collect()
    }

    /// Calls a server function as a page does; must succeed.
    pub(crate) async fn call(&self, session: &str, function: &str, arguments: Value) -> Value {
        let answer = self.send(Ask::call(function, &arguments).cookie(session)).await;
        assert_eq!(answer.status, 200, "{function}: {}", answer.body);
        answer.json()
    }

    pub(crate) async fn create_user(&self, session: &str, email: &str) -> Value {
        let user = serde_json::json!({ "connection": CONNECTION, "email": email, "password": PASSWORD });
        self.call(session, "users/create", serde_json::json!({ "user": user })).await
    }
}

fn management_path(path: &str) -> bool {
    path.starts_with("/api/v2/") || path.starts_with("/users/") && path.ends_with("/impersonate")
}

/// A request as a browser sends it.
pub(crate) struct Ask {
    method: Method,
    path: String,
    headers: HeaderMap,
    body: Body,
}

impl Ask {
    pub(crate) fn method(method: &str, path: &str) -> Self {
        let method = Method::from_bytes(method.as_bytes()).unwrap();
        Self { method, path: path.to_owned(), headers: HeaderMap::new(), body: Body::empty() }
    }

    pub(crate) fn get(path: &str) -> Self {
        Self::method("GET", path)
    }

    /// From a page of ours.
    pub(crate) fn post(path: &str, content_type: &str, body: impl Into<Body>) -> Self {
        let ask = Self { body: body.into(), ..Self::method("POST", path) };
        ask.header("sec-fetch-site", "same-origin").header(CONTENT_TYPE.as_str(), content_type)
    }

    pub(crate) fn call(function: &str, arguments: &Value) -> Self {
        Self::post(&format!("/fn/{function}"), "application/json", arguments.to_string())
    }

    pub(crate) fn form(path: &str, fields: &[(&str, &str)]) -> Self {
        let pairs = fields.iter().map(|(name, value)| format!("{name}={}", escape(value)));
        Self::post(path, "application/x-www-form-urlencoded", pairs.collect::<Vec<_>>().join("&"))
    }

    pub(crate) fn body(self, content_type: &str, body: impl Into<Body>) -> Self {
        let ask = Self { body: body.into(), ..self };
        ask.header(CONTENT_TYPE.as_str(), content_type)
    }

    pub(crate) fn cookie(self, cookie: &str) -> Self {
        self.header(COOKIE.as_str(), cookie)
    }

    pub(crate) fn header(mut self, name: &str, value: &str) -> Self {
        let name: http::HeaderName = name.parse().unwrap();
        self.headers.append(name, value.parse().unwrap());
        self
    }

    pub(crate) fn without(mut self, name: &str) -> Self {
        self.headers.remove(name);
        self
    }

    pub(crate) fn is_function(&self) -> bool {
        self.path.starts_with("/fn/")
    }

    fn build(self) -> Request<Body> {
        let mut request = Request::builder().method(self.method).uri(self.path).body(self.body).unwrap();
        *request.headers_mut() = self.headers;
        request
    }
}

/// Percent-encodes everything but letters and digits.
pub(crate) fn escape(text: &str) -> String {
    text.bytes()
        .map(|byte| if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.body))
    }

    /// A header's value; empty where it is missing.
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    pub(crate) fn location(&self) -> &str {
        self.header(LOCATION.as_str())
    }

    /// Every `Set-Cookie`.
    pub(crate) fn cookies(&self) -> Vec<&str> {
        self.headers.get_all(SET_COOKIE).iter().map(|value| value.to_str().unwrap()).collect()
    }

    /// `name=value` of the cookie that was set by that name.
    pub(crate) fn cookie(&self, name: &str) -> Option<String> {
        let start = format!("{name}=");
        let cookie = self.cookies().into_iter().find(|cookie| cookie.starts_with(&start))?;
        Some(cookie.split(';').next().unwrap_or_default().to_owned())
    }

    /// The value of a hidden field of the page's form.
    pub(crate) fn hidden(&self, name: &str) -> String {
        let (_, rest) = self.body.split_once(&format!("name=\"{name}\"")).unwrap_or_else(|| panic!("{}", self.body));
        let (_, rest) = rest.split_once("value=\"").unwrap();
        rest.split('"').next().unwrap().to_owned()
    }
}
