//! Blocks with a reason and an end, and whom to tell of logouts.

use model::{Block, Timestamp, UserId, UserProfile};
use store::logout_notices::{self, LogoutNotice};
use store::{Db, blocks, tenants, users};

on_both!(a_block_says_why_and_until_when, a_notice_is_tried_by_one_at_a_time);

const TENANT: &str = "default";
const NOW: Timestamp = Timestamp(1_000_000);

async fn user(db: &Db, id: &str) -> UserId {
    let user = UserProfile { user_id: UserId::from(id), name: Some(id.to_owned()), ..UserProfile::default() };
    let mut tx = db.begin().await.unwrap();
    tenants::insert(&mut tx, TENANT, TENANT, NOW).await.unwrap();
    tenants::insert(&mut tx, "other", "other", NOW).await.unwrap();
    assert_eq!(users::insert(&mut tx, TENANT, &user).await.unwrap(), users::Inserted::Done);
    tx.commit().await.unwrap();
    user.user_id
}

async fn a_block_says_why_and_until_when(db: Db) {
    let (ada, grace) = (user(&db, "auth0|ada").await, user(&db, "auth0|grace").await);
    let until = Timestamp(2_000_000);
    let block = Block {
        reason: "Lost phone".to_owned(),
        until: Some(until),
        blocked_by: "owner@example.com".to_owned(),
        since: NOW,
    };
    let mut tx = db.begin().await.unwrap();
    blocks::save(&mut tx, TENANT, &ada, &block, NOW).await.unwrap();
    assert_eq!(blocks::find(&mut tx, TENANT, &ada).await.unwrap(), Some(block.clone()));
    assert_eq!(blocks::find(&mut tx, TENANT, &grace).await.unwrap(), None);
    assert_eq!(blocks::find(&mut tx, "other", &ada).await.unwrap(), None);
    let found = users::hold(&mut tx, TENANT, &ada).await.unwrap().unwrap();
    assert_eq!((found.blocked, found.blocked_until), (Some(true), Some(until)));
    assert!(found.is_blocked_at(Timestamp(until.0 - 1)) && !found.is_blocked_at(until));

    let for_ever = Block { reason: String::new(), until: None, ..block };
    blocks::save(&mut tx, TENANT, &grace, &for_ever, NOW).await.unwrap();
    assert!(blocks::ended(&mut tx, TENANT, Timestamp(until.0 - 1), 10).await.unwrap().is_empty());
    assert_eq!(blocks::ended(&mut tx, TENANT, until, 10).await.unwrap(), std::slice::from_ref(&ada));
    blocks::save(&mut tx, TENANT, &ada, &for_ever, NOW).await.unwrap();
    assert_eq!(blocks::find(&mut tx, TENANT, &ada).await.unwrap(), Some(for_ever));
    assert!(blocks::ended(&mut tx, TENANT, until, 10).await.unwrap().is_empty(), "it has no end any more");
    blocks::lift(&mut tx, TENANT, &ada, until).await.unwrap();
    assert_eq!(blocks::find(&mut tx, TENANT, &ada).await.unwrap(), None);
    let found = users::find(&mut tx, TENANT, &ada).await.unwrap().unwrap();
    assert_eq!((found.blocked, found.blocked_until, found.updated_at), (Some(false), None, until));

    let grace = users::hold(&mut tx, TENANT, &grace).await.unwrap().unwrap();
    users::delete(&mut tx, TENANT, &grace).await.unwrap();
    assert_eq!(blocks::find(&mut tx, TENANT, &grace.user_id).await.unwrap(), None);
    tx.commit().await.unwrap();
}

async fn a_notice_is_tried_by_one_at_a_time(db: Db) {
    let user_id = user(&db, "auth0|ada").await;
    let notice = LogoutNotice {
        id: "n1".to_owned(),
        client_id: "shop".to_owned(),
        user_id,
        session_id: Some("s".to_owned()),
        attempts: 0,
        created_at: NOW,
        next_try_at: NOW,
    };
    let mut tx = db.begin().await.unwrap();
    logout_notices::insert(&mut tx, TENANT, &notice).await.unwrap();
    assert!(logout_notices::due(&mut tx, TENANT, Timestamp(NOW.0 - 1), 10).await.unwrap().is_empty());
    assert!(logout_notices::due(&mut tx, "other", NOW, 10).await.unwrap().is_empty());
    assert_eq!(logout_notices::due(&mut tx, TENANT, NOW, 10).await.unwrap(), std::slice::from_ref(&notice));
    let lease = Timestamp(NOW.0 + 30_000);
    assert!(logout_notices::claim(&mut tx, TENANT, &notice, lease).await.unwrap());
    assert!(!logout_notices::claim(&mut tx, TENANT, &notice, lease).await.unwrap(), "somebody else was quicker");
    assert!(logout_notices::due(&mut tx, TENANT, NOW, 10).await.unwrap().is_empty());
    let later = logout_notices::due(&mut tx, TENANT, lease, 10).await.unwrap();
    assert_eq!((later[0].attempts, later[0].next_try_at), (1, lease), "whoever took it died");
    logout_notices::try_again(&mut tx, TENANT, "n1", NOW).await.unwrap();
    assert_eq!(logout_notices::due(&mut tx, TENANT, NOW, 10).await.unwrap().len(), 1);
    logout_notices::delete(&mut tx, TENANT, "n1").await.unwrap();
    assert!(logout_notices::due(&mut tx, TENANT, lease, 10).await.unwrap().is_empty());
    tx.commit().await.unwrap();
}
