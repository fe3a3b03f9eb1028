//! What programs list and end of users' logins, and users with several accounts.

use model::{Grant, Identity, JsonObject, LogEvent, Timestamp, UserId, UserProfile, UserSession};
use serde_json::json;
use store::identifiers::{self, Kind};
use store::refresh_tokens::{self, RefreshToken, Which};
use store::users::Inserted;
use store::{Db, authorizations, grants, linked_identities, logs, passwords, stats, tenants, user_sessions, users};

on_both!(
    refresh_tokens_are_listed_counted_and_revoked_by_whose_they_are,
    grants_are_listed_and_counted_by_whose_they_are,
    sessions_go_on_after_the_last_one,
    logins_and_sign_ups_are_counted_by_the_day,
    a_linked_account_keeps_what_it_logs_in_with
);

const TENANT: &str = "default";
const NOW: Timestamp = Timestamp(1_795_000_000_000);
const LATER: Timestamp = Timestamp(1_796_000_000_000);

async fn tenant(db: &Db) {
    let mut tx = db.begin().await.unwrap();
    for tenant in [TENANT, "other"] {
        tenants::insert(&mut tx, tenant, tenant, NOW).await.unwrap();
    }
    tx.commit().await.unwrap();
}

fn token(id: &str, user: &str, client: &str, expires_at: Timestamp) -> RefreshToken {
    RefreshToken {
        id: id.to_owned(),
        authorization_id: format!("a{id}"),
        user_id: UserId::from(user),
        client_id: client.to_owned(),
        session_id: (id == "1").then(|| "s1".to_owned()),
        audience: if id == "2" { "https://api".to_owned() } else { String::new() },
        scope: "openid offline_access".to_owned(),
        device_name: "Firefox on Linux".to_owned(),
        user_agent: None,
        initial_ip: None,
        last_ip: None,
        last_place: None,
        token_hash: format!("hash {id}"),
        previous_hash: None,
        successor_salt: None,
        rotated_at: None,
        is_rotating: id == "3",
        created_at: NOW,
        last_used_at: NOW,
        idle_expires_at: expires_at,
        expires_at,
        revoked_at: None,
        metadata: None,
    }
}

