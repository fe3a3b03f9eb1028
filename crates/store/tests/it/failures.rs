//! What happens when the database cannot.

use std::fs;

use model::{Timestamp, UserId, UserProfile};
use store::{Db, Error, tenants, users};

use crate::engine::Engine;

#[tokio::test]
async fn an_address_that_names_no_database_is_refused_with_a_reason() {
    for url in ["", "mysql://x", "sqlite:", "sqlite::memory:", "sqlite://?mode=ro", "/var/lib/roster.db"] {
        let error = Db::open(url).await.unwrap_err();
        assert!(matches!(error, Error::Url { .. }), "{url}: {error}");
    }
}

fn user(local: usize, metadata: usize) -> UserProfile {
    let mut user = UserProfile { user_id: UserId::new("auth0", &local.to_string()), ..UserProfile::default() };
    user.attributes.insert("filler".to_owned(), "x".repeat(metadata).into());
    user
}

/// a full disk refuses writes, keeps what was acknowledged, goes on reading, and recovers by itself.
#[tokio::test]
async fn a_full_database_refuses_writes_and_goes_on_reading() {
    let engine = Engine::sqlite().await;
    let Db::Sqlite { writer, .. } = &engine.db else { unreachable!() };
    let mut tx = engine.db.begin().await.unwrap();
    tenants::insert(&mut tx, "t", "T", Timestamp(1)).await.unwrap();
    tx.commit().await.unwrap();
    sqlx::query("PRAGMA max_page_count = 200").execute(writer).await.unwrap();

    let mut acknowledged = 0;
    let error = loop {
        match write(&engine.db, &user(acknowledged, 10_000)).await {
            Ok(()) => acknowledged += 1,
            Err(error) => break error,
        }
        assert!(acknowledged < 1_000, "the limit was never reached");
    };
    assert!(matches!(error, Error::Full(_)) && error.is_temporary(), "{error}");
    let mut conn = engine.db.read().await.unwrap();
    for index in 0..acknowledged {
        let id = UserId::new("auth0", &index.to_string());
        assert!(users::find(&mut conn, "t", &id).await.unwrap().is_some(), "{index}");
    }
    drop(conn);

    // Again full, on a connection that knows of it.
    assert!(matches!(write(&engine.db, &user(acknowledged, 10_000)).await, Ok(()) | Err(Error::Full(_))));
    sqlx::query("PRAGMA max_page_count = 100000").execute(writer).await.unwrap();
    write(&engine.db, &user(acknowledged, 10_000)).await.unwrap();
}

async fn write(db: &Db, user: &UserProfile) -> store::Result<()> {
    let mut tx = db.begin().await?;
    users::insert(&mut tx, "t", user).await?;
    tx.commit().await
}

/// S-344, R-05: another process that holds the file makes writers wait, then fail for a while; readers go on.
#[tokio::test]
async fn a_locked_database_is_told_as_unavailable() {
    let engine = Engine::sqlite().await;
    let Db::Sqlite { file, .. } = &engine.db else { unreachable!() };
    let other = Db::open(&format!("sqlite://{}", file.display())).await.unwrap();
    let held = other.begin().await.unwrap();
    let error = write(&engine.db, &user(1, 1)).await.unwrap_err();
    assert!(matches!(error, Error::Unavailable(_)), "{error}");
    engine.db.ping().await.unwrap();
    drop(held);
}

#[tokio::test]
async fn a_lost_server_is_told_as_unavailable() {
    let engine = Engine::postgres().await;
    let Db::Postgres(pool) = &engine.db else { unreachable!() };
    pool.close().await;
    let error = engine.db.ping().await.unwrap_err();
    assert!(error.is_temporary(), "{error}");
}

///
#[tokio::test]
async fn a_backup_is_a_database_of_its_own() {
    let engine = Engine::sqlite().await;
    let mut tx = engine.db.begin().await.unwrap();
    tenants::insert(&mut tx, "t", "T", Timestamp(1)).await.unwrap();
    tx.commit().await.unwrap();
    write(&engine.db, &user(1, 10)).await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("it's a backup.db");
    engine.db.backup(&target).await.unwrap();
    assert!(engine.db.backup(&target).await.is_err(), "a backup must not overwrite a file");

    let copy = Db::open(&format!("sqlite://{}", target.display())).await.unwrap();
    copy.migrate().await.unwrap();
    let mut conn = copy.read().await.unwrap();
    assert!(users::find(&mut conn, "t", &UserId::new("auth0", "1")).await.unwrap().is_some());
    assert!(fs::metadata(&target).unwrap().len() > 0);
}
