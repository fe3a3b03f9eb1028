//! Log streams: what receivers get, and when they do not take it.

use std::collections::BTreeSet;

use aws_lc_rs::hmac;
use directory::{Clock, DEFAULT_TENANT, Directory, Error, Random, Settings};
use model::{
    ContentFormat, CreatedLogStream, CustomHeader, HttpSink, LogEvent, LogStream, LogStreamPatch, LogStreamStatus,
    NewLogStream, Timestamp,
};
use serde_json::Value;
use store::Db;

use crate::receiver::{Posted, Receiver};
use crate::world::{World, events};

on_both!(
    a_receiver_gets_each_event_and_can_tell_from_whom,
    a_receiver_that_fails_gets_everything_later,
    a_restart_goes_on_where_the_last_process_was,
    events_that_are_written_late_are_sent_too,
    very_many_events_are_sent_in_parts_each_once,
    only_the_chosen_categories_are_sent,
    a_stream_begins_where_it_is_told_to,
    each_form_of_a_body,
    a_paused_stream_goes_on_where_it_was,
    a_receiver_that_is_gone_for_days_is_given_up,
    a_receiver_that_wants_no_more_is_believed,
    nothing_inside_is_gone_to,
    two_servers_send_nothing_twice,
);

fn new(name: &str, url: &str) -> NewLogStream {
    NewLogStream {
        name: name.to_owned(),
        sink: HttpSink { http_endpoint: url.to_owned(), ..HttpSink::default() },
        http_authorization: String::new(),
        categories: Vec::new(),
        start_from: None,
    }
}

async fn stream(world: &World, receiver: &Receiver) -> CreatedLogStream {
    world.dir.log_streams().create(&world.operator(), new("Logs", &receiver.url)).await.unwrap()
}

/// Sends what is due; the requests.
async fn deliver(world: &World, receiver: &Receiver) -> Vec<Posted> {
    world.dir.log_streams().deliver_due().await.unwrap();
    receiver.take()
}

async fn seen(world: &World, id: &str) -> LogStream {
    world.dir.log_streams().get(&world.operator(), id).await.unwrap()
}

async fn set(world: &World, id: &str, status: LogStreamStatus) -> LogStream {
    let patch = LogStreamPatch { status: Some(status), ..LogStreamPatch::default() };
    world.dir.log_streams().update(&world.operator(), id, patch).await.unwrap()
}

/// An event of its own, at that moment.
async fn write(db: &Db, id: &str, kind: &str, at: Timestamp) {
    let event = LogEvent {
        log_id: format!("{}{id}", store::logs::id_at(at)),
        date: at,
        kind: kind.to_owned(),
        description: Some("ä \"b\"\n".to_owned()),
        connection: None,
        client_id: None,
        client_name: None,
        ip: None,
        user_agent: None,
        user_id: None,
        user_name: None,
        location_info: None,
        details: None,
    };
    let mut tx = db.begin().await.unwrap();
    store::logs::append(&mut tx, DEFAULT_TENANT, &event).await.unwrap();
    tx.commit().await.unwrap();
}