async fn refresh_tokens_are_listed_counted_and_revoked_by_whose_they_are(db: Db) {
    tenant(&db).await;
    let mut tx = db.begin().await.unwrap();
    for (id, user, client, expires_at) in [
        ("1", "auth0|a", "shop", LATER),
        ("2", "auth0|a", "shop", LATER),
        ("3", "auth0|a", "mail", LATER),
        ("4", "auth0|b", "shop", LATER),
        ("5", "auth0|a", "shop", NOW),
    ] {
        let token = token(id, user, client, expires_at);
        let authorization = authorizations::Authorization {
            id: token.authorization_id.clone(),
            code_hash: String::new(),
            code_expires_at: NOW,
            redeemed_at: None,
            revoked_at: None,
            user_id: token.user_id.clone(),
            client_id: token.client_id.clone(),
            connection: "Users".to_owned(),
            session_id: None,
            audience: token.audience.clone(),
            scope: token.scope.clone(),
            details: json!({}),
            created_at: NOW,
            expires_at: LATER,
        };
        authorizations::insert(&mut tx, TENANT, &authorization).await.unwrap();
        refresh_tokens::insert(&mut tx, TENANT, &token).await.unwrap();
    }
    let metadata: JsonObject = [("desk".to_owned(), json!("4"))].into_iter().collect();
    refresh_tokens::save_metadata(&mut tx, TENANT, "1", Some(&metadata)).await.unwrap();
    tx.commit().await.unwrap();

    let ids = ["2".to_owned(), "4".to_owned(), "none' OR 1=1".to_owned()];
    let a = Some("auth0|a");
    for (which, expected) in [
        (Which { user: a, ..Which::default() }, "1 2 3"),
        (Which { user: a, client: Some("shop"), ..Which::default() }, "1 2"),
        (Which { client: Some("shop"), ..Which::default() }, "1 2 4"),
        (Which { audience: Some("https://api"), ..Which::default() }, "2"),
        (Which { session: Some("s1"), ..Which::default() }, "1"),
        (Which { is_rotating: Some(true), ..Which::default() }, "3"),
        (Which { is_rotating: Some(false), ..Which::default() }, "1 2 4"),
        (Which { ids: Some(&ids), ..Which::default() }, "2 4"),
        (Which { ids: Some(&[]), ..Which::default() }, ""),
        (Which::default(), "1 2 3 4"),
    ] {
        let mut conn = db.read().await.unwrap();
        let all = refresh_tokens::list(&mut conn, TENANT, &which, None, (0, 10), NOW).await.unwrap();
        let found: Vec<&str> = all.iter().map(|token| token.id.as_str()).collect();
        assert_eq!(found.join(" "), expected, "{which:?}");
        let count = refresh_tokens::count(&mut conn, TENANT, &which, NOW).await.unwrap();
        assert_eq!(usize::try_from(count).unwrap(), all.len(), "{which:?}");
        assert_eq!(refresh_tokens::count(&mut conn, "other", &which, NOW).await.unwrap(), 0);
        let page = refresh_tokens::list(&mut conn, TENANT, &which, None, (1, 1), NOW).await.unwrap();
        assert_eq!(page.first(), all.get(1));
        let after = refresh_tokens::list(&mut conn, TENANT, &which, Some("1"), (0, 10), NOW).await.unwrap();
        assert_eq!(after.iter().collect::<Vec<_>>(), all.iter().filter(|it| *it.id > *"1").collect::<Vec<_>>());
    }
    let mut tx = db.begin().await.unwrap();
    let first = refresh_tokens::find_by_id(&mut tx, TENANT, "1").await.unwrap().unwrap();
    assert_eq!(first.metadata, Some(metadata));
    let which = Which { user: a, client: Some("shop"), ..Which::default() };
    let mut revoked = refresh_tokens::revoke_all(&mut tx, TENANT, &which, NOW).await.unwrap();
    revoked.sort();
    assert_eq!(revoked, ["1", "2"]);
    assert!(refresh_tokens::revoke_all(&mut tx, TENANT, &which, NOW).await.unwrap().is_empty());
    for (id, is_revoked) in [("a1", true), ("a2", true), ("a3", false), ("a4", false), ("a5", false)] {
        let authorization = authorizations::find(&mut tx, TENANT, id).await.unwrap().unwrap();
        assert_eq!(authorization.revoked_at.is_some(), is_revoked, "{id}");
    }
    tx.commit().await.unwrap();
}

async fn grants_are_listed_and_counted_by_whose_they_are(db: Db) {
    tenant(&db).await;
    let mut tx = db.begin().await.unwrap();
    for (id, user, client, audience) in
        [("g1", "auth0|a", "shop", ""), ("g2", "auth0|a", "shop", "api"), ("g3", "auth0|b", "shop", "api")]
    {
        let (user_id, client_id, audience) = (UserId::from(user), client.to_owned(), audience.to_owned());
        let scope = vec!["openid".to_owned()];
        let grant = Grant { id: id.to_owned(), user_id, client_id, audience, scope, created_at: NOW };
        grants::save(&mut tx, TENANT, &grant).await.unwrap();
    }
    tx.commit().await.unwrap();
    for (which, expected) in [
        (grants::Which::default(), "g1 g2 g3"),
        (grants::Which { user: Some("auth0|a"), ..grants::Which::default() }, "g1 g2"),
        (grants::Which { client: Some("mail"), ..grants::Which::default() }, ""),
        (grants::Which { client: Some("shop"), audience: Some("api"), ..grants::Which::default() }, "g2 g3"),
    ] {
        let mut conn = db.read().await.unwrap();
        let all = grants::list(&mut conn, TENANT, which, (0, 10)).await.unwrap();
        let found: Vec<&str> = all.iter().map(|grant| grant.id.as_str()).collect();
        assert_eq!(found.join(" "), expected, "{which:?}");
        let count = grants::count(&mut conn, TENANT, which).await.unwrap();
        assert_eq!(usize::try_from(count).unwrap(), all.len());
        assert_eq!(grants::count(&mut conn, "other", which).await.unwrap(), 0);
        assert_eq!(grants::list(&mut conn, TENANT, which, (1, 1)).await.unwrap().first(), all.get(1));
    }
}

