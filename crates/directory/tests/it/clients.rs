//! Applications: what they may be, who may change them, and what is written down of it.

use directory::{Actor, DEFAULT_TENANT, Error};
use model::{
    AppType, ClientGrantQuery, ClientPatch, ClientPublicKey, CreatedClient, Failure, RefreshTokenSettings,
    ResourceServerPatch, RotationType, TokenEndpointAuthMethod, UserId,
};
use serde_json::{Value, json};
use store::Db;

use crate::world::{World, event, events};

on_both!(
    an_application_has_what_its_kind_has_and_uses_every_connection,
    a_secret_is_shown_once_and_only_the_newest_works,
    how_it_authenticates_decides_whether_there_is_a_secret,
    what_may_not_be_is_refused_by_field,
    what_does_not_go_together_is_refused_also_in_a_change,
    dangerous_addresses_are_refused_at_create_and_update,
    lists_are_tidied_and_bounded,
    every_change_is_written_down_without_the_secret,
    pages_go_on_by_name,
    the_default_application_has_settings_and_no_secret,
    what_nobody_could_have_made_is_not_found,
    what_is_another_tenants_is_not_found,
    a_change_of_another_process_is_seen_in_a_second
);

pub(crate) fn named(name: &str, app_type: AppType) -> ClientPatch {
    ClientPatch { name: Some(name.to_owned()), app_type: Some(app_type), ..ClientPatch::default() }
}

pub(crate) async fn create(world: &World, patch: ClientPatch) -> CreatedClient {
    world.dir.clients().create(&world.operator(), patch).await.unwrap()
}

async fn mistake(world: &World, patch: ClientPatch) -> Failure {
    world.dir.clients().create(&world.operator(), patch).await.unwrap_err().into()
}

async fn an_application_has_what_its_kind_has_and_uses_every_connection(db: Db) {
    let world = World::new(db).await;
    for (kind, grants, is_public) in [
        (AppType::Native, &["authorization_code", "refresh_token"][..], true),
        (AppType::Spa, &["authorization_code", "refresh_token"], true),
        (AppType::RegularWeb, &["authorization_code", "refresh_token"], false),
        (AppType::NonInteractive, &["client_credentials"], false),
    ] {
        let made = create(&world, named(" Shop ", kind)).await;
        let client = &made.client;
        assert_eq!((client.name.as_str(), client.app_type), ("Shop", kind));
        assert_eq!(client.grant_types, grants);
        assert_eq!((client.is_public(), made.client_secret.is_none()), (is_public, is_public));
        assert!(client.client_id.len() == 32 && client.client_id.bytes().all(|byte| byte.is_ascii_alphanumeric()));
        assert!(client.is_first_party && !client.allows_missing_pkce && !client.allows_token_in_query);
        let connections = world.dir.client_connections(DEFAULT_TENANT, &client.client_id).await.unwrap();
        assert_eq!(connections.len(), 1);
        assert_eq!(world.dir.find_client(DEFAULT_TENANT, &client.client_id).await.unwrap().as_ref(), Some(client));
        assert_eq!(world.dir.find_client("other", &client.client_id).await.unwrap(), None);
    }
}

async fn a_secret_is_shown_once_and_only_the_newest_works(db: Db) {
    let world = World::new(db).await;
    let (dir, operator) = (&world.dir, world.operator());
    let made = create(&world, named("Shop", AppType::RegularWeb)).await;
    let (id, first) = (made.client.client_id, made.client_secret.unwrap());
    assert!(first.len() == 64 && first.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte)));
    let check = async |secret: &str| dir.check_client_secret(DEFAULT_TENANT, &id, secret).await.unwrap();
    assert!(check(&first).await);
    for wrong in ["", "\0", &first[1..], &first.to_lowercase(), &format!("{first}a"), &"x".repeat(1_000_000)] {
        assert!(!check(wrong).await);
    }
    let second = dir.clients().rotate_secret(&operator, &id).await.unwrap().client_secret.unwrap();
    assert!(check(&second).await && !check(&first).await);
    let other = create(&world, named("Other", AppType::RegularWeb)).await;
    assert!(!check(&other.client_secret.unwrap()).await);
    dir.clients().delete(&operator, &id).await.unwrap();
    assert!(!check(&second).await);
}