/// S-602
async fn a_receiver_gets_each_event_and_can_tell_from_whom(db: Db) {
    let world = World::new(db.clone()).await;
    let receiver = Receiver::open().await;
    let mut asked = new("Logs", &receiver.url);
    asked.http_authorization = "Bearer secret".to_owned();
    asked.sink.http_custom_headers = vec![CustomHeader { header: "X-Tenant".to_owned(), value: "one".to_owned() }];
    let created = world.dir.log_streams().create(&world.operator(), asked).await.unwrap();
    world.clock.advance(1);
    world.user("ada@example.com").await;
    let sent = deliver(&world, &receiver).await;
    assert_eq!(sent.len(), 1);
    let request = &sent[0];
    assert!(request.head.starts_with("POST /logs HTTP/1.1\r\n"), "{}", request.head);
    assert_eq!(request.header("content-type"), Some("application/json"));
    assert_eq!((request.header("authorization"), request.header("x-tenant")), (Some("Bearer secret"), Some("one")));
    let (time, signature) = request.header("x-roster-signature").unwrap().split_once(",v1=").unwrap();
    let time: i64 = time.strip_prefix("t=").unwrap().parse().unwrap();
    assert_eq!(time, world.clock.now().0 / 1000);
    let key = hmac::Key::new(hmac::HMAC_SHA256, created.signing_secret.as_bytes());
    let expected = hmac::sign(&key, format!("{time}.{}", request.body).as_bytes());
    let expected: String = expected.as_ref().iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(signature, expected);
    let events: Vec<Value> = serde_json::from_str(&request.body).unwrap();
    let told: Vec<_> = events.iter().map(|event| event["data"]["description"].as_str().unwrap()).collect();
    assert_eq!(told, ["Create a log stream", "Create a User"]);
    assert_eq!(events[1]["log_id"], events[1]["data"]["log_id"]);
    assert_eq!(events[1]["data"]["type"], "sapi");
    assert_eq!(events[1]["data"]["connection"], crate::world::CONNECTION);
    assert!(!request.body.contains("Bearer secret") && !request.body.contains(&created.signing_secret));
    assert!(deliver(&world, &receiver).await.is_empty(), "each once");
    let stream = seen(&world, &created.stream.id).await;
    assert_eq!((stream.health.delivered_at, stream.health.waiting), (Some(world.clock.now()), 0));
    assert_eq!(stream.health.last_log_id.as_deref(), events[1]["log_id"].as_str());
    assert!(stream.has_authorization);
}

async fn a_receiver_that_fails_gets_everything_later(db: Db) {
    let world = World::new(db.clone()).await;
    let receiver = Receiver::open().await;
    let id = stream(&world, &receiver).await.stream.id;
    for (failures, status) in [(1, 500), (2, 302), (3, 429)] {
        receiver.answer_with(status);
        let sent = deliver(&world, &receiver).await;
        assert_eq!(sent.len(), 1, "a redirect is not followed");
        let health = seen(&world, &id).await.health;
        assert_eq!((health.failures, health.waiting), (failures, 1));
        assert_eq!(health.last_error, Some(format!("the receiver answered {status}")));
        let wait = health.next_try_at.since(world.clock.now());
        assert!((1_000 << (failures - 1)..=2_000 << (failures - 1)).contains(&wait), "{wait}");
        assert!(deliver(&world, &receiver).await.is_empty(), "not at once again");
        world.clock.advance(wait);
    }
    write(&db, "1", "s", world.clock.now()).await;
    receiver.answer_with(204);
    let sent = deliver(&world, &receiver).await;
    assert_eq!((sent.len(), sent[0].ids().len()), (1, 2), "what came meanwhile too");
    let health = seen(&world, &id).await.health;
    assert_eq!((health.failures, health.failing_since, health.last_error, health.waiting), (0, None, None, 0));
    // However often it fails, it is tried again within ten minutes.
    receiver.answer_with(500);
    write(&db, "2", "s", world.clock.now()).await;
    for _ in 0..30 {
        deliver(&world, &receiver).await;
        world.clock.advance(600_000);
    }
    assert_eq!(seen(&world, &id).await.health.failures, 30);
}

async fn a_restart_goes_on_where_the_last_process_was(db: Db) {
    let world = World::new(db.clone()).await;
    let receiver = Receiver::open().await;
    let id = stream(&world, &receiver).await.stream.id;
    let first = deliver(&world, &receiver).await.remove(0).ids();
    world.clock.advance(1);
    write(&db, "1", "s", world.clock.now()).await;
    // The process dies after it has taken the stream on, or before the answer came.
    let mut tx = db.begin().await.unwrap();
    let stored = store::log_streams::find(&mut tx, DEFAULT_TENANT, &id).await.unwrap().unwrap();
    let until = Timestamp(world.clock.now().0 + 30_000);
    assert!(store::log_streams::claim(&mut tx, DEFAULT_TENANT, &stored, until).await.unwrap());
    tx.commit().await.unwrap();
    let restarted = |at: Timestamp, seed| {
        let (clock, random) = (Clock::manual(at), Random::seeded(seed));
        Directory::new(db.clone(), Settings { clock, random, ..Settings::new("http://localhost:8080") })
    };
    restarted(world.clock.now(), 2).log_streams().deliver_due().await.unwrap();
    assert!(receiver.take().is_empty(), "it may still be at it");
    restarted(until, 3).log_streams().deliver_due().await.unwrap();
    let second: Vec<String> = receiver.take().iter().flat_map(Posted::ids).collect();
    assert!(second.iter().any(|id| id.ends_with('1')) && second.iter().all(|id| !first.contains(id)), "{second:?}");
}

