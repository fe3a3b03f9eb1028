//! What can be done to users, by whom, and what is written down of it.

use directory::{Actor, Directory, Error};
use model::{
    BulkAction, BulkRequest, BulkSelection, ConnectionOptions, Failure, FailureKind, JsonObject, MetadataEdit,
    MetadataKind, NewBlock, NewUser, Role, UserId, UserQuery, UserSort, parse_json,
};
use store::Db;

use crate::world::{CONNECTION, World, new_user};

on_both!(
    a_created_user_has_auth0s_defaults,
    a_create_that_is_sent_again_makes_no_second_user,
    what_is_wrong_with_a_new_user_is_told_by_field,
    a_connection_without_application_takes_no_users,
    user_names_are_asked_for_where_the_connection_wants_them,
    every_change_is_written_down_with_who_and_what,
    an_edit_of_older_metadata_is_a_conflict_that_loses_nothing,
    forbidden_metadata_is_refused,
    roles_may_do_what_they_may,
    bulk_actions_meet_everyone_who_matches,
    hostile_queries_are_refused_or_find_nothing,
    pages_go_forth_and_back,
    sample_users_are_the_same_for_the_same_seed
);

fn object(text: &str) -> JsonObject {
    parse_json(text).unwrap().as_object().unwrap().clone()
}

async fn a_created_user_has_auth0s_defaults(db: Db) {
    let world = World::new(db).await;
    let user = world.user(" Ada@Example.com ").await;
    assert!(user.user_id.as_str().starts_with("auth0|") && user.user_id.local().len() == 24);
    assert!(user.user_id.local().bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte)));
    let json = serde_json::to_value(&user).unwrap();
    assert_eq!(json["name"], "ada@example.com");
    assert_eq!(json["nickname"], "ada");
    assert_eq!(json["email_verified"], false);
    assert_eq!(json["identities"][0]["isSocial"], false);
    assert_eq!(json["created_at"], "2027-01-15T08:00:00.000Z");
    for absent in ["last_login", "logins_count", "blocked", "user_metadata", "app_metadata", "username"] {
        assert!(json.get(absent).is_none(), "{absent}");
    }
    assert_eq!(world.dir.users().get(&world.operator(), &user.user_id).await.unwrap(), user);
}

async fn a_create_that_is_sent_again_makes_no_second_user(db: Db) {
    let world = World::new(db).await;
    let keyed = |key: &str, email: &str| NewUser { idempotency_key: Some(key.to_owned()), ..new_user(email) };
    let create = |new: NewUser| {
        let (dir, actor) = (world.dir.clone(), world.operator());
        async move { dir.users().create(&actor, new).await }
    };
    let tasks: Vec<_> = (0..8).map(|_| tokio::spawn(create(keyed("k1", "ada@example.com")))).collect();
    let mut ids = Vec::new();
    for task in tasks {
        ids.push(task.await.unwrap().unwrap().user_id);
    }
    ids.dedup();
    assert_eq!(ids.len(), 1);
    let again = create(keyed("k2", "ada@example.com")).await;
    assert!(matches!(again, Err(Error::Exists { field: "email", .. })));
    world.clock.advance(25 * 3_600_000);
    create(keyed("k3", "bob@example.com")).await.unwrap();
    assert!(create(keyed("k1", "ada@example.com")).await.is_err(), "keys are forgotten after a day");
    for key in ["", "\0", "é", &"k".repeat(101)] {
        assert!(matches!(create(keyed(key, "x@example.com")).await, Err(Error::Field { .. })));
    }
}

