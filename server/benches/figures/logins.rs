//! Logging in and getting tokens, beside what the machine itself can do in the same run.

mod bare;
mod events;
pub(crate) mod shop;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Body;
use directory::{Cost, Hashing};
use http::Request;
use http_body_util::BodyExt as _;
use serde_json::Value;
use tower::ServiceExt as _;

use bare::Bare;
use shop::Shop;

/// So many clients ask at once: twice the cores, so that neither waits for an answer to be read.
const CLIENTS: usize = 4;
/// How long each figure is measured.
const SPAN: Duration = Duration::from_secs(5);

pub(crate) async fn measure(folder: &std::path::Path) {
    let shop = Shop::open(&folder.join("logins"), Hashing::new(Cost::PRODUCTION)).await;
    let bare = Bare::new(&shop.db, shop::EMAIL, shop::PASSWORD).await;
    println!("\nLogins and tokens, {CLIENTS} clients");
    println!("  {:<40} {:>10} {:>10} {:>10}", "", "Roster /s", "limit /s", "of it");
    let (asks, limit) = (shop.clone(), bare.clone());
    let logins = rate(move |_| log_in(asks.clone())).await;
    print("password logins", logins, rate(move |_| limit.clone().ask("/verify")).await, 0.95);
    let (asks, limit) = (shop.clone(), bare.clone());
    let tokens = rate(move |_| machine_token(asks.clone())).await;
    print("client_credentials", tokens, rate(move |_| limit.clone().ask("/sign")).await, 0.70);
    let families = Arc::new(shop.families(CLIENTS).await);
    let (asks, limit, of_client) = (shop.clone(), bare.clone(), families.clone());
    let refreshes = rate(move |client| refresh(asks.clone(), of_client.clone(), client)).await;
    print("refresh_token", refreshes, rate(move |_| limit.clone().ask("/commit")).await, 0.60);
    under_load(&shop, &families[0]).await;
    events::measure(folder).await;
}

async fn log_in(shop: Shop) {
    shop.log_in().await;
}

async fn machine_token(shop: Shop) {
    shop.machine_token().await;
}

async fn refresh(shop: Shop, families: Arc<Vec<shop::Family>>, client: usize) {
    shop.refresh(&families[client]).await;
}

/// How often a second the clients together get through `work`.
async fn rate<F: Future<Output = ()> + Send>(work: impl Fn(usize) -> F + Clone + Send + Sync + 'static) -> f64 {
    // Once without measuring: caches are warm and lazy things are there.
    work(0).await;
    let start = Instant::now();
    let clients: Vec<_> = (0..CLIENTS)
        .map(|client| {
            let work = work.clone();
            tokio::spawn(async move {
                let mut done = 0_u32;
                while start.elapsed() < SPAN {
                    work(client).await;
                    done += 1;
                }
                done
            })
        })
        .collect();
    let mut done = 0;
    for client in clients {
        done += client.await.unwrap();
    }
    f64::from(done) / start.elapsed().as_secs_f64()
}

fn print(name: &str, roster: f64, limit: f64, wanted: f64) {
    let wanted = format!("(≥ {:.0} %)", wanted * 100.0);
    println!("  {name:<40} {roster:>10.0} {limit:>10.0} {:>8.0} % {wanted}", roster / limit * 100.0);
}

/// How long others wait while passwords are being checked as fast as they can be.
async fn under_load(shop: &Shop, family: &shop::Family) {
    let is_over = Arc::new(AtomicBool::new(false));
    let load: Vec<_> = (0..CLIENTS)
        .map(|_| {
            let (shop, is_over) = (shop.clone(), is_over.clone());
            tokio::spawn(async move {
                while !is_over.load(Ordering::Relaxed) {
                    shop.log_in().await;
                }
            })
        })
        .collect();
    let keys = waits(|| shop.keys()).await;
    let refresh = waits(|| shop.refresh(family)).await;
    is_over.store(true, Ordering::Relaxed);
    for client in load {
        client.await.unwrap();
    }
    println!("  beside logins at full load, p99: jwks {keys:.1} ms, refresh {refresh:.1} ms (≤ 50 ms)");
}

/// The 99th of a hundred, in milliseconds.
async fn waits<F: Future<Output = ()>>(work: impl Fn() -> F) -> f64 {
    let mut times = Vec::new();
    let start = Instant::now();
    while start.elapsed() < SPAN {
        let begin = Instant::now();
        work().await;
        times.push(begin.elapsed());
    }
    times.sort();
    times[times.len() * 99 / 100].as_secs_f64() * 1000.0
}

/// Sends a form and reads the JSON that must be the answer.
async fn form(router: &Router, path: &str, fields: &[(&str, &str)]) -> Value {
    let body = encoded(fields);
    let request =
        Request::post(path).header("content-type", "application/x-www-form-urlencoded").body(Body::from(body)).unwrap();
    answer(router, request).await
}

async fn answer(router: &Router, request: Request<Body>) -> Value {
    let response = router.clone().oneshot(request).await.unwrap();
    let status = response.status();
    let body = response.into_body().collect().await.unwrap().to_bytes();
    assert_eq!(status, 200, "{}", String::from_utf8_lossy(&body));
    serde_json::from_slice(&body).unwrap()
}

fn encoded(fields: &[(&str, &str)]) -> String {
    url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish()
}
