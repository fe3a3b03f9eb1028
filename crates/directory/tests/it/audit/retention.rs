//! Old events go, and nothing else.

use directory::{Actor, DEFAULT_TENANT, TamperingKind};
use model::{TenantEdit, TenantSettings};
use store::Db;

use super::House;

on_both!(
    old_events_go_and_what_is_left_is_still_intact,
    events_stay_for_ever_where_that_is_set,
    nobody_else_can_delete_as_retention_does,
);

const DAY: i64 = 86_400_000;

async fn keep(house: &House, days: i64) {
    let operator = Actor::operator(DEFAULT_TENANT);
    let base = house.dir.tenants().settings(&operator).await.unwrap();
    let settings = TenantSettings { log_retention_days: days, ..base.clone() };
    house.dir.tenants().update(&operator, TenantEdit { base, settings }).await.unwrap();
}

async fn old_events_go_and_what_is_left_is_still_intact(db: Db) {
    let house = House::new(db).await;
    house.write(300).await;
    house.execute("UPDATE logs SET chain = NULL, number = NULL, hash = NULL WHERE number <= 5").await;
    house.execute("DELETE FROM logs WHERE number IS NOT NULL").await;
    house.execute("DELETE FROM log_chains").await;
    house.write(600).await;
    house.checkpoint().await;
    let before = house.verify().await.unwrap();
    assert_eq!((before.events, before.unchained, before.deleted), (600, 5, 0));
    house.clock.advance(20 * DAY);
    house.write(30).await;
    house.checkpoint().await;
    house
        .execute(&format!(
            "INSERT INTO login_hours (tenant, hour, successes, failures) VALUES ('{DEFAULT_TENANT}', {}, 1, 1), \
         ('{DEFAULT_TENANT}', {}, 1, 1)",
            house.clock.now().0 - 400 * DAY,
            house.clock.now().0 - 300 * DAY
        ))
        .await;
    house.dir.sweep().await.unwrap();
    assert_eq!(house.verify().await.unwrap().events, 630, "30 days at first");
    // The sweep counted the hours of the last days meanwhile.
    let long_ago = house.clock.now().0 - 200 * DAY;
    let old = format!("DELETE FROM login_hours WHERE hour < {long_ago}");
    assert_eq!(house.execute(&old).await, 1, "kept for a year");

    house.clock.advance(11 * DAY);
    assert_eq!(house.dir.sweep().await.unwrap(), 605);
    let after = house.verify().await.unwrap();
    assert_eq!((after.events, after.unchained, after.deleted, after.unsigned), (30, 0, 600, 0));
    assert_eq!(house.dir.sweep().await.unwrap(), 0);
    house.write(3).await;
    house.checkpoint().await;
    house.verify().await.unwrap();

    keep(&house, 1).await;
    house.checkpoint().await;
    house.clock.advance(DAY + 10_000);
    assert_eq!(house.dir.sweep().await.unwrap(), 34);
    let after = house.verify().await.unwrap();
    assert_eq!((after.events, after.deleted), (0, 634));
    // The checkpoints of those days are gone too.
    assert!(after.checkpoints < 4, "{}", after.checkpoints);
    house.write(3).await;
    house.checkpoint().await;
    assert_eq!(house.verify().await.unwrap().events, 3);
}

async fn events_stay_for_ever_where_that_is_set(db: Db) {
    let house = House::new(db).await;
    keep(&house, 0).await;
    house.write(3).await;
    house.clock.advance(4_000 * DAY);
    assert_eq!(house.dir.sweep().await.unwrap(), 0);
    assert_eq!(house.verify().await.unwrap().events, 4);
}

async fn nobody_else_can_delete_as_retention_does(db: Db) {
    let house = House::new(db).await;
    house.write(30).await;
    house.clock.advance(31 * DAY);
    house.write(30).await;
    house.checkpoint().await;
    house.dir.sweep().await.unwrap();
    house.verify().await.unwrap();
    house
        .execute(
            "UPDATE log_chains SET first_number = 40, first_hash = (SELECT hash FROM logs WHERE chain = 0 AND number = 40) \
             WHERE chain = 0",
        )
        .await;
    house.execute("DELETE FROM logs WHERE chain = 0 AND number <= 40").await;
    let found = house.verify().await.unwrap_err();
    assert_eq!((found.kind, found.number), (TamperingKind::CutBeginning, Some(31)), "{found}");
}
