//! Events and their chains.

use model::{LogEvent, Place, Timestamp};
use serde_json::{Value, json};
use store::logs::{self, Filter, Window};
use store::{Db, Error, log_chains, tenants};

on_both!(
    events_are_written_at_the_end_of_their_transaction,
    an_event_outside_of_a_transaction_is_an_error,
    what_is_not_committed_is_no_link,
    transactions_at_once_keep_the_chains_whole,
    a_chain_goes_on_from_where_another_process_left_it,
    whatever_an_event_says_its_hash_is_found_again,
    the_beginning_moves_along_when_old_events_go,
    a_snapshot_has_every_event_whoever_writes_meanwhile
);

const TENANT: &str = "default";

async fn tenant(db: &Db) {
    let mut tx = db.begin().await.unwrap();
    for id in [TENANT, "other"] {
        tenants::insert(&mut tx, id, id, Timestamp(1)).await.unwrap();
    }
    tx.commit().await.unwrap();
}

fn event(number: u64) -> LogEvent {
    LogEvent {
        log_id: format!("900{number:055}"),
        date: Timestamp(i64::try_from(number).unwrap()),
        kind: "s".to_owned(),
        description: None,
        connection: Some("Users".to_owned()),
        client_id: None,
        client_name: None,
        ip: Some("203.0.113.9".to_owned()),
        user_agent: None,
        user_id: Some("auth0|1".to_owned()),
        user_name: None,
        location_info: None,
        details: None,
    }
}

/// How many events the tenant's chains have, each of which must be whole.
async fn whole(db: &Db, tenant: &str) -> i64 {
    let mut conn = db.read_log().await.unwrap();
    let mut events = 0;
    for chain in log_chains::list(&mut conn, tenant).await.unwrap() {
        let (mut number, mut hash) = (chain.first_number, chain.first_hash);
        for link in log_chains::links(&mut conn, tenant, chain.chain, number, 10_000).await.unwrap() {
            number += 1;
            assert_eq!(link.number, number);
            hash = link.hash_at(tenant, chain.chain, number, &hash);
            assert_eq!(link.hash, hash, "{}", link.log_id());
        }
        assert_eq!((number, hash), (chain.number, chain.hash));
        events += number - chain.first_number;
    }
    assert_eq!(log_chains::unchained(&mut conn, tenant).await.unwrap(), 0);
    events
}

async fn append(db: &Db, tenant: &str, events: &[LogEvent]) {
    let mut tx = db.begin().await.unwrap();
    for event in events {
        logs::append(&mut tx, tenant, event).await.unwrap();
    }
    tx.commit().await.unwrap();
}

async fn events_are_written_at_the_end_of_their_transaction(db: Db) {
    tenant(&db).await;
    let mut tx = db.begin().await.unwrap();
    let berlin = Place {
        country_code: Some("DE".to_owned()),
        country_code3: Some("DEU".to_owned()),
        country_name: Some("Germany".to_owned()),
        city_name: Some("Berlin".to_owned()),
        latitude: 52.52,
        longitude: 13.4,
        time_zone: Some("Europe/Berlin".to_owned()),
        continent_code: Some("EU".to_owned()),
    };
    let events: Vec<LogEvent> =
        (1..=70).map(|number| LogEvent { location_info: Some(berlin.clone()), ..event(number) }).collect();
    for event in &events {
        logs::append(&mut tx, TENANT, event).await.unwrap();
    }
    logs::append(&mut tx, "other", &event(1)).await.unwrap();
    assert_eq!(log_chains::count(&mut tx, TENANT).await.unwrap(), 0, "not yet");
    tx.commit().await.unwrap();
    assert_eq!((whole(&db, TENANT).await, whole(&db, "other").await), (70, 1));
    let mut conn = db.read_log().await.unwrap();
    let filter = Filter { user_id: Some("auth0|1".to_owned()), ..Filter::default() };
    let window = Window { after: None, before: None, limit: 100, effort: None, is_oldest_first: false };
    let found = logs::list(&mut conn, TENANT, &filter, &window).await.unwrap();
    assert_eq!(found.events, events.into_iter().rev().collect::<Vec<_>>());
    assert_eq!(log_chains::places(&mut conn, TENANT).await.unwrap(), [(berlin.id(), Some(berlin))]);
}

async fn an_event_outside_of_a_transaction_is_an_error(db: Db) {
    tenant(&db).await;
    let mut conn = db.read_log().await.unwrap();
    assert!(matches!(logs::append(&mut conn, TENANT, &event(1)).await, Err(Error::NoTransaction)));
}

/// A-01
async fn what_is_not_committed_is_no_link(db: Db) {
    tenant(&db).await;
    append(&db, TENANT, &[event(1)]).await;
    let mut tx = db.begin().await.unwrap();
    tenants::insert(&mut tx, "third", "Third", Timestamp(1)).await.unwrap();
    logs::append(&mut tx, TENANT, &event(2)).await.unwrap();
    drop(tx);
    // An event that cannot be written undoes what it tells of.
    let mut tx = db.begin().await.unwrap();
    tenants::insert(&mut tx, "fourth", "Fourth", Timestamp(1)).await.unwrap();
    logs::append(&mut tx, "nobody's", &event(2)).await.unwrap();
    tx.commit().await.unwrap_err();
    append(&db, TENANT, &[event(3)]).await;
    assert_eq!(whole(&db, TENANT).await, 2);
    let mut conn = db.read_log().await.unwrap();
    assert_eq!(tenants::ids(&mut conn).await.unwrap(), [TENANT, "other"]);
}

