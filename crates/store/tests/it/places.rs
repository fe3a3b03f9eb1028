//! Logins by place.

use model::{DAY, LogEvent, LoginOutcome, Place, Timestamp, UserId};
use store::{Db, log_chains, logs, places, tenants};

on_both!(
    logins_are_counted_by_day_place_and_outcome,
    events_that_leave_the_log_leave_the_counts,
    the_newest_logins_come_first_and_within_the_days,
    the_last_login_is_the_last_success_that_has_a_place,
);

const HOUR: i64 = DAY / 24;
const ALL: (i64, i64) = (-100_000, 100_000);

fn place(city: &str, latitude: f64) -> Option<Place> {
    Some(Place {
        country_code: Some("XX".to_owned()),
        country_code3: None,
        country_name: Some("Nowhere 'land\"".to_owned()),
        city_name: Some(city.to_owned()),
        latitude,
        longitude: -179.99,
        time_zone: None,
        continent_code: None,
    })
}

/// Adds an event `hour` hours after 1970.
async fn add(db: &Db, tenant: &str, user: &str, kind: &str, hour: i64, place: Option<Place>) -> String {
    let mut tx = db.begin().await.unwrap();
    tenants::insert(&mut tx, tenant, tenant, Timestamp(0)).await.unwrap();
    let log_id = format!("{tenant}{user}{kind}{hour:010}");
    let event = LogEvent {
        log_id: log_id.clone(),
        date: Timestamp(hour * HOUR),
        kind: kind.to_owned(),
        description: None,
        connection: None,
        client_id: None,
        client_name: None,
        ip: None,
        user_agent: None,
        user_id: Some(user.to_owned()),
        user_name: None,
        location_info: place,
        details: None,
    };
    logs::append(&mut tx, tenant, &event).await.unwrap();
    tx.commit().await.unwrap();
    log_id
}

async fn logins_are_counted_by_day_place_and_outcome(db: Db) {
    let (north, south) = (place("North", 80.0), place("South", -80.0));
    for hour in [24, 30, 47, 48] {
        add(&db, "t", "ada", "s", hour, north.clone()).await;
    }
    add(&db, "t", "ada", "fp", 31, north.clone()).await;
    add(&db, "t", "ada", "impersonation_opened", 32, south.clone()).await;
    add(&db, "t", "ada", "s", 33, None).await;
    add(&db, "t", "ada", "slo", 34, north.clone()).await;
    add(&db, "t", "bob", "s", 35, north.clone()).await;
    add(&db, "other", "ada", "s", 36, north.clone()).await;

    let mut conn = db.read_log().await.unwrap();
    let ada = UserId::from("ada");
    let mut counts = Vec::new();
    for outcome in [LoginOutcome::Success, LoginOutcome::Failure, LoginOutcome::Impersonation] {
        counts.extend(places::count(&mut conn, "t", &ada, outcome, ALL, 100).await.unwrap());
    }
    let of = |day: i64, outcome: LoginOutcome, place: &Option<Place>| {
        let id = place.as_ref().map(Place::id);
        let found = counts.iter().find(|it| it.day == day && it.outcome == outcome && it.place == id);
        found.map(|it| it.count)
    };
    assert_eq!(of(1, LoginOutcome::Success, &north), Some(3));
    assert_eq!(of(2, LoginOutcome::Success, &north), Some(1));
    assert_eq!(of(1, LoginOutcome::Failure, &north), Some(1));
    assert_eq!(of(1, LoginOutcome::Impersonation, &south), Some(1));
    assert_eq!(of(1, LoginOutcome::Success, &None), Some(1));
    assert_eq!(counts.len(), 5);
    let success = LoginOutcome::Success;
    assert_eq!(places::count(&mut conn, "t", &ada, success, (2, 2), 100).await.unwrap().len(), 1);
    assert_eq!(places::count(&mut conn, "t", &ada, success, ALL, 2).await.unwrap().len(), 2);
    let (north_id, south_id) = (north.as_ref().unwrap().id(), south.as_ref().unwrap().id());
    let found = places::find(&mut conn, "t", &[&north_id, &south_id, &north_id, "gone"]).await.unwrap();
    let mut expected = vec![(north_id, north.unwrap()), (south_id, south.unwrap())];
    expected.sort_by(|a, b| a.0.cmp(&b.0));
    assert_eq!(found, expected);
}

