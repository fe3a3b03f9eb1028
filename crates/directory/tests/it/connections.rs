//! Connections: who may change them, what they accept as a password, and who may use them.

use directory::{DEFAULT_TENANT, Error};
use model::{
    Connection, ConnectionChange, ConnectionEdit, ConnectionOptions, Failure, NewConnection, NewUser, PasswordHistory,
    PasswordPolicy, Role, UserId, UsernameLength, Validation,
};
use store::Db;

use crate::world::{self, World, new_user};

on_both!(
    a_connection_is_made_changed_and_deleted,
    a_bad_connection_is_refused_by_field,
    an_edit_of_older_settings_changes_nothing,
    a_connection_with_users_is_not_deleted,
    a_program_deletes_a_connection_with_all_of_its_users,
    what_a_program_names_is_changed_in_one_step,
    an_application_is_switched_off_and_on_at_once,
    changes_of_connections_are_for_owners_and_written_down,
    common_words_and_the_connections_own_are_refused,
    a_password_says_nothing_of_its_user,
    old_passwords_do_not_come_back,
    user_names_are_as_long_as_the_connection_wants
);

async fn only(world: &World) -> Connection {
    world.dir.connections().list(&world.operator()).await.unwrap().remove(0)
}

/// Changes the settings of the first connection.
async fn set(world: &World, change: impl FnOnce(&mut ConnectionOptions)) {
    let connection = only(world).await;
    let mut value = connection.options.clone();
    change(&mut value);
    let edit = ConnectionEdit { base: connection.options, value };
    world.dir.connections().update(&world.operator(), &connection.id, edit).await.unwrap();
}

fn named(name: &str) -> NewConnection {
    NewConnection { name: name.to_owned(), enable_all_clients: true, ..NewConnection::default() }
}

async fn a_connection_is_made_changed_and_deleted(db: Db) {
    let world = World::new(db).await;
    let (actor, connections) = (world.operator(), world.dir.connections());
    let made = connections.create(&actor, named("Staff-1")).await.unwrap();
    assert!(made.id.starts_with("con_") && made.id.len() == 20 && made.applications == 1, "{made:?}");
    assert_eq!((made.strategy.as_str(), &made.options), ("auth0", &ConnectionOptions::default()));
    assert_eq!(connections.get(&actor, &made.id).await.unwrap(), made);
    let mut value = ConnectionOptions { password_policy: PasswordPolicy::Excellent, ..made.options.clone() };
    value.password_dictionary.dictionary = [" Roster", "roster", "Roster "].map(str::to_owned).to_vec();
    let edit = ConnectionEdit { base: made.options.clone(), value };
    let changed = connections.update(&actor, &made.id, edit.clone()).await.unwrap();
    assert_eq!(changed.options.password_dictionary.dictionary, ["Roster", "roster"]);
    assert_eq!(
        connections.update(&actor, &made.id, edit).await.unwrap(),
        changed,
        "a lost answer can be asked for again"
    );
    connections.delete(&actor, &made.id).await.unwrap();
    for id in [made.id.as_str(), "", "\0", &"x".repeat(1_000)] {
        assert!(matches!(connections.get(&actor, id).await, Err(Error::NotFound(_))));
        assert!(matches!(connections.delete(&actor, id).await, Err(Error::NotFound(_))));
        assert!(matches!(connections.clients(&actor, id).await, Err(Error::NotFound(_))));
    }
}

async fn a_bad_connection_is_refused_by_field(db: Db) {
    let world = World::new(db).await;
    let (actor, connections) = (world.operator(), world.dir.connections());
    for name in ["", "a b", "-a", "</textarea><script>", "\0", &"x".repeat(129)] {
        let failure = Failure::from(connections.create(&actor, named(name)).await.unwrap_err());
        assert!(failure.field("name").is_some(), "{name}: {failure:?}");
    }
    let taken = connections.create(&actor, named("Username-Password-Authentication")).await;
    assert!(matches!(taken, Err(Error::Exists { field: "name", .. })));
    let mut options = ConnectionOptions::default();
    options.password_history.size = 25;
    options.validation.username.min = 0;
    let edit = ConnectionEdit { base: ConnectionOptions::default(), value: options };
    let failure = Failure::from(connections.update(&actor, &only(&world).await.id, edit).await.unwrap_err());
    assert!(failure.field("history_size").is_some() && failure.field("username_min").is_some(), "{failure:?}");
}

