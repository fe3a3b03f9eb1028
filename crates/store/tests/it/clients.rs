//! Applications and what hangs on them.

use model::{
    AppType, Client, ClientFilter, ClientGrant, ClientGrantQuery, ListPart, ResourceServer, Timestamp,
    TokenEndpointAuthMethod,
};
use store::{Conn, Db, client_grants, clients, connections, resource_servers, tenants};

on_both!(
    an_application_is_found_as_it_was_saved,
    an_application_from_before_has_the_settings_of_its_kind,
    the_list_goes_on_after_a_name_and_id,
    applications_are_searched_in_parts,
    apis_and_grants_are_searched_in_parts,
    a_deleted_application_leaves_nothing_behind,
    an_api_is_found_by_its_identifier_and_cannot_have_anothers,
    the_systems_api_moves_with_what_was_granted_there,
    a_deleted_api_takes_its_grants_along
);

const T: &str = "t";

async fn tenants(db: &Db) -> store::Tx {
    let mut tx = db.begin().await.unwrap();
    for tenant in [T, "other"] {
        assert!(tenants::insert(&mut tx, tenant, tenant, Timestamp(1)).await.unwrap());
    }
    tx
}

fn client(id: &str, name: &str) -> Client {
    Client { client_id: id.to_owned(), name: name.to_owned(), ..Client::of_kind(AppType::Spa) }
}

fn api(id: &str, identifier: &str) -> ResourceServer {
    ResourceServer { id: id.to_owned(), identifier: identifier.to_owned(), ..ResourceServer::default() }
}

fn grant(id: &str, client: &str, audience: &str) -> ClientGrant {
    ClientGrant {
        id: id.to_owned(),
        client_id: client.to_owned(),
        audience: audience.to_owned(),
        scope: vec!["read:orders".to_owned()],
    }
}

async fn an_application_is_found_as_it_was_saved(db: Db) {
    let mut tx = tenants(&db).await;
    let mut made = client("a", "Shop");
    clients::insert(&mut tx, T, &made, Some("hash")).await.unwrap();
    clients::insert(&mut tx, "other", &client("a", "Theirs"), None).await.unwrap();
    assert_eq!(clients::find(&mut tx, T, "a").await.unwrap().as_ref(), Some(&made));
    made.callbacks = vec!["https://shop.example/callback".to_owned()];
    made.name = "Shop 2".to_owned();
    clients::save(&mut tx, T, &made).await.unwrap();
    assert_eq!(clients::hold(&mut tx, T, "a").await.unwrap().as_ref(), Some(&made));
    assert_eq!(clients::find(&mut tx, "other", "a").await.unwrap().unwrap().name, "Theirs");
    let secret = async |conn: &mut Conn, tenant| clients::find_with_secret(conn, tenant, "a").await.unwrap().unwrap();
    assert_eq!(secret(&mut tx, T).await, (made, Some("hash".to_owned())));
    assert_eq!(secret(&mut tx, "other").await.1, None);
    clients::save_secret(&mut tx, T, "a", None).await.unwrap();
    assert_eq!(secret(&mut tx, T).await.1, None);
    assert_eq!(clients::find(&mut tx, T, "b").await.unwrap(), None);
}

async fn an_application_from_before_has_the_settings_of_its_kind(db: Db) {
    tenants(&db).await.commit().await.unwrap();
    run(&db, "INSERT INTO clients (tenant, id, name, created_at) VALUES ('t', 'old', 'Old', 7)").await;
    let mut conn = db.read().await.unwrap();
    let found = clients::find(&mut conn, T, "old").await.unwrap().unwrap();
    assert_eq!((found.client_id.as_str(), found.name.as_str(), found.created_at), ("old", "Old", Timestamp(7)));
    assert_eq!((found.app_type, found.is_first_party), (AppType::RegularWeb, true));
    assert_eq!(found.token_endpoint_auth_method, TokenEndpointAuthMethod::ClientSecretPost);
    assert!(found.has_grant("authorization_code") && !found.has_grant("implicit") && found.callbacks.is_empty());
}

async fn the_list_goes_on_after_a_name_and_id(db: Db) {
    let mut tx = tenants(&db).await;
    for (id, name) in [("3", "B"), ("1", "B"), ("2", "A"), ("4", "Ä")] {
        clients::insert(&mut tx, T, &client(id, name), None).await.unwrap();
    }
    clients::insert(&mut tx, "other", &client("0", "B"), None).await.unwrap();
    let ids = |page: Vec<Client>| page.into_iter().map(|client| client.client_id).collect::<Vec<_>>();
    assert_eq!(ids(clients::list(&mut tx, T, None, 2).await.unwrap()), ["2", "1"]);
    assert_eq!(ids(clients::list(&mut tx, T, Some(("B", "1")), 9).await.unwrap()), ["3", "4"]);
    assert!(clients::list(&mut tx, T, Some(("Ä", "4")), 9).await.unwrap().is_empty());
}

