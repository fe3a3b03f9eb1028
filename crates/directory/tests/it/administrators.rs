//! Administrators, their sessions, and the first start.

use directory::{ABSOLUTE_TIMEOUT, Error, IDLE_TIMEOUT, Origin, SETUP_LIFETIME};
use model::{FailureKind, Role};
use store::Db;

use crate::world::{PASSWORD, World};

on_both!(
    a_setup_link_makes_one_owner_once,
    a_setup_link_expires,
    of_two_who_redeem_at_once_one_wins,
    a_session_ends_by_sign_out_idleness_and_age,
    a_role_counts_from_the_next_request,
    wrong_passwords_are_slowed_down,
    weak_administrators_are_refused,
    starting_again_changes_nothing
);

async fn a_setup_link_makes_one_owner_once(db: Db) {
    let world = World::new(db).await;
    let voided = world.dir.setup().issue().await.unwrap().unwrap();
    let token = world.dir.setup().issue().await.unwrap().unwrap();
    assert_eq!(token.len(), 32, "128 bits");
    assert!(!world.dir.setup().is_open(&voided).await.unwrap());
    let redeem = |token: String, email: &'static str| {
        let dir = world.dir.clone();
        async move { dir.setup().redeem(&token, email, PASSWORD, Origin::default()).await }
    };
    assert!(matches!(redeem(token.clone(), "no email").await, Err(Error::Field { field: "email", .. })));
    let secret = redeem(token.clone(), "Ada@Example.com").await.unwrap();
    let actor = world.dir.sessions().resolve(&secret).await.unwrap().unwrap();
    let viewer = world.dir.administrators().viewer(&actor).unwrap();
    assert_eq!((viewer.email.as_str(), viewer.role), ("ada@example.com", Role::Owner));
    assert!(matches!(redeem(token, "eve@example.com").await, Err(Error::SetupClosed)));
    assert_eq!(world.dir.setup().issue().await.unwrap(), None);
}

async fn a_setup_link_expires(db: Db) {
    let world = World::new(db).await;
    let token = world.dir.setup().issue().await.unwrap().unwrap();
    world.clock.advance(SETUP_LIFETIME - 1);
    assert!(world.dir.setup().is_open(&token).await.unwrap());
    world.clock.advance(1);
    let redeemed = world.dir.setup().redeem(&token, "ada@example.com", PASSWORD, Origin::default()).await;
    assert!(matches!(redeemed, Err(Error::SetupClosed)));
}

async fn of_two_who_redeem_at_once_one_wins(db: Db) {
    let world = World::new(db).await;
    let token = world.dir.setup().issue().await.unwrap().unwrap();
    let tasks: Vec<_> = (0..8)
        .map(|index| {
            let (dir, token) = (world.dir.clone(), token.clone());
            tokio::spawn(async move {
                let email = format!("admin{index}@example.com");
                dir.setup().redeem(&token, &email, PASSWORD, Origin::default()).await.is_ok()
            })
        })
        .collect();
    let mut won = 0;
    for task in tasks {
        won += usize::from(task.await.unwrap());
    }
    assert_eq!(won, 1);
    assert_eq!(world.dir.administrators().list(&world.operator()).await.unwrap().len(), 1);
}

