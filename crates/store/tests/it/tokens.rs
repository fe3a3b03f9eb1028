//! Keys, authorizations, refresh tokens and device codes.

use model::{Place, SigningAlgorithm, SigningKeyState, Timestamp, UserId};
use serde_json::json;
use store::authorizations::{self, Authorization};
use store::device_codes::{self, Approval, DeviceCode};
use store::refresh_tokens::{self, RefreshToken, Use};
use store::signing_keys::{self, SigningKey};
use store::{Db, access_tokens, expired, spent_assertions, tenants};

on_both!(
    one_key_of_an_algorithm_signs_and_one_is_next,
    a_code_is_redeemed_once_and_revoked_with_all_of_it,
    of_two_rotations_one_wins_and_every_value_is_remembered,
    access_tokens_are_known_by_what_gave_them,
    the_oldest_families_go_for_new_ones,
    a_device_is_approved_once_and_spent_once,
    an_assertion_is_spent_once,
    what_has_expired_is_deleted_in_steps_and_nothing_else
);

const TENANT: &str = "default";
const NOW: Timestamp = Timestamp(1_000_000);

async fn tenant(db: &Db) {
    let mut tx = db.begin().await.unwrap();
    for id in [TENANT, "other"] {
        tenants::insert(&mut tx, id, id, NOW).await.unwrap();
    }
    tx.commit().await.unwrap();
}

fn key(kid: &str, state: SigningKeyState) -> SigningKey {
    SigningKey {
        kid: kid.to_owned(),
        alg: SigningAlgorithm::RS256,
        state,
        private_key: "secret".to_owned(),
        public_jwk: json!({ "kid": kid }),
        created_at: NOW,
        current_at: None,
        revoked_at: None,
    }
}

async fn one_key_of_an_algorithm_signs_and_one_is_next(db: Db) {
    tenant(&db).await;
    let mut tx = db.begin().await.unwrap();
    assert!(signing_keys::insert(&mut tx, TENANT, &key("a", SigningKeyState::Current)).await.unwrap());
    assert!(!signing_keys::insert(&mut tx, TENANT, &key("b", SigningKeyState::Current)).await.unwrap(), "taken");
    assert!(signing_keys::insert(&mut tx, TENANT, &key("c", SigningKeyState::Next)).await.unwrap());
    assert!(signing_keys::insert(&mut tx, "other", &key("d", SigningKeyState::Next)).await.unwrap());
    assert!(signing_keys::promote(&mut tx, TENANT, SigningAlgorithm::RS256, Timestamp(2_000_000)).await.unwrap());
    assert!(!signing_keys::promote(&mut tx, TENANT, SigningAlgorithm::ES256, NOW).await.unwrap());
    assert!(signing_keys::revoke(&mut tx, TENANT, "a", NOW).await.unwrap());
    assert!(!signing_keys::revoke(&mut tx, TENANT, "a", NOW).await.unwrap());
    assert!(!signing_keys::revoke(&mut tx, TENANT, "d", NOW).await.unwrap(), "another tenant's");
    tx.commit().await.unwrap();
    let mut conn = db.read().await.unwrap();
    let keys = signing_keys::list(&mut conn, TENANT).await.unwrap();
    assert_eq!((keys[0].kid.as_str(), keys[0].state), ("a", SigningKeyState::Revoked));
    assert_eq!((keys[0].private_key.as_str(), keys[0].revoked_at), ("", Some(NOW)));
    assert_eq!((keys[1].state, keys[1].current_at), (SigningKeyState::Current, Some(Timestamp(2_000_000))));
    let states = signing_keys::states(&mut conn, TENANT).await.unwrap();
    assert_eq!(states, [("a".to_owned(), "revoked".to_owned()), ("c".to_owned(), "current".to_owned())]);
}

fn authorization(id: &str, expires_at: i64) -> Authorization {
    Authorization {
        id: id.to_owned(),
        code_hash: format!("hash of {id}"),
        code_expires_at: Timestamp(NOW.0 + 60_000),
        redeemed_at: None,
        revoked_at: None,
        user_id: UserId::from("auth0|1"),
        client_id: "spa".to_owned(),
        connection: "Users".to_owned(),
        session_id: Some("s".to_owned()),
        audience: "https://api".to_owned(),
        scope: "openid".to_owned(),
        details: json!({ "nonce": "n" }),
        created_at: NOW,
        expires_at: Timestamp(expires_at),
    }
}

