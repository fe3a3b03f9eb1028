//! What the planners go by.

use model::{Timestamp, UserId, UserProfile};
use sqlx::SqlitePool;
use store::{Db, postponed_indexes, tenants, users};

use crate::engine::Engine;

async fn plan(pool: &SqlitePool, sql: &'static str) -> String {
    let steps: Vec<(i64, i64, i64, String)> = sqlx::query_as(sql).fetch_all(pool).await.unwrap();
    steps.into_iter().map(|(.., step)| step).collect()
}

async fn statistics(pool: &SqlitePool) -> Vec<(String, String, String)> {
    sqlx::query_as("SELECT tbl, idx, stat FROM sqlite_stat1 ORDER BY 1, 2").fetch_all(pool).await.unwrap()
}

#[tokio::test]
async fn every_connection_plans_for_a_tenant_of_very_many_users() {
    const BY_EMAIL: &str = "EXPLAIN QUERY PLAN SELECT id FROM users u WHERE u.tenant = 'default' AND (u.email = 'a')";
    const BLOCKED: &str = "EXPLAIN QUERY PLAN SELECT id FROM users u WHERE u.tenant = 'default' AND u.blocked";
    let Engine { db, .. } = &Engine::sqlite().await;
    let Db::Sqlite { readers, writer, .. } = db else { panic!("not SQLite") };
    for pool in [readers, writer] {
        let by_email = plan(pool, BY_EMAIL).await;
        assert!(by_email.contains("users_email (tenant=? AND email=?)"), "{by_email}");
        let blocked = plan(pool, BLOCKED).await;
        assert!(blocked.contains("users_blocked"), "{blocked}");
    }
}

#[tokio::test]
async fn what_was_counted_or_forgotten_is_said_again_at_the_next_start() {
    let Engine { db, .. } = &Engine::sqlite().await;
    let Db::Sqlite { writer, .. } = db else { panic!("not SQLite") };
    let said = statistics(writer).await;
    assert!(said.len() > 30, "{said:?}");
    sqlx::query("ANALYZE").execute(writer).await.unwrap();
    assert_ne!(statistics(writer).await, said);
    db.migrate().await.unwrap();
    assert_eq!(statistics(writer).await, said);
    assert!(postponed_indexes::postpone(db).await.unwrap());
    assert_ne!(statistics(writer).await, said, "an index that is gone has none");
    postponed_indexes::make(db).await.unwrap();
    assert_eq!(statistics(writer).await, said);
}

#[tokio::test]
async fn nothing_is_said_of_an_index_that_is_not_there() {
    let Engine { db, .. } = &Engine::sqlite().await;
    let Db::Sqlite { writer, .. } = db else { panic!("not SQLite") };
    const NAMES: &str = "SELECT name FROM sqlite_master";
    let names: Vec<String> = sqlx::query_scalar(NAMES).fetch_all(writer).await.unwrap();
    for (table, index, stat) in statistics(writer).await {
        assert!(names.contains(&table) && names.contains(&index), "{table} {index}");
        assert!(stat.split(' ').all(|number| number.parse::<u64>().is_ok()), "{stat}");
    }
}

#[tokio::test]
async fn on_postgresql_an_index_of_names_answers_alone() {
    const PLAN: &str = "EXPLAIN SELECT u.id, u.created_at FROM users u WHERE u.tenant = 'default' \
        AND (u.name_lower >= 'jan' AND u.name_lower < 'jao')";
    let Engine { db, .. } = &Engine::postgres().await;
    let Db::Postgres(pool) = db else { panic!("not PostgreSQL") };
    let mut tx = db.begin().await.unwrap();
    tenants::insert(&mut tx, "default", "Default", Timestamp(1)).await.unwrap();
    let user = |index: usize| UserProfile {
        user_id: UserId::new("auth0", &format!("{index:024}")),
        name: Some(format!("{} Lovelace {index}", ["Ada", "Jan", "Zoe"][index % 3])),
        ..UserProfile::default()
    };
    users::insert_many(&mut tx, "default", &(0..2_000).map(user).collect::<Vec<_>>()).await.unwrap();
    tx.commit().await.unwrap();
    db.analyze().await.unwrap();
    let plan: Vec<(String,)> = sqlx::query_as(PLAN).fetch_all(pool).await.unwrap();
    let plan: String = plan.into_iter().map(|(step,)| step).collect();
    assert!(plan.contains("Index Only Scan using users_name_lower"), "{plan}");
}