async fn a_deleted_application_leaves_nothing_behind(db: Db) {
    let mut tx = tenants(&db).await;
    for id in ["gone", "kept"] {
        clients::insert(&mut tx, T, &client(id, id), None).await.unwrap();
        assert!(client_grants::insert(&mut tx, T, &grant(id, id, "api"), Timestamp(1)).await.unwrap());
    }
    let connection = model::Connection {
        id: "con".to_owned(),
        name: "Users".to_owned(),
        strategy: "auth0".to_owned(),
        options: model::ConnectionOptions::default(),
        applications: 0,
    };
    connections::insert(&mut tx, T, &connection, Timestamp(1)).await.unwrap();
    connections::enable_client(&mut tx, T, "con", "gone").await.unwrap();
    tx.commit().await.unwrap();
    for client in ["gone", "kept"] {
        for sql in [
            "INSERT INTO authorizations (tenant, id, code_hash, code_expires_at, user_id, client_id, connection, \
                audience, scope, details, created_at, expires_at) VALUES ('t', '?', '?', 1, 'u', '?', 'c', '', '', '{}', 1, 1)",
            "INSERT INTO access_tokens (tenant, token_hash, authorization_id, scope, expires_at) \
                VALUES ('t', '?', '?', '', 1)",
            "INSERT INTO refresh_tokens (tenant, id, authorization_id, user_id, client_id, audience, scope, device_name, \
                token_hash, is_rotating, created_at, last_used_at, idle_expires_at, expires_at) \
                VALUES ('t', '?', '?', 'u', '?', '', '', '', '?', TRUE, 1, 1, 1, 1)",
            "INSERT INTO refresh_token_values (tenant, token_hash, token_id, created_at) VALUES ('t', '?', '?', 1)",
            "INSERT INTO grants (tenant, id, user_id, client_id, audience, scope, created_at) \
                VALUES ('t', '?', 'u', '?', 'api', '[]', 1)",
            "INSERT INTO device_codes (tenant, device_hash, user_code, client_id, audience, scope, status, created_at, \
                expires_at) VALUES ('t', '?', '?', '?', '', '', 'pending', 1, 1)",
            "INSERT INTO spent_assertions (tenant, client_id, jti_hash, expires_at) VALUES ('t', '?', 'j', 1)",
        ] {
            run(&db, &sql.replace('?', client)).await;
        }
    }
    let mut tx = db.begin().await.unwrap();
    assert!(clients::delete(&mut tx, T, "gone").await.unwrap());
    assert!(!clients::delete(&mut tx, T, "gone").await.unwrap());
    tx.commit().await.unwrap();
    for (table, left) in [
        ("clients", 1),
        ("client_grants", 1),
        ("connection_clients", 0),
        ("authorizations", 1),
        ("access_tokens", 1),
        ("refresh_tokens", 1),
        ("refresh_token_values", 1),
        ("grants", 1),
        ("device_codes", 1),
        ("spent_assertions", 1),
    ] {
        assert_eq!(count(&db, table).await, left, "{table}");
    }
}

async fn an_api_is_found_by_its_identifier_and_cannot_have_anothers(db: Db) {
    let mut tx = tenants(&db).await;
    let mut made = api("1", "https://orders.example/");
    assert!(resource_servers::insert(&mut tx, T, &made).await.unwrap());
    assert!(!resource_servers::insert(&mut tx, T, &api("2", &made.identifier)).await.unwrap());
    assert!(resource_servers::insert(&mut tx, "other", &api("1", &made.identifier)).await.unwrap());
    made.name = "Orders".to_owned();
    made.token_lifetime = 60;
    resource_servers::save(&mut tx, T, &made).await.unwrap();
    let by_identifier = resource_servers::find_by_identifier(&mut tx, T, &made.identifier).await.unwrap();
    assert_eq!(by_identifier.as_ref(), Some(&made));
    assert_eq!(resource_servers::hold(&mut tx, T, "1").await.unwrap(), by_identifier);
    assert_eq!(resource_servers::find_system(&mut tx, T).await.unwrap(), None);
    assert!(resource_servers::insert(&mut tx, T, &api("3", "https://a.example/")).await.unwrap());
    let list = async |conn: &mut Conn, after| {
        let found = resource_servers::list(conn, T, after, 9).await.unwrap();
        found.into_iter().map(|api| api.id).collect::<Vec<_>>()
    };
    assert_eq!(list(&mut tx, None).await, ["3", "1"]);
    assert_eq!(list(&mut tx, Some("https://a.example/")).await, ["1"]);
}