fn family(id: &str, created_at: i64, expires_at: i64) -> RefreshToken {
    RefreshToken {
        id: id.to_owned(),
        authorization_id: "a".to_owned(),
        user_id: UserId::from("auth0|1"),
        client_id: "spa".to_owned(),
        session_id: None,
        audience: String::new(),
        scope: "openid offline_access".to_owned(),
        device_name: "Firefox on Linux".to_owned(),
        user_agent: Some("agent".to_owned()),
        initial_ip: Some("203.0.113.1".to_owned()),
        last_ip: None,
        last_place: None,
        token_hash: format!("{id} 1"),
        previous_hash: None,
        successor_salt: None,
        rotated_at: None,
        is_rotating: true,
        created_at: Timestamp(created_at),
        last_used_at: Timestamp(created_at),
        idle_expires_at: Timestamp(expires_at),
        expires_at: Timestamp(expires_at),
        revoked_at: None,
        metadata: None,
    }
}

async fn a_code_is_redeemed_once_and_revoked_with_all_of_it(db: Db) {
    tenant(&db).await;
    let new = authorization("a", 2_000_000);
    let mut tx = db.begin().await.unwrap();
    authorizations::insert(&mut tx, TENANT, &new).await.unwrap();
    authorizations::insert(&mut tx, TENANT, &Authorization { code_hash: String::new(), ..authorization("b", 1) })
        .await
        .unwrap();
    refresh_tokens::insert(&mut tx, TENANT, &family("f", 1, 2_000_000)).await.unwrap();
    tx.commit().await.unwrap();
    let mut tx = db.begin().await.unwrap();
    assert_eq!(authorizations::find_by_code(&mut tx, TENANT, "hash of a").await.unwrap(), Some(new.clone()));
    assert_eq!(authorizations::find_by_code(&mut tx, "other", "hash of a").await.unwrap(), None);
    assert_eq!(authorizations::find_by_code(&mut tx, TENANT, "").await.unwrap(), None, "one without a code has none");
    assert!(authorizations::redeem(&mut tx, TENANT, "a", Timestamp(3_000_000), NOW).await.unwrap());
    assert!(!authorizations::redeem(&mut tx, TENANT, "a", Timestamp(3_000_000), NOW).await.unwrap());
    authorizations::extend(&mut tx, TENANT, "a", Timestamp(2_500_000)).await.unwrap();
    authorizations::revoke(&mut tx, TENANT, "a", Timestamp(1_500_000)).await.unwrap();
    let found = authorizations::find(&mut tx, TENANT, "a").await.unwrap().unwrap();
    assert_eq!((found.redeemed_at, found.revoked_at), (Some(NOW), Some(Timestamp(1_500_000))));
    assert_eq!(found.expires_at, Timestamp(3_000_000), "it is never kept shorter");
    let family = refresh_tokens::find_by_id(&mut tx, TENANT, "f").await.unwrap().unwrap();
    assert_eq!(family.revoked_at, Some(Timestamp(1_500_000)));
}

