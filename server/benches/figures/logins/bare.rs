//! The limits: handlers that do what must be done, and nothing else.

use std::sync::Arc;

use argon2::Argon2;
use argon2::password_hash::PasswordVerifier as _;
use argon2::password_hash::phc::PasswordHash;
use axum::Router;
use axum::body::Body;
use axum::routing::post;
use http::Request;
use http_body_util::BodyExt as _;
use model::{JsonObject, SigningAlgorithm};
use protocol::jwt::{self, Kind};
use protocol::keys::SigningKey;
use serde_json::json;
use store::Db;
use tower::ServiceExt as _;

#[derive(Clone)]
pub(super) struct Bare {
    router: Router,
}

impl Bare {
    pub(super) async fn new(db: &Db, email: &'static str, password: &'static str) -> Self {
        let Db::Sqlite { writer, readers, .. } = db.clone() else { panic!("measured on SQLite") };
        sqlx::query("CREATE TABLE IF NOT EXISTS bench (id INTEGER PRIMARY KEY, token TEXT NOT NULL)")
            .execute(&writer)
            .await
            .unwrap();
        let key = Arc::new(SigningKey::generate(SigningAlgorithm::RS256).unwrap());
        let signing = key.clone();
        let router = Router::new()
            .route(
                "/verify",
                post(async move || {
                    const SQL: &str = "SELECT p.hash FROM users u JOIN passwords p ON p.tenant = u.tenant AND p.user_id = u.id \
                        WHERE u.tenant = $1 AND u.email = $2";
                    let hash: String =
                        sqlx::query_scalar(SQL).bind("default").bind(email).fetch_one(&readers).await.unwrap();
                    let verify = move || {
                        Argon2::default().verify_password(password.as_bytes(), &PasswordHash::new(&hash).unwrap()).unwrap();
                    };
                    tokio::task::spawn_blocking(verify).await.unwrap();
                }),
            )
            .route("/sign", post(async move || signed(&signing)))
            .route(
                "/commit",
                post(async move || {
                    let token = signed(&key);
                    let mut tx = writer.begin().await.unwrap();
                    sqlx::query("INSERT INTO bench (token) VALUES ($1)").bind(&token).execute(&mut *tx).await.unwrap();
                    tx.commit().await.unwrap();
                    token
                }),
            );
        Self { router }
    }

    pub(super) async fn ask(self, path: &'static str) {
        let response = self.router.clone().oneshot(Request::post(path).body(Body::empty()).unwrap()).await.unwrap();
        assert_eq!(response.status(), 200, "{path}");
        response.into_body().collect().await.unwrap();
    }
}

fn signed(key: &SigningKey) -> String {
    let claims: JsonObject =
        json!({ "iss": "https://roster.example/", "sub": "auth0|1", "aud": "https://api.example" })
            .as_object()
            .unwrap()
            .clone();
    jwt::sign(key, Kind::AccessToken, &claims).unwrap()
}
