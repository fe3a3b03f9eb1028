//! The schema's versions.

use model::lucene::parse_query;
use model::{Timestamp, UserId, UserProfile};
use serde_json::json;
use store::user_search::{self, Slice, UserSearch};
use store::{Db, Error, tenants, users};

on_both!(migrating_again_changes_nothing, a_newer_schema_is_left_alone, words_that_came_before_know_what_they_begin);

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

async fn words_that_came_before_know_what_they_begin(db: Db) {
    let user = |index: usize, name: &str, email: Option<&str>| UserProfile {
        user_id: UserId::new("auth0", &format!("{index:024}")),
        name: Some(name.to_owned()),
        email: email.map(str::to_owned),
        user_metadata: json!({ "theme": "dark" }).as_object().cloned(),
        ..UserProfile::default()
    };
    let all = [
        user(1, "Zo\u{eb} Lovelace", Some("lovelace.zoe@example.com")),
        user(2, "(Ada) Adamson", Some("ada@example.com")),
        user(3, "\u{141}ukasz", None),
    ];
    let mut tx = db.begin().await.unwrap();
    tenants::insert(&mut tx, "default", "default", Timestamp(1)).await.unwrap();
    users::insert_many(&mut tx, "default", &all).await.unwrap();
    tx.commit().await.unwrap();
    let written = words(&db).await;
    assert!(written.contains(&"zoe 1 true false".to_owned()), "{written:?}");
    assert!(written.contains(&"ada 2 false true".to_owned()), "{written:?}");
    forget_what_words_begin(&db).await;
    db.migrate().await.unwrap();
    assert_eq!(words(&db).await, written);
    if let Db::Postgres(pool) = &db {
        // Without it no index answers alone for a table that was written anew.
        const VACUUMED: &str = "SELECT last_vacuum IS NOT NULL FROM pg_stat_user_tables WHERE relname = 'user_words'";
        assert!(sqlx::query_scalar::<_, bool>(VACUUMED).fetch_one(pool).await.unwrap());
    }
    let search = UserSearch::new(&parse_query("user_metadata.theme:dark").unwrap()).unwrap();
    let mut conn = db.read().await.unwrap();
    let found = user_search::find(&mut conn, "default", &search, &Slice::After(None), 10, None).await.unwrap();
    assert_eq!(found.len(), 3, "terms are still there");
}

/// The schema as it was before words knew it.
async fn forget_what_words_begin(db: &Db) {
    const SQLITE: &str = "ALTER TABLE user_words DROP COLUMN begins_name; ALTER TABLE user_words DROP COLUMN begins_email; \
        DELETE FROM _sqlx_migrations WHERE version >= 19";
    const POSTGRES: &str = "ALTER TABLE user_words DROP CONSTRAINT user_words_pkey, DROP COLUMN begins_name, \
        DROP COLUMN begins_email, ADD PRIMARY KEY (tenant, word, user_id); \
        DELETE FROM _sqlx_migrations WHERE version >= 19";
    match db {
        Db::Sqlite { writer, .. } => drop(sqlx::raw_sql(SQLITE).execute(writer).await.unwrap()),
        Db::Postgres(pool) => drop(sqlx::raw_sql(POSTGRES).execute(pool).await.unwrap()),
    }
}

/// Each word, the end of whose user's id, and whether it begins their name and their email.
async fn words(db: &Db) -> Vec<String> {
    const SQL: &str =
        "SELECT word, SUBSTR(user_id, 30), begins_name, begins_email FROM user_words ORDER BY word, user_id";
    let rows: Vec<(String, String, bool, bool)> = match db {
        Db::Sqlite { writer, .. } => sqlx::query_as(SQL).fetch_all(writer).await.unwrap(),
        Db::Postgres(pool) => sqlx::query_as(SQL).fetch_all(pool).await.unwrap(),
    };
    rows.into_iter().map(|(word, user, name, email)| format!("{word} {user} {name} {email}")).collect()
}