async fn the_systems_api_moves_with_what_was_granted_there(db: Db) {
    let mut tx = tenants(&db).await;
    let system = ResourceServer { is_system: true, ..api("1", "http://localhost/api/v2/") };
    resource_servers::insert(&mut tx, T, &system).await.unwrap();
    clients::insert(&mut tx, T, &client("m", "Machine"), None).await.unwrap();
    for (id, audience) in [("1", system.identifier.as_str()), ("2", "https://orders.example/")] {
        client_grants::insert(&mut tx, T, &grant(id, "m", audience), Timestamp(1)).await.unwrap();
    }
    resource_servers::move_system(&mut tx, T, &system, "https://id.example/api/v2/").await.unwrap();
    let moved = resource_servers::find_system(&mut tx, T).await.unwrap().unwrap();
    assert_eq!(moved.identifier, "https://id.example/api/v2/");
    let grants = client_grants::of_client(&mut tx, T, "m").await.unwrap();
    let audiences: Vec<_> = grants.iter().map(|grant| grant.audience.as_str()).collect();
    assert_eq!(audiences, ["https://id.example/api/v2/", "https://orders.example/"]);
}

async fn a_deleted_api_takes_its_grants_along(db: Db) {
    let mut tx = tenants(&db).await;
    let gone = api("1", "https://orders.example/");
    resource_servers::insert(&mut tx, T, &gone).await.unwrap();
    clients::insert(&mut tx, T, &client("m", "Machine"), None).await.unwrap();
    let (first, other) = (grant("1", "m", &gone.identifier), grant("2", "m", "https://other.example/"));
    assert!(client_grants::insert(&mut tx, T, &first, Timestamp(1)).await.unwrap());
    assert!(
        !client_grants::insert(&mut tx, T, &ClientGrant { id: "3".to_owned(), ..first.clone() }, Timestamp(1))
            .await
            .unwrap()
    );
    client_grants::insert(&mut tx, T, &other, Timestamp(1)).await.unwrap();
    let narrower = ClientGrant { scope: Vec::new(), ..first.clone() };
    client_grants::save(&mut tx, T, &narrower).await.unwrap();
    let found = client_grants::find(&mut tx, T, "m", &gone.identifier).await.unwrap();
    assert_eq!(found.as_ref(), Some(&narrower));
    assert_eq!(client_grants::of_audience(&mut tx, T, &gone.identifier).await.unwrap(), [narrower]);
    resource_servers::delete(&mut tx, T, &gone).await.unwrap();
    assert_eq!(resource_servers::find(&mut tx, T, "1").await.unwrap(), None);
    assert_eq!(client_grants::of_client(&mut tx, T, "m").await.unwrap(), std::slice::from_ref(&other));
    client_grants::delete(&mut tx, T, &other.id).await.unwrap();
    assert_eq!(client_grants::find_by_id(&mut tx, T, &other.id).await.unwrap(), None);
}

async fn run(db: &Db, sql: &str) {
    let sql = sqlx::AssertSqlSafe(sql.to_owned());
    match db {
        Db::Sqlite { writer, .. } => drop(sqlx::query(sql).execute(writer).await.unwrap()),
        Db::Postgres(pool) => drop(sqlx::query(sql).execute(pool).await.unwrap()),
    }
}

async fn count(db: &Db, table: &str) -> i64 {
    let sql = sqlx::AssertSqlSafe(format!("SELECT COUNT(*) FROM {table}"));
    match db {
        Db::Sqlite { readers, .. } => sqlx::query_scalar(sql).fetch_one(readers).await.unwrap(),
        Db::Postgres(pool) => sqlx::query_scalar(sql).fetch_one(pool).await.unwrap(),
    }
}

fn numbered(offset: i64, limit: i64) -> ListPart {
    ListPart::Numbered { offset, limit, is_total_wanted: true }
}

