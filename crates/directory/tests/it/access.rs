//! Where users are logged in, and blocks that say what they end, on both engines.

use directory::{DEFAULT_TENANT, Error, Origin};
use model::{BulkAction, BulkRequest, BulkSelection, NewBlock, Receipt, Timestamp, UserId};
use serde_json::json;
use store::Db;

use crate::world::{CONNECTION, World, event};

on_both!(
    a_block_ends_what_it_says_and_leaves_a_receipt,
    a_block_ends_by_itself_and_the_log_says_so,
    a_block_must_make_sense,
    many_are_blocked_for_one_reason
);

const HOUR: i64 = 3_600_000;

async fn session(world: &World, user: &UserId) -> String {
    let sessions = world.dir.user_sessions();
    sessions.begin(DEFAULT_TENANT, user, CONNECTION, "nobody", &Origin::default()).await.unwrap().secret
}

async fn a_block_ends_what_it_says_and_leaves_a_receipt(db: Db) {
    let world = World::new(db.clone()).await;
    let (actor, users) = (world.operator(), world.dir.users());
    let id = world.user("ada@example.com").await.user_id;
    let secrets = [session(&world, &id).await, session(&world, &id).await];
    let ending = users.what_ends(&actor, &id).await.unwrap();
    assert_eq!((ending.sessions, ending.refresh_tokens, ending.devices), (2, 0, 0));
    let until = Timestamp(world.clock.now().0 + HOUR);
    let new = NewBlock { reason: " Lost phone ".to_owned(), until: Some(until) };
    let blocked = users.block(&actor, &id, new).await.unwrap();
    assert_eq!(blocked.receipt, Receipt { ended: ending, reason: "Lost phone".to_owned(), until: Some(until) });
    assert!(blocked.user.is_blocked());
    for secret in secrets {
        assert!(world.dir.user_sessions().resolve(DEFAULT_TENANT, &secret).await.unwrap().is_none());
    }
    let event = event(&db, "Block a User").await;
    assert_eq!(event.details["receipt"], json!(blocked.receipt));
    assert_eq!(event.details["changed"]["blocked"]["after"], true);
    let block = users.block_of(&actor, &id).await.unwrap().unwrap();
    assert_eq!((block.reason.as_str(), block.blocked_by.as_str()), ("Lost phone", "command line"));
    assert!(users.what_ends(&actor, &id).await.unwrap().is_empty());
    let again = users.block(&actor, &id, NewBlock::default()).await.unwrap();
    assert_eq!(again.receipt, Receipt::default(), "it changes nothing");
    users.set_blocked(&actor, &id, false).await.unwrap();
    assert_eq!(users.block_of(&actor, &id).await.unwrap(), None);
    assert!(users.what_ends(&actor, &id).await.unwrap().is_empty(), "sessions do not come back");
}

async fn a_block_ends_by_itself_and_the_log_says_so(db: Db) {
    let world = World::new(db.clone()).await;
    let (actor, users) = (world.operator(), world.dir.users());
    let id = world.user("ada@example.com").await.user_id;
    let until = Some(Timestamp(world.clock.now().0 + HOUR));
    users.block(&actor, &id, NewBlock { until, ..NewBlock::default() }).await.unwrap();
    world.clock.advance(HOUR - 1);
    world.dir.sweep().await.unwrap();
    assert!(users.get(&actor, &id).await.unwrap().is_blocked());
    world.clock.advance(1);
    assert!(!users.get(&actor, &id).await.unwrap().is_blocked(), "at once, before anything is swept");
    let secret = session(&world, &id).await;
    assert!(world.dir.user_sessions().resolve(DEFAULT_TENANT, &secret).await.unwrap().is_some());
    assert_eq!(world.dir.sweep().await.unwrap(), 1);
    assert_eq!(world.dir.sweep().await.unwrap(), 0);
    let event = event(&db, "The block of a user has ended").await;
    assert_eq!((event.kind.as_str(), &event.details["changed"]["blocked"]["after"]), ("sapi", &json!(false)));
    users.set_blocked(&actor, &id, true).await.unwrap();
    world.clock.advance(1_000 * HOUR);
    assert!(users.get(&actor, &id).await.unwrap().is_blocked(), "one without an end stays");
}

async fn a_block_must_make_sense(db: Db) {
    let world = World::new(db).await;
    let (actor, users) = (world.operator(), world.dir.users());
    let id = world.user("ada@example.com").await.user_id;
    let refused = async |reason: &str, until: Option<i64>| {
        let new = NewBlock { reason: reason.to_owned(), until: until.map(Timestamp) };
        match users.block(&actor, &id, new).await {
            Err(Error::Field { field, .. }) => field,
            other => panic!("{reason:.20} {until:?}: {other:?}"),
        }
    };
    assert_eq!(refused(&"x".repeat(501), None).await, "reason");
    assert_eq!(refused("a\0b", None).await, "reason");
    assert_eq!(refused("", Some(world.clock.now().0)).await, "until");
    assert_eq!(refused("", Some(i64::MIN)).await, "until");
    assert_eq!(refused("", Some(i64::MAX)).await, "until");
    assert!(!users.get(&actor, &id).await.unwrap().is_blocked());
    let longest = NewBlock { reason: "ä".repeat(500), until: None };
    assert_eq!(users.block(&actor, &id, longest).await.unwrap().receipt.reason.chars().count(), 500);
    let nobody = UserId::from("auth0|nobody\0");
    assert!(matches!(users.block(&actor, &nobody, NewBlock::default()).await, Err(Error::NotFound(_))));
    assert!(matches!(world.dir.access().sign_out_everywhere(&actor, &nobody).await, Err(Error::NotFound(_))));
    assert!(matches!(world.dir.access().unlink(&actor, &nobody, "a", "b").await, Err(Error::NotFound(_))));
    assert!(world.dir.access().of_user(&actor, &nobody).await.unwrap().devices.is_empty());
}

async fn many_are_blocked_for_one_reason(db: Db) {
    let world = World::new(db).await;
    let (actor, users) = (world.operator(), world.dir.users());
    let (ada, grace) = (world.user("ada@example.com").await.user_id, world.user("grace@example.com").await.user_id);
    users.block(&actor, &ada, NewBlock { reason: "Her own".to_owned(), until: None }).await.unwrap();
    session(&world, &grace).await;
    let request = |reason: &str| BulkRequest {
        action: BulkAction::Block,
        selection: BulkSelection::Ids(vec![ada.clone(), grace.clone()]),
        after: None,
        reason: reason.to_owned(),
    };
    assert!(matches!(users.bulk(&actor, request(&"x".repeat(501))).await, Err(Error::Field { field: "reason", .. })));
    let done = users.bulk(&actor, request("Left the company")).await.unwrap();
    assert_eq!((done.changed, done.unchanged), (1, 1));
    let reason = async |id: &UserId| users.block_of(&actor, id).await.unwrap().unwrap().reason;
    assert_eq!((reason(&ada).await.as_str(), reason(&grace).await.as_str()), ("Her own", "Left the company"));
    assert!(users.what_ends(&actor, &grace).await.unwrap().is_empty());
}
