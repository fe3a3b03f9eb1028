//! Whoever changes the log is found out.

mod attack;
mod retention;

use directory::{AuditKey, CheckpointCopy, Clock, Copies, Directory, Evidence, Notary, Settings, Tampering, Verified};
use directory::{DEFAULT_TENANT, TamperingKind};
use model::{LogEvent, Timestamp};
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use serde_json::json;
use store::{Db, logs};

use self::attack::{Attack, Found};
use crate::world::World;

/// A log, and what it is compared with.
pub(super) struct House {
    pub(super) db: Db,
    pub(super) dir: Directory,
    pub(super) clock: Clock,
    pub(super) evidence: Evidence,
}

impl House {
    pub(super) async fn new(db: Db) -> Self {
        let clock = World::new(db.clone()).await.clock;
        let key = AuditKey::generate().unwrap();
        let evidence = Evidence { keys: vec![key.public()], ..Evidence::default() };
        let notary = Some(Notary { key, copies: None });
        let settings = Settings { clock: clock.clone(), notary, ..Settings::new("http://localhost:8080") };
        Self { dir: Directory::new(db.clone(), settings), db, clock, evidence }
    }

    /// Writes events in transactions of one to three, all into the first chain.
    pub(super) async fn write(&self, count: u64) {
        let mut number = 0;
        while number < count {
            let mut tx = self.db.begin().await.unwrap();
            for _ in 0..=number % 3 {
                self.clock.advance(1_000);
                logs::append(&mut tx, DEFAULT_TENANT, &event(self.clock.now(), number)).await.unwrap();
                number += 1;
            }
            tx.commit().await.unwrap();
        }
    }

    pub(super) async fn checkpoint(&self) {
        self.dir.audit().checkpoint().await.unwrap();
    }

    pub(super) async fn verify(&self) -> Result<Verified, Box<Tampering>> {
        let operator = directory::Actor::operator(DEFAULT_TENANT);
        self.dir.audit().verify(&operator, &self.evidence).await.unwrap()
    }

    pub(super) async fn execute(&self, sql: &str) -> u64 {
        self.db.settle_log().await.unwrap();
        let sql = sqlx::AssertSqlSafe(sql.to_owned());
        match &self.db {
            Db::Sqlite { writer, .. } => sqlx::query(sql).execute(writer).await.unwrap().rows_affected(),
            Db::Postgres(pool) => sqlx::query(sql).execute(pool).await.unwrap().rows_affected(),
        }
    }
}

fn event(now: Timestamp, number: u64) -> LogEvent {
    let digits: String = now.to_string().chars().filter(char::is_ascii_digit).collect();
    LogEvent {
        // The last three digits choose the chain.
        log_id: format!("900{digits}{number:035}000"),
        date: now,
        kind: if number.is_multiple_of(3) { "s" } else { "sapi" }.to_owned(),
        description: Some(format!("Event {number}")),
        connection: Some("Users".to_owned()),
        client_id: Some("shop".to_owned()),
        client_name: Some("Shop".to_owned()),
        ip: Some("203.0.113.9".to_owned()),
        user_agent: Some("agent".to_owned()),
        user_id: Some("auth0|1".to_owned()),
        user_name: None,
        location_info: None,
        details: Some(json!({ "number": number })),
    }
}

/// Three checkpoints over 21, 42 and 63 events, and a few events that are not signed.
async fn house(db: Db) -> House {
    let house = House::new(db).await;
    for _ in 0..3 {
        house.write(21).await;
        house.checkpoint().await;
    }
    house.write(6).await;
    house
}

/// every edit, deletion, swap, insertion, cut and re-stamped chain is found, and the first bad event named.
async fn attacks(db: Db, count: usize, seed: u64) {
    let house = house(db).await;
    let intact = house.verify().await.unwrap();
    assert_eq!((intact.events, intact.checkpoints, intact.unsigned), (69, 3, 6));
    let attack = Attack::prepare(&house).await;
    let mut rng = StdRng::seed_from_u64(seed);
    for round in 0..count {
        let (told, expected) = attack.random(&mut rng).await;
        match house.verify().await {
            Ok(_) => panic!("round {round}: not found: {told}"),
            Err(found) => {
                let found_is = Found { kind: found.kind, number: found.number };
                assert_eq!(found_is, expected, "round {round}: {told}: {found}");
            }
        }
        attack.undo().await;
        if rng.random_range(0..8) == 0 {
            assert_eq!(house.verify().await.unwrap().events, 69, "round {round}: a false alarm");
        }
    }
}

#[tokio::test]
async fn every_attack_is_found_on_sqlite() {
    let engine = crate::engine::Engine::sqlite().await;
    if let Db::Sqlite { writer, .. } = &engine.db {
        sqlx::query("PRAGMA synchronous = OFF").execute(writer).await.unwrap();
    }
    attacks(engine.db.clone(), 400, 1).await;
}

#[tokio::test]
async fn every_attack_is_found_on_postgres() {
    let engine = crate::engine::Engine::postgres().await;
    attacks(engine.db.clone(), 40, 2).await;
    engine.db.close().await;
}

