//! Logging in: who gets in, who is kept out, and what is written down of it.

use directory::{
    Clock, Cost, Credentials, DEFAULT_TENANT, Directory, Hashing, LoggedIn, LoginRefusal, Origin, Settings,
};
use model::{Client, ConnectionOptions, NewUser, Role, UserId, UserProfile};
use store::{Db, clients, connections, login_attempts, passwords};

use crate::world::{CONNECTION, World, new_user};

on_both!(
    a_login_is_counted_and_written_down,
    a_wrong_name_and_a_wrong_password_are_answered_alike,
    an_unknown_name_costs_the_same_hashing,
    ten_failures_from_one_address_keep_even_the_right_password_out,
    a_success_forgets_the_failures_before_it,
    an_administrator_lets_a_user_try_again,
    a_blocked_address_locks_nobody_out_elsewhere_before_a_hundred,
    email_and_user_name_are_one_counter,
    failures_at_the_same_time_are_all_counted,
    an_address_that_fails_for_everybody_is_kept_out_for_a_day,
    a_blocked_user_learns_it_only_with_the_right_password,
    a_connection_that_is_off_for_the_application_lets_nobody_in,
    a_hash_that_cost_less_is_made_anew_at_login,
    another_password_ends_the_sessions_and_forgets_the_failures
);

const GOOD: &str = "Abcdef1!";
const DAY: i64 = 24 * 3_600_000;

/// An application that uses the default connection.
async fn application(db: &Db) -> Client {
    let mut tx = db.begin().await.unwrap();
    let client = Client { client_id: "app".to_owned(), name: "Shop".to_owned(), ..Client::default() };
    clients::insert(&mut tx, DEFAULT_TENANT, &client, None).await.unwrap();
    let connection = connections::find(&mut tx, DEFAULT_TENANT, CONNECTION).await.unwrap().unwrap();
    connections::enable_client(&mut tx, DEFAULT_TENANT, &connection.id, &client.client_id).await.unwrap();
    tx.commit().await.unwrap();
    client
}

fn from(ip: &str) -> Origin {
    Origin { ip: Some(ip.to_owned()), user_agent: Some("Firefox".to_owned()) }
}

async fn log_in(
    dir: &Directory,
    client: &Client,
    identifier: &str,
    password: &str,
    ip: &str,
) -> Result<LoggedIn, LoginRefusal> {
    let credentials = Credentials { client, connection: None, identifier, password, device: None };
    dir.logins().log_in(DEFAULT_TENANT, credentials, &from(ip)).await
}

/// The codes of what happened to a user, oldest first.
async fn events(world: &World, user: &UserId) -> Vec<String> {
    let page = world.dir.logs().of_user(&world.operator(), user, None).await.unwrap();
    page.events.into_iter().rev().map(|event| event.kind).collect()
}

async fn failures(db: &Db, subject: &str, ip: &str) -> i64 {
    let mut conn = db.read().await.unwrap();
    let counts = login_attempts::find(&mut conn, DEFAULT_TENANT, subject, ip).await.unwrap();
    counts.iter().find(|count| count.subject == subject && count.ip == ip).map_or(0, |count| count.failures)
}

async fn fail(world: &World, client: &Client, identifier: &str, ip: &str, times: usize) {
    for _ in 0..times {
        let refused = log_in(&world.dir, client, identifier, "wrong", ip).await.unwrap_err();
        assert!(matches!(refused, LoginRefusal::WrongCredentials), "{refused:?}");
        // Events of the same millisecond have no order.
        world.clock.advance(1);
    }
}

async fn setting(db: Db) -> (World, Client, UserProfile) {
    let client = {
        let world = World::new(db.clone()).await;
        drop(world);
        application(&db).await
    };
    let world = World::new(db).await;
    let user = world.user("ada@example.com").await;
    world.clock.advance(1);
    (world, client, user)
}

