//! Indexes that are made after many users were added.

use model::{Timestamp, UserId, UserProfile};
use store::{Db, postponed_indexes, tenants, users};

on_both!(
    they_are_made_again_afterwards,
    they_are_made_at_the_next_start_where_nobody_came_to_it,
    where_users_are_they_stay
);

const TENANT: &str = "default";

/// All indexes of users, as the engine tells them.
async fn indexes(db: &Db) -> Vec<String> {
    const SQLITE: &str =
        "SELECT COALESCE(sql, name) FROM sqlite_master WHERE type = 'index' AND tbl_name = 'users' ORDER BY 1";
    const POSTGRES: &str =
        "SELECT indexdef FROM pg_indexes WHERE schemaname = current_schema() AND tablename = 'users' ORDER BY 1";
    match db {
        Db::Sqlite { writer, .. } => sqlx::query_scalar(SQLITE).fetch_all(writer).await.unwrap(),
        Db::Postgres(pool) => sqlx::query_scalar(POSTGRES).fetch_all(pool).await.unwrap(),
    }
}

async fn add_user(db: &Db) {
    let user = UserProfile { user_id: UserId::new("auth0", "1"), created_at: Timestamp(1), ..UserProfile::default() };
    let mut tx = db.begin().await.unwrap();
    tenants::insert(&mut tx, TENANT, "Default", Timestamp(1)).await.unwrap();
    users::insert_many(&mut tx, TENANT, &[user]).await.unwrap();
    tx.commit().await.unwrap();
}

async fn they_are_made_again_afterwards(db: Db) {
    let all = indexes(&db).await;
    assert!(all.len() > 10, "{all:?}");
    assert!(postponed_indexes::postpone(&db).await.unwrap());
    let left = indexes(&db).await;
    assert!(left.len() < 3, "{left:?}");
    add_user(&db).await;
    postponed_indexes::make(&db).await.unwrap();
    assert_eq!(indexes(&db).await, all);
}

async fn they_are_made_at_the_next_start_where_nobody_came_to_it(db: Db) {
    let all = indexes(&db).await;
    assert!(postponed_indexes::postpone(&db).await.unwrap());
    add_user(&db).await;
    db.migrate().await.unwrap();
    assert_eq!(indexes(&db).await, all);
}

async fn where_users_are_they_stay(db: Db) {
    add_user(&db).await;
    let all = indexes(&db).await;
    assert!(!postponed_indexes::postpone(&db).await.unwrap());
    assert_eq!(indexes(&db).await, all);
}
