//! How far streams have got in the log.

use model::{HttpSink, LogEvent, LogStream, LogStreamHealth, LogStreamStatus, Timestamp};
use store::log_streams::{self, Failure, Position, StoredStream};
use store::{Db, logs, tenants};

on_both!(
    a_stream_is_kept_by_tenant_with_its_secrets,
    a_place_in_a_chain_never_goes_back,
    what_retention_deleted_is_passed_by,
    an_event_that_commits_late_is_behind_no_place,
    one_of_two_takes_a_stream_on
);

fn stored(id: &str) -> StoredStream {
    let stream = LogStream {
        id: id.to_owned(),
        name: format!("Stream {id}"),
        status: LogStreamStatus::Active,
        sink: HttpSink { http_endpoint: "https://example.com/ä".to_owned(), ..HttpSink::default() },
        has_authorization: true,
        categories: vec!["auth.login.fail".to_owned()],
        created_at: Timestamp(5),
        health: LogStreamHealth { next_try_at: Timestamp(5), ..LogStreamHealth::default() },
    };
    let (http_authorization, signing_secret) = (Some("Bearer x".to_owned()), "secret".to_owned());
    StoredStream { stream, http_authorization, signing_secret }
}

async fn insert(db: &Db, tenant: &str, stored: &StoredStream) {
    let mut tx = db.begin().await.unwrap();
    tenants::insert(&mut tx, tenant, tenant, Timestamp(1)).await.unwrap();
    log_streams::insert(&mut tx, tenant, stored).await.unwrap();
    log_streams::begin(&mut tx, tenant, &stored.stream.id, None).await.unwrap();
    tx.commit().await.unwrap();
}

fn event(number: i64) -> LogEvent {
    let at = Timestamp(1_000 * number);
    LogEvent {
        log_id: format!("{}{number:03}", logs::id_at(at)),
        date: at,
        kind: "s".to_owned(),
        description: None,
        connection: None,
        client_id: None,
        client_name: None,
        ip: None,
        user_agent: None,
        user_id: None,
        user_name: None,
        location_info: None,
        details: None,
    }
}

/// Number 8 is of the chain of 0, 16 and so on.
async fn write(db: &Db, tenant: &str, number: i64) {
    let mut tx = db.begin().await.unwrap();
    tenants::insert(&mut tx, tenant, tenant, Timestamp(1)).await.unwrap();
    logs::append(&mut tx, tenant, &event(number)).await.unwrap();
    tx.commit().await.unwrap();
}

/// Chain, what was sent, and the end of each chain that has something new.
async fn ahead(db: &Db, tenant: &str, id: &str) -> Vec<(i64, i64, i64)> {
    let mut conn = db.read().await.unwrap();
    let ahead = log_streams::ahead(&mut conn, tenant, id).await.unwrap();
    ahead.into_iter().map(|chain| (chain.chain, chain.sent, chain.last)).collect()
}

async fn move_on(db: &Db, number: i64) {
    let mut tx = db.begin().await.unwrap();
    log_streams::move_on(&mut tx, "t", "a", Position { chain: 0, number }).await.unwrap();
    tx.commit().await.unwrap();
}

async fn a_stream_is_kept_by_tenant_with_its_secrets(db: Db) {
    insert(&db, "t", &stored("a")).await;
    insert(&db, "u", &stored("a")).await;
    insert(&db, "t", &stored("b")).await;
    let mut tx = db.begin().await.unwrap();
    let found = log_streams::find(&mut tx, "t", "a").await.unwrap().unwrap();
    assert_eq!(found.stream, stored("a").stream);
    assert_eq!((found.http_authorization.as_deref(), found.signing_secret.as_str()), (Some("Bearer x"), "secret"));
    assert!(!format!("{found:?}").contains("secret"));
    let mut changed = stored("a");
    changed.stream.status = LogStreamStatus::Paused;
    changed.http_authorization = None;
    log_streams::save(&mut tx, "t", &changed).await.unwrap();
    let found = log_streams::find(&mut tx, "t", "a").await.unwrap().unwrap();
    assert_eq!((found.stream.status, found.stream.has_authorization), (LogStreamStatus::Paused, false));
    assert_eq!(log_streams::due(&mut tx, "t", Timestamp(5)).await.unwrap().len(), 1, "not the paused one");
    assert!(log_streams::due(&mut tx, "t", Timestamp(4)).await.unwrap().is_empty());
    log_streams::delete(&mut tx, "t", "a").await.unwrap();
    let ids = |streams: Vec<StoredStream>| streams.into_iter().map(|it| it.stream.id).collect::<Vec<_>>();
    assert_eq!(ids(log_streams::list(&mut tx, "t").await.unwrap()), ["b"]);
    assert_eq!(ids(log_streams::list(&mut tx, "u").await.unwrap()), ["a"]);
    let mut same = stored("c");
    same.stream.name = "Stream b".to_owned();
    assert!(log_streams::insert(&mut tx, "t", &same).await.is_err(), "names are taken");
}