async fn of_two_rotations_one_wins_and_every_value_is_remembered(db: Db) {
    tenant(&db).await;
    let mut tx = db.begin().await.unwrap();
    refresh_tokens::insert(&mut tx, TENANT, &family("f", 1, 2_000_000)).await.unwrap();
    let place = Place {
        city_name: Some("Berlin".to_owned()),
        ..serde_json::from_value(json!({ "latitude": 52.5, "longitude": 13.4 })).unwrap()
    };
    let (ip, idle_expires_at) = (Some("198.51.100.7"), Timestamp(5));
    let first = Use { id: "f", token_hash: "f 1", idle_expires_at, ip, place: Some(&place), now: NOW };
    assert!(refresh_tokens::rotate(&mut tx, TENANT, &first, "f 2", "salt").await.unwrap());
    assert!(!refresh_tokens::rotate(&mut tx, TENANT, &first, "f 3", "salt").await.unwrap());
    let second = Use { token_hash: "f 2", ..first.clone() };
    assert!(refresh_tokens::rotate(&mut tx, TENANT, &second, "f 3", "pepper").await.unwrap());
    for value in ["f 1", "f 2", "f 3"] {
        let found = refresh_tokens::find(&mut tx, TENANT, value).await.unwrap().unwrap();
        assert_eq!((found.token_hash.as_str(), found.previous_hash.as_deref()), ("f 3", Some("f 2")));
        assert_eq!((found.successor_salt.as_deref(), found.rotated_at), (Some("pepper"), Some(NOW)));
        assert_eq!((found.last_ip.as_deref(), found.idle_expires_at), (Some("198.51.100.7"), Timestamp(5)));
        assert_eq!(found.last_place.as_ref(), Some(&place));
    }
    assert_eq!(refresh_tokens::find(&mut tx, "other", "f 1").await.unwrap(), None);
    authorizations::revoke(&mut tx, TENANT, "a", NOW).await.unwrap();
    let third = Use { token_hash: "f 3", ..first };
    assert!(!refresh_tokens::rotate(&mut tx, TENANT, &third, "f 4", "salt").await.unwrap(), "revoked");
    assert!(!refresh_tokens::touch(&mut tx, TENANT, &third).await.unwrap());
}

async fn access_tokens_are_known_by_what_gave_them(db: Db) {
    tenant(&db).await;
    let user = UserId::from("auth0|1");
    let mut tx = db.begin().await.unwrap();
    let new = |id: &str, expires_at: i64| Authorization { redeemed_at: Some(NOW), ..authorization(id, expires_at) };
    let unspent = Authorization { redeemed_at: None, ..authorization("c", NOW.0 + 60_000) };
    let opaque = Authorization { audience: String::new(), ..new("d", 9_000_000) };
    for authorization in [new("a", 8_000_000), new("b", 3_000_000), unspent, opaque, new("e", NOW.0)] {
        authorizations::insert(&mut tx, TENANT, &authorization).await.unwrap();
    }
    refresh_tokens::insert(&mut tx, TENANT, &family("f", 1_500_000, 8_000_000)).await.unwrap();
    authorizations::revoke(&mut tx, TENANT, "a", NOW).await.unwrap();
    let found = authorizations::access_tokens(&mut tx, TENANT, &user, NOW).await.unwrap();
    let (audience, ends_at, given_at) = ("https://api".to_owned(), Some(3_000_000), Some(1_500_000));
    assert_eq!(found, [authorizations::AccessTokens { audience, ends_at, given_at }]);
    assert!(authorizations::access_tokens(&mut tx, "other", &user, NOW).await.unwrap().is_empty());
}

async fn the_oldest_families_go_for_new_ones(db: Db) {
    tenant(&db).await;
    let user = UserId::from("auth0|1");
    let mut tx = db.begin().await.unwrap();
    for age in 1..=5 {
        refresh_tokens::insert(&mut tx, TENANT, &family(&format!("f{age}"), age, 2_000_000)).await.unwrap();
    }
    refresh_tokens::revoke_oldest(&mut tx, TENANT, &user, "spa", 3, NOW).await.unwrap();
    refresh_tokens::revoke_oldest(&mut tx, TENANT, &user, "other", 0, NOW).await.unwrap();
    let left = refresh_tokens::of_user(&mut tx, TENANT, &user, NOW).await.unwrap();
    assert_eq!(left.iter().map(|family| family.id.as_str()).collect::<Vec<_>>(), ["f5", "f4", "f3"]);
    assert!(refresh_tokens::of_user(&mut tx, TENANT, &user, Timestamp(2_000_000)).await.unwrap().is_empty());
}

