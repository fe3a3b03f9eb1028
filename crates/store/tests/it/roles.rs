//! Roles, and what users may do by them.

use model::{Identity, ListPart, ResourceServer, Timestamp, UserId, UserProfile, UserRole};
use store::permissions::{self, Holder};
use store::users::Inserted;
use store::{Db, Tx, resource_servers, roles, tenants, user_roles, users};

on_both!(
    a_name_is_of_one_role_alone,
    roles_are_found_by_a_part_of_their_name,
    what_a_user_may_do_comes_of_roles_and_of_themselves,
    members_are_listed_in_parts,
    what_belonged_to_somebody_goes_with_them,
);

const T: &str = "t";

async fn begin(db: &Db) -> Tx {
    let mut tx = db.begin().await.unwrap();
    for tenant in [T, "other"] {
        assert!(tenants::insert(&mut tx, tenant, tenant, Timestamp(1)).await.unwrap());
        for (id, identifier) in [("a1", "urn:a"), ("a2", "urn:b")] {
            let api = ResourceServer {
                id: id.to_owned(),
                identifier: identifier.to_owned(),
                name: identifier.to_uppercase(),
                ..ResourceServer::default()
            };
            assert!(resource_servers::insert(&mut tx, tenant, &api).await.unwrap());
        }
        for id in ["auth0|1", "auth0|2", "auth0|3"] {
            assert_eq!(users::insert(&mut tx, tenant, &user(id)).await.unwrap(), Inserted::Done);
        }
        for (id, name) in [("rol_1", "Admin"), ("rol_2", "Reader")] {
            assert!(roles::insert(&mut tx, tenant, &role(id, name), Timestamp(1)).await.unwrap());
        }
    }
    tx
}

fn user(id: &str) -> UserProfile {
    let identity = Identity {
        connection: "Db".to_owned(),
        provider: "auth0".to_owned(),
        user_id: id.replace("auth0|", ""),
        is_social: false,
        profile_data: None,
    };
    UserProfile {
        user_id: UserId::from(id),
        email: Some(format!("{}@example.com", identity.user_id)),
        identities: vec![identity],
        ..UserProfile::default()
    }
}

fn role(id: &str, name: &str) -> UserRole {
    UserRole { id: id.to_owned(), name: name.to_owned(), description: String::new() }
}

fn page(offset: i64, limit: i64) -> ListPart {
    ListPart::Numbered { offset, limit, is_total_wanted: true }
}

async fn a_name_is_of_one_role_alone(db: Db) {
    let mut tx = begin(&db).await;
    assert!(!roles::insert(&mut tx, T, &role("rol_3", "Admin"), Timestamp(2)).await.unwrap());
    assert!(roles::insert(&mut tx, T, &role("rol_3", "admin"), Timestamp(2)).await.unwrap());
    assert!(!roles::save(&mut tx, T, &role("rol_3", "Reader")).await.unwrap());
    assert!(roles::save(&mut tx, T, &role("rol_3", "Writer")).await.unwrap());
    assert_eq!(roles::hold(&mut tx, T, "rol_3").await.unwrap(), Some(role("rol_3", "Writer")));
    assert_eq!(roles::find(&mut tx, "other", "rol_3").await.unwrap(), None);
    assert_eq!(roles::count(&mut tx, T).await.unwrap(), 3);
    assert_eq!(roles::count(&mut tx, "other").await.unwrap(), 2);
}

async fn roles_are_found_by_a_part_of_their_name(db: Db) {
    let mut tx = begin(&db).await;
    for (id, name) in [("rol_3", "100%_Ärger!"), ("rol_4", "Äther")] {
        assert!(roles::insert(&mut tx, T, &role(id, name), Timestamp(2)).await.unwrap());
    }
    for (filter, names) in [
        (None, &["100%_Ärger!", "Admin", "Reader", "Äther"][..]),
        (Some("AD"), &["Admin", "Reader"]),
        (Some("%"), &["100%_Ärger!"]),
        (Some("_ä"), &["100%_Ärger!"]),
        (Some("r!"), &["100%_Ärger!"]),
        (Some("ä"), &["100%_Ärger!", "Äther"]),
        (Some("1_0"), &[]),
    ] {
        let found = roles::search(&mut tx, T, filter, &page(0, 10)).await.unwrap();
        let found_names: Vec<_> = found.items.iter().map(|role| role.name.as_str()).collect();
        assert_eq!((found_names.as_slice(), found.total), (names, i64::try_from(names.len()).ok()), "{filter:?}");
    }
    let second = roles::search(&mut tx, T, None, &page(1, 1)).await.unwrap();
    assert_eq!((second.items, second.total), (vec![role("rol_1", "Admin")], Some(4)));
}

