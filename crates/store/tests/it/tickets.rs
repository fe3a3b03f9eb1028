//! What is good for one use.

use model::{Timestamp, UserId};
use serde_json::json;
use store::tickets::{self, Kind, Ticket};
use store::{Db, tenants};

on_both!(
    a_ticket_is_used_once,
    of_many_at_once_one_wins,
    a_ticket_ends_exactly_on_time,
    a_ticket_belongs_to_its_tenant_and_kind,
    the_others_of_a_user_can_be_closed
);

const NOW: Timestamp = Timestamp(1_000);
const END: Timestamp = Timestamp(2_000);

fn ticket(user: &str) -> Ticket {
    Ticket { user_id: Some(UserId::from(user)), payload: json!({ "email": "ada@example.com" }) }
}

async fn insert(db: &Db, tenant: &str, kind: Kind, hash: &str, ticket: &Ticket) {
    let mut tx = db.begin().await.unwrap();
    tenants::insert(&mut tx, tenant, tenant, NOW).await.unwrap();
    tickets::insert(&mut tx, tenant, kind, hash, ticket, NOW, END).await.unwrap();
    tx.commit().await.unwrap();
}

async fn spend(db: &Db, tenant: &str, kind: Kind, hash: &str, now: Timestamp) -> Option<Ticket> {
    let mut tx = db.begin().await.unwrap();
    let spent = tickets::spend(&mut tx, tenant, kind, hash, now).await.unwrap();
    tx.commit().await.unwrap();
    spent
}

/// S-361, N-056
async fn a_ticket_is_used_once(db: Db) {
    insert(&db, "t", Kind::ResetPassword, "h", &ticket("auth0|1")).await;
    let mut conn = db.read().await.unwrap();
    let seen = tickets::find(&mut conn, "t", Kind::ResetPassword, "h", NOW).await.unwrap();
    assert_eq!(seen, Some(ticket("auth0|1")), "looking does not use it up");
    drop(conn);
    assert_eq!(spend(&db, "t", Kind::ResetPassword, "h", NOW).await, Some(ticket("auth0|1")));
    assert_eq!(spend(&db, "t", Kind::ResetPassword, "h", NOW).await, None);
    let mut conn = db.read().await.unwrap();
    assert_eq!(tickets::find(&mut conn, "t", Kind::ResetPassword, "h", NOW).await.unwrap(), None);
}

/// S-361
async fn of_many_at_once_one_wins(db: Db) {
    insert(&db, "t", Kind::ResetPassword, "h", &ticket("auth0|1")).await;
    let tries: Vec<_> = (0..8)
        .map(|_| {
            let db = db.clone();
            tokio::spawn(async move { spend(&db, "t", Kind::ResetPassword, "h", NOW).await.is_some() })
        })
        .collect();
    let mut winners = 0;
    for won in tries {
        winners += usize::from(won.await.unwrap());
    }
    assert_eq!(winners, 1);
}

/// S-367, N-017: time alone decides, whether a cleaner ran or not, and what a cleaner took away is no more open.
async fn a_ticket_ends_exactly_on_time(db: Db) {
    insert(&db, "t", Kind::VerifyEmail, "late", &ticket("auth0|1")).await;
    insert(&db, "t", Kind::VerifyEmail, "early", &ticket("auth0|1")).await;
    assert_eq!(spend(&db, "t", Kind::VerifyEmail, "late", END).await, None);
    assert!(spend(&db, "t", Kind::VerifyEmail, "early", Timestamp(END.0 - 1)).await.is_some());
    let mut tx = db.begin().await.unwrap();
    tickets::delete_expired(&mut tx, "t", Timestamp(END.0 + 1)).await.unwrap();
    tx.commit().await.unwrap();
    for hash in ["early", "late"] {
        assert_eq!(spend(&db, "t", Kind::VerifyEmail, hash, NOW).await, None, "{hash}");
    }
}

/// N-016, S-505
async fn a_ticket_belongs_to_its_tenant_and_kind(db: Db) {
    insert(&db, "t", Kind::ResetPassword, "h", &ticket("auth0|1")).await;
    insert(&db, "u", Kind::ResetPassword, "h", &ticket("auth0|2")).await;
    for kind in [Kind::VerifyEmail, Kind::Unblock, Kind::PushedRequest] {
        assert_eq!(spend(&db, "t", kind, "h", NOW).await, None, "{kind:?}");
    }
    assert_eq!(spend(&db, "v", Kind::ResetPassword, "h", NOW).await, None);
    assert_eq!(spend(&db, "u", Kind::ResetPassword, "h", NOW).await, Some(ticket("auth0|2")));
    assert_eq!(spend(&db, "t", Kind::ResetPassword, "h", NOW).await, Some(ticket("auth0|1")));
}

async fn the_others_of_a_user_can_be_closed(db: Db) {
    insert(&db, "t", Kind::ResetPassword, "a", &ticket("auth0|1")).await;
    insert(&db, "t", Kind::ResetPassword, "b", &ticket("auth0|1")).await;
    insert(&db, "t", Kind::VerifyEmail, "c", &ticket("auth0|1")).await;
    insert(&db, "t", Kind::ResetPassword, "d", &ticket("auth0|2")).await;
    let mut tx = db.begin().await.unwrap();
    tickets::delete_kind_of_user(&mut tx, "t", Kind::ResetPassword, &UserId::from("auth0|1")).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(spend(&db, "t", Kind::ResetPassword, "a", NOW).await, None);
    assert_eq!(spend(&db, "t", Kind::ResetPassword, "b", NOW).await, None);
    assert!(spend(&db, "t", Kind::VerifyEmail, "c", NOW).await.is_some());
    assert!(spend(&db, "t", Kind::ResetPassword, "d", NOW).await.is_some());
}
