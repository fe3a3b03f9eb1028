//! The Users page's questions, asked by two clients at once.

use std::time::{Duration, Instant};

use axum::Router;
use axum::body::{Body, Bytes};
use axum::routing::post;
use http::Request;
use http_body_util::BodyExt;
use serde::Serialize;
use serde_json::{Value, json};
use sqlx::FromRow;
use sqlx::postgres::PgRow;
use sqlx::sqlite::SqliteRow;
use sqlx::types::Json;
use store::Db;
use tower::ServiceExt;

use crate::world::World;

const CLIENTS: usize = 2;
const REQUESTS: usize = 200;
/// A question that is answered quickly is asked more often, so that one interruption does not tell the figure.
const AT_LEAST: Duration = Duration::from_millis(500);
/// A question that takes long is asked less often.
const AT_MOST: Duration = Duration::from_secs(4);

/// What is asked, and its arguments.
fn questions() -> Vec<(&'static str, Value)> {
    let query = |name, extra: Value| (name, extra);
    vec![
        query("first page (created)", json!({})),
        query("sort by name", json!({ "sort": "name", "order": "asc" })),
        query("sort by email", json!({ "sort": "email", "order": "asc" })),
        query("sort by logins", json!({ "sort": "logins" })),
        query("sort by latest login", json!({ "sort": "latest_login" })),
        query("a name", json!({ "q": "lovelace" })),
        query("a first name, by name", json!({ "q": "zofia", "sort": "name", "order": "asc" })),
        query("two names", json!({ "q": "ada lovelace" })),
        query("a word of everybody", json!({ "q": "com" })),
        query("a word of nobody", json!({ "q": "xyzzy" })),
        query("beginning of a word", json!({ "q": "lov" })),
        query("… by latest login", json!({ "q": "lov", "sort": "latest_login" })),
        query("one letter", json!({ "q": "z", "sort": "email", "order": "asc" })),
        query("beginning of an email", json!({ "q": "ada.lovelace@" })),
        query("blocked", json!({ "status": "blocked" })),
        query("… by name", json!({ "status": "blocked", "sort": "name", "order": "asc" })),
        query("pending", json!({ "status": "pending" })),
        query("… by email", json!({ "status": "pending", "sort": "email", "order": "asc" })),
        query("unverified", json!({ "status": "unverified" })),
        query(
            "created in a week",
            json!({ "created_from": "2026-03-01", "created_to": "2026-03-07", "sort": "name", "order": "asc" }),
        ),
        query("blocked, of a name", json!({ "status": "blocked", "q": "garcia", "sort": "name", "order": "asc" })),
    ]
}

pub(crate) struct Figure {
    name: &'static str,
    median: Duration,
    p99: Duration,
    per_second: f64,
}

pub(crate) async fn measure(world: &World) -> Vec<Figure> {
    const PAGE: &str = "SELECT id, email, email_verified, username, name, identities, logins_count, last_login, created_at \
        FROM users WHERE tenant = $1 ORDER BY created_at DESC, id DESC LIMIT 50";
    let bare = bare::<Row>(world.db.clone(), PAGE, vec!["default".to_owned()]);
    let mut figures = vec![ask("a bare handler", &bare, world, "/", json!({})).await];
    for (name, query) in questions() {
        figures.push(ask(name, &world.router, world, "/fn/users/list", json!({ "query": query })).await);
    }
    for (name, query) in [
        ("count: everybody", json!({})),
        ("count: a name", json!({ "q": "lovelace" })),
        ("count: com", json!({ "q": "com" })),
    ] {
        figures.push(ask(name, &world.router, world, "/fn/users/count", json!({ "query": query })).await);
    }
    figures
}