async fn an_edit_of_older_settings_changes_nothing(db: Db) {
    let world = World::new(db).await;
    let before = only(&world).await;
    set(&world, |options| options.disable_signup = true).await;
    let value = ConnectionOptions { requires_username: true, ..before.options.clone() };
    let edit = ConnectionEdit { base: before.options, value };
    let late = world.dir.connections().update(&world.operator(), &before.id, edit).await;
    assert!(matches!(late, Err(Error::Changed(_))));
    let now = only(&world).await.options;
    assert!(now.disable_signup && !now.requires_username);
}

async fn a_connection_with_users_is_not_deleted(db: Db) {
    let world = World::new(db).await;
    let (actor, connections) = (world.operator(), world.dir.connections());
    let id = only(&world).await.id;
    let user = world.user("ada@example.com").await.user_id;
    let refused = connections.delete(&actor, &id).await.unwrap_err();
    assert!(refused.to_string().contains("has users"), "{refused}");
    world.dir.users().delete(&actor, &user).await.unwrap();
    connections.delete(&actor, &id).await.unwrap();
    assert!(world.dir.users().create(&actor, new_user("a@b.cd")).await.is_err());
}

async fn an_application_is_switched_off_and_on_at_once(db: Db) {
    let world = World::new(db).await;
    let (actor, dir) = (world.operator(), &world.dir);
    let (connections, id) = (dir.connections(), only(&world).await.id);
    let client = connections.clients(&actor, &id).await.unwrap().remove(0);
    assert!(client.enabled);
    assert!(dir.is_connection_enabled(DEFAULT_TENANT, &id, &client.client_id).await.unwrap());
    for _ in 0..2 {
        let after = connections.set_client(&actor, &id, &client.client_id, false).await.unwrap();
        assert_eq!(after.applications, 0);
    }
    assert!(!dir.is_connection_enabled(DEFAULT_TENANT, &id, &client.client_id).await.unwrap());
    assert_eq!(dir.client_connections(DEFAULT_TENANT, &client.client_id).await.unwrap(), []);
    let failure = Failure::from(dir.users().create(&actor, new_user("a@b.cd")).await.unwrap_err());
    assert!(failure.field("connection").is_some_and(|text| text.contains("disabled")), "{failure:?}");
    connections.set_client(&actor, &id, &client.client_id, true).await.unwrap();
    assert_eq!(dir.client_connections(DEFAULT_TENANT, &client.client_id).await.unwrap().len(), 1);
    world.user("a@b.cd").await;
    for unknown in ["", "nobody", "\0"] {
        assert!(matches!(connections.set_client(&actor, &id, unknown, true).await, Err(Error::NotFound(_))));
        assert!(!dir.is_connection_enabled(DEFAULT_TENANT, &id, unknown).await.unwrap());
        assert!(!dir.is_connection_enabled("other", unknown, &client.client_id).await.unwrap());
        assert_eq!(dir.client_connections(DEFAULT_TENANT, unknown).await.unwrap(), []);
        assert_eq!(dir.find_connection(DEFAULT_TENANT, unknown).await.unwrap(), None);
    }
}

/// S-501, A-01.
async fn changes_of_connections_are_for_owners_and_written_down(db: Db) {
    let world = World::new(db.clone()).await;
    let (connections, id) = (world.dir.connections(), only(&world).await.id);
    let owner = world.administrator(Role::Owner).await;
    let client = connections.clients(&owner, &id).await.unwrap().remove(0).client_id;
    for role in [Role::Viewer, Role::Editor] {
        let actor = world.administrator(role).await;
        assert!(connections.get(&actor, &id).await.is_ok() && connections.clients(&actor, &id).await.is_ok());
        let edit = ConnectionEdit { base: ConnectionOptions::default(), value: ConnectionOptions::default() };
        let refused = [
            connections.create(&actor, named("Staff")).await.err(),
            connections.update(&actor, &id, edit).await.err(),
            connections.set_client(&actor, &id, &client, false).await.err(),
            connections.delete(&actor, &id).await.err(),
        ];
        assert!(refused.iter().all(|error| matches!(error, Some(Error::Forbidden(_)))), "{role:?}: {refused:?}");
    }
    let made = connections.create(&owner, named("Staff")).await.unwrap();
    let value = ConnectionOptions { disable_signup: true, ..made.options.clone() };
    connections.update(&owner, &made.id, ConnectionEdit { base: made.options, value }).await.unwrap();
    connections.set_client(&owner, &made.id, &client, false).await.unwrap();
    connections.set_client(&owner, &made.id, &client, true).await.unwrap();
    connections.delete(&owner, &made.id).await.unwrap();
    let told = descriptions(&db).await;
    let want = [
        "Create a connection",
        "Update a connection",
        "Disable an application for a connection",
        "Enable an application for a connection",
        "Delete a connection",
    ];
    for description in want {
        let events: Vec<_> = told.iter().filter(|(told, _)| told == description).collect();
        assert_eq!(events.len(), 1, "{description}: {told:?}");
        assert!(events[0].1.contains("owner@example.com"), "{events:?}");
    }
}