async fn how_it_authenticates_decides_whether_there_is_a_secret(db: Db) {
    let world = World::new(db).await;
    let (dir, operator) = (&world.dir, world.operator());
    let id = create(&world, named("Shop", AppType::RegularWeb)).await.client.client_id;
    let method = |method| ClientPatch { token_endpoint_auth_method: Some(method), ..ClientPatch::default() };
    let update = async |patch| dir.clients().update(&operator, &id, patch).await.unwrap().client_secret;
    assert_eq!(update(method(TokenEndpointAuthMethod::ClientSecretBasic)).await, None, "it keeps the one it has");
    assert_eq!(update(method(TokenEndpointAuthMethod::None)).await, None);
    let rotated = dir.clients().rotate_secret(&operator, &id).await;
    assert!(matches!(rotated, Err(Error::Invalid(_))), "there is nothing to rotate");
    let new = update(method(TokenEndpointAuthMethod::ClientSecretPost)).await.unwrap();
    assert!(dir.check_client_secret(DEFAULT_TENANT, &id, &new).await.unwrap());
}

/// N-105
async fn what_may_not_be_is_refused_by_field(db: Db) {
    let world = World::new(db).await;
    let good = || named("Shop", AppType::RegularWeb);
    let object = |value: Value| Some(value.as_object().unwrap().clone());
    let refresh = |change: fn(&mut RefreshTokenSettings)| {
        let mut settings = RefreshTokenSettings::default();
        change(&mut settings);
        Some(settings)
    };
    let mut cases = vec![
        ("name", ClientPatch { name: None, ..good() }),
        ("description", ClientPatch { description: Some("x".repeat(141)), ..good() }),
        ("description", ClientPatch { description: Some("\0".to_owned()), ..good() }),
        ("grant_types", ClientPatch { grant_types: Some(vec!["magic".to_owned()]), ..good() }),
        ("refresh_token", ClientPatch { refresh_token: refresh(|it| it.leeway = 61), ..good() }),
        ("refresh_token", ClientPatch { refresh_token: refresh(|it| it.token_lifetime = i64::MAX), ..good() }),
        ("refresh_token", ClientPatch { refresh_token: refresh(|it| it.token_lifetime = 0), ..good() }),
        ("refresh_token", ClientPatch { refresh_token: refresh(|it| it.idle_token_lifetime = 2_592_001), ..good() }),
        ("client_metadata", ClientPatch { client_metadata: object(json!({ "a": 1 })), ..good() }),
        ("client_metadata", ClientPatch { client_metadata: object(json!({ "a": "x".repeat(256) })), ..good() }),
        ("client_metadata", ClientPatch { client_metadata: object(json!({ "a\0": "b" })), ..good() }),
    ];
    let many: serde_json::Map<_, _> = (0..11).map(|n| (n.to_string(), json!(""))).collect();
    cases.push(("client_metadata", ClientPatch { client_metadata: Some(many), ..good() }));
    for name in ["", " ", "a\r\nSet-Cookie: b", "<script>", "\0", &"x".repeat(151), "a\u{2028}b"] {
        cases.push(("name", ClientPatch { name: Some(name.to_owned()), ..good() }));
    }
    cases.push(("logo_uri", ClientPatch { logo_uri: Some("http://localhost/a".to_owned()), ..good() }));
    for address in ["http://shop.example/logo.png", "javascript:alert(1)", "logo.png", "https://", "\0"] {
        cases.push(("logo_uri", ClientPatch { logo_uri: Some(address.to_owned()), ..good() }));
        cases.push(("initiate_login_uri", ClientPatch { initiate_login_uri: Some(address.to_owned()), ..good() }));
    }
    for (pem, alg) in [("", "RS256"), ("-----BEGIN PUBLIC KEY-----\n\0", "RS256"), ("x", "HS256"), ("x", "none")] {
        let key = ClientPublicKey {
            name: "k".to_owned(),
            pem: pem.to_owned(),
            alg: alg.to_owned(),
            ..ClientPublicKey::default()
        };
        cases.push(("public_keys", ClientPatch { public_keys: Some(vec![key]), ..good() }));
    }
    for (field, patch) in cases {
        let failure = mistake(&world, patch.clone()).await;
        assert!(failure.field(field).is_some_and(|told| told.len() < 1_000), "{field} of {patch:?}: {failure:?}");
    }
    let longest = ClientPatch { name: Some("é".repeat(150)), description: Some("é\n".repeat(70)), ..good() };
    create(&world, longest).await;
    let local = ClientPatch { initiate_login_uri: Some("http://localhost:3000/login".to_owned()), ..good() };
    create(&world, local).await;
}