async fn sessions_go_on_after_the_last_one(db: Db) {
    tenant(&db).await;
    let user = UserId::from("auth0|a");
    let mut tx = db.begin().await.unwrap();
    for (id, ends) in [("1", LATER), ("2", LATER), ("3", Timestamp(NOW.0 - 1)), ("4", NOW)] {
        let session = UserSession {
            id: id.to_owned(),
            user_id: user.clone(),
            connection: "Users".to_owned(),
            clients: vec!["shop".to_owned()],
            ip: None,
            user_agent: None,
            created_at: NOW,
            authenticated_at: NOW,
            last_seen_at: NOW,
            idle_expires_at: ends,
            expires_at: ends,
            impersonation: None,
            metadata: None,
        };
        user_sessions::insert(&mut tx, TENANT, id, &session).await.unwrap();
    }
    let metadata: JsonObject = [("a".to_owned(), json!("b"))].into_iter().collect();
    user_sessions::save_metadata(&mut tx, TENANT, "2", Some(&metadata)).await.unwrap();
    tx.commit().await.unwrap();
    let mut conn = db.read().await.unwrap();
    let all = user_sessions::list(&mut conn, TENANT, &user, None, 10, NOW).await.unwrap();
    assert_eq!(all.iter().map(|session| session.id.as_str()).collect::<Vec<_>>(), ["1", "2", "4"]);
    assert_eq!((&all[0].metadata, &all[1].metadata), (&None, &Some(metadata)));
    let next = user_sessions::list(&mut conn, TENANT, &user, Some("1"), 1, NOW).await.unwrap();
    assert_eq!(next, all[1..2]);
    assert!(user_sessions::list(&mut conn, "other", &user, None, 10, NOW).await.unwrap().is_empty());
}

async fn logins_and_sign_ups_are_counted_by_the_day(db: Db) {
    const DAY: i64 = 24 * 3_600_000;
    tenant(&db).await;
    let midnight = NOW.0.div_euclid(DAY) * DAY;
    let mut tx = db.begin().await.unwrap();
    for (number, (kind, date)) in [
        ("s", midnight - 1),
        ("s", midnight),
        ("s", midnight + DAY - 1),
        ("ss", midnight),
        ("fp", midnight),
        ("ss", midnight + DAY),
    ]
    .into_iter()
    .enumerate()
    {
        let date = Timestamp(date);
        let event = LogEvent {
            log_id: format!("{}{number}", logs::id_at(date)),
            date,
            kind: kind.to_owned(),
            description: None,
            connection: None,
            client_id: None,
            client_name: None,
            ip: None,
            user_agent: None,
            user_id: None,
            user_name: None,
            location_info: None,
            details: None,
        };
        logs::append(&mut tx, TENANT, &event).await.unwrap();
    }
    let user = |id: &str, last_login| UserProfile { last_login, ..named(id, &format!("{id}@example.com")) };
    for user in [user("1", Some(NOW)), user("2", Some(Timestamp(NOW.0 - 1))), user("3", None)] {
        assert_eq!(users::insert(&mut tx, TENANT, &user).await.unwrap(), Inserted::Done);
    }
    tx.commit().await.unwrap();
    let mut conn = db.read_log().await.unwrap();
    let day = |offset: i64| Timestamp(midnight + offset * DAY);
    let name = |offset| day(offset).date().replace('-', "");
    let days = stats::days(&mut conn, TENANT, day(0), day(2)).await.unwrap();
    let expected = [(name(0), stats::Day { logins: 2, signups: 1 }), (name(1), stats::Day { logins: 0, signups: 1 })];
    assert_eq!(days.into_iter().collect::<Vec<_>>(), expected);
    assert!(stats::days(&mut conn, "other", day(-9), day(9)).await.unwrap().is_empty());
    assert_eq!(stats::active_users(&mut conn, TENANT, NOW).await.unwrap(), 1);
    assert_eq!(stats::active_users(&mut conn, TENANT, Timestamp(1)).await.unwrap(), 2);
}

