//! Administrators in the place of users, and what administrators may do.

use model::{ImpersonationParameters, Impersonator, Role, Timestamp, UserId, UserSession};
use store::administrators::{self, Administrator};
use store::impersonations::{self, Impersonation};
use store::{Db, sessions, tenants, user_sessions};

on_both!(
    a_link_is_opened_once_and_in_time,
    an_end_takes_the_session_along,
    pages_go_from_the_newest_to_the_oldest,
    a_permission_is_of_a_person_and_goes_with_them
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

fn link(id: &str) -> Impersonation {
    Impersonation {
        id: format!("imp_{id}"),
        impersonator: Impersonator { user_id: "adm_1".to_owned(), email: "helper@example.com".to_owned() },
        administrator_session: Some("hash".to_owned()),
        user_id: UserId::from("auth0|1"),
        user_name: "Ada".to_owned(),
        client_id: "shop".to_owned(),
        client_name: "Shop".to_owned(),
        connection: "users".to_owned(),
        reason: "A ticket".to_owned(),
        is_view_only: true,
        parameters: ImpersonationParameters { state: "ß\"".to_owned(), ..ImpersonationParameters::default() },
        created_at: NOW,
        expires_at: Timestamp(NOW.0 + 60_000),
        opened_at: None,
        ended_at: None,
        end_reason: None,
    }
}

async fn a_link_is_opened_once_and_in_time(db: Db) {
    tenant(&db).await;
    let mut tx = db.begin().await.unwrap();
    impersonations::insert(&mut tx, TENANT, "h1", &link("1")).await.unwrap();
    impersonations::insert(&mut tx, TENANT, "h2", &link("2")).await.unwrap();
    assert_eq!(impersonations::by_link(&mut tx, TENANT, "h1").await.unwrap(), Some(link("1")));
    assert_eq!(impersonations::by_link(&mut tx, "other", "h1").await.unwrap(), None, "another tenant's");
    let (late, end) = (Timestamp(NOW.0 + 60_001), Timestamp(NOW.0 + 3_600_000));
    assert!(!impersonations::open(&mut tx, TENANT, "imp_1", late, end).await.unwrap(), "too late");
    assert!(!impersonations::open(&mut tx, "other", "imp_1", NOW, end).await.unwrap());
    assert!(impersonations::open(&mut tx, TENANT, "imp_1", NOW, end).await.unwrap());
    assert!(!impersonations::open(&mut tx, TENANT, "imp_1", NOW, end).await.unwrap(), "once");
    assert!(impersonations::end(&mut tx, TENANT, "imp_2", "why", NOW).await.unwrap());
    assert!(!impersonations::open(&mut tx, TENANT, "imp_2", NOW, end).await.unwrap(), "ended before");
    tx.commit().await.unwrap();
    let mut conn = db.read().await.unwrap();
    let opened = impersonations::opened(&mut conn, TENANT, None).await.unwrap();
    assert_eq!(opened, [Impersonation { opened_at: Some(NOW), expires_at: end, ..link("1") }]);
    assert_eq!(impersonations::opened(&mut conn, TENANT, Some("adm_1")).await.unwrap(), opened);
    assert!(impersonations::opened(&mut conn, TENANT, Some("adm_2")).await.unwrap().is_empty());
}

async fn an_end_takes_the_session_along(db: Db) {
    tenant(&db).await;
    let mut tx = db.begin().await.unwrap();
    impersonations::insert(&mut tx, TENANT, "h1", &link("1")).await.unwrap();
    for (id, impersonation) in [("mine", Some("imp_1".to_owned())), ("own", None)] {
        let session = UserSession {
            id: id.to_owned(),
            user_id: UserId::from("auth0|1"),
            connection: "users".to_owned(),
            clients: Vec::new(),
            ip: None,
            user_agent: None,
            created_at: NOW,
            authenticated_at: NOW,
            last_seen_at: NOW,
            idle_expires_at: NOW,
            expires_at: NOW,
            impersonation,
            metadata: None,
        };
        user_sessions::insert(&mut tx, TENANT, id, &session).await.unwrap();
        assert_eq!(user_sessions::find(&mut tx, TENANT, id).await.unwrap(), Some(session));
    }
    assert_eq!(user_sessions::of_impersonation(&mut tx, TENANT, "imp_1").await.unwrap().unwrap().id, "mine");
    assert!(impersonations::end(&mut tx, TENANT, "imp_1", "why", NOW).await.unwrap());
    assert!(!impersonations::end(&mut tx, TENANT, "imp_1", "again", NOW).await.unwrap(), "once");
    assert!(user_sessions::of_impersonation(&mut tx, TENANT, "imp_1").await.unwrap().is_none());
    assert!(user_sessions::find(&mut tx, TENANT, "own").await.unwrap().is_some(), "the user's own stays");
    let ended = impersonations::find(&mut tx, TENANT, "imp_1").await.unwrap().unwrap();
    assert_eq!((ended.ended_at, ended.end_reason.as_deref()), (Some(NOW), Some("why")));
    tx.commit().await.unwrap();
}

async fn pages_go_from_the_newest_to_the_oldest(db: Db) {
    tenant(&db).await;
    let mut tx = db.begin().await.unwrap();
    for id in ["1", "3", "2"] {
        impersonations::insert(&mut tx, TENANT, id, &link(id)).await.unwrap();
    }
    impersonations::insert(&mut tx, "other", "4", &link("4")).await.unwrap();
    let ids = |page: Vec<Impersonation>| page.into_iter().map(|it| it.id).collect::<Vec<_>>();
    assert_eq!(ids(impersonations::list(&mut tx, TENANT, None, 2).await.unwrap()), ["imp_3", "imp_2"]);
    assert_eq!(ids(impersonations::list(&mut tx, TENANT, Some("imp_2"), 2).await.unwrap()), ["imp_1"]);
    assert_eq!(impersonations::delete_old(&mut tx, TENANT, "imp_3", 1).await.unwrap(), 1);
    assert_eq!(impersonations::delete_old(&mut tx, TENANT, "imp_3", 9).await.unwrap(), 1);
    assert_eq!(ids(impersonations::list(&mut tx, TENANT, None, 9).await.unwrap()), ["imp_3"]);
    tx.commit().await.unwrap();
}

async fn a_permission_is_of_a_person_and_goes_with_them(db: Db) {
    tenant(&db).await;
    let mut tx = db.begin().await.unwrap();
    for (id, email) in [("adm_1", "b@example.com"), ("adm_2", "a@example.com")] {
        let new = Administrator { id: id.to_owned(), email: email.to_owned(), password_hash: "hash".to_owned() };
        assert!(administrators::insert(&mut tx, &new, NOW).await.unwrap());
        administrators::save_membership(&mut tx, TENANT, id, Role::Owner).await.unwrap();
    }
    administrators::save_membership(&mut tx, "other", "adm_1", Role::Viewer).await.unwrap();
    assert!(administrators::set_may_impersonate(&mut tx, TENANT, "adm_1", true).await.unwrap());
    assert!(!administrators::set_may_impersonate(&mut tx, "other", "adm_2", true).await.unwrap());
    let all = administrators::list(&mut tx, TENANT).await.unwrap();
    let seen: Vec<_> = all.iter().map(|it| (it.email.as_str(), it.may_impersonate, it.created_at)).collect();
    assert_eq!(seen, [("a@example.com", false, NOW), ("b@example.com", true, NOW)]);
    assert!(!administrators::member(&mut tx, "other", "adm_1").await.unwrap().unwrap().may_impersonate);
    sessions::insert(&mut tx, TENANT, "s1", "adm_1", NOW).await.unwrap();
    sessions::insert(&mut tx, "other", "s2", "adm_1", NOW).await.unwrap();
    sessions::authenticate(&mut tx, "s1", Timestamp(2_000_000)).await.unwrap();
    let session = sessions::find(&mut tx, "s1").await.unwrap().unwrap();
    assert_eq!((session.authenticated_at, session.may_impersonate), (Timestamp(2_000_000), true));
    administrators::hold(&mut tx, TENANT).await.unwrap();
    sessions::delete_in_tenant(&mut tx, TENANT, "adm_1").await.unwrap();
    administrators::delete_membership(&mut tx, TENANT, "adm_1").await.unwrap();
    assert!(sessions::find(&mut tx, "s1").await.unwrap().is_none());
    assert!(sessions::find(&mut tx, "s2").await.unwrap().is_some(), "there they are still one");
    administrators::delete_membership(&mut tx, "other", "adm_1").await.unwrap();
    assert!(administrators::find(&mut tx, "b@example.com").await.unwrap().is_none());
    tx.commit().await.unwrap();
}