/// The order of ids is not that of commits: an event of an earlier moment may be written after later ones were sent.
async fn events_that_are_written_late_are_sent_too(db: Db) {
    let world = World::new(db.clone()).await;
    let receiver = Receiver::open().await;
    stream(&world, &receiver).await;
    deliver(&world, &receiver).await;
    let now = world.clock.now();
    let mut got = Vec::new();
    // As many chains as there are get some; several of the same millisecond, and each earlier than the one before.
    for number in 0..24 {
        let at = Timestamp(now.0 + 60_000 - number / 3 * 1_000);
        write(&db, &format!("{number:03}"), "s", at).await;
        got.extend(deliver(&world, &receiver).await.iter().flat_map(Posted::ids));
    }
    let ends: Vec<String> = got.iter().map(|id| id[id.len() - 3..].to_owned()).collect();
    assert_eq!(ends, (0..24).map(|number| format!("{number:03}")).collect::<Vec<_>>());
}

async fn very_many_events_are_sent_in_parts_each_once(db: Db) {
    let world = World::new(db.clone()).await;
    let receiver = Receiver::open().await;
    stream(&world, &receiver).await;
    deliver(&world, &receiver).await;
    for number in 0..450 {
        world.clock.advance(1);
        write(&db, &format!("{number:03}"), "s", world.clock.now()).await;
    }
    let sent = deliver(&world, &receiver).await;
    assert_eq!(sent.len(), 5);
    let ids: Vec<String> = sent.iter().flat_map(Posted::ids).collect();
    let different: BTreeSet<&String> = ids.iter().collect();
    assert_eq!((ids.len(), different.len()), (450, 450));
    assert!(ids.is_sorted(), "those of several chains are in the order of their times");
    assert!(deliver(&world, &receiver).await.is_empty());
}

async fn only_the_chosen_categories_are_sent(db: Db) {
    let world = World::new(db.clone()).await;
    let receiver = Receiver::open().await;
    let categories = ["auth.login.success", "auth.login.fail"].map(str::to_owned).to_vec();
    let asked = NewLogStream { categories, ..new("Logins", &receiver.url) };
    let id = world.dir.log_streams().create(&world.operator(), asked).await.unwrap().stream.id;
    assert!(deliver(&world, &receiver).await.is_empty());
    assert_eq!(seen(&world, &id).await.health.waiting, 0, "what nobody wants does not wait");
    for (number, kind) in ["sapi", "s", "slo", "fp", "ss"].into_iter().enumerate() {
        world.clock.advance(1);
        write(&db, &number.to_string(), kind, world.clock.now()).await;
    }
    let sent = deliver(&world, &receiver).await;
    let events: Vec<Value> = serde_json::from_str(&sent[0].body).unwrap();
    let kinds: Vec<_> = events.iter().map(|event| event["data"]["type"].as_str().unwrap()).collect();
    assert_eq!((sent.len(), kinds), (1, vec!["s", "fp"]));
    let patch = LogStreamPatch { categories: Some(Vec::new()), ..LogStreamPatch::default() };
    world.dir.log_streams().update(&world.operator(), &id, patch).await.unwrap();
    assert_eq!(deliver(&world, &receiver).await.len(), 1, "the change itself");
}