async fn what_does_not_go_together_is_refused_also_in_a_change(db: Db) {
    let world = World::new(db).await;
    let (dir, operator) = (&world.dir, world.operator());
    let id = create(&world, named("Deploy", AppType::NonInteractive)).await.client.client_id;
    let none = Some(TokenEndpointAuthMethod::None);
    let non_rotating =
        RefreshTokenSettings { rotation_type: RotationType::NonRotating, ..RefreshTokenSettings::default() };
    let code = Some(vec!["authorization_code".to_owned()]);
    // S-122: the whole is looked at again, not only what is new.
    for (field, patch) in [
        ("grant_types", ClientPatch { token_endpoint_auth_method: none, ..ClientPatch::default() }),
        (
            "allows_missing_pkce",
            ClientPatch {
                token_endpoint_auth_method: none,
                grant_types: code.clone(),
                allows_missing_pkce: Some(true),
                ..ClientPatch::default()
            },
        ),
        // S-161
        (
            "refresh_token",
            ClientPatch {
                token_endpoint_auth_method: none,
                grant_types: code,
                refresh_token: Some(non_rotating.clone()),
                ..ClientPatch::default()
            },
        ),
        (
            "public_keys",
            ClientPatch {
                token_endpoint_auth_method: Some(TokenEndpointAuthMethod::PrivateKeyJwt),
                ..ClientPatch::default()
            },
        ),
    ] {
        let failure = Failure::from(dir.clients().update(&operator, &id, patch).await.unwrap_err());
        assert!(failure.field(field).is_some(), "{field}: {failure:?}");
    }
    let allowed =
        ClientPatch { allows_missing_pkce: Some(true), refresh_token: Some(non_rotating), ..ClientPatch::default() };
    let client = dir.clients().update(&operator, &id, allowed).await.unwrap().client;
    assert!(client.allows_missing_pkce, "a confidential one may");
}

/// S-103, S-136
async fn dangerous_addresses_are_refused_at_create_and_update(db: Db) {
    let world = World::new(db).await;
    let (dir, operator) = (&world.dir, world.operator());
    let id = create(&world, named("Shop", AppType::RegularWeb)).await.client.client_id;
    for address in [
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "file:///etc/passwd",
        "blob:x",
        "https://a.example/cb#x",
        "https://u:p@a.example/cb",
        "http://a.example/cb",
        "https://*.example/cb",
        "myapp:/cb",
        "https://a.example/\r\n",
        "https://a.example/\0",
        "//a.example",
        "/cb",
    ] {
        let list = Some(vec!["https://good.example/".to_owned(), format!("{address}x")]);
        let patches = [
            ("callbacks", ClientPatch { callbacks: list.clone(), ..ClientPatch::default() }),
            ("allowed_logout_urls", ClientPatch { allowed_logout_urls: list.clone(), ..ClientPatch::default() }),
            ("web_origins", ClientPatch { web_origins: list.clone(), ..ClientPatch::default() }),
            ("allowed_origins", ClientPatch { allowed_origins: list, ..ClientPatch::default() }),
        ];
        for (field, patch) in patches {
            let failure = mistake(&world, ClientPatch { name: Some("x".to_owned()), ..patch.clone() }).await;
            assert!(failure.field(field).is_some(), "{address:?} in {field}: {failure:?}");
            let failure = Failure::from(dir.clients().update(&operator, &id, patch).await.unwrap_err());
            assert!(failure.field(field).is_some(), "{address:?} in {field}: {failure:?}");
        }
    }
    let native =
        ClientPatch { callbacks: Some(vec!["com.example.app:/cb".to_owned()]), ..named("App", AppType::Native) };
    create(&world, native).await;
}