async fn applications_are_searched_in_parts(db: Db) {
    let mut tx = tenants(&db).await;
    for (index, (id, kind, is_first_party)) in [
        ("c", AppType::Spa, true),
        ("a", AppType::NonInteractive, true),
        ("b", AppType::Spa, false),
        ("d", AppType::RegularWeb, true),
    ]
    .into_iter()
    .enumerate()
    {
        let created_at = Timestamp(i64::try_from(index).unwrap());
        let client = Client { client_id: id.to_owned(), is_first_party, created_at, ..Client::of_kind(kind) };
        clients::insert(&mut tx, T, &client, None).await.unwrap();
    }
    clients::insert(&mut tx, "other", &client("x", "Theirs"), None).await.unwrap();
    let ids = async |tx: &mut store::Tx, filter: ClientFilter, part: ListPart| {
        let found = clients::search(tx, T, &filter, &part).await.unwrap();
        (found.items.iter().map(|client| client.client_id.clone()).collect::<String>(), found.total, found.next)
    };
    let all = ClientFilter::default;
    assert_eq!(ids(&mut tx, all(), numbered(0, 10)).await, ("cabd".to_owned(), Some(4), None));
    assert_eq!(ids(&mut tx, all(), numbered(1, 2)).await, ("ab".to_owned(), Some(4), None));
    assert_eq!(ids(&mut tx, all(), numbered(0, 0)).await, (String::new(), Some(4), None));
    let after = |id: Option<&str>, limit| ListPart::After { id: id.map(str::to_owned), limit };
    assert_eq!(ids(&mut tx, all(), after(None, 3)).await, ("abc".to_owned(), None, Some("c".to_owned())));
    assert_eq!(ids(&mut tx, all(), after(Some("c"), 3)).await, ("d".to_owned(), None, None));
    let of_kinds = ClientFilter { app_types: vec![AppType::Spa, AppType::RegularWeb], ..all() };
    assert_eq!(ids(&mut tx, of_kinds, numbered(0, 10)).await, ("cbd".to_owned(), Some(3), None));
    for (is_first_party, expected) in [(true, "cad"), (false, "b")] {
        let filter = ClientFilter { is_first_party: Some(is_first_party), ..all() };
        assert_eq!(ids(&mut tx, filter, numbered(0, 10)).await.0, expected);
    }
}

async fn apis_and_grants_are_searched_in_parts(db: Db) {
    let mut tx = tenants(&db).await;
    for id in ["a", "b"] {
        clients::insert(&mut tx, T, &client(id, id), None).await.unwrap();
    }
    for (id, identifier) in [("1", "https://one.example"), ("2", "https://two.example"), ("3", "urn:three")] {
        assert!(resource_servers::insert(&mut tx, T, &api(id, identifier)).await.unwrap());
        for client in ["a", "b"] {
            let grant = grant(&format!("{client}{id}"), client, identifier);
            assert!(client_grants::insert(&mut tx, T, &grant, Timestamp(0)).await.unwrap());
        }
    }
    let named = ["urn:three".to_owned(), "https://one.example".to_owned(), "urn:none".to_owned()];
    let found = resource_servers::search(&mut tx, T, Some(&named), &numbered(0, 9)).await.unwrap();
    assert_eq!((found.items.len(), found.total), (2, Some(2)));
    assert_eq!(resource_servers::search(&mut tx, T, Some(&[]), &numbered(0, 9)).await.unwrap().total, Some(0));
    let part = ListPart::After { id: Some("1".to_owned()), limit: 1 };
    let found = resource_servers::search(&mut tx, T, None, &part).await.unwrap();
    assert_eq!((found.items[0].id.as_str(), found.next.as_deref()), ("2", Some("2")));
    let grants = async |tx: &mut store::Tx, client: Option<&str>, audience: Option<&str>| {
        let (client_id, audience) = (client.map(str::to_owned), audience.map(str::to_owned));
        let query = ClientGrantQuery { client_id, audience };
        let found = client_grants::search(tx, T, &query, &numbered(0, 2)).await.unwrap();
        (found.items.iter().map(|grant| grant.id.clone()).collect::<Vec<_>>().join(" "), found.total)
    };
    assert_eq!(grants(&mut tx, None, None).await, ("a1 a2".to_owned(), Some(6)));
    assert_eq!(grants(&mut tx, Some("b"), None).await, ("b1 b2".to_owned(), Some(3)));
    assert_eq!(grants(&mut tx, None, Some("urn:three")).await, ("a3 b3".to_owned(), Some(2)));
    assert_eq!(grants(&mut tx, Some("b"), Some("urn:three")).await, ("b3".to_owned(), Some(1)));
    assert_eq!(
        client_grants::search(&mut tx, "other", &ClientGrantQuery::default(), &numbered(0, 2)).await.unwrap().total,
        Some(0)
    );
}