async fn events_that_leave_the_log_leave_the_counts(db: Db) {
    let north = place("North", 80.0);
    add(&db, "t", "ada", "fp", 22, None).await;
    add(&db, "t", "bob", "s", 23, north.clone()).await;
    for hour in [24, 30, 47, 48, 49] {
        add(&db, "t", "ada", "s", hour, north.clone()).await;
    }

    let mut tx = db.begin().await.unwrap();
    for chain in log_chains::list(&mut tx, "t").await.unwrap() {
        log_chains::retire(&mut tx, "t", chain.chain, Timestamp(49 * HOUR), 100).await.unwrap();
    }
    tx.commit().await.unwrap();
    let mut conn = db.read_log().await.unwrap();
    for (user, outcome, expected) in [
        ("ada", LoginOutcome::Success, vec![(2, 1)]),
        ("ada", LoginOutcome::Failure, vec![]),
        ("bob", LoginOutcome::Success, vec![]),
    ] {
        let counts = places::count(&mut conn, "t", &UserId::from(user), outcome, ALL, 100).await.unwrap();
        let counts: Vec<(i64, i64)> = counts.iter().map(|count| (count.day, count.count)).collect();
        assert_eq!(counts, expected, "{user} {outcome:?}");
    }
}

async fn the_newest_logins_come_first_and_within_the_days(db: Db) {
    let (north, south) = (place("North", 80.0), place("South", -80.0));
    let mut ids = Vec::new();
    // Along the index the southern ones of a day come after the northern ones, whatever their hour.
    for hour in 24..96 {
        let place = if hour % 3 == 0 { &north } else { &south };
        ids.push(add(&db, "t", "ada", "s", hour, place.clone()).await);
        add(&db, "t", "ada", "fp", hour, place.clone()).await;
        add(&db, "t", "ada", "s", hour + 1000, None).await;
    }
    ids.reverse();
    let mut conn = db.read_log().await.unwrap();
    let ada = UserId::from("ada");
    let newest = async |conn: &mut store::Conn, days: (i64, i64), limit: i64| {
        let found = places::newest(conn, "t", &ada, LoginOutcome::Success, days, limit).await.unwrap();
        found.into_iter().map(|login| login.log_id).collect::<Vec<_>>()
    };
    assert_eq!(newest(&mut conn, ALL, 1000).await, ids);
    assert_eq!(newest(&mut conn, ALL, 30).await, ids[..30]);
    assert_eq!(newest(&mut conn, (2, 2), 1000).await, ids[24..48]);
    assert!(newest(&mut conn, (7, 7), 1000).await.is_empty());
}

async fn the_last_login_is_the_last_success_that_has_a_place(db: Db) {
    let ada = UserId::from("ada");
    let last = async |db: &Db| {
        let mut conn = db.read().await.unwrap();
        places::last_login(&mut conn, "t", &ada)
            .await
            .unwrap()
            .map(|last| (last.log_id, last.date.0 / HOUR, last.place))
    };
    assert_eq!(last(&db).await, None);
    let (north, south) = (place("North", 80.0), place("South", -80.0));
    add(&db, "t", "ada", "s", 25, south.clone()).await;
    let id = add(&db, "t", "ada", "s", 26, north.clone()).await;
    add(&db, "t", "ada", "fp", 27, south.clone()).await;
    add(&db, "t", "ada", "impersonation_opened", 28, south.clone()).await;
    add(&db, "t", "ada", "s", 29, None).await;
    add(&db, "t", "bob", "s", 30, south.clone()).await;
    add(&db, "other", "ada", "s", 31, south).await;
    let found = Some((id, 26, north.clone().unwrap()));
    assert_eq!(last(&db).await, found, "before the log was read");
    db.settle_log().await.unwrap();
    assert_eq!(last(&db).await, found);
    let id = add(&db, "t", "ada", "s", 32, north.clone()).await;
    assert_eq!(last(&db).await, Some((id, 32, north.unwrap())), "of both the later one");
}
