//! What the event of a login costs, with its place and its chain, beside the whole login without argon2.

use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

use directory::{Cost, Hashing};
use model::{LogEvent, Place, Timestamp, UserId};
use serde_json::json;
use store::{logs, users};

use super::shop::Shop;
use super::{log_in, rate};

static NUMBER: AtomicU64 = AtomicU64::new(1);

pub(super) async fn measure(folder: &Path) {
    let shop = Shop::open(&folder.join("events"), Hashing::new(Cost::TEST)).await;
    let asks = shop.clone();
    let logins = rate(move |_| log_in(asks.clone())).await;
    let changed = shop.clone();
    let without = rate(move |_| change(changed.clone(), false)).await;
    let changed = shop.clone();
    let with = rate(move |_| change(changed.clone(), true)).await;
    let event = 1.0 / with - 1.0 / without;
    println!(
        "  a login's event, place and chain: {:.0} µs of {:.0} µs without argon2: {:.1} % (≤ 10 %)",
        event * 1e6,
        1e6 / logins,
        event * logins * 100.0
    );
}

/// The least that a login writes, perhaps with its event: both are a commit that waits for the disk.
async fn change(shop: Shop, has_event: bool) {
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let now = Timestamp(i64::try_from(number).unwrap());
    let mut tx = shop.db.begin().await.unwrap();
    users::count_login(&mut tx, "default", &shop.user_id, Some("203.0.113.9"), now).await.unwrap();
    if has_event {
        logs::append(&mut tx, "default", &event(number, &shop.user_id)).await.unwrap();
    }
    tx.commit().await.unwrap();
}

fn event(number: u64, user_id: &UserId) -> LogEvent {
    let city = number % 100;
    LogEvent {
        log_id: format!("900{number:055}"),
        date: Timestamp(i64::try_from(number).unwrap()),
        kind: "s".to_owned(),
        description: None,
        connection: Some("Username-Password-Authentication".to_owned()),
        client_id: Some("AaiyAPdpYdesoKnqjj8HJqRn4T5titww".to_owned()),
        client_name: Some("Shop".to_owned()),
        ip: Some("203.0.113.9".to_owned()),
        user_agent: Some("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0".to_owned()),
        user_id: Some(user_id.to_string()),
        user_name: Some("ada@example.com".to_owned()),
        location_info: Some(Place {
            country_code: Some("DE".to_owned()),
            country_code3: Some("DEU".to_owned()),
            country_name: Some("Germany".to_owned()),
            city_name: Some(format!("City {city}")),
            latitude: 52.5,
            longitude: 13.4,
            time_zone: Some("Europe/Berlin".to_owned()),
            continent_code: Some("EU".to_owned()),
        }),
        details: Some(json!({ "session_id": "0123456789abcdef", "checks": [{ "name": "password", "ms": 0.4 }] })),
    }
}