async fn a_place_in_a_chain_never_goes_back(db: Db) {
    write(&db, "t", 0).await;
    insert(&db, "t", &stored("a")).await;
    assert!(ahead(&db, "t", "a").await.is_empty(), "it begins behind what there is");
    write(&db, "t", 8).await;
    write(&db, "t", 16).await;
    write(&db, "u", 24).await;
    assert_eq!(ahead(&db, "t", "a").await, [(0, 1, 3)]);
    let mut conn = db.read_log().await.unwrap();
    let events = log_streams::events(&mut conn, "t", 0, 1, 10).await.unwrap();
    assert_eq!(events[0], (Position { chain: 0, number: 2 }, event(8)));
    assert_eq!(events.len(), 2);
    assert_eq!(log_streams::events(&mut conn, "t", 0, 1, 1).await.unwrap().len(), 1);
    drop(conn);
    move_on(&db, 3).await;
    move_on(&db, 2).await;
    assert!(ahead(&db, "t", "a").await.is_empty());
    let mut tx = db.begin().await.unwrap();
    log_streams::delete(&mut tx, "t", "a").await.unwrap();
    tx.commit().await.unwrap();
    insert(&db, "t", &stored("a")).await;
    write(&db, "t", 32).await;
    assert_eq!(ahead(&db, "t", "a").await, [(0, 3, 4)], "no place of the old one was left");
}

async fn what_retention_deleted_is_passed_by(db: Db) {
    insert(&db, "t", &stored("a")).await;
    for number in [0, 8, 16] {
        write(&db, "t", number).await;
    }
    assert_eq!(ahead(&db, "t", "a").await, [(0, 0, 3)]);
    let mut tx = db.begin().await.unwrap();
    assert_eq!(store::log_chains::retire(&mut tx, "t", 0, Timestamp(8_001), 10).await.unwrap(), 2);
    tx.commit().await.unwrap();
    assert_eq!(ahead(&db, "t", "a").await, [(0, 2, 3)]);
    let mut tx = db.begin().await.unwrap();
    assert_eq!(store::log_chains::retire(&mut tx, "t", 0, Timestamp(90_000), 10).await.unwrap(), 1);
    tx.commit().await.unwrap();
    assert!(ahead(&db, "t", "a").await.is_empty());
}

/// A transaction that began early, with a small id, and commits after later ones were sent.
async fn an_event_that_commits_late_is_behind_no_place(db: Db) {
    insert(&db, "t", &stored("a")).await;
    write(&db, "t", 8).await;
    write(&db, "t", 16).await;
    move_on(&db, 2).await;
    write(&db, "t", 0).await;
    assert_eq!(ahead(&db, "t", "a").await, [(0, 2, 3)]);
    let mut conn = db.read_log().await.unwrap();
    let events = log_streams::events(&mut conn, "t", 0, 2, 10).await.unwrap();
    assert_eq!(events[0].1, event(0));
}

async fn one_of_two_takes_a_stream_on(db: Db) {
    insert(&db, "t", &stored("a")).await;
    let mut tx = db.begin().await.unwrap();
    let seen = log_streams::find(&mut tx, "t", "a").await.unwrap().unwrap();
    assert!(log_streams::claim(&mut tx, "t", &seen, Timestamp(30)).await.unwrap());
    assert!(!log_streams::claim(&mut tx, "t", &seen, Timestamp(30)).await.unwrap());
    for at in [10, 20] {
        let failure = Failure { reason: "no", at: Timestamp(at), retry_at: Timestamp(at + 100) };
        log_streams::failed(&mut tx, "t", "a", failure).await.unwrap();
    }
    let health = log_streams::find(&mut tx, "t", "a").await.unwrap().unwrap().stream.health;
    assert_eq!((health.failures, health.failing_since, health.next_try_at), (2, Some(Timestamp(10)), Timestamp(120)));
    assert!(log_streams::delivered(&mut tx, "t", "a", Some(Timestamp(21)), "9001", Timestamp(21)).await.unwrap());
    assert!(log_streams::delivered(&mut tx, "t", "a", None, "9002", Timestamp(22)).await.unwrap());
    let health = log_streams::find(&mut tx, "t", "a").await.unwrap().unwrap().stream.health;
    assert_eq!((health.failures, health.failing_since, health.last_error), (0, None, None));
    assert_eq!((health.delivered_at, health.last_log_id.as_deref()), (Some(Timestamp(21)), Some("9002")));
    assert!(log_streams::suspend(&mut tx, "t", "a").await.unwrap());
    assert!(!log_streams::suspend(&mut tx, "t", "a").await.unwrap(), "once");
    assert!(!log_streams::delivered(&mut tx, "t", "gone", None, "9002", Timestamp(22)).await.unwrap());
}
