//! The schema's versions.

use store::{Db, Error};

on_both!(migrating_again_changes_nothing, a_newer_schema_is_left_alone);

async fn migrating_again_changes_nothing(db: Db) {
    let first = db.migrate().await.unwrap();
    assert_eq!(db.migrate().await.unwrap(), first);
    assert!(first.version >= 1);
}

async fn a_newer_schema_is_left_alone(db: Db) {
    const SQL: &str = "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) \
        SELECT 9999, 'from the future', success, checksum, execution_time FROM _sqlx_migrations WHERE version = 1";
    match &db {
        Db::Sqlite { writer, .. } => drop(sqlx::query(SQL).execute(writer).await.unwrap()),
        Db::Postgres(pool) => drop(sqlx::query(SQL).execute(pool).await.unwrap()),
    }
    let error = db.migrate().await.unwrap_err();
    assert!(matches!(error, Error::NewerSchema { found: 9999, .. }), "{error}");
    assert!(error.to_string().contains("newer Roster"));
}