/// S-343, S-345, S-346.
async fn a_session_ends_by_sign_out_idleness_and_age(db: Db) {
    let world = World::new(db).await;
    world.administrator(Role::Owner).await;
    let (dir, origin) = (&world.dir, Origin::default());
    let sessions = dir.sessions();
    let sign_in = || sessions.sign_in("owner@example.com", PASSWORD, origin.clone());

    let (first, second) = (sign_in().await.unwrap(), sign_in().await.unwrap());
    assert_ne!(first, second);
    dir.sessions().sign_out(&first).await.unwrap();
    assert!(dir.sessions().resolve(&first).await.unwrap().is_none());
    assert!(dir.sessions().resolve(&second).await.unwrap().is_some());

    world.clock.advance(IDLE_TIMEOUT + 1);
    assert!(dir.sessions().resolve(&second).await.unwrap().is_none());

    let used = sign_in().await.unwrap();
    let mut age = 0;
    while age + IDLE_TIMEOUT / 2 <= ABSOLUTE_TIMEOUT {
        world.clock.advance(IDLE_TIMEOUT / 2);
        age += IDLE_TIMEOUT / 2;
        assert!(dir.sessions().resolve(&used).await.unwrap().is_some(), "at {age}");
    }
    world.clock.advance(IDLE_TIMEOUT / 2);
    assert!(dir.sessions().resolve(&used).await.unwrap().is_none());
    assert!(dir.sessions().resolve("").await.unwrap().is_none());
}

/// S-508.
async fn a_role_counts_from_the_next_request(db: Db) {
    let world = World::new(db.clone()).await;
    world.administrator(Role::Editor).await;
    let sessions = world.dir.sessions();
    let secret = sessions.sign_in("editor@example.com", PASSWORD, Origin::default()).await.unwrap();
    let mut tx = db.begin().await.unwrap();
    let editor = store::administrators::find(&mut tx, "editor@example.com").await.unwrap().unwrap();
    store::administrators::save_membership(&mut tx, "default", &editor.id, Role::Viewer).await.unwrap();
    tx.commit().await.unwrap();
    let actor = sessions.resolve(&secret).await.unwrap().unwrap();
    assert_eq!(world.dir.administrators().viewer(&actor).unwrap().role, Role::Viewer);
}

/// S-321, S-331.
async fn wrong_passwords_are_slowed_down(db: Db) {
    let world = World::new(db).await;
    world.administrator(Role::Owner).await;
    let origin = || Origin { ip: Some("203.0.113.1".to_owned()), user_agent: None };
    for email in ["owner@example.com", "nobody@example.com"] {
        for _ in 0..10 {
            let error = world.dir.sessions().sign_in(email, "wrong", origin()).await.unwrap_err();
            assert!(matches!(error, Error::WrongCredentials), "{error}");
        }
        let error = world.dir.sessions().sign_in(email, PASSWORD, origin()).await.unwrap_err();
        assert_eq!(model::Failure::from(error).kind, FailureKind::TooManyRequests);
    }
    // Somebody else's failures do not lock the owner out.
    assert!(world.dir.sessions().sign_in("owner@example.com", PASSWORD, Origin::default()).await.is_ok());
    world.clock.advance(30_000);
    assert!(world.dir.sessions().sign_in("owner@example.com", PASSWORD, origin()).await.is_ok());
}

async fn weak_administrators_are_refused(db: Db) {
    let world = World::new(db).await;
    let operator = world.operator();
    for password in ["", "short", "aaaaaaaaaaaaaaaaaaaa", "my ada@example.com!"] {
        let made = world.dir.administrators().create(&operator, "ada@example.com", password, Role::Owner).await;
        assert!(matches!(made, Err(Error::Field { field: "password", .. })), "{password}");
    }
    world.dir.administrators().create(&operator, "ada@example.com", PASSWORD, Role::Owner).await.unwrap();
    let again = world.dir.administrators().create(&operator, "ADA@example.com", PASSWORD, Role::Viewer).await;
    assert!(matches!(again, Err(Error::Exists { field: "email", .. })));
    let viewer = world.administrator(Role::Viewer).await;
    let forbidden = world.dir.administrators().create(&viewer, "eve@example.com", PASSWORD, Role::Owner).await;
    assert!(matches!(forbidden, Err(Error::Forbidden(_))));
}

async fn starting_again_changes_nothing(db: Db) {
    let world = World::new(db).await;
    let before = world.dir.connections().list(&world.operator()).await.unwrap();
    world.dir.start().await.unwrap();
    assert_eq!(world.dir.connections().list(&world.operator()).await.unwrap(), before);
    assert_eq!((before.len(), before[0].applications), (1, 1));
}