async fn a_stream_begins_where_it_is_told_to(db: Db) {
    let world = World::new(db.clone()).await;
    let receiver = Receiver::open().await;
    let mut ids = Vec::new();
    for number in 0..12 {
        world.clock.advance(1_000);
        write(&db, &format!("{number:03}"), "s", world.clock.now()).await;
        ids.push(format!("{}{number:03}", store::logs::id_at(world.clock.now())));
    }
    let from = Timestamp(world.clock.now().0 - 4_000);
    world.clock.advance(1);
    let asked = NewLogStream { start_from: Some(from), ..new("Late", &receiver.url) };
    world.dir.log_streams().create(&world.operator(), asked).await.unwrap();
    let sent = deliver(&world, &receiver).await.remove(0).ids();
    assert_eq!(sent[..5], ids[7..]);
    assert_eq!(sent.len(), 6, "and that it was made");
    let asked = NewLogStream { start_from: Some(Timestamp(0)), ..new("All", &receiver.url) };
    world.dir.log_streams().create(&world.operator(), asked).await.unwrap();
    let sent: Vec<String> = deliver(&world, &receiver).await.iter().flat_map(Posted::ids).collect();
    assert!(ids.iter().all(|id| sent.contains(id)));
}

async fn each_form_of_a_body(db: Db) {
    let world = World::new(db.clone()).await;
    for (format, requests) in [(ContentFormat::Lines, 1), (ContentFormat::Object, 3)] {
        let receiver = Receiver::open().await;
        let mut asked = new(&format!("{format:?}"), &receiver.url);
        asked.sink.http_content_format = format;
        asked.sink.http_content_type = "application/x-ndjson".to_owned();
        asked.categories = vec!["auth.login.success".to_owned()];
        let id = world.dir.log_streams().create(&world.operator(), asked).await.unwrap().stream.id;
        for number in 0..3 {
            world.clock.advance(1);
            write(&db, &number.to_string(), "s", world.clock.now()).await;
        }
        let sent = deliver(&world, &receiver).await;
        assert_eq!(sent.len(), requests, "{format:?}");
        assert_eq!(sent[0].header("content-type"), Some("application/x-ndjson"));
        let lines: Vec<Value> = sent
            .iter()
            .flat_map(|posted| posted.body.lines())
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        let ends = lines.iter().map(|event| event["log_id"].as_str().unwrap().chars().last().unwrap());
        assert_eq!(ends.collect::<String>(), "012", "{format:?}");
        assert_eq!(lines[0]["data"]["description"], "ä \"b\"\n");
        world.dir.log_streams().delete(&world.operator(), &id).await.unwrap();
    }
}

async fn a_paused_stream_goes_on_where_it_was(db: Db) {
    let world = World::new(db.clone()).await;
    let receiver = Receiver::open().await;
    let id = stream(&world, &receiver).await.stream.id;
    deliver(&world, &receiver).await;
    assert_eq!(set(&world, &id, LogStreamStatus::Paused).await.status, LogStreamStatus::Paused);
    world.clock.advance(1);
    write(&db, "7", "s", world.clock.now()).await;
    assert!(deliver(&world, &receiver).await.is_empty());
    assert_eq!(seen(&world, &id).await.health.waiting, 2);
    set(&world, &id, LogStreamStatus::Active).await;
    let ids = deliver(&world, &receiver).await.remove(0).ids();
    assert_eq!((ids.len(), ids.iter().filter(|id| id.ends_with('7')).count()), (3, 1));
    let patch = LogStreamPatch { status: Some(LogStreamStatus::Suspended), ..LogStreamPatch::default() };
    let refused = world.dir.log_streams().update(&world.operator(), &id, patch).await.unwrap_err();
    assert!(matches!(refused, Error::Field { field: "status", .. }), "{refused}");
    world.dir.log_streams().delete(&world.operator(), &id).await.unwrap();
    assert!(deliver(&world, &receiver).await.is_empty());
    assert!(world.dir.log_streams().list(&world.operator()).await.unwrap().is_empty());
}