/// S-332: counted, because time that is measured beside other tests says little.
async fn an_unknown_name_costs_the_same_hashing(db: Db) {
    let (world, client, user) = setting(db.clone()).await;
    let without = world.user("without@example.com").await;
    const DELETE: &str = "DELETE FROM passwords WHERE user_id = $1";
    let without = without.user_id.as_str();
    let rows = match &db {
        Db::Sqlite { writer, .. } => sqlx::query(DELETE).bind(without).execute(writer).await.unwrap().rows_affected(),
        Db::Postgres(pool) => sqlx::query(DELETE).bind(without).execute(pool).await.unwrap().rows_affected(),
    };
    assert_eq!(rows, 1);
    let hashes = async |name: &str, password: &str| {
        let before = world.hashing.count();
        let _ = log_in(&world.dir, &client, name, password, "10.0.0.9").await;
        world.hashing.count() - before
    };
    for name in ["ada@example.com", "nobody@example.com", "nobody", "", "without@example.com", user.user_id.as_str()] {
        assert_eq!(hashes(name, "wrong").await, 1, "{name}");
    }
    assert_eq!(hashes("ada@example.com", GOOD).await, 1);
    // At sign-up and for a forgotten password as well: whether an address is taken is not told by the effort.
    let accounts = world.dir.accounts();
    let sign_up = async |email: &str| {
        let before = world.hashing.count();
        let new = directory::SignUp {
            connection: CONNECTION.to_owned(),
            email: email.to_owned(),
            password: GOOD.to_owned(),
            ..directory::SignUp::default()
        };
        let done = accounts.sign_up(DEFAULT_TENANT, &client, new, &from("10.0.0.9")).await;
        (done.is_ok(), world.hashing.count() - before)
    };
    assert_eq!((sign_up("ada@example.com").await, sign_up("new@example.com").await), ((false, 1), (true, 1)));
}

async fn a_login_is_counted_and_written_down(db: Db) {
    let (world, client, user) = setting(db).await;
    let first = log_in(&world.dir, &client, " Ada@Example.com ", GOOD, "10.0.0.1").await.unwrap();
    assert_eq!((first.user.logins_count, first.connection.name.as_str()), (Some(1), CONNECTION));
    world.clock.advance(1_000);
    let second = log_in(&world.dir, &client, "ada@example.com", GOOD, "10.0.0.2").await.unwrap();
    let stored = world.dir.users().get(&world.operator(), &user.user_id).await.unwrap();
    assert_eq!(second.user, stored);
    assert_eq!((stored.logins_count, stored.last_ip.as_deref()), (Some(2), Some("10.0.0.2")));
    assert_eq!((stored.last_login, stored.updated_at), (Some(world.clock.now()), world.clock.now()));
    let page = world.dir.logs().of_user(&world.operator(), &user.user_id, None).await.unwrap();
    let event = &page.events[0];
    assert_eq!((event.kind.as_str(), event.client_id.as_deref()), ("s", Some("app")));
    assert_eq!((event.client_name.as_deref(), event.connection.as_deref()), (Some("Shop"), Some(CONNECTION)));
    assert_eq!((event.ip.as_deref(), event.user_agent.as_deref()), (Some("10.0.0.2"), Some("Firefox")));
}

/// S-331, N-062
async fn a_wrong_name_and_a_wrong_password_are_answered_alike(db: Db) {
    let (world, client, user) = setting(db).await;
    let long = "a".repeat(5_000);
    for (name, password) in [
        ("ada@example.com", "wrong"),
        ("ada@example.com", ""),
        ("bob@example.com", GOOD),
        ("", ""),
        ("\0", "\0"),
        (long.as_str(), long.as_str()),
        ("ada@example.com\0", GOOD),
        ("' OR 1=1 --", GOOD),
    ] {
        let refused = log_in(&world.dir, &client, name, password, "10.0.0.1").await.unwrap_err();
        assert!(matches!(refused, LoginRefusal::WrongCredentials), "{name:?}: {refused:?}");
        assert_eq!(refused.to_string(), "Wrong email or password.");
    }
    assert_eq!(events(&world, &user.user_id).await, ["sapi", "fp", "fp"]);
}

