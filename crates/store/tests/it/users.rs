//! Users and what stands beside them.

use model::{Block, Identity, JsonObject, Timestamp, UserId, UserProfile};
use store::identifiers::{self, Kind};
use store::users::{self, Inserted};
use store::{Db, blocks, passwords, tenants, user_counts};

on_both!(
    a_user_comes_back_as_it_was_written,
    an_identifier_belongs_to_one_user_of_a_connection,
    a_deleted_user_leaves_nothing_behind,
    the_tenants_do_not_see_each_other,
    what_is_not_committed_is_undone,
    many_users_at_once_are_the_same_as_one_by_one,
    whatever_changes_users_is_counted
);

const TENANT: &str = "default";

async fn tenant(db: &Db) {
    let mut tx = db.begin().await.unwrap();
    tenants::insert(&mut tx, TENANT, "Default", Timestamp(1)).await.unwrap();
    tenants::insert(&mut tx, "other", "Other", Timestamp(1)).await.unwrap();
    tx.commit().await.unwrap();
}

fn user(local: &str, email: &str) -> UserProfile {
    UserProfile {
        user_id: UserId::new("auth0", local),
        email: Some(email.to_owned()),
        email_verified: Some(false),
        name: Some("Zoë O'Brien".to_owned()),
        created_at: Timestamp(1_000),
        updated_at: Timestamp(2_000),
        identities: vec![Identity {
            connection: "Users".to_owned(),
            user_id: local.to_owned(),
            provider: "auth0".to_owned(),
            ..Identity::default()
        }],
        ..UserProfile::default()
    }
}

async fn insert(db: &Db, tenant: &str, user: &UserProfile) -> Inserted {
    let mut tx = db.begin().await.unwrap();
    let inserted = users::insert(&mut tx, tenant, user).await.unwrap();
    if inserted == Inserted::Done {
        tx.commit().await.unwrap();
    }
    inserted
}