async fn what_a_user_may_do_comes_of_roles_and_of_themselves(db: Db) {
    let mut tx = begin(&db).await;
    let (ada, bob) = (UserId::from("auth0|1"), UserId::from("auth0|2"));
    for (holder, api, name) in [
        (Holder::Role("rol_1"), "a1", "write"),
        (Holder::Role("rol_1"), "a1", "read"),
        (Holder::Role("rol_1"), "a2", "other"),
        (Holder::Role("rol_2"), "a1", "read"),
        (Holder::User(&ada), "a1", "own"),
        (Holder::User(&ada), "a1", "read"),
    ] {
        assert!(permissions::insert(&mut tx, T, holder, api, name).await.unwrap());
        assert!(!permissions::insert(&mut tx, T, holder, api, name).await.unwrap());
    }
    assert!(permissions::insert(&mut tx, "other", Holder::User(&bob), "a1", "theirs").await.unwrap());
    assert_eq!(permissions::at_api(&mut tx, T, &ada, "a1").await.unwrap(), ["own", "read"]);
    for role in ["rol_1", "rol_2"] {
        assert!(user_roles::insert(&mut tx, T, &ada, role).await.unwrap());
        assert!(!user_roles::insert(&mut tx, T, &ada, role).await.unwrap());
    }
    assert_eq!(permissions::at_api(&mut tx, T, &ada, "a1").await.unwrap(), ["own", "read", "write"]);
    assert_eq!(permissions::at_api(&mut tx, T, &ada, "a2").await.unwrap(), ["other"]);
    assert!(permissions::at_api(&mut tx, T, &bob, "a1").await.unwrap().is_empty());
    assert!(permissions::at_api(&mut tx, "other", &ada, "a1").await.unwrap().is_empty());
    assert_eq!(permissions::by_roles(&mut tx, T, &ada).await.unwrap().len(), 4);
    let (first, total) = permissions::list(&mut tx, T, Holder::Role("rol_1"), &page(1, 1)).await.unwrap();
    assert_eq!((first[0].permission.permission_name.as_str(), first[0].api_name.as_str()), ("write", "URN:A"));
    assert_eq!((first.len(), total), (1, Some(3)));
    assert!(user_roles::delete(&mut tx, T, &ada, "rol_1").await.unwrap());
    assert!(!user_roles::delete(&mut tx, T, &ada, "rol_1").await.unwrap());
    assert!(permissions::delete(&mut tx, T, Holder::User(&ada), "a1", "own").await.unwrap());
    assert!(!permissions::delete(&mut tx, T, Holder::User(&ada), "a1", "own").await.unwrap());
    assert_eq!(permissions::at_api(&mut tx, T, &ada, "a1").await.unwrap(), ["read"]);
    permissions::forget(&mut tx, T, "a1", "read").await.unwrap();
    assert!(permissions::at_api(&mut tx, T, &ada, "a1").await.unwrap().is_empty());
    assert_eq!(permissions::at_api(&mut tx, "other", &bob, "a1").await.unwrap(), ["theirs"]);
}

async fn members_are_listed_in_parts(db: Db) {
    let mut tx = begin(&db).await;
    for id in ["auth0|3", "auth0|1", "auth0|2"] {
        user_roles::insert(&mut tx, T, &UserId::from(id), "rol_1").await.unwrap();
    }
    let ids = |found: &model::Listed<model::RoleMember>| -> Vec<String> {
        found.items.iter().map(|member| member.user_id.as_str().to_owned()).collect()
    };
    let numbered = user_roles::members(&mut tx, T, "rol_1", &page(1, 5)).await.unwrap();
    assert_eq!((ids(&numbered), numbered.total), (vec!["auth0|2".to_owned(), "auth0|3".to_owned()], Some(3)));
    let first = ListPart::After { id: None, limit: 2 };
    let first = user_roles::members(&mut tx, T, "rol_1", &first).await.unwrap();
    assert_eq!((ids(&first).len(), first.next.as_deref()), (2, Some("auth0|2")));
    assert_eq!(first.items[0].email.as_deref(), Some("1@example.com"));
    let rest = ListPart::After { id: first.next, limit: 2 };
    let rest = user_roles::members(&mut tx, T, "rol_1", &rest).await.unwrap();
    assert_eq!((ids(&rest), rest.next), (vec!["auth0|3".to_owned()], None));
    let theirs = user_roles::members(&mut tx, "other", "rol_1", &page(0, 5)).await.unwrap();
    assert!(theirs.items.is_empty());
}

async fn what_belonged_to_somebody_goes_with_them(db: Db) {
    let mut tx = begin(&db).await;
    let (ada, bob) = (UserId::from("auth0|1"), UserId::from("auth0|2"));
    for tenant in [T, "other"] {
        for user in [&ada, &bob] {
            for role in ["rol_1", "rol_2"] {
                user_roles::insert(&mut tx, tenant, user, role).await.unwrap();
            }
            permissions::insert(&mut tx, tenant, Holder::User(user), "a1", "own").await.unwrap();
        }
        for (role, api) in [("rol_1", "a1"), ("rol_2", "a1"), ("rol_2", "a2")] {
            permissions::insert(&mut tx, tenant, Holder::Role(role), api, role).await.unwrap();
        }
    }
    users::delete(&mut tx, T, &user("auth0|1")).await.unwrap();
    assert!(permissions::at_api(&mut tx, T, &ada, "a1").await.unwrap().is_empty());
    assert_eq!(permissions::at_api(&mut tx, T, &bob, "a1").await.unwrap(), ["own", "rol_1", "rol_2"]);
    roles::delete(&mut tx, T, "rol_1").await.unwrap();
    assert_eq!(permissions::at_api(&mut tx, T, &bob, "a1").await.unwrap(), ["own", "rol_2"]);
    let api = resource_servers::find(&mut tx, T, "a1").await.unwrap().unwrap();
    resource_servers::delete(&mut tx, T, &api).await.unwrap();
    assert!(permissions::at_api(&mut tx, T, &bob, "a1").await.unwrap().is_empty());
    assert_eq!(permissions::at_api(&mut tx, T, &bob, "a2").await.unwrap(), ["rol_2"]);
    assert_eq!(user_roles::of_user(&mut tx, T, &bob).await.unwrap(), [role("rol_2", "Reader")]);
    // Whoever comes by the same id later has nothing of it.
    assert_eq!(users::insert(&mut tx, T, &user("auth0|1")).await.unwrap(), Inserted::Done);
    assert!(user_roles::of_user(&mut tx, T, &ada).await.unwrap().is_empty());
    assert_eq!(permissions::at_api(&mut tx, "other", &ada, "a1").await.unwrap(), ["own", "rol_1", "rol_2"]);
}