/// S-321
async fn ten_failures_from_one_address_keep_even_the_right_password_out(db: Db) {
    let (world, client, user) = setting(db).await;
    fail(&world, &client, "ada@example.com", "10.0.0.1", 10).await;
    let refused = log_in(&world.dir, &client, "ada@example.com", GOOD, "10.0.0.1").await.unwrap_err();
    assert!(matches!(refused, LoginRefusal::TooManyAttempts), "{refused:?}");
    assert_eq!(refused.at_token_endpoint(), Some((429, "too_many_attempts")));
    assert_eq!(events(&world, &user.user_id).await.last().map(String::as_str), Some("limit_wc"));
    log_in(&world.dir, &client, "ada@example.com", GOOD, "10.0.0.2").await.unwrap();
    let still = log_in(&world.dir, &client, "ada@example.com", GOOD, "10.0.0.1").await.unwrap_err();
    assert!(matches!(still, LoginRefusal::TooManyAttempts), "a login elsewhere lifts nothing: {still:?}");
    world.clock.advance(30 * DAY + 1);
    log_in(&world.dir, &client, "ada@example.com", GOOD, "10.0.0.1").await.unwrap();

    // A name that nobody has is kept out just so, or its answer would tell.
    fail(&world, &client, "nobody@example.com", "10.0.0.1", 10).await;
    let refused = log_in(&world.dir, &client, "Nobody@example.com", GOOD, "10.0.0.1").await.unwrap_err();
    assert!(matches!(refused, LoginRefusal::TooManyAttempts), "{refused:?}");
}

async fn a_success_forgets_the_failures_before_it(db: Db) {
    let (world, client, _) = setting(db).await;
    for _ in 0..3 {
        fail(&world, &client, "ada@example.com", "10.0.0.1", 9).await;
        log_in(&world.dir, &client, "ada@example.com", GOOD, "10.0.0.1").await.unwrap();
    }
}

async fn an_administrator_lets_a_user_try_again(db: Db) {
    let (world, client, user) = setting(db).await;
    let (viewer, editor) = (world.administrator(Role::Viewer).await, world.administrator(Role::Editor).await);
    fail(&world, &client, "ADA@example.com", "10.0.0.1", 10).await;
    let blocks = world.dir.user_blocks().list(&viewer, &user.user_id).await.unwrap();
    assert_eq!(blocks.len(), 1);
    assert_eq!((blocks[0].ip.as_str(), blocks[0].identifier.as_str()), ("10.0.0.1", "ADA@example.com"));
    assert!(world.dir.user_blocks().remove(&viewer, &user.user_id).await.is_err());
    world.clock.advance(1);
    world.dir.user_blocks().remove(&editor, &user.user_id).await.unwrap();
    assert!(world.dir.user_blocks().list(&viewer, &user.user_id).await.unwrap().is_empty());
    assert_eq!(events(&world, &user.user_id).await.last().map(String::as_str), Some("ublkdu"));
    world.clock.advance(1);
    log_in(&world.dir, &client, "ada@example.com", GOOD, "10.0.0.1").await.unwrap();
    world.dir.user_blocks().remove(&editor, &user.user_id).await.unwrap();
    assert_eq!(events(&world, &user.user_id).await.last().map(String::as_str), Some("s"), "there was nothing to lift");
}

/// S-321, S-325
async fn a_blocked_address_locks_nobody_out_elsewhere_before_a_hundred(db: Db) {
    let (world, client, user) = setting(db.clone()).await;
    fail(&world, &client, "ada@example.com", "10.0.0.1", 10).await;
    for _ in 0..200 {
        let refused = log_in(&world.dir, &client, "ada@example.com", "wrong", "10.0.0.1").await.unwrap_err();
        assert!(matches!(refused, LoginRefusal::TooManyAttempts), "{refused:?}");
    }
    assert_eq!(failures(&db, user.user_id.as_str(), "").await, 10);
    for host in 2..=10 {
        fail(&world, &client, "ada@example.com", &format!("10.0.0.{host}"), 10).await;
    }
    let refused = log_in(&world.dir, &client, "ada@example.com", GOOD, "10.9.9.9").await.unwrap_err();
    assert!(matches!(refused, LoginRefusal::TooManyAttempts), "a hundred are enough: {refused:?}");
}