async fn what_is_wrong_with_a_new_user_is_told_by_field(db: Db) {
    let world = World::new(db).await;
    world.user("taken@example.com").await;
    let long_local = format!("{}@example.com", "a".repeat(65));
    let cases = [
        ("email", NewUser { email: String::new(), ..new_user("x") }, "Enter an email"),
        ("email", new_user(&long_local), "65 given"),
        ("email", new_user("</textarea><script>@example.com"), "Not an email"),
        ("email", new_user("TAKEN@example.com"), "exists already"),
        ("password", NewUser { password: "abc".to_owned(), ..new_user("x@example.com") }, "too weak"),
        ("connection", NewUser { connection: "nope\0".to_owned(), ..new_user("x@example.com") }, "does not exist"),
        ("connection", NewUser { connection: String::new(), ..new_user("x@example.com") }, "Choose"),
        ("username", NewUser { username: Some("x".to_owned()), ..new_user("x@example.com") }, "requires_username"),
    ];
    for (field, new, message) in cases {
        let failure = Failure::from(world.dir.users().create(&world.operator(), new).await.unwrap_err());
        assert!(failure.field(field).is_some_and(|text| text.contains(message)), "{failure:?}");
    }
    let count = world.dir.users().count(&world.operator(), &UserQuery::default()).await.unwrap();
    assert_eq!(count.count, 1, "nothing was stored by half");
}

async fn a_connection_without_application_takes_no_users(db: Db) {
    let world = World::new(db.clone()).await;
    let connection = world.dir.connections().list(&world.operator()).await.unwrap().remove(0);
    let clients: Vec<String> = match &db {
        Db::Sqlite { readers, .. } => sqlx::query_scalar("SELECT id FROM clients").fetch_all(readers).await.unwrap(),
        Db::Postgres(pool) => sqlx::query_scalar("SELECT id FROM clients").fetch_all(pool).await.unwrap(),
    };
    let mut tx = db.begin().await.unwrap();
    store::connections::disable_client(&mut tx, "default", &connection.id, &clients[0]).await.unwrap();
    tx.commit().await.unwrap();
    let failure = Failure::from(world.dir.users().create(&world.operator(), new_user("a@b.cd")).await.unwrap_err());
    assert!(failure.field("connection").is_some_and(|text| text.contains("disabled")), "{failure:?}");
}

async fn user_names_are_asked_for_where_the_connection_wants_them(db: Db) {
    let world = World::new(db.clone()).await;
    let connection = world.dir.connections().list(&world.operator()).await.unwrap().remove(0);
    let mut tx = db.begin().await.unwrap();
    let options = ConnectionOptions { requires_username: true, ..connection.options };
    store::connections::save_options(&mut tx, "default", &connection.id, &options).await.unwrap();
    tx.commit().await.unwrap();
    let create = |email: &str, name: &str| {
        let (dir, actor) = (world.dir.clone(), world.operator());
        let new = NewUser { username: Some(name.to_owned()), ..new_user(email) };
        async move { dir.users().create(&actor, new).await }
    };
    for bad in ["", "ada lovelace", "a@b.cd", "0123456789abcdef", "ädä"] {
        assert!(matches!(create("a@b.cd", bad).await, Err(Error::Field { field: "username", .. })), "{bad}");
    }
    assert_eq!(create("a@b.cd", "Ada_L").await.unwrap().username.as_deref(), Some("ada_l"));
    assert!(matches!(create("b@b.cd", "ada_l").await, Err(Error::Exists { field: "username", .. })));
}

