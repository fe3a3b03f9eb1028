//! The log's questions over very many events, asked by two clients at once.

use std::time::Instant;

use directory::DEFAULT_TENANT;
use model::{LogEvent, Timestamp};
use serde_json::{Value, json};
use store::Db;
use store::logs::id_at;

use crate::lists::{Figure, ask};
use crate::world::World;

/// Events of the one user who has very many.
pub(crate) const OF_USER: u64 = 100_000;
const CODES: [&str; 10] = ["s", "seacft", "s", "sertft", "fp", "s", "seacft", "slo", "sapi", "fu"];

fn questions() -> Vec<(&'static str, Value)> {
    vec![
        ("History: first page", json!({ "user_id": "auth0|busy" })),
        ("History: failures", json!({ "user_id": "auth0|busy", "groups": ["failures"] })),
        ("History: what is rare", json!({ "user_id": "auth0|busy", "groups": ["impersonation"] })),
        ("History: an application", json!({ "user_id": "auth0|busy", "client_id": "app7" })),
        ("Logs: first page", json!({})),
        ("Logs: failures", json!({ "groups": ["failures"] })),
        ("Logs: tokens of an app", json!({ "groups": ["tokens"], "client_id": "app7" })),
        ("Logs: two that are never", json!({ "groups": ["account"], "connection": "Users" })),
        ("Logs: an address", json!({ "ip": "203.0.113.7" })),
        ("Logs: a name", json!({ "q": "user_name:\"user 77\"" })),
        ("Logs: a bare word", json!({ "q": "nothing" })),
        ("Logs: inside a text", json!({ "q": "user_agent:*nothing*" })),
        ("Logs: … of successes", json!({ "q": "type:s AND user_agent:*nothing*" })),
        ("Logs: a month", json!({ "q": "date:2026-03 AND type:fp" })),
        ("Logs: many terms", json!({ "q": "NOT type:s AND (user_name:*9 OR client_name:*8) AND NOT ip:*1*" })),
    ]
}

pub(crate) async fn measure(world: &World, events: u64) -> Vec<Figure> {
    fill(&world.db, events).await;
    let mut figures = Vec::new();
    for (name, query) in questions() {
        figures.push(ask(name, &world.router, world, "/fn/logs/search", json!({ "query": query })).await);
    }
    figures.push(ask("Chart: 24 hours", &world.router, world, "/fn/logs/chart", json!({ "hours": 24 })).await);
    figures
}

async fn fill(db: &Db, events: u64) {
    let last = event(events - 1, events);
    let mut conn = db.read_log().await.unwrap();
    if store::logs::find(&mut conn, DEFAULT_TENANT, &last.log_id).await.unwrap().is_some() {
        return;
    }
    drop(conn);
    let start = Instant::now();
    let mut number = 0;
    while number < events {
        let mut tx = db.begin().await.unwrap();
        for number in number..(number + 5_000).min(events) {
            store::logs::append(&mut tx, DEFAULT_TENANT, &event(number, events)).await.unwrap();
        }
        tx.commit().await.unwrap();
        number += 5_000;
    }
    db.analyze().await.unwrap();
    println!("  writing {events:>9} events: {:.1} s", start.elapsed().as_secs_f64());
}

/// Spread over the first half of 2026.
fn event(number: u64, events: u64) -> LogEvent {
    const BEGIN: i64 = 1_767_225_600_000;
    const SPAN: u64 = 180 * 86_400_000;
    let date = Timestamp(BEGIN + i64::try_from(number * (SPAN / events)).unwrap());
    // A number that looks like chance.
    let mixed = number.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32;
    let is_busy = number.is_multiple_of((events / OF_USER).max(1));
    let user = if is_busy { "busy".to_owned() } else { (mixed % 50_000).to_string() };
    LogEvent {
        log_id: format!("{}{number:038}", id_at(date)),
        date,
        kind: CODES[usize::try_from(mixed % 10).unwrap()].to_owned(),
        description: Some("Something happened".to_owned()),
        connection: Some("Username-Password-Authentication".to_owned()),
        client_id: Some(format!("app{}", mixed % 12)),
        client_name: Some(format!("Application {}", mixed % 12)),
        ip: Some(format!("203.0.{}.{}", mixed % 114, mixed % 250)),
        user_agent: Some("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0".to_owned()),
        user_id: Some(format!("auth0|{user}")),
        user_name: Some(format!("user {user}")),
        location_info: None,
        details: Some(json!({ "stats": { "loginsCount": number } })),
    }
}
