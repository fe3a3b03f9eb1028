//! SQLite's write-ahead log: short without anybody's waiting.

use model::Timestamp;
use sqlx::SqlitePool;
use store::{Db, tenants};

use crate::engine::Engine;

async fn write(db: &Db, id: &str) {
    let mut tx = db.begin().await.unwrap();
    assert!(tenants::insert(&mut tx, id, id, Timestamp(1)).await.unwrap());
    tx.commit().await.unwrap();
}

async fn wrote(db: &Db, id: &str) -> bool {
    let mut conn = db.read().await.unwrap();
    tenants::friendly_name(&mut conn, id).await.unwrap().is_some()
}

/// Pages that stand in the log, and those of them that are in the file.
async fn log(writer: &SqlitePool) -> (i64, i64) {
    let (_, pages, moved): (i64, i64, i64) =
        sqlx::query_as("PRAGMA wal_checkpoint(NOOP)").fetch_one(writer).await.unwrap();
    (pages, moved)
}

#[tokio::test]
async fn a_checkpoint_leaves_nothing_and_waits_for_no_writer() {
    let Engine { db, .. } = &Engine::sqlite().await;
    let Db::Sqlite { writer, .. } = db else { panic!("not SQLite") };
    write(db, "a").await;
    let (pages, moved) = log(writer).await;
    assert!(pages > moved, "{pages} {moved}");
    let mut open = db.begin().await.unwrap();
    tenants::insert(&mut open, "b", "b", Timestamp(1)).await.unwrap();
    assert_eq!(db.checkpoint().await.unwrap(), pages);
    db.checkpoint_beyond(0).await.unwrap();
    open.commit().await.unwrap();
    let (now, moved) = log(writer).await;
    assert!(now > moved && moved >= pages, "{pages} pages: {now} {moved}");
    assert!(wrote(db, "a").await && wrote(db, "b").await);
}

#[tokio::test]
async fn what_somebody_still_reads_stays_and_is_moved_later() {
    let Engine { db, .. } = &Engine::sqlite().await;
    let Db::Sqlite { writer, .. } = db else { panic!("not SQLite") };
    write(db, "a").await;
    let mut before = db.snapshot().await.unwrap();
    write(db, "b").await;
    let pages = db.checkpoint().await.unwrap();
    let (_, moved) = log(writer).await;
    assert!(moved < pages, "{moved} {pages}");
    assert_eq!(tenants::friendly_name(&mut before, "b").await.unwrap(), None);
    drop(before);
    assert!(wrote(db, "b").await);
    db.checkpoint().await.unwrap();
    assert_eq!(log(writer).await, (pages, pages));
}

#[tokio::test]
async fn a_log_that_is_too_long_begins_anew_with_the_next_write() {
    let Engine { db, .. } = &Engine::sqlite().await;
    let Db::Sqlite { writer, .. } = db else { panic!("not SQLite") };
    write(db, "a").await;
    let (long, _) = log(writer).await;
    db.checkpoint_beyond(long).await.unwrap();
    write(db, "b").await;
    let (longer, _) = log(writer).await;
    assert!(longer > long, "it is as long as it may be");
    db.checkpoint_beyond(long).await.unwrap();
    write(db, "c").await;
    let (short, _) = log(writer).await;
    assert!(short < long, "{short} {long}");
    assert!(wrote(db, "a").await && wrote(db, "b").await && wrote(db, "c").await);
}

#[tokio::test]
async fn every_commit_tells() {
    let Engine { db, .. } = &Engine::sqlite().await;
    let mut writes = store::writes();
    write(db, "a").await;
    assert!(writes.has_changed().unwrap());
    writes.changed().await.unwrap();
}

#[tokio::test]
async fn postgresql_does_it_by_itself() {
    let engine = Engine::postgres().await;
    assert_eq!(engine.db.checkpoint().await.unwrap(), 0);
    engine.db.checkpoint_beyond(0).await.unwrap();
    engine.db.close().await;
}