async fn transactions_at_once_keep_the_chains_whole(db: Db) {
    tenant(&db).await;
    let writers: Vec<_> = (0..8_u64)
        .map(|writer| {
            let db = db.clone();
            tokio::spawn(async move {
                for round in 0..12 {
                    // Ids that spread over the chains, and tenants in either order.
                    let number = writer * 1_000 + round * 7;
                    let mut tx = db.begin().await.unwrap();
                    let order = if writer % 2 == 0 { [TENANT, "other"] } else { ["other", TENANT] };
                    for tenant in order {
                        logs::append(&mut tx, tenant, &event(number)).await.unwrap();
                        logs::append(&mut tx, tenant, &event(number + 1)).await.unwrap();
                    }
                    tx.commit().await.unwrap();
                }
            })
        })
        .collect();
    for writer in writers {
        writer.await.unwrap();
    }
    for tenant in [TENANT, "other"] {
        assert_eq!(whole(&db, tenant).await, 8 * 12 * 2);
    }
    let mut conn = db.read_log().await.unwrap();
    let chains = log_chains::list(&mut conn, TENANT).await.unwrap().len();
    match db {
        Db::Sqlite { .. } => assert_eq!(chains, 1),
        Db::Postgres(_) => assert!(chains > 4, "{chains}"),
    }
}

async fn a_chain_goes_on_from_where_another_process_left_it(db: Db) {
    tenant(&db).await;
    let other = match &db {
        Db::Sqlite { file, .. } => Db::open(&format!("sqlite://{}", file.display())).await.unwrap(),
        Db::Postgres(_) => db.clone(),
    };
    for round in 0..4 {
        append(&db, TENANT, &[event(round * 10)]).await;
        append(&db, TENANT, &[event(round * 10 + 1)]).await;
        append(&other, TENANT, &[event(round * 10 + 2)]).await;
    }
    // More than one statement takes.
    let many: Vec<LogEvent> = (100..170).map(event).collect();
    append(&db, TENANT, &many).await;
    append(&other, TENANT, &[event(200)]).await;
    assert_eq!(whole(&db, TENANT).await, 12 + 70 + 1);
}

async fn whatever_an_event_says_its_hash_is_found_again(db: Db) {
    tenant(&db).await;
    let details: Value = serde_json::from_str(
        r#"{"z":1.0,"a":[1e300,1.2345678901234567e300,1.5e-7,-0.0,1e16,1e21,0.1,2.5e-310,123456789.12345678],
            "é𝄞":{"bb":null,"a":true,"":""},"n":[18446744073709551615,-9223372036854775808,9007199254740993],"s":"\\u0041\"\\"}"#,
    )
    .unwrap();
    let cases = [json!(null), json!({}), json!([]), json!("x"), json!(7), details];
    for (number, details) in cases.into_iter().enumerate() {
        let number = u64::try_from(number).unwrap();
        let strange = LogEvent {
            details: Some(details),
            description: Some("'; DROP TABLE logs; --\u{202e} \u{1F600}".to_owned()),
            user_agent: Some(String::new()),
            ..event(number)
        };
        append(&db, TENANT, &[strange]).await;
    }
    assert_eq!(whole(&db, TENANT).await, 6);
}

async fn the_beginning_moves_along_when_old_events_go(db: Db) {
    tenant(&db).await;
    // All of one chain.
    let events: Vec<LogEvent> = (1..=10).map(|number| event(number * 1_000)).collect();
    append(&db, TENANT, &events).await;
    append(&db, "other", &events).await;
    let retire = async |before: i64, limit: i64| {
        let mut tx = db.begin().await.unwrap();
        let deleted = log_chains::retire(&mut tx, TENANT, 0, Timestamp(before), limit).await.unwrap();
        tx.commit().await.unwrap();
        deleted
    };
    assert_eq!(retire(1_000, 5).await, 0);
    assert_eq!(retire(4_001, 3).await, 3);
    assert_eq!(retire(4_001, 3).await, 1);
    assert_eq!(retire(4_001, 3).await, 0);
    assert_eq!(whole(&db, TENANT).await, 6);
    append(&db, TENANT, &[event(11_000)]).await;
    assert_eq!(retire(i64::MAX, 100).await, 7);
    assert_eq!(whole(&db, TENANT).await, 0);
    append(&db, TENANT, &[event(12_000)]).await;
    assert_eq!((whole(&db, TENANT).await, whole(&db, "other").await), (1, 10));
    let mut conn = db.read_log().await.unwrap();
    assert_eq!(log_chains::list(&mut conn, TENANT).await.unwrap()[0].number, 12);
}

async fn a_snapshot_has_every_event_whoever_writes_meanwhile(db: Db) {
    tenant(&db).await;
    let writer = tokio::spawn({
        let db = db.clone();
        async move {
            for number in 1..=200 {
                append(&db, TENANT, &[event(number)]).await;
            }
        }
    });
    let mut events = 0;
    while events < 200 {
        let mut tx = db.snapshot().await.unwrap();
        let heads = log_chains::list(&mut tx, TENANT).await.unwrap();
        events = log_chains::count(&mut tx, TENANT).await.unwrap();
        assert_eq!(heads.iter().map(|chain| chain.number).sum::<i64>(), events);
    }
    writer.await.unwrap();
}