pub(crate) async fn ask(name: &'static str, router: &Router, world: &World, path: &str, body: Value) -> Figure {
    let (path, cookie) = (path.to_owned(), world.cookie.clone());
    let request = move || {
        Request::post(&path)
            .header("content-type", "application/json")
            .header("sec-fetch-site", "same-origin")
            .header("cookie", &cookie)
            .body(Body::from(body.to_string()))
            .unwrap()
    };
    time(name, router, request).await
}

/// The same request again and again, by each client.
pub(crate) async fn time(
    name: &'static str,
    router: &Router,
    request: impl Fn() -> Request<Body> + Clone + Send + 'static,
) -> Figure {
    send(router, request()).await;
    let start = Instant::now();
    let clients: Vec<_> = (0..CLIENTS)
        .map(|_| {
            let (router, request) = (router.clone(), request.clone());
            tokio::spawn(async move {
                let mut times = Vec::with_capacity(REQUESTS);
                let is_enough = |asked, taken| asked >= REQUESTS && taken >= AT_LEAST || taken >= AT_MOST;
                while !is_enough(times.len(), start.elapsed()) {
                    let start = Instant::now();
                    send(&router, request()).await;
                    times.push(start.elapsed());
                }
                times
            })
        })
        .collect();
    let mut times = Vec::new();
    for client in clients {
        times.extend(client.await.unwrap());
    }
    let per_second = f64::from(u32::try_from(times.len()).unwrap()) / start.elapsed().as_secs_f64();
    times.sort();
    Figure { name, median: times[times.len() / 2], p99: times[times.len() * 99 / 100], per_second }
}

/// What a request is answered.
pub(crate) async fn send(router: &Router, request: Request<Body>) -> Bytes {
    let path = request.uri().clone();
    let response = router.clone().oneshot(request).await.unwrap();
    let status = response.status();
    let body = response.into_body().collect().await.unwrap().to_bytes();
    assert_eq!(status, 200, "{path}: {}", String::from_utf8_lossy(&body));
    body
}

/// What a list shows of a user.
#[derive(FromRow, Serialize)]
struct Row {
    id: String,
    email: String,
    email_verified: bool,
    username: String,
    name: Option<String>,
    identities: Json<Value>,
    logins_count: i64,
    last_login: i64,
    created_at: i64,
}

/// The limit: axum and the same rows of the database, nothing else.
pub(crate) fn bare<Row>(db: Db, sql: &'static str, values: Vec<String>) -> Router
where
    Row: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Serialize + Send + Unpin,
{
    Router::new().route(
        "/",
        post(async move || {
            let rows: Vec<Row> = match &db {
                Db::Sqlite { readers, .. } => {
                    let query = values.iter().fold(sqlx::query_as(sql), |query, value| query.bind(value));
                    query.fetch_all(readers).await.unwrap()
                }
                Db::Postgres(pool) => {
                    let query = values.iter().fold(sqlx::query_as(sql), |query, value| query.bind(value));
                    query.fetch_all(pool).await.unwrap()
                }
            };
            axum::Json(rows)
        }),
    )
}

pub(crate) fn print(what: &str, small: &[Figure], large: &[Figure]) {
    let milliseconds = |time: Duration| time.as_secs_f64() * 1000.0;
    let (few, many) = (format!("100,000 {what}"), format!("1,000,000 {what}"));
    println!("  {:<24} {few:>22} {many:>32} {:>8}", "", "ratio");
    println!(
        "  {:<24} {:>10} {:>11} {:>10} {:>10} {:>10} {:>8}",
        "", "median", "p99 ms", "median", "p99 ms", "per s", "medians"
    );
    for (small, large) in small.iter().zip(large) {
        println!(
            "  {:<24} {:>10.2} {:>11.2} {:>10.2} {:>10.2} {:>10.0} {:>8.2}",
            large.name,
            milliseconds(small.median),
            milliseconds(small.p99),
            milliseconds(large.median),
            milliseconds(large.p99),
            large.per_second,
            milliseconds(large.median) / milliseconds(small.median),
        );
    }
}