async fn lists_are_tidied_and_bounded(db: Db) {
    let world = World::new(db).await;
    let list = |entries: &[&str]| Some(entries.iter().map(|entry| (*entry).to_owned()).collect::<Vec<_>>());
    let patch = ClientPatch {
        callbacks: list(&[" https://a.example/cb ", "", "https://a.example/cb", "https://A.example/CB"]),
        web_origins: list(&["https://A.example/", "https://a.example:443", "http://localhost:3000"]),
        grant_types: list(&["authorization_code", "authorization_code"]),
        ..named("Shop", AppType::Spa)
    };
    let client = create(&world, patch).await.client;
    assert_eq!(client.callbacks, ["https://a.example/cb", "https://A.example/CB"], "byte for byte");
    assert_eq!(client.web_origins, ["https://a.example", "http://localhost:3000"], "as browsers write them");
    assert_eq!(client.grant_types, ["authorization_code"]);
    for callbacks in [
        (0..101).map(|n| format!("https://a.example/{n}")).collect(),
        vec![format!("https://a.example/{}", "x".repeat(2_000))],
        vec![String::new(); 1_000_000],
    ] {
        let patch = ClientPatch { callbacks: Some(callbacks), ..named("Shop", AppType::Spa) };
        let failure = mistake(&world, patch).await;
        assert!(failure.field("callbacks").is_some_and(|told| told.len() < 300), "{failure:?}");
    }
}

async fn every_change_is_written_down_without_the_secret(db: Db) {
    let world = World::new(db.clone()).await;
    let (dir, operator) = (&world.dir, world.operator());
    let made = create(&world, named("Shop", AppType::RegularWeb)).await;
    let id = made.client.client_id.as_str();
    let created = event(&db, "Create a client").await;
    assert_eq!(created.kind, "sapi");
    assert_eq!((created.client_id.as_deref(), created.client_name.as_deref()), (Some(id), Some("Shop")));
    assert_eq!(created.details["changed"]["client_secret"], json!({ "before": "*****", "after": "*****" }));
    assert!(!created.details.to_string().contains(&made.client_secret.unwrap()));

    let patch = ClientPatch { name: Some("Shop 2".to_owned()), ..ClientPatch::default() };
    for _ in 0..2 {
        dir.clients().update(&operator, id, patch.clone()).await.unwrap();
    }
    let updated = event(&db, "Update a client").await;
    assert_eq!(updated.details["changed"], json!({ "name": { "before": "Shop", "after": "Shop 2" } }));

    let secret = dir.clients().rotate_secret(&operator, id).await.unwrap().client_secret.unwrap();
    let rotated = event(&db, "Rotate a client secret").await;
    assert_eq!(rotated.details["changed"], json!({ "client_secret": { "before": "*****", "after": "*****" } }));
    assert!(!rotated.details.to_string().contains(&secret));
    dir.clients().delete(&operator, id).await.unwrap();
    assert_eq!(event(&db, "Delete a client").await.details["changed"]["name"]["before"], "Shop 2");
    assert!(dir.clients().delete(&operator, id).await.is_err());
    assert_eq!(events(&db, "Delete a client").await.len(), 1, "what was not done is not told");
}

async fn pages_go_on_by_name(db: Db) {
    let world = World::new(db).await;
    for number in 0..70 {
        create(&world, named(&format!("App {number:02}"), AppType::Spa)).await;
    }
    let (clients, operator) = (world.dir.clients(), world.operator());
    let first = clients.list(&operator, None).await.unwrap();
    let second = clients.list(&operator, first.next.as_deref()).await.unwrap();
    assert_eq!((first.clients.len(), second.clients.len(), second.next), (50, 21, None));
    assert_eq!((first.clients[0].name.as_str(), second.clients[0].name.as_str()), ("App 00", "App 50"));
    assert_eq!(second.clients[20].name, "Default App");
    for place in ["", ".", "a", "\0.x", "a.\0", "' OR 1=1 --"] {
        assert!(
            matches!(clients.list(&operator, Some(place)).await, Err(Error::Field { field: "after", .. })),
            "{place}"
        );
    }
}

async fn the_default_application_has_settings_and_no_secret(db: Db) {
    let world = World::new(db).await;
    let (clients, operator) = (world.dir.clients(), world.operator());
    let default = clients.list(&operator, None).await.unwrap().clients.remove(0);
    assert_eq!((default.name.as_str(), default.app_type), ("Default App", AppType::RegularWeb));
    assert!(default.is_first_party && default.has_grant("authorization_code"));
    for guess in ["", "null", "None"] {
        assert!(!world.dir.check_client_secret(DEFAULT_TENANT, &default.client_id, guess).await.unwrap());
    }
    let secret = clients.rotate_secret(&operator, &default.client_id).await.unwrap().client_secret.unwrap();
    assert!(world.dir.check_client_secret(DEFAULT_TENANT, &default.client_id, &secret).await.unwrap());
}

