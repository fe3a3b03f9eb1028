//! Connections, the applications that use them, and passwords that were.

use model::{AppType, Client, Connection, ConnectionOptions, PasswordPolicy, Timestamp, UserId};
use store::{Db, clients, connection_clients, connections, passwords, tenants};

on_both!(
    a_connection_comes_back_as_it_was_written,
    names_are_unique_in_a_tenant_alone,
    applications_are_switched_on_and_off,
    who_uses_a_connection_is_listed_by_id,
    only_the_newest_passwords_are_remembered
);

const TENANT: &str = "default";

fn connection(id: &str, name: &str) -> Connection {
    Connection {
        id: id.to_owned(),
        name: name.to_owned(),
        strategy: "auth0".to_owned(),
        options: ConnectionOptions { password_policy: PasswordPolicy::Fair, ..ConnectionOptions::default() },
        applications: 0,
    }
}

async fn fill(db: &Db) {
    let mut tx = db.begin().await.unwrap();
    for tenant in [TENANT, "other"] {
        tenants::insert(&mut tx, tenant, tenant, Timestamp(1)).await.unwrap();
        for client in ["b", "a"] {
            let client =
                Client { client_id: client.to_owned(), name: format!("App {client}"), ..Client::of_kind(AppType::Spa) };
            clients::insert(&mut tx, tenant, &client, None).await.unwrap();
        }
        assert!(connections::insert(&mut tx, tenant, &connection("con_1", "Users"), Timestamp(1)).await.unwrap());
    }
    tx.commit().await.unwrap();
}

async fn a_connection_comes_back_as_it_was_written(db: Db) {
    fill(&db).await;
    let mut tx = db.begin().await.unwrap();
    let mut known = connection("con_1", "Users");
    assert_eq!(connections::get(&mut tx, TENANT, "con_1").await.unwrap().as_ref(), Some(&known));
    assert_eq!(connections::find(&mut tx, TENANT, "Users").await.unwrap().as_ref(), Some(&known));
    assert_eq!(connections::get(&mut tx, TENANT, "Users").await.unwrap(), None);
    known.options.password_dictionary.dictionary = vec!["</textarea><script>".to_owned(), "\u{202e}é".to_owned()];
    assert!(connections::save_options(&mut tx, TENANT, "con_1", &known.options).await.unwrap());
    assert!(!connections::save_options(&mut tx, TENANT, "con_2", &known.options).await.unwrap());
    assert_eq!(connections::hold(&mut tx, TENANT, "con_1").await.unwrap(), Some(known));
    assert_eq!(connections::get(&mut tx, "other", "con_1").await.unwrap(), Some(connection("con_1", "Users")));
    assert!(connections::keep(&mut tx, TENANT, "con_1").await.unwrap());
    connections::delete(&mut tx, TENANT, "con_1").await.unwrap();
    assert!(!connections::keep(&mut tx, TENANT, "con_1").await.unwrap());
    assert_eq!(connections::list(&mut tx, TENANT).await.unwrap(), []);
    assert_eq!(connections::list(&mut tx, "other").await.unwrap().len(), 1);
}

async fn names_are_unique_in_a_tenant_alone(db: Db) {
    fill(&db).await;
    let mut tx = db.begin().await.unwrap();
    assert!(!connections::insert(&mut tx, TENANT, &connection("con_2", "Users"), Timestamp(2)).await.unwrap());
    assert!(connections::insert(&mut tx, TENANT, &connection("con_2", "Staff"), Timestamp(2)).await.unwrap());
    let names: Vec<String> =
        connections::list(&mut tx, TENANT).await.unwrap().into_iter().map(|found| found.name).collect();
    assert_eq!(names, ["Staff", "Users"]);
}