/// A-01, A-02, A-04.
async fn every_change_is_written_down_with_who_and_what(db: Db) {
    let world = World::new(db).await;
    let actor = world.administrator(Role::Editor).await;
    let (dir, users) = (&world.dir, world.dir.users());
    let id = users.create(&actor, new_user("ada@example.com")).await.unwrap().user_id;
    users.set_blocked(&actor, &id, true).await.unwrap();
    users.set_blocked(&actor, &id, true).await.unwrap();
    users.change_email(&actor, &id, "love@example.com", true).await.unwrap();
    users.change_password(&actor, &id, "Another1!").await.unwrap();
    let edit = MetadataEdit { kind: MetadataKind::App, base: JsonObject::new(), value: object(r#"{"plan":"gold"}"#) };
    users.edit_metadata(&actor, &id, edit).await.unwrap();
    users.delete(&actor, &id).await.unwrap();

    let page = dir.logs().of_user(&actor, &id, None).await.unwrap();
    let told: Vec<&str> = page.events.iter().filter_map(|event| event.description.as_deref()).collect();
    let want = [
        "Delete a User",
        "Update a User",
        "Change a User's Password",
        "Change a User's Email",
        "Block a User",
        "Create a User",
    ];
    assert!(told.iter().all(|told| want.contains(told)) && told.len() == want.len(), "{told:?}");
    let text = serde_json::to_string(&page).unwrap();
    assert!(!text.contains("Abcdef1!") && !text.contains("Another1!") && !text.contains("argon2"));
    let blocked = page.events.iter().find(|event| event.description.as_deref() == Some("Block a User")).unwrap();
    let details = blocked.details.clone().unwrap();
    assert_eq!(details["actor"]["name"], "editor@example.com");
    assert_eq!(details["changed"]["blocked"]["after"], true);
    assert!(dir.logs().of_user(&actor, &id, Some("x")).await.is_err());
}

async fn an_edit_of_older_metadata_is_a_conflict_that_loses_nothing(db: Db) {
    let world = World::new(db).await;
    let (actor, users) = (world.operator(), world.dir.users());
    let id = world.user("ada@example.com").await.user_id;
    let edit =
        |base: &str, value: &str| MetadataEdit { kind: MetadataKind::User, base: object(base), value: object(value) };
    users.edit_metadata(&actor, &id, edit("{}", r#"{"a":1}"#)).await.unwrap();
    let error = users.edit_metadata(&actor, &id, edit("{}", r#"{"b":2}"#)).await.unwrap_err();
    let failure = Failure::from(error);
    assert_eq!(failure.kind, FailureKind::Conflict);
    assert_eq!(failure.current.unwrap().user_metadata, Some(object(r#"{"a":1}"#)));
    let other = MetadataEdit { kind: MetadataKind::App, ..edit("{}", r#"{"c":3}"#) };
    users.edit_metadata(&actor, &id, other).await.unwrap();
    let user = users.edit_metadata(&actor, &id, edit(r#"{"a":1}"#, r#"{"b":2}"#)).await.unwrap();
    assert_eq!(user.user_metadata, Some(object(r#"{"b":2}"#)));
    assert_eq!(user.app_metadata, Some(object(r#"{"c":3}"#)));
    let emptied = users.edit_metadata(&actor, &id, edit(r#"{"b":2}"#, "{}")).await.unwrap();
    assert_eq!(emptied.user_metadata, Some(JsonObject::new()));
}

async fn forbidden_metadata_is_refused(db: Db) {
    let world = World::new(db).await;
    let (actor, users) = (world.operator(), world.dir.users());
    let id = world.user("ada@example.com").await.user_id;
    let large = format!("{{\"a\":\"{}\"}}", "x".repeat(1 << 20));
    let cases = [
        (MetadataKind::User, r#"{"a.b":1}"#, FailureKind::Invalid),
        (MetadataKind::User, r#"{"$a":1}"#, FailureKind::Invalid),
        (MetadataKind::User, r#"{"a":"\u0000"}"#, FailureKind::Invalid),
        (MetadataKind::App, r#"{"blocked":true}"#, FailureKind::Invalid),
        (MetadataKind::App, large.as_str(), FailureKind::TooLarge),
    ];
    for (kind, value, want) in cases {
        let edit = MetadataEdit { kind, base: JsonObject::new(), value: object(value) };
        assert_eq!(Failure::from(users.edit_metadata(&actor, &id, edit).await.unwrap_err()).kind, want);
    }
    let kept = r#"{"html":"</textarea><script>alert(1)</script>","rtl":"\u202e","e":"𝄞","n":[1.5e300,-0.0]}"#;
    let edit = MetadataEdit { kind: MetadataKind::User, base: JsonObject::new(), value: object(kept) };
    assert_eq!(users.edit_metadata(&actor, &id, edit).await.unwrap().user_metadata, Some(object(kept)));
}

/// S-501, S-506: the wall is in the directory, whatever the door.
async fn roles_may_do_what_they_may(db: Db) {
    let world = World::new(db).await;
    let id = world.user("ada@example.com").await.user_id;
    for role in Role::ALL {
        let actor = world.administrator(role).await;
        let may_edit = role >= Role::Editor;
        assert!(reads(&world.dir, &actor, &id).await, "{role:?}");
        for (name, result) in changes(&world.dir, &actor, &id).await {
            match result {
                Err(Error::Forbidden(_)) => assert!(!may_edit, "{role:?} {name}"),
                _ => assert!(may_edit, "{role:?} {name}"),
            }
        }
    }
}

async fn reads(dir: &Directory, actor: &Actor, id: &UserId) -> bool {
    let query = UserQuery::default();
    dir.users().list(actor, &query).await.is_ok()
        && dir.users().count(actor, &query).await.is_ok()
        && dir.users().get(actor, id).await.is_ok()
        && dir.users().what_ends(actor, id).await.is_ok()
        && dir.users().block_of(actor, id).await.is_ok()
        && dir.access().of_user(actor, id).await.is_ok()
        && dir.connections().list(actor).await.is_ok()
        && dir.logs().of_user(actor, id, None).await.is_ok()
}

async fn changes(dir: &Directory, actor: &Actor, id: &UserId) -> Vec<(&'static str, Result<(), Error>)> {
    let users = dir.users();
    let nobody = UserId::from("auth0|nobody");
    let edit = MetadataEdit { kind: MetadataKind::User, base: JsonObject::new(), value: JsonObject::new() };
    let bulk = |action| BulkRequest {
        action,
        selection: BulkSelection::Ids(vec![nobody.clone()]),
        after: None,
        reason: String::new(),
    };
    vec![
        ("create", users.create(actor, new_user("x")).await.map(drop)),
        ("block", users.set_blocked(actor, id, true).await.map(drop)),
        ("block until", users.block(actor, id, NewBlock::default()).await.map(drop)),
        ("sign out", dir.access().sign_out_everywhere(actor, id).await.map(drop)),
        ("email", users.change_email(actor, id, "new@example.com", true).await.map(drop)),
        ("verify", users.verify_email(actor, id).await.map(drop)),
        ("password", users.change_password(actor, id, "Abcdef2!").await.map(drop)),
        ("metadata", users.edit_metadata(actor, id, edit).await.map(drop)),
        ("bulk block", users.bulk(actor, bulk(BulkAction::Block)).await.map(drop)),
        ("bulk delete", users.bulk(actor, bulk(BulkAction::Delete)).await.map(drop)),
        ("delete", users.delete(actor, &nobody).await),
        ("demo", dir.demo().create_users(actor, 0, 1, &mut |_| {}).await),
    ]
}

async fn bulk_actions_meet_everyone_who_matches(db: Db) {
    let world = World::new(db).await;
    let (actor, users) = (world.operator(), world.dir.users());
    world.dir.demo().create_users(&actor, 450, 3, &mut |_| {}).await.unwrap();
    let matching = UserQuery { q: "example".to_owned(), ..UserQuery::default() };
    let want = users.count(&actor, &matching).await.unwrap().count;
    let blocked = UserQuery { status: Some(model::UserStatus::Blocked), ..matching.clone() };
    let already = users.count(&actor, &blocked).await.unwrap().count;
    let run = async |action, query: &UserQuery| {
        let (mut changed, mut after) = (0, None);
        loop {
            let selection = BulkSelection::Matching(Box::new(query.clone()));
            let done =
                users.bulk(&actor, BulkRequest { action, selection, after, reason: String::new() }).await.unwrap();
            changed += done.changed;
            after = done.next;
            if after.is_none() {
                return changed;
            }
        }
    };
    assert_eq!(run(BulkAction::Block, &matching).await, want - already);
    assert_eq!(users.count(&actor, &blocked).await.unwrap().count, want);
    assert_eq!(run(BulkAction::Unblock, &blocked).await, want);
    assert_eq!(run(BulkAction::Delete, &matching).await, want);
    assert_eq!(users.count(&actor, &matching).await.unwrap().count, 0);
    let rest = users.count(&actor, &UserQuery::default()).await.unwrap();
    assert_eq!(rest.count, 450 - want);
}

/// S-510, S-511, S-626.
async fn hostile_queries_are_refused_or_find_nothing(db: Db) {
    let world = World::new(db).await;
    let (actor, users) = (world.operator(), world.dir.users());
    world.user("ada@example.com").await;
    let with = |change: &dyn Fn(&mut UserQuery)| {
        let mut query = UserQuery::default();
        change(&mut query);
        query
    };
    let refused = [
        with(&|query| query.q = "x".repeat(301)),
        with(&|query| query.q = "\0".to_owned()),
        with(&|query| query.connection = Some("\0".to_owned())),
        with(&|query| query.page_size = 0),
        with(&|query| query.page_size = 1_000_000_000),
        with(&|query| query.cursor = Some("a.name.1.x' OR 1=1 --".to_owned())),
        with(&|query| query.created_from = Some("yesterday".to_owned())),
        with(&|query| query.login_to = Some("2026-13-01".to_owned())),
        with(&|query| {
            query.created_from = Some("2026-02-01".to_owned());
            query.created_to = Some("2026-01-01".to_owned());
        }),
    ];
    for query in refused {
        assert!(matches!(users.list(&actor, &query).await, Err(Error::Field { .. })), "{query:?}");
    }
    for text in ["%", "_", "' OR 1=1 --", "$1", "a|b", "*", "\u{202e}", "\\", "@", "ada% "] {
        let found = users.list(&actor, &with(&|query| query.q = text.to_owned())).await.unwrap();
        assert!(found.users.len() <= 1, "{text}");
    }
    for text in ["ADA", "ada@ex", "exam com", "adä"] {
        let found = users.list(&actor, &with(&|query| query.q = text.to_owned())).await.unwrap();
        assert_eq!(found.users.len(), 1, "{text}");
    }
    for id in ["", "auth0|\0", "auth0|nobody", &"x".repeat(5_000)] {
        assert!(matches!(users.get(&actor, &UserId::from(id)).await, Err(Error::NotFound(_))));
    }
}

async fn pages_go_forth_and_back(db: Db) {
    let world = World::new(db).await;
    let (actor, users) = (world.operator(), world.dir.users());
    world.dir.demo().create_users(&actor, 60, 5, &mut |_| {}).await.unwrap();
    let query = UserQuery { sort: UserSort::Name, page_size: 25, ..UserQuery::default() };
    let at = |cursor: Option<String>| UserQuery { cursor, ..query.clone() };
    let first = users.list(&actor, &query).await.unwrap();
    let second = users.list(&actor, &at(first.next.clone())).await.unwrap();
    let third = users.list(&actor, &at(second.next.clone())).await.unwrap();
    assert_eq!((first.users.len(), second.users.len(), third.users.len()), (25, 25, 10));
    assert!(first.previous.is_none() && third.next.is_none());
    let back = users.list(&actor, &at(third.previous)).await.unwrap();
    assert_eq!(back.users, second.users);
    let start = users.list(&actor, &at(back.previous)).await.unwrap();
    assert_eq!((start.users, start.previous), (first.users, None));
}

async fn sample_users_are_the_same_for_the_same_seed(db: Db) {
    let world = World::new(db).await;
    let mut told = Vec::new();
    let demo = world.dir.demo();
    demo.create_users(&world.operator(), 300, 7, &mut |made| told.push(made)).await.unwrap();
    assert_eq!(told, [300]);
    let query = UserQuery { page_size: 1, ..UserQuery::default() };
    let page = world.dir.users().list(&world.operator(), &query).await.unwrap();
    let newest = page.users[0].email.clone().unwrap();
    assert!(newest.contains("299@"), "{newest}");
    demo.create_users(&world.operator(), 300, 7, &mut |_| {}).await.unwrap();
    let count = world.dir.users().count(&world.operator(), &UserQuery::default()).await.unwrap();
    assert_eq!(count.count, 600);
    assert_eq!(page.users[0].connections, [CONNECTION]);
}