/// S-322, N-066
async fn email_and_user_name_are_one_counter(db: Db) {
    let (world, client, _) = setting(db.clone()).await;
    let mut tx = db.begin().await.unwrap();
    let connection = connections::find(&mut tx, DEFAULT_TENANT, CONNECTION).await.unwrap().unwrap();
    let options = ConnectionOptions { requires_username: true, ..connection.options };
    connections::save_options(&mut tx, DEFAULT_TENANT, &connection.id, &options).await.unwrap();
    tx.commit().await.unwrap();
    let grace = NewUser { username: Some("grace".to_owned()), ..new_user("grace@example.com") };
    let grace = world.dir.users().create(&world.operator(), grace).await.unwrap();
    log_in(&world.dir, &client, " Grace ", GOOD, "10.0.0.1").await.unwrap();
    fail(&world, &client, "grace", "10.0.0.1", 5).await;
    fail(&world, &client, "GRACE@example.com", "10.0.0.1", 5).await;
    assert_eq!(failures(&db, grace.user_id.as_str(), "10.0.0.1").await, 10);
    for name in ["grace", "grace@example.com"] {
        let refused = log_in(&world.dir, &client, name, GOOD, "10.0.0.1").await.unwrap_err();
        assert!(matches!(refused, LoginRefusal::TooManyAttempts), "{name}: {refused:?}");
    }
}

/// S-324
async fn failures_at_the_same_time_are_all_counted(db: Db) {
    let (world, client, user) = setting(db.clone()).await;
    let tries: Vec<_> = (0..100)
        .map(|_| {
            let (dir, client) = (world.dir.clone(), client.clone());
            tokio::spawn(async move { log_in(&dir, &client, "ada@example.com", "wrong", "10.0.0.1").await.is_err() })
        })
        .collect();
    for one in tries {
        assert!(one.await.unwrap());
    }
    assert_eq!(failures(&db, user.user_id.as_str(), "10.0.0.1").await, 100);
}

async fn an_address_that_fails_for_everybody_is_kept_out_for_a_day(db: Db) {
    let (world, client, _) = setting(db).await;
    for number in 0..100 {
        fail(&world, &client, &format!("user{number}@example.com"), "10.0.0.1", 1).await;
    }
    let refused = log_in(&world.dir, &client, "ada@example.com", GOOD, "10.0.0.1").await.unwrap_err();
    assert!(matches!(refused, LoginRefusal::SuspiciousAddress), "{refused:?}");
    log_in(&world.dir, &client, "ada@example.com", GOOD, "10.0.0.2").await.unwrap();
    world.clock.advance(DAY);
    log_in(&world.dir, &client, "ada@example.com", GOOD, "10.0.0.1").await.unwrap();
}

/// S-333
async fn a_blocked_user_learns_it_only_with_the_right_password(db: Db) {
    let (world, client, user) = setting(db).await;
    world.dir.users().set_blocked(&world.operator(), &user.user_id, true).await.unwrap();
    world.clock.advance(1);
    fail(&world, &client, "ada@example.com", "10.0.0.1", 1).await;
    let refused = log_in(&world.dir, &client, "ada@example.com", GOOD, "10.0.0.1").await.unwrap_err();
    assert_eq!((refused.to_string().as_str(), refused.at_callback()), ("user is blocked", Some("unauthorized")));
    assert_eq!(refused.at_token_endpoint(), Some((403, "invalid_grant")));
    assert_eq!(events(&world, &user.user_id).await[2..], ["fp", "f"]);
    let stored = world.dir.users().get(&world.operator(), &user.user_id).await.unwrap();
    assert_eq!((stored.logins_count, stored.last_login), (None, None));
}

async fn a_connection_that_is_off_for_the_application_lets_nobody_in(db: Db) {
    let (world, client, user) = setting(db.clone()).await;
    let named = |connection| Credentials {
        client: &client,
        connection: Some(connection),
        identifier: "ada@example.com",
        password: GOOD,
        device: None,
    };
    world.dir.logins().log_in(DEFAULT_TENANT, named(CONNECTION), &from("10.0.0.1")).await.unwrap();
    let odd = "x".repeat(3_000);
    for unknown in ["Nothing", "", "\0", &odd] {
        let refused = world.dir.logins().log_in(DEFAULT_TENANT, named(unknown), &from("10.0.0.1")).await.unwrap_err();
        assert!(matches!(refused, LoginRefusal::NoConnection), "{unknown:?}: {refused:?}");
    }
    let mut tx = db.begin().await.unwrap();
    let connection = connections::find(&mut tx, DEFAULT_TENANT, CONNECTION).await.unwrap().unwrap();
    connections::disable_client(&mut tx, DEFAULT_TENANT, &connection.id, "app").await.unwrap();
    tx.commit().await.unwrap();
    let refused = world.dir.logins().log_in(DEFAULT_TENANT, named(CONNECTION), &from("10.0.0.1")).await.unwrap_err();
    assert!(matches!(refused, LoginRefusal::ConnectionDisabled), "{refused:?}");
    let refused = log_in(&world.dir, &client, "ada@example.com", GOOD, "10.0.0.1").await.unwrap_err();
    assert!(matches!(refused, LoginRefusal::ConnectionDisabled), "{refused:?}");
    let use_ = directory::Use { user: &user.user_id, client_id: "app", connection: CONNECTION, session_id: None };
    assert!(matches!(world.dir.may_use(DEFAULT_TENANT, use_).await, Err(LoginRefusal::ConnectionDisabled)));
}