async fn applications_are_switched_on_and_off(db: Db) {
    fill(&db).await;
    let mut tx = db.begin().await.unwrap();
    let enabled = async |tx: &mut store::Tx| -> Vec<(String, bool)> {
        let clients = connections::clients(tx, TENANT, "con_1").await.unwrap();
        clients.into_iter().map(|client| (client.client_id, client.enabled)).collect()
    };
    assert_eq!(enabled(&mut tx).await, [("a".to_owned(), false), ("b".to_owned(), false)]);
    assert!(connections::enable_client(&mut tx, TENANT, "con_1", "a").await.unwrap());
    assert!(!connections::enable_client(&mut tx, TENANT, "con_1", "a").await.unwrap());
    assert_eq!(enabled(&mut tx).await, [("a".to_owned(), true), ("b".to_owned(), false)]);
    assert!(connections::is_client_enabled(&mut tx, TENANT, "con_1", "a").await.unwrap());
    assert!(!connections::is_client_enabled(&mut tx, "other", "con_1", "a").await.unwrap());
    let of_client = connections::of_client(&mut tx, TENANT, "a").await.unwrap();
    assert_eq!(of_client, [Connection { applications: 1, ..connection("con_1", "Users") }]);
    assert_eq!(connections::of_client(&mut tx, TENANT, "b").await.unwrap(), []);
    connections::enable_all_clients(&mut tx, TENANT, "con_1").await.unwrap();
    assert_eq!(enabled(&mut tx).await, [("a".to_owned(), true), ("b".to_owned(), true)]);
    assert!(connections::disable_client(&mut tx, TENANT, "con_1", "b").await.unwrap());
    assert!(!connections::disable_client(&mut tx, TENANT, "con_1", "b").await.unwrap());
    connections::delete(&mut tx, TENANT, "con_1").await.unwrap();
    assert_eq!(connections::of_client(&mut tx, TENANT, "a").await.unwrap(), []);
}

async fn only_the_newest_passwords_are_remembered(db: Db) {
    fill(&db).await;
    let (ada, grace) = (UserId::from("auth0|ada"), UserId::from("auth0|grace"));
    let mut tx = db.begin().await.unwrap();
    passwords::remember(&mut tx, TENANT, &grace, "other", Timestamp(1), 5).await.unwrap();
    // Two in one millisecond, and a clock that went back.
    for (hash, now) in [("a", 10), ("b", 10), ("c", 20), ("d", 5)] {
        passwords::remember(&mut tx, TENANT, &ada, hash, Timestamp(now), 3).await.unwrap();
    }
    assert_eq!(passwords::history(&mut tx, TENANT, &ada, 10).await.unwrap(), ["d", "c", "b"]);
    assert_eq!(passwords::history(&mut tx, TENANT, &ada, 1).await.unwrap(), ["d"]);
    assert_eq!(passwords::history(&mut tx, "other", &ada, 10).await.unwrap(), [""; 0]);
    passwords::remember(&mut tx, TENANT, &ada, "e", Timestamp(30), 0).await.unwrap();
    assert_eq!(passwords::history(&mut tx, TENANT, &ada, 10).await.unwrap(), [""; 0]);
    assert_eq!(passwords::history(&mut tx, TENANT, &grace, 10).await.unwrap(), ["other"]);
}

async fn who_uses_a_connection_is_listed_by_id(db: Db) {
    fill(&db).await;
    let mut tx = db.begin().await.unwrap();
    connections::enable_all_clients(&mut tx, TENANT, "con_1").await.unwrap();
    let list = async |tx: &mut store::Tx, tenant: &str, after: Option<&str>, limit: i64| {
        connection_clients::of_connection(tx, tenant, "con_1", after, limit).await.unwrap().join(" ")
    };
    assert_eq!(list(&mut tx, TENANT, None, 9).await, "a b");
    assert_eq!(list(&mut tx, TENANT, None, 1).await, "a");
    assert_eq!(list(&mut tx, TENANT, Some("a"), 9).await, "b");
    assert_eq!(list(&mut tx, "other", None, 9).await, "");
    assert!(connections::users(&mut tx, TENANT, "Users", 9).await.unwrap().is_empty());
}