async fn what_nobody_could_have_made_is_not_found(db: Db) {
    let world = World::new(db).await;
    let (dir, operator) = (&world.dir, world.operator());
    for id in ["", "\0", "a b", "../x", &"x".repeat(1_000_000), UserId::from("auth0|1").as_str(), "' OR '1'='1"] {
        assert_eq!(dir.find_client(DEFAULT_TENANT, id).await.unwrap(), None);
        assert!(!dir.check_client_secret(DEFAULT_TENANT, id, "x").await.unwrap());
        assert_eq!(dir.find_client_grant(DEFAULT_TENANT, id, id).await.unwrap(), None);
        assert_eq!(dir.find_resource_server(DEFAULT_TENANT, id).await.unwrap(), None);
        assert!(matches!(dir.clients().get(&operator, id).await, Err(Error::NotFound(_))));
        assert!(matches!(dir.clients().delete(&operator, id).await, Err(Error::NotFound(_))));
        assert!(matches!(dir.clients().rotate_secret(&operator, id).await, Err(Error::NotFound(_))));
        let patch = named("x", AppType::Spa);
        assert!(matches!(dir.clients().update(&operator, id, patch).await, Err(Error::NotFound(_))));
        let query = ClientGrantQuery { client_id: Some(id.to_owned()), audience: None };
        assert!(dir.client_grants().list(&operator, &query).await.unwrap().is_empty());
    }
}

/// S-502, N-078, N-080: also when it was looked up a moment ago by those whose it is.
async fn what_is_another_tenants_is_not_found(db: Db) {
    let world = World::new(db).await;
    let (dir, theirs) = (&world.dir, Actor::operator("other"));
    let made = create(&world, named("Deploy", AppType::NonInteractive)).await;
    let (id, secret) = (made.client.client_id.as_str(), made.client_secret.unwrap());
    let api = dir.resource_servers().management(&world.operator()).await.unwrap();
    let scope = ["read:users".to_owned()];
    let grant = dir.client_grants().save(&world.operator(), id, &api.identifier, &scope).await.unwrap();
    assert!(dir.check_client_secret(DEFAULT_TENANT, id, &secret).await.unwrap());
    assert!(dir.find_client_grant(DEFAULT_TENANT, id, &api.identifier).await.unwrap().is_some());
    assert!(dir.find_resource_server(DEFAULT_TENANT, &api.identifier).await.unwrap().is_some());

    assert!(!dir.check_client_secret("other", id, &secret).await.unwrap());
    assert_eq!(dir.find_client("other", id).await.unwrap(), None);
    assert_eq!(dir.find_client_grant("other", id, &api.identifier).await.unwrap(), None);
    assert_eq!(dir.find_resource_server("other", &api.identifier).await.unwrap(), None);
    let not_found = |result: Result<(), Error>| assert!(matches!(result, Err(Error::NotFound(_))), "{result:?}");
    not_found(dir.clients().get(&theirs, id).await.map(drop));
    not_found(dir.clients().update(&theirs, id, named("x", AppType::Spa)).await.map(drop));
    not_found(dir.clients().rotate_secret(&theirs, id).await.map(drop));
    not_found(dir.clients().delete(&theirs, id).await);
    not_found(dir.resource_servers().get(&theirs, &api.id).await.map(drop));
    not_found(dir.resource_servers().update(&theirs, &api.id, ResourceServerPatch::default()).await.map(drop));
    not_found(dir.resource_servers().delete(&theirs, &api.id).await);
    not_found(dir.client_grants().delete(&theirs, &grant.id).await);
    assert!(dir.client_grants().save(&theirs, id, &api.identifier, &scope).await.is_err());
    assert!(dir.clients().list(&theirs, None).await.unwrap().clients.is_empty());
}

async fn a_change_of_another_process_is_seen_in_a_second(db: Db) {
    const SQL: &str = "DELETE FROM connection_clients";
    const CLIENTS: &str = "DELETE FROM clients";
    let world = World::new(db.clone()).await;
    let id = create(&world, named("Shop", AppType::RegularWeb)).await.client.client_id;
    let found = async || world.dir.find_client(DEFAULT_TENANT, &id).await.unwrap().is_some();
    assert!(found().await);
    for sql in [SQL, CLIENTS] {
        match &db {
            Db::Sqlite { writer, .. } => drop(sqlx::query(sql).execute(writer).await.unwrap()),
            Db::Postgres(pool) => drop(sqlx::query(sql).execute(pool).await.unwrap()),
        }
    }
    world.clock.advance(1_000);
    assert!(!found().await);
}