async fn a_receiver_that_is_gone_for_days_is_given_up(db: Db) {
    const SUSPENDED: &str = "A log stream was suspended: its receiver takes no events";
    let world = World::new(db.clone()).await;
    let receiver = Receiver::open().await;
    let id = stream(&world, &receiver).await.stream.id;
    receiver.answer_with(500);
    let first = deliver(&world, &receiver).await.remove(0).ids();
    for hours in 1..=71 {
        world.clock.advance(3_600_000);
        assert_eq!(deliver(&world, &receiver).await.len(), 1, "{hours} hours");
    }
    assert_eq!(seen(&world, &id).await.status, LogStreamStatus::Active);
    world.clock.advance(3_600_000);
    deliver(&world, &receiver).await;
    let stream = seen(&world, &id).await;
    assert_eq!(stream.status, LogStreamStatus::Suspended);
    let told = events(&db, SUSPENDED).await;
    assert_eq!((told.len(), told[0].kind.as_str()), (1, "fn"));
    assert_eq!(told[0].details["log_stream"]["id"], id.as_str());
    assert_eq!(told[0].details["error"], "the receiver answered 500");
    world.clock.advance(86_400_000);
    assert!(deliver(&world, &receiver).await.is_empty());
    // Suspended it may be called as it is.
    assert_eq!(set(&world, &id, LogStreamStatus::Suspended).await.status, LogStreamStatus::Suspended);
    receiver.answer_with(200);
    let resumed = set(&world, &id, LogStreamStatus::Active).await;
    assert_eq!((resumed.status, resumed.health.failures), (LogStreamStatus::Active, 0));
    let ids = deliver(&world, &receiver).await.remove(0).ids();
    assert!(first.iter().all(|id| ids.contains(id)) && ids.len() == first.len() + 2, "nothing is lost");
}

/// S-602
async fn a_receiver_that_wants_no_more_is_believed(db: Db) {
    let world = World::new(db.clone()).await;
    let receiver = Receiver::open().await;
    let id = stream(&world, &receiver).await.stream.id;
    receiver.answer_with(410);
    assert_eq!(deliver(&world, &receiver).await.len(), 1);
    assert_eq!(seen(&world, &id).await.status, LogStreamStatus::Suspended);
    world.clock.advance(86_400_000);
    assert!(deliver(&world, &receiver).await.is_empty());
}

/// S-601: neither when a stream is made, nor when something is sent.
async fn nothing_inside_is_gone_to(db: Db) {
    let world = World::new(db.clone()).await;
    let receiver = Receiver::open().await;
    let id = stream(&world, &receiver).await.stream.id;
    let settings =
        Settings { clock: world.clock.clone(), random: Random::seeded(2), ..Settings::new("https://id.example.com") };
    let public = Directory::new(db.clone(), settings);
    for url in [
        receiver.url.as_str(),
        "https://127.0.0.1/",
        "https://localhost/",
        "https://10.0.0.1/",
        "https://169.254.169.254/latest/meta-data/",
        "https://[fd00::1]/",
        "https://[::ffff:127.0.0.1]/",
        "http://example.com/",
        "https://example.com:22/",
        "https://user:password@example.com/",
        "file:///etc/passwd",
        "",
    ] {
        let refused = public.log_streams().create(&world.operator(), new("Inside", url)).await.unwrap_err();
        assert!(matches!(refused, Error::Field { field: "sink.httpEndpoint", .. }), "{url}: {refused}");
    }
    // It was made when Roster was on this machine alone.
    public.log_streams().deliver_due().await.unwrap();
    assert!(receiver.take().is_empty());
    let health = seen(&world, &id).await.health;
    assert_eq!((health.failures, health.last_error.as_deref()), (1, Some("only https is used")));
}

async fn two_servers_send_nothing_twice(db: Db) {
    let world = World::new(db.clone()).await;
    let receiver = Receiver::open().await;
    stream(&world, &receiver).await;
    let settings =
        Settings { clock: world.clock.clone(), random: Random::seeded(2), ..Settings::new("http://localhost:8080") };
    let other = Directory::new(db.clone(), settings);
    for number in 0..250 {
        world.clock.advance(1);
        write(&db, &format!("{number:03}"), "s", world.clock.now()).await;
    }
    let (one, two) = (world.dir.log_streams(), other.log_streams());
    let (one, two) = tokio::join!(one.deliver_due(), two.deliver_due());
    assert!(one.unwrap() + two.unwrap() >= 1);
    while world.dir.log_streams().deliver_due().await.unwrap() > 0 {}
    let ids: Vec<String> = receiver.take().iter().flat_map(Posted::ids).collect();
    let different: BTreeSet<&String> = ids.iter().collect();
    assert_eq!((ids.len(), different.len()), (251, 251));
}