async fn a_device_is_approved_once_and_spent_once(db: Db) {
    tenant(&db).await;
    let user_id = UserId::from("auth0|1");
    let by = Approval { user_id: &user_id, session_id: "s", connection: "Users", authenticated_at: Timestamp(7) };
    let new = DeviceCode {
        device_hash: "d".to_owned(),
        user_code: "BCDFGHJK".to_owned(),
        client_id: "tv".to_owned(),
        audience: String::new(),
        scope: "openid".to_owned(),
        status: "pending".to_owned(),
        user_id: None,
        session_id: None,
        connection: None,
        authenticated_at: None,
        last_polled_at: None,
        created_at: NOW.0,
        expires_at: NOW.0 + 10,
    };
    let mut tx = db.begin().await.unwrap();
    assert!(device_codes::insert(&mut tx, TENANT, &new).await.unwrap());
    let same = DeviceCode { device_hash: "e".to_owned(), ..new.clone() };
    assert!(!device_codes::insert(&mut tx, TENANT, &same).await.unwrap(), "the user's code is taken");
    assert_eq!(device_codes::find_pending(&mut tx, TENANT, "BCDFGHJK", NOW).await.unwrap(), Some(new));
    assert!(!device_codes::spend(&mut tx, TENANT, "d").await.unwrap(), "not approved yet");
    device_codes::poll(&mut tx, TENANT, "d", Timestamp(8)).await.unwrap();
    let late = Timestamp(NOW.0 + 10);
    assert!(!device_codes::approve(&mut tx, TENANT, "BCDFGHJK", &by, late).await.unwrap(), "too late");
    assert!(device_codes::approve(&mut tx, TENANT, "BCDFGHJK", &by, NOW).await.unwrap());
    assert!(!device_codes::approve(&mut tx, TENANT, "BCDFGHJK", &by, NOW).await.unwrap());
    assert!(!device_codes::deny(&mut tx, TENANT, "BCDFGHJK").await.unwrap());
    let found = device_codes::find(&mut tx, TENANT, "d").await.unwrap().unwrap();
    assert_eq!((found.user_id.as_deref(), found.authenticated_at), (Some("auth0|1"), Some(7)));
    assert_eq!((found.status.as_str(), found.last_polled_at), ("approved", Some(8)));
    assert!(device_codes::spend(&mut tx, TENANT, "d").await.unwrap());
    assert!(!device_codes::spend(&mut tx, TENANT, "d").await.unwrap());
}

async fn an_assertion_is_spent_once(db: Db) {
    tenant(&db).await;
    let mut tx = db.begin().await.unwrap();
    assert!(spent_assertions::spend(&mut tx, TENANT, "c", "j", NOW).await.unwrap());
    assert!(!spent_assertions::spend(&mut tx, TENANT, "c", "j", NOW).await.unwrap());
    assert!(spent_assertions::spend(&mut tx, TENANT, "d", "j", NOW).await.unwrap(), "another client's");
    assert!(spent_assertions::spend(&mut tx, "other", "c", "j", NOW).await.unwrap());
}

async fn what_has_expired_is_deleted_in_steps_and_nothing_else(db: Db) {
    tenant(&db).await;
    let (old, young) = (1_000, 3_000_000);
    let mut tx = db.begin().await.unwrap();
    for (id, expires_at) in [("a", old), ("b", old), ("c", young)] {
        authorizations::insert(&mut tx, TENANT, &authorization(id, expires_at)).await.unwrap();
        authorizations::insert(&mut tx, "other", &authorization(id, expires_at)).await.unwrap();
        refresh_tokens::insert(&mut tx, TENANT, &family(id, 1, expires_at)).await.unwrap();
        let at = Timestamp(expires_at);
        access_tokens::insert(&mut tx, TENANT, id, id, "openid", at).await.unwrap();
        spent_assertions::spend(&mut tx, TENANT, "c", id, at).await.unwrap();
    }
    let mut deleted = Vec::new();
    for table in 0..expired::TABLES {
        let mut rows = 0;
        loop {
            let step = expired::delete(&mut tx, TENANT, table, NOW, 1).await.unwrap();
            assert!(step <= 1);
            rows += step;
            if step == 0 {
                break;
            }
        }
        deleted.push(rows);
    }
    assert_eq!(deleted.iter().sum::<u64>(), 2 * 5, "{deleted:?}");
    for (id, is_there) in [("a", false), ("b", false), ("c", true)] {
        assert_eq!(authorizations::find(&mut tx, TENANT, id).await.unwrap().is_some(), is_there);
        assert!(authorizations::find(&mut tx, "other", id).await.unwrap().is_some());
        assert_eq!(refresh_tokens::find(&mut tx, TENANT, &format!("{id} 1")).await.unwrap().is_some(), is_there);
        assert_eq!(access_tokens::find(&mut tx, TENANT, id, Timestamp(0)).await.unwrap().is_some(), is_there);
    }
}