on_both!(
    a_log_that_grows_is_always_intact,
    copies_show_what_was_cut_off_with_its_checkpoints,
    another_key_is_not_believed,
    a_checkpoint_is_due_after_a_minute_or_a_thousand_events,
);

async fn a_log_that_grows_is_always_intact(db: Db) {
    let house = House::new(db).await;
    assert_eq!(house.verify().await.unwrap(), Verified::default());
    for round in 1..=15_u64 {
        house.write(round % 4 + 1).await;
        if round % 3 == 0 {
            house.checkpoint().await;
        }
        let verified = house.verify().await.unwrap();
        assert_eq!(verified.checkpoints, i64::try_from(round / 3).unwrap());
        assert_eq!(verified.unsigned == 0, round % 3 == 0);
    }
    house.checkpoint().await;
    assert_eq!(house.verify().await.unwrap().checkpoints, 5, "nothing happened");
}

async fn copies_show_what_was_cut_off_with_its_checkpoints(db: Db) {
    let mut house = House::new(db).await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("checkpoints.jsonl");
    std::fs::write(&file, "{\"tenant\":\"default\",\"numb").unwrap();
    let key = AuditKey::generate().unwrap();
    house.evidence.keys.push(key.public());
    let start = |key: AuditKey| {
        let notary = Some(Notary { key, copies: Some(Copies::open(&file).unwrap()) });
        let settings = Settings { clock: house.clock.clone(), notary, ..Settings::new("http://localhost:8080") };
        Directory::new(house.db.clone(), settings)
    };
    let first = start(key.clone());
    house.write(5).await;
    first.audit().checkpoint().await.unwrap();
    // Whatever one server did not copy the next start does.
    let elsewhere = Notary { key: key.clone(), copies: None };
    let settings =
        Settings { clock: house.clock.clone(), notary: Some(elsewhere), ..Settings::new("http://localhost") };
    house.write(5).await;
    Directory::new(house.db.clone(), settings).audit().checkpoint().await.unwrap();
    house.write(5).await;
    start(key).audit().checkpoint().await.unwrap();
    let (copies, unread) = CheckpointCopy::all_from(&std::fs::read_to_string(&file).unwrap());
    assert_eq!((copies.iter().map(|copy| copy.number).collect::<Vec<_>>(), unread), (vec![1, 2, 3], 1));
    house.evidence.copies = copies;
    assert_eq!(house.verify().await.unwrap().copies, 3);

    // The last five events and their checkpoint are gone as if they had never been.
    let last = house.verify().await.unwrap().events;
    house.execute(&format!("DELETE FROM logs WHERE number > {}", last - 5)).await;
    house.execute("DELETE FROM log_checkpoints WHERE number = 3").await;
    house
        .execute(&format!(
            "UPDATE log_chains SET number = {0}, hash = (SELECT hash FROM logs WHERE chain = 0 AND number = {0}) WHERE chain = 0",
            last - 5
        ))
        .await;
    let found = house.verify().await.unwrap_err();
    assert_eq!(found.kind, TamperingKind::CutTail, "{found}");
    // And the log goes on from there.
    house.write(3).await;
    first.audit().checkpoint().await.unwrap();
    let found = house.verify().await.unwrap_err();
    assert_eq!(found.kind, TamperingKind::Restamped, "{found}");
    house.evidence.copies.clear();
    house.verify().await.unwrap();
}

async fn another_key_is_not_believed(db: Db) {
    let mut house = House::new(db).await;
    house.write(3).await;
    house.checkpoint().await;
    let stranger = AuditKey::generate().unwrap().public();
    let own = std::mem::replace(&mut house.evidence.keys, vec![stranger.clone()]);
    let found = house.verify().await.unwrap_err();
    assert_eq!(found.kind, TamperingKind::Checkpoint);
    assert!(found.to_string().contains(&own[0].id()), "{found}");
    house.evidence.keys = vec![stranger, own[0].clone()];
    house.verify().await.unwrap();
}

async fn a_checkpoint_is_due_after_a_minute_or_a_thousand_events(db: Db) {
    let house = House::new(db).await;
    let due = async |expected: i64| {
        house.dir.audit().checkpoint_if_due().await.unwrap();
        assert_eq!(house.verify().await.unwrap().checkpoints, expected);
    };
    let event = event(house.clock.now(), 1);
    let write = async |count: u64, start: u64| {
        let mut tx = house.db.begin().await.unwrap();
        for number in start..start + count {
            let event = LogEvent { log_id: format!("900{number:055}"), ..event.clone() };
            logs::append(&mut tx, DEFAULT_TENANT, &event).await.unwrap();
        }
        tx.commit().await.unwrap();
    };
    write(1, 1).await;
    due(1).await;
    write(1, 2).await;
    due(1).await;
    house.clock.advance(60_000);
    due(2).await;
    house.clock.advance(60_000);
    due(2).await;
    write(1_000, 3).await;
    due(3).await;
}