async fn a_user_comes_back_as_it_was_written(db: Db) {
    tenant(&db).await;
    let metadata: JsonObject =
        serde_json::from_str(r#"{"a":[1,2.5,null,true,{"b":"</textarea><script>"}],"é\u202e":"𝄞"}"#).unwrap();
    let full = UserProfile {
        username: Some("zoe".to_owned()),
        phone_number: Some("+491234".to_owned()),
        phone_verified: Some(true),
        given_name: Some("Zoë".to_owned()),
        family_name: Some("O'Brien".to_owned()),
        nickname: Some("z".to_owned()),
        picture: Some("https://example.com/z.png".to_owned()),
        user_metadata: Some(metadata.clone()),
        app_metadata: Some(JsonObject::new()),
        blocked: Some(false),
        last_ip: Some("203.0.113.9".to_owned()),
        last_login: Some(Timestamp(5_000)),
        logins_count: Some(3),
        last_password_reset: Some(Timestamp(6_000)),
        attributes: metadata,
        ..user("1", "zoe@example.com")
    };
    for user in [full, user("2", "two@example.com")] {
        assert_eq!(insert(&db, TENANT, &user).await, Inserted::Done);
        let mut conn = db.read().await.unwrap();
        assert_eq!(users::find(&mut conn, TENANT, &user.user_id).await.unwrap(), Some(user));
    }
}

async fn an_identifier_belongs_to_one_user_of_a_connection(db: Db) {
    tenant(&db).await;
    assert_eq!(insert(&db, TENANT, &user("1", "a@example.com")).await, Inserted::Done);
    assert_eq!(insert(&db, TENANT, &user("2", "a@example.com")).await, Inserted::Taken(Kind::Email));
    assert_eq!(insert(&db, TENANT, &user("1", "b@example.com")).await, Inserted::IdTaken);
    let mut elsewhere = user("3", "a@example.com");
    elsewhere.identities[0].connection = "Others".to_owned();
    assert_eq!(insert(&db, TENANT, &elsewhere).await, Inserted::Done);

    let (before, after) = (user("1", "a@example.com"), user("1", "c@example.com"));
    let mut tx = db.begin().await.unwrap();
    let held = users::hold(&mut tx, TENANT, &before.user_id).await.unwrap().unwrap();
    assert_eq!(users::save(&mut tx, TENANT, &held, &after).await.unwrap(), Inserted::Done);
    tx.commit().await.unwrap();
    assert_eq!(insert(&db, TENANT, &user("2", "a@example.com")).await, Inserted::Done);
    let mut conn = db.read().await.unwrap();
    let found = identifiers::find(&mut conn, TENANT, "Users", Kind::Email, "c@example.com").await.unwrap();
    assert_eq!(found, Some(before.user_id));
}

async fn a_deleted_user_leaves_nothing_behind(db: Db) {
    tenant(&db).await;
    let user = user("1", "a@example.com");
    for _ in 0..2 {
        assert_eq!(insert(&db, TENANT, &user).await, Inserted::Done);
        let mut tx = db.begin().await.unwrap();
        passwords::save(&mut tx, TENANT, &user.user_id, "$argon2id$x", Timestamp(1)).await.unwrap();
        passwords::remember(&mut tx, TENANT, &user.user_id, "$argon2id$x", Timestamp(1), 5).await.unwrap();
        tx.commit().await.unwrap();
        let mut tx = db.begin().await.unwrap();
        users::delete(&mut tx, TENANT, &user).await.unwrap();
        tx.commit().await.unwrap();
        let mut conn = db.read().await.unwrap();
        assert_eq!(users::find(&mut conn, TENANT, &user.user_id).await.unwrap(), None);
        assert_eq!(passwords::find(&mut conn, TENANT, &user.user_id).await.unwrap(), None);
        assert_eq!(user_counts::total(&mut conn, TENANT).await.unwrap(), 0);
    }
    for table in
        ["users", "user_words", "user_terms", "user_connections", "user_identifiers", "passwords", "password_history"]
    {
        assert_eq!(rows(&db, table).await, 0, "{table}");
    }
}

async fn rows(db: &Db, table: &str) -> i64 {
    let sql = sqlx::AssertSqlSafe(format!("SELECT COUNT(*) FROM {table}"));
    match db {
        Db::Sqlite { readers, .. } => sqlx::query_scalar(sql).fetch_one(readers).await.unwrap(),
        Db::Postgres(pool) => sqlx::query_scalar(sql).fetch_one(pool).await.unwrap(),
    }
}

async fn the_tenants_do_not_see_each_other(db: Db) {
    tenant(&db).await;
    let user = user("1", "a@example.com");
    assert_eq!(insert(&db, TENANT, &user).await, Inserted::Done);
    let mut conn = db.read().await.unwrap();
    assert_eq!(users::find(&mut conn, "other", &user.user_id).await.unwrap(), None);
    assert_eq!(user_counts::total(&mut conn, "other").await.unwrap(), 0);
    drop(conn);
    assert_eq!(insert(&db, "other", &user).await, Inserted::Done);
}

async fn what_is_not_committed_is_undone(db: Db) {
    tenant(&db).await;
    let user = user("1", "a@example.com");
    let mut tx = db.begin().await.unwrap();
    users::insert(&mut tx, TENANT, &user).await.unwrap();
    drop(tx);
    let mut conn = db.read().await.unwrap();
    assert_eq!(users::find(&mut conn, TENANT, &user.user_id).await.unwrap(), None);
    drop(conn);
    assert_eq!(insert(&db, TENANT, &user).await, Inserted::Done);
}

async fn many_users_at_once_are_the_same_as_one_by_one(db: Db) {
    tenant(&db).await;
    let many: Vec<UserProfile> =
        (0..1_201).map(|index| user(&format!("{index:05}"), &format!("user{index}@example.com"))).collect();
    let mut tx = db.begin().await.unwrap();
    users::insert_many(&mut tx, TENANT, &many).await.unwrap();
    tx.commit().await.unwrap();
    let mut conn = db.read().await.unwrap();
    assert_eq!(user_counts::total(&mut conn, TENANT).await.unwrap(), 1_201);
    assert_eq!(users::find(&mut conn, TENANT, &many[1_200].user_id).await.unwrap().as_ref(), Some(&many[1_200]));
    drop(conn);
    assert_eq!(insert(&db, TENANT, &user("x", "user77@example.com")).await, Inserted::Taken(Kind::Email));
    for user in &many {
        let mut tx = db.begin().await.unwrap();
        users::delete(&mut tx, TENANT, user).await.unwrap();
        tx.commit().await.unwrap();
    }
    assert_eq!(rows(&db, "user_words").await, 0);
    assert_eq!(rows(&db, "user_terms").await, 0);
}

/// Other tests of the process change users too, so only that the number grows is certain.
async fn whatever_changes_users_is_counted(db: Db) {
    tenant(&db).await;
    let ada = user("1", "ada@example.com");
    let other = UserProfile { name: Some("Ada".to_owned()), ..ada.clone() };
    let block = Block { reason: String::new(), until: None, blocked_by: String::new(), since: Timestamp(3_000) };
    for change in ["insert", "save", "block", "lift", "delete", "insert many"] {
        let before = store::user_changes();
        let mut tx = db.begin().await.unwrap();
        match change {
            "insert" => assert_eq!(users::insert(&mut tx, TENANT, &ada).await.unwrap(), Inserted::Done),
            "save" => assert_eq!(users::save(&mut tx, TENANT, &ada, &other).await.unwrap(), Inserted::Done),
            "block" => blocks::save(&mut tx, TENANT, &ada.user_id, &block, Timestamp(3_000)).await.unwrap(),
            "lift" => blocks::lift(&mut tx, TENANT, &ada.user_id, Timestamp(4_000)).await.unwrap(),
            "delete" => users::delete(&mut tx, TENANT, &other).await.unwrap(),
            _ => users::insert_many(&mut tx, TENANT, std::slice::from_ref(&ada)).await.unwrap(),
        }
        tx.commit().await.unwrap();
        assert!(store::user_changes() > before, "{change}");
    }
}