fn named(id: &str, email: &str) -> UserProfile {
    UserProfile {
        user_id: UserId::new("auth0", id),
        email: Some(email.to_owned()),
        email_verified: Some(true),
        created_at: NOW,
        updated_at: NOW,
        identities: vec![Identity {
            connection: "Users".to_owned(),
            user_id: id.to_owned(),
            provider: "auth0".to_owned(),
            ..Identity::default()
        }],
        ..UserProfile::default()
    }
}

async fn a_linked_account_keeps_what_it_logs_in_with(db: Db) {
    tenant(&db).await;
    let (ada, mut other) = (named("1", "a@example.com"), named("2", "b@example.com"));
    other.username = Some("bea".to_owned());
    other.identities[0].connection = "Staff".to_owned();
    let mut tx = db.begin().await.unwrap();
    for user in [&ada, &other] {
        assert_eq!(users::insert(&mut tx, TENANT, user).await.unwrap(), Inserted::Done);
        passwords::save(&mut tx, TENANT, &user.user_id, &format!("hash of {}", user.user_id), NOW).await.unwrap();
    }
    tx.commit().await.unwrap();

    let profile = json!({ "email": "b@example.com", "username": "bea" }).as_object().cloned();
    let linked = Identity { profile_data: profile, ..other.identities[0].clone() };
    let both = UserProfile { identities: vec![ada.identities[0].clone(), linked], ..ada.clone() };
    let mut tx = db.begin().await.unwrap();
    assert_eq!(users::link(&mut tx, TENANT, (&ada, &both), &other).await.unwrap(), Inserted::Done);
    assert_eq!(users::find(&mut tx, TENANT, &other.user_id).await.unwrap(), None);
    assert_eq!(users::find(&mut tx, TENANT, &ada.user_id).await.unwrap().as_ref(), Some(&both));
    for (kind, value) in [(Kind::Email, "b@example.com"), (Kind::Username, "bea")] {
        let found = identifiers::find_any(&mut tx, TENANT, "Staff", kind, value).await.unwrap();
        assert_eq!(found, Some((ada.user_id.clone(), Some(other.user_id.clone()))), "{value}");
        assert_eq!(identifiers::find(&mut tx, TENANT, "Staff", kind, value).await.unwrap(), None, "not their own");
    }
    let own = identifiers::find_any(&mut tx, TENANT, "Users", Kind::Email, "a@example.com").await.unwrap();
    assert_eq!(own, Some((ada.user_id.clone(), None)));
    let hash = linked_identities::password(&mut tx, TENANT, &other.user_id).await.unwrap();
    assert_eq!(hash.as_deref(), Some("hash of auth0|2"));
    linked_identities::rehash(&mut tx, TENANT, &other.user_id, "another", "x").await.unwrap();
    linked_identities::rehash(&mut tx, TENANT, &other.user_id, "hash of auth0|2", "better").await.unwrap();
    tx.commit().await.unwrap();

    let mut tx = db.begin().await.unwrap();
    assert_eq!(users::unlink(&mut tx, TENANT, (&both, &ada), &other).await.unwrap(), Inserted::Done);
    assert_eq!(users::find(&mut tx, TENANT, &other.user_id).await.unwrap().as_ref(), Some(&other));
    let hash = passwords::find(&mut tx, TENANT, &other.user_id).await.unwrap();
    assert_eq!(hash.as_deref(), Some("better"));
    assert_eq!(linked_identities::password(&mut tx, TENANT, &other.user_id).await.unwrap(), None);
    let found = identifiers::find_any(&mut tx, TENANT, "Staff", Kind::Email, "b@example.com").await.unwrap();
    assert_eq!(found, Some((other.user_id.clone(), None)));
    assert_eq!(users::link(&mut tx, TENANT, (&ada, &both), &other).await.unwrap(), Inserted::Done);
    users::delete(&mut tx, TENANT, &both).await.unwrap();
    assert_eq!(identifiers::find_any(&mut tx, TENANT, "Staff", Kind::Username, "bea").await.unwrap(), None);
    assert_eq!(linked_identities::password(&mut tx, TENANT, &other.user_id).await.unwrap(), None);
    assert_eq!(users::insert(&mut tx, TENANT, &other).await.unwrap(), Inserted::Done, "nothing is left of it");
    tx.commit().await.unwrap();
}