async fn descriptions(db: &Db) -> Vec<(String, String)> {
    let sql = "SELECT description, CAST(details AS TEXT) FROM logs WHERE connection = 'Staff'";
    db.settle_log().await.unwrap();
    match db {
        Db::Sqlite { readers, .. } => sqlx::query_as(sql).fetch_all(readers).await.unwrap(),
        Db::Postgres(pool) => sqlx::query_as(sql).fetch_all(pool).await.unwrap(),
    }
}

/// The name of Auth0's error for a password of a new user.
async fn refused(world: &World, password: &str) -> Option<&'static str> {
    let new = NewUser { password: password.to_owned(), ..new_user(&format!("{}@example.com", password.len())) };
    match world.dir.users().create(&world.operator(), new).await {
        Ok(user) => {
            world.dir.users().delete(&world.operator(), &user.user_id).await.unwrap();
            None
        }
        Err(Error::Password(mistake)) => Some(mistake.name()),
        Err(error) => panic!("{error}"),
    }
}

async fn common_words_and_the_connections_own_are_refused(db: Db) {
    let world = World::new(db).await;
    set(&world, |options| options.password_policy = PasswordPolicy::Low).await;
    assert_eq!(refused(&world, "password").await, None, "the dictionary is off at first");
    set(&world, |options| {
        options.password_dictionary.enable = true;
        options.password_dictionary.dictionary = vec!["Acme Corporation".to_owned(), "roster-of-acme".to_owned()];
    })
    .await;
    for word in ["password", "PassWord", "123456", "11111111", "iloveyou", "acme corporation", "ROSTER-of-acme"] {
        assert_eq!(refused(&world, word).await, Some("PasswordDictionaryError"), "{word}");
    }
    for fine in ["password-of-mine", "p4ssw0rd-x", "acme corporation!", "roster-of-acme2", "drowssapx"] {
        assert_eq!(refused(&world, fine).await, None, "{fine}");
    }
    assert_eq!(refused(&world, "short").await, Some("PasswordStrengthError"));
}

async fn a_password_says_nothing_of_its_user(db: Db) {
    let world = World::new(db).await;
    set(&world, |options| options.password_no_personal_info.enable = true).await;
    let ada = |password: &str| NewUser { password: password.to_owned(), ..new_user("ada.lovelace@example.com") };
    let users = world.dir.users();
    let error = users.create(&world.operator(), ada("LOVELACE-1815")).await.unwrap_err();
    assert!(matches!(&error, Error::Password(mistake) if mistake.name() == "PasswordNoUserInfoError"), "{error:?}");
    let failure = Failure::from(error);
    assert_eq!(failure.field("password"), Some("Password contains user information"));
    let id = users.create(&world.operator(), ada("Example-1815")).await.unwrap().user_id;
    assert!(users.change_password(&world.operator(), &id, "xAda-1815").await.is_err());
}

async fn change(world: &World, id: &UserId, password: &str) -> Result<(), &'static str> {
    world.clock.advance(1);
    match world.dir.users().change_password(&world.operator(), id, password).await {
        Ok(_) => Ok(()),
        Err(Error::Password(mistake)) => Err(mistake.message()),
        Err(error) => panic!("{error}"),
    }
}