/// S-302
async fn a_hash_that_cost_less_is_made_anew_at_login(db: Db) {
    let (world, client, user) = setting(db.clone()).await;
    let hash = async || {
        let mut conn = db.read().await.unwrap();
        passwords::find(&mut conn, DEFAULT_TENANT, &user.user_id).await.unwrap().unwrap()
    };
    let cheap = hash().await;
    log_in(&world.dir, &client, "ada@example.com", GOOD, "10.0.0.1").await.unwrap();
    assert_eq!(hash().await, cheap, "it cost what it should");
    let settings = Settings {
        hashing: Hashing::new(Cost { memory: 16, passes: 2 }),
        clock: Clock::manual(world.clock.now()),
        random: directory::Random::seeded(2),
        ..Settings::new("http://localhost:8080")
    };
    let dearer = Directory::new(db.clone(), settings);
    log_in(&dearer, &client, "ada@example.com", GOOD, "10.0.0.1").await.unwrap();
    assert!(hash().await.starts_with("$argon2id$v=19$m=16,t=2,p=1$"), "{}", hash().await);
    log_in(&dearer, &client, "ada@example.com", GOOD, "10.0.0.1").await.unwrap();
}

/// S-346
async fn another_password_ends_the_sessions_and_forgets_the_failures(db: Db) {
    let (world, client, user) = setting(db).await;
    let begin = async || {
        let sessions = world.dir.user_sessions();
        sessions.begin(DEFAULT_TENANT, &user.user_id, CONNECTION, "app", &from("10.0.0.1")).await.unwrap()
    };
    let is_live =
        async |secret: &str| world.dir.user_sessions().resolve(DEFAULT_TENANT, secret).await.unwrap().is_some();
    let session = begin().await;
    assert!(is_live(&session.secret).await);
    let of = world.dir.user_sessions().list(&world.operator(), &user.user_id).await.unwrap();
    assert_eq!(of, std::slice::from_ref(&session.session));
    fail(&world, &client, "ada@example.com", "10.0.0.1", 10).await;
    world.dir.users().change_password(&world.operator(), &user.user_id, "Another1!").await.unwrap();
    assert!(!is_live(&session.secret).await);
    log_in(&world.dir, &client, "ada@example.com", "Another1!", "10.0.0.1").await.unwrap();
    let (blocked, deleted) = (begin().await, begin().await);
    let use_ = directory::Use {
        user: &user.user_id,
        client_id: "app",
        connection: CONNECTION,
        session_id: Some(&deleted.session.id),
    };
    world.dir.may_use(DEFAULT_TENANT, use_).await.unwrap();
    world.dir.users().set_blocked(&world.operator(), &user.user_id, true).await.unwrap();
    assert!(!is_live(&blocked.secret).await);
    assert!(matches!(world.dir.may_use(DEFAULT_TENANT, use_).await, Err(LoginRefusal::Blocked)));
    world.dir.users().set_blocked(&world.operator(), &user.user_id, false).await.unwrap();
    assert!(!is_live(&blocked.secret).await, "unblocking brings no session back");
    assert!(matches!(world.dir.may_use(DEFAULT_TENANT, use_).await, Err(LoginRefusal::SessionEnded)));
    let last = begin().await;
    world.dir.users().delete(&world.operator(), &user.user_id).await.unwrap();
    assert!(!is_live(&last.secret).await);
    assert!(matches!(world.dir.may_use(DEFAULT_TENANT, use_).await, Err(LoginRefusal::UserGone)));
}
