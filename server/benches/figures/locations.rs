//! The tab Locations of a user with very many logins.

use std::path::Path;
use std::time::{Duration, Instant};

use axum::body::Body;
use directory::{Actor, DEFAULT_TENANT};
use http::Request;
use http_body_util::BodyExt as _;
use model::{LogEvent, NewUser, Place, Timestamp};
use serde_json::json;
use tower::ServiceExt as _;

use crate::world::World;

/// Whose page `end2end/bench.mjs` opens afterwards, in the same database.
const EMAIL: &str = "traveller@example.com";
const EVENTS: i64 = 100_000;
const PLACES: i64 = 40;
const DAYS: i64 = 30;
const DAY: i64 = 86_400_000;
const ASKED: usize = 200;
/// What the 99th of a hundred may take.
const BUDGET: Duration = Duration::from_millis(30);

pub(crate) async fn measure(folder: &Path) {
    let file = folder.join("locations.db");
    for suffix in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{}{suffix}", file.display()));
    }
    let world = World::open(&format!("sqlite://{}", file.display()), 100).await;
    let user = create(&world).await;
    fill(&world, &user).await;
    let mut times: Vec<Duration> = Vec::new();
    for _ in 0..ASKED {
        times.push(ask(&world, &user).await);
    }
    times.sort_unstable();
    let (median, p99) = (times[ASKED / 2], times[ASKED * 99 / 100]);
    println!("\nLocations of a user with {EVENTS} logins: median {median:.1?}, p99 {p99:.1?} (at most {BUDGET:?})");
}

async fn create(world: &World) -> String {
    let user = NewUser {
        connection: "Username-Password-Authentication".to_owned(),
        email: EMAIL.to_owned(),
        password: "Correct-Horse-9-Battery".to_owned(),
        ..NewUser::default()
    };
    world.directory.users().create(&Actor::operator(DEFAULT_TENANT), user).await.unwrap().user_id.to_string()
}

async fn fill(world: &World, user: &str) {
    let now = 1_795_000_000_000;
    let mut number = 0;
    while number < EVENTS {
        let mut tx = world.db.begin().await.unwrap();
        for _ in 0..5_000 {
            number += 1;
            store::logs::append(&mut tx, DEFAULT_TENANT, &event(user, number, now)).await.unwrap();
        }
        tx.commit().await.unwrap();
    }
    world.db.analyze().await.unwrap();
}

fn event(user: &str, number: i64, now: i64) -> LogEvent {
    let date = Timestamp(now - DAYS * DAY + number * (DAYS * DAY / EVENTS));
    let at = f64::from(i32::try_from(number * 7 % PLACES).unwrap());
    let place = Place {
        country_code: Some("DE".to_owned()),
        country_code3: Some("DEU".to_owned()),
        country_name: Some("Germany".to_owned()),
        city_name: Some(format!("City {at}")),
        latitude: at,
        longitude: at,
        time_zone: Some("Europe/Berlin".to_owned()),
        continent_code: Some("EU".to_owned()),
    };
    let text: String = date.to_string().chars().filter(char::is_ascii_digit).collect();
    LogEvent {
        log_id: format!("900{text}{number:038}"),
        date,
        kind: if number % 9 == 0 { "fp" } else { "s" }.to_owned(),
        description: None,
        connection: Some("Username-Password-Authentication".to_owned()),
        client_id: None,
        client_name: None,
        ip: Some("192.0.2.1".to_owned()),
        user_agent: None,
        user_id: Some(user.to_owned()),
        user_name: None,
        location_info: Some(place),
        details: None,
    }
}

async fn ask(world: &World, user: &str) -> Duration {
    let request = Request::post("/fn/users/locations")
        .header("content-type", "application/json")
        .header("sec-fetch-site", "same-origin")
        .header("cookie", &world.cookie)
        .body(Body::from(json!({ "id": user, "from": null, "to": null }).to_string()))
        .unwrap();
    let start = Instant::now();
    let answer = world.router.clone().oneshot(request).await.unwrap();
    assert_eq!(answer.status(), 200);
    let bytes = answer.into_body().collect().await.unwrap().to_bytes();
    assert!(bytes.len() > 1000);
    start.elapsed()
}