async fn old_passwords_do_not_come_back(db: Db) {
    const USED: Result<(), &str> = Err("Password has previously been used");
    let world = World::new(db.clone()).await;
    let id = world.user("ada@example.com").await.user_id;
    change(&world, &id, "Abcdef1!").await.unwrap();
    set(&world, |options| options.password_history = PasswordHistory { enable: true, size: 2 }).await;
    assert_eq!(change(&world, &id, "Abcdef1!").await, USED, "the present one counts, remembered or not");
    change(&world, &id, "Abcdef2!").await.unwrap();
    change(&world, &id, "Abcdef3!").await.unwrap();
    assert_eq!(change(&world, &id, "Abcdef3!").await, USED);
    assert_eq!(change(&world, &id, "Abcdef2!").await, USED);
    change(&world, &id, "Abcdef1!").await.unwrap();
    change(&world, &id, "Abcdef2!").await.unwrap();
    set(&world, |options| options.password_history.enable = false).await;
    change(&world, &id, "Abcdef2!").await.unwrap();
    let mut conn = db.read().await.unwrap();
    let kept = store::passwords::history(&mut conn, DEFAULT_TENANT, &id, 10).await.unwrap();
    assert_eq!(kept, [""; 0], "what is not compared is not kept");
}

async fn user_names_are_as_long_as_the_connection_wants(db: Db) {
    let world = World::new(db).await;
    set(&world, |options| {
        options.requires_username = true;
        options.validation = Validation { username: UsernameLength { min: 3, max: 20 } };
    })
    .await;
    let create = async |name: &str| {
        let new = NewUser { username: Some(name.to_owned()), ..new_user(&format!("{name}@example.com")) };
        world.dir.users().create(&world.operator(), new).await.map_err(Failure::from)
    };
    for name in ["al", &"x".repeat(21)] {
        let failure = create(name).await.unwrap_err();
        assert!(failure.field("username").is_some_and(|text| text.starts_with("3 to 20 characters")), "{failure:?}");
    }
    assert!(create("ada").await.is_ok() && create(&"x".repeat(20)).await.is_ok());
}

async fn a_program_deletes_a_connection_with_all_of_its_users(db: Db) {
    let world = World::new(db.clone()).await;
    let (actor, connections) = (world.operator(), world.dir.connections());
    let staff = connections.create(&actor, named("Staff")).await.unwrap();
    // More than are deleted in one step.
    for number in 0..203 {
        let user = NewUser { connection: "Staff".to_owned(), ..new_user(&format!("u{number}@example.com")) };
        world.dir.users().create(&actor, user).await.unwrap();
    }
    let other = world.user("u0@example.com").await;
    connections.delete_user(&actor, &staff.id, " U1@Example.com ").await.unwrap();
    connections.delete_user(&actor, &staff.id, "nobody\0@example.com").await.unwrap();
    assert_eq!(world::events(&db, "Delete a User").await.len(), 1);
    for role in [Role::Viewer, Role::Editor] {
        let person = world.administrator(role).await;
        assert!(matches!(connections.delete_with_users(&person, &staff.id).await, Err(Error::Forbidden(_))));
    }
    connections.delete_with_users(&actor, &staff.id).await.unwrap();
    assert_eq!(world::events(&db, "Delete a User").await.len(), 203);
    world::event(&db, "Delete a connection").await;
    world::event(&db, "Disable an application for a connection").await;
    assert!(matches!(connections.delete_with_users(&actor, &staff.id).await, Err(Error::NotFound(_))));
    assert_eq!(world.dir.users().get(&actor, &other.user_id).await.unwrap().email, other.email);
}

async fn what_a_program_names_is_changed_in_one_step(db: Db) {
    let world = World::new(db.clone()).await;
    let (actor, connections) = (world.operator(), world.dir.connections());
    let staff = connections.create(&actor, named("Staff")).await.unwrap();
    let clients = connections.see(&actor, &staff.id).await.unwrap().clients;
    assert_eq!(clients.len(), 1);
    let options = ConnectionOptions { disable_signup: true, ..ConnectionOptions::default() };
    let change = |options: &ConnectionOptions, clients: &[&str]| ConnectionChange {
        options: Some(options.clone()),
        clients: Some(clients.iter().map(|id| (*id).to_owned()).collect()),
    };
    let unknown = connections.change(&actor, &staff.id, |_| Ok(change(&options, &["nobody\0"]))).await;
    assert!(matches!(unknown, Err(Error::Field { field: "enabled_clients", .. })));
    assert_eq!(connections.get(&actor, &staff.id).await.unwrap(), staff, "nothing was changed");
    let changed = connections.change(&actor, &staff.id, |_| Ok(change(&options, &[]))).await.unwrap();
    assert!(changed.connection.options.disable_signup && changed.clients.is_empty());
    let again = connections.change(&actor, &staff.id, |_| Ok(change(&options, &[]))).await.unwrap();
    assert_eq!(again, changed);
    world::event(&db, "Update a connection").await;
    world::event(&db, "Disable an application for a connection").await;
}
