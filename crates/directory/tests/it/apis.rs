//! APIs, and what machine applications may do there.

use directory::{Actor, DEFAULT_TENANT, Directory, Error, Settings};
use model::{
    AppType, ClientGrant, ClientGrantQuery, ClientPatch, Failure, ResourceServer, ResourceServerPatch,
    ResourceServerScope, Role, TenantSettings, TokenEndpointAuthMethod,
};
use serde_json::json;
use store::Db;

use crate::clients::{create, named};
use crate::world::{World, event};

on_both!(
    an_api_is_made_changed_and_deleted,
    what_an_api_may_not_be_is_refused_by_field,
    the_management_api_is_there_with_its_scopes_and_stays,
    the_management_api_goes_with_the_issuer,
    a_grant_gives_scopes_of_its_api_alone,
    scopes_that_an_api_loses_are_lost_to_its_applications,
    nobody_but_an_owner_gives_or_takes_over_the_management_api
);

const ORDERS: &str = "https://orders.example/";

fn scope(value: &str) -> ResourceServerScope {
    ResourceServerScope { value: value.to_owned(), description: String::new() }
}

fn orders() -> ResourceServerPatch {
    ResourceServerPatch {
        name: Some("Orders".to_owned()),
        identifier: Some(ORDERS.to_owned()),
        scopes: Some(["read:orders", "write:orders"].map(scope).to_vec()),
        ..ResourceServerPatch::default()
    }
}

async fn made(world: &World) -> ResourceServer {
    world.dir.resource_servers().create(&world.operator(), orders()).await.unwrap()
}

fn scopes(values: &[&str]) -> Vec<String> {
    values.iter().map(|value| (*value).to_owned()).collect()
}

async fn an_api_is_made_changed_and_deleted(db: Db) {
    let world = World::new(db.clone()).await;
    let (apis, operator) = (world.dir.resource_servers(), world.operator());
    let api = made(&world).await;
    assert!(api.id.len() == 24 && !api.is_system && api.token_lifetime == 86_400, "{api:?}");
    assert_eq!(apis.get(&operator, &api.id).await.unwrap(), api);
    assert_eq!(world.dir.find_resource_server(DEFAULT_TENANT, ORDERS).await.unwrap(), Some(api.clone()));
    assert_eq!(world.dir.find_resource_server("other", ORDERS).await.unwrap(), None);
    let created = event(&db, "Create a resource server").await;
    assert_eq!(created.details["resource_server"]["identifier"], ORDERS);
    let twice = apis.create(&operator, orders()).await;
    assert!(matches!(twice, Err(Error::Exists { field: "identifier", .. })));

    let patch = ResourceServerPatch { token_lifetime: Some(60), ..orders() };
    let changed = apis.update(&operator, &api.id, patch).await.unwrap();
    assert_eq!((changed.token_lifetime, changed.token_lifetime_for_web), (60, 60), "the shorter follows");
    let updated = event(&db, "Update a resource server").await;
    assert_eq!(updated.details["changed"]["token_lifetime"], json!({ "before": 86_400, "after": 60 }));
    let moved = ResourceServerPatch { identifier: Some("https://b.example/".to_owned()), ..orders() };
    assert!(matches!(apis.update(&operator, &api.id, moved).await, Err(Error::Field { field: "identifier", .. })));

    let listed = apis.list(&operator, None).await.unwrap().resource_servers;
    let identifiers: Vec<_> = listed.iter().map(|api| api.identifier.as_str()).collect();
    assert_eq!(identifiers, ["http://localhost:8080/api/v2/", ORDERS]);
    apis.delete(&operator, &api.id).await.unwrap();
    event(&db, "Delete a resource server").await;
    for id in [api.id.as_str(), "", "\0", &"x".repeat(1_000_000)] {
        assert!(matches!(apis.get(&operator, id).await, Err(Error::NotFound(_))));
        assert!(matches!(apis.update(&operator, id, orders()).await, Err(Error::NotFound(_))));
        assert!(matches!(apis.delete(&operator, id).await, Err(Error::NotFound(_))));
    }
}

async fn what_an_api_may_not_be_is_refused_by_field(db: Db) {
    let world = World::new(db).await;
    let mut cases = vec![
        ("name", ResourceServerPatch { name: None, ..orders() }),
        ("identifier", ResourceServerPatch { identifier: None, ..orders() }),
        ("token_lifetime", ResourceServerPatch { token_lifetime: Some(0), ..orders() }),
        ("token_lifetime", ResourceServerPatch { token_lifetime: Some(i64::MAX), ..orders() }),
        ("token_lifetime_for_web", ResourceServerPatch { token_lifetime_for_web: Some(86_401), ..orders() }),
    ];
    for name in ["", "<b>", "a\nb", "\0", &"x".repeat(201)] {
        cases.push(("name", ResourceServerPatch { name: Some(name.to_owned()), ..orders() }));
    }
    for identifier in ["", "a b", "a\0", "a\u{2028}b", &"x".repeat(601)] {
        cases.push(("identifier", ResourceServerPatch { identifier: Some(identifier.to_owned()), ..orders() }));
    }
    let mut wrong: Vec<Vec<ResourceServerScope>> =
        ["", "a b", "é", "\"", "\\", "a\0", "openid", "offline_access", &"x".repeat(281)]
            .map(|it| vec![scope(it)])
            .into();
    wrong.push(vec![scope("a"), scope("a")]);
    wrong.push(vec![ResourceServerScope { description: "\0".to_owned(), ..scope("a") }]);
    wrong.push(vec![ResourceServerScope { description: "x".repeat(501), ..scope("a") }]);
    // N-103
    wrong.push(vec![scope("a"); 1_000_000]);
    for list in wrong {
        cases.push(("scopes", ResourceServerPatch { scopes: Some(list), ..orders() }));
    }
    for (field, patch) in cases {
        let failure: Failure = world.dir.resource_servers().create(&world.operator(), patch).await.unwrap_err().into();
        assert!(failure.field(field).is_some_and(|told| told.len() < 500), "{field}: {failure:?}");
    }
    let many = (0..1_000).map(|n| scope(&format!("s{n}"))).collect();
    let patch = ResourceServerPatch { scopes: Some(many), ..orders() };
    world.dir.resource_servers().create(&world.operator(), patch).await.unwrap();
}

async fn the_management_api_is_there_with_its_scopes_and_stays(db: Db) {
    let world = World::new(db).await;
    let (apis, operator) = (world.dir.resource_servers(), world.operator());
    let api = apis.management(&operator).await.unwrap();
    assert_eq!((api.name.as_str(), api.identifier.as_str()), ("Auth0 Management API", "http://localhost:8080/api/v2/"));
    for value in ["read:users", "create:users", "update:users", "delete:users", "read:users_app_metadata", "read:logs"]
    {
        assert!(api.scopes.iter().any(|scope| scope.value == value), "{value}");
    }
    assert!(matches!(apis.delete(&operator, &api.id).await, Err(Error::Invalid(_))));
    let renamed = ResourceServerPatch { name: Some("Mine".to_owned()), ..ResourceServerPatch::default() };
    assert!(matches!(apis.update(&operator, &api.id, renamed).await, Err(Error::Invalid(_))));
    let narrowed = ResourceServerPatch { scopes: Some(Vec::new()), ..ResourceServerPatch::default() };
    assert!(matches!(apis.update(&operator, &api.id, narrowed).await, Err(Error::Invalid(_))));
    let shorter = ResourceServerPatch { token_lifetime: Some(600), ..ResourceServerPatch::default() };
    apis.update(&operator, &api.id, shorter).await.unwrap();
    world.dir.start().await.unwrap();
    world.dir.follow_issuer(DEFAULT_TENANT).await.unwrap();
    assert_eq!(apis.management(&operator).await.unwrap().token_lifetime, 600, "a start leaves what was set");
}

async fn the_management_api_goes_with_the_issuer(db: Db) {
    let world = World::new(db.clone()).await;
    let (apis, operator) = (world.dir.resource_servers(), world.operator());
    let id = create(&world, named("Deploy", AppType::NonInteractive)).await.client.client_id;
    let old = apis.management(&operator).await.unwrap().identifier;
    world.dir.client_grants().save(&operator, &id, &old, &scopes(&["read:users"])).await.unwrap();
    let mut tx = db.begin().await.unwrap();
    let settings = TenantSettings { default_audience: old.clone(), ..TenantSettings::default() };
    store::tenants::save_settings(&mut tx, DEFAULT_TENANT, &settings).await.unwrap();
    tx.commit().await.unwrap();

    let moved = Directory::new(db.clone(), Settings::new("https://id.example"));
    moved.start().await.unwrap();
    assert_eq!(
        apis.management(&operator).await.unwrap().identifier,
        old,
        "a command does not know where the server is"
    );
    moved.follow_issuer(DEFAULT_TENANT).await.unwrap();
    let new = apis.management(&operator).await.unwrap().identifier;
    assert_eq!(new, "https://id.example/api/v2/");
    let grant = moved.find_client_grant(DEFAULT_TENANT, &id, &new).await.unwrap().unwrap();
    assert_eq!(grant.scope, ["read:users"]);
    let mut conn = db.read().await.unwrap();
    assert_eq!(store::tenants::settings(&mut conn, DEFAULT_TENANT).await.unwrap().unwrap().default_audience, new);
    drop(conn);

    let squatter = ResourceServerPatch { identifier: Some(old.clone()), ..orders() };
    let squatter = apis.create(&operator, squatter).await.unwrap();
    let error = world.dir.follow_issuer(DEFAULT_TENANT).await.unwrap_err();
    assert!(matches!(&error, Error::Exists { .. }) && error.to_string().contains(&old), "{error}");
    apis.delete(&operator, &squatter.id).await.unwrap();
    world.dir.follow_issuer(DEFAULT_TENANT).await.unwrap();
}

async fn a_grant_gives_scopes_of_its_api_alone(db: Db) {
    let world = World::new(db.clone()).await;
    let (dir, operator) = (&world.dir, world.operator());
    let id = create(&world, named("Deploy", AppType::NonInteractive)).await.client.client_id;
    made(&world).await;
    let save = async |client: &str, audience: &str, scope: &[&str]| {
        dir.client_grants().save(&operator, client, audience, &scopes(scope)).await
    };
    let grant = save(&id, ORDERS, &["write:orders", "read:orders", "read:orders"]).await.unwrap();
    assert!(grant.id.starts_with("cgr_") && grant.id.len() == 20);
    assert_eq!(grant.scope, ["read:orders", "write:orders"]);
    assert_eq!(dir.find_client_grant(DEFAULT_TENANT, &id, ORDERS).await.unwrap().as_deref(), Some(&grant));
    assert_eq!(event(&db, "Create client grant").await.client_id.as_ref(), Some(&id));
    let narrower = save(&id, ORDERS, &["read:orders"]).await.unwrap();
    assert_eq!(narrower, ClientGrant { scope: scopes(&["read:orders"]), ..grant.clone() });
    event(&db, "Update client grant").await;

    let web = create(&world, named("Shop", AppType::RegularWeb)).await.client.client_id;
    for (client, audience, scope, field) in [
        (id.as_str(), ORDERS, &["fly:planes"][..], "scope"),
        (&id, ORDERS, &["\0"], "scope"),
        (&id, "https://nobody.example/", &[], "audience"),
        (&id, "\0", &[], "audience"),
        ("nobody", ORDERS, &[], "client_id"),
        ("\0", ORDERS, &[], "client_id"),
        (&web, ORDERS, &[], "client_id"),
    ] {
        let failure: Failure = save(client, audience, scope).await.unwrap_err().into();
        assert!(failure.field(field).is_some(), "{client:?} {audience:?}: {failure:?}");
    }
    let query = |client: Option<&str>, audience: Option<&str>| ClientGrantQuery {
        client_id: client.map(str::to_owned),
        audience: audience.map(str::to_owned),
    };
    for (query, found) in [
        (query(Some(&id), None), 1),
        (query(None, Some(ORDERS)), 1),
        (query(Some(&id), Some(ORDERS)), 1),
        (query(Some(&web), None), 0),
        (query(Some("\0"), Some(ORDERS)), 0),
    ] {
        assert_eq!(dir.client_grants().list(&operator, &query).await.unwrap().len(), found, "{query:?}");
    }
    assert!(dir.client_grants().list(&operator, &query(None, None)).await.is_err());
    dir.client_grants().delete(&operator, &grant.id).await.unwrap();
    event(&db, "Delete client grant").await;
    assert_eq!(dir.find_client_grant(DEFAULT_TENANT, &id, ORDERS).await.unwrap(), None);
    for id in [grant.id.as_str(), "", "\0"] {
        assert!(matches!(dir.client_grants().delete(&operator, id).await, Err(Error::NotFound(_))));
    }
}

async fn scopes_that_an_api_loses_are_lost_to_its_applications(db: Db) {
    let world = World::new(db.clone()).await;
    let (dir, operator) = (&world.dir, world.operator());
    let id = create(&world, named("Deploy", AppType::NonInteractive)).await.client.client_id;
    let api = made(&world).await;
    let both = scopes(&["read:orders", "write:orders"]);
    dir.client_grants().save(&operator, &id, ORDERS, &both).await.unwrap();
    let patch = ResourceServerPatch { scopes: Some(vec![scope("read:orders")]), ..ResourceServerPatch::default() };
    dir.resource_servers().update(&operator, &api.id, patch).await.unwrap();
    let left = dir.find_client_grant(DEFAULT_TENANT, &id, ORDERS).await.unwrap().unwrap();
    assert_eq!(left.scope, ["read:orders"]);
    assert_eq!(event(&db, "Update client grant").await.client_id.as_ref(), Some(&id));
    dir.resource_servers().delete(&operator, &api.id).await.unwrap();
    assert_eq!(dir.find_client_grant(DEFAULT_TENANT, &id, ORDERS).await.unwrap(), None);
}

/// N-087
async fn nobody_but_an_owner_gives_or_takes_over_the_management_api(db: Db) {
    let world = World::new(db).await;
    let dir = &world.dir;
    let (owner, editor) = (world.administrator(Role::Owner).await, world.administrator(Role::Editor).await);
    let id = create(&world, named("Deploy", AppType::NonInteractive)).await.client.client_id;
    let audience = dir.resource_servers().management(&owner).await.unwrap().identifier;
    let save = async |actor: &Actor| dir.client_grants().save(actor, &id, &audience, &scopes(&["delete:users"])).await;
    assert!(matches!(save(&editor).await, Err(Error::Forbidden(_))));
    assert!(dir.clients().rotate_secret(&editor, &id).await.is_ok(), "it may do nothing there yet");
    save(&owner).await.unwrap();
    assert!(matches!(dir.clients().rotate_secret(&editor, &id).await, Err(Error::Forbidden(_))));
    let method = ClientPatch {
        token_endpoint_auth_method: Some(TokenEndpointAuthMethod::ClientSecretBasic),
        ..ClientPatch::default()
    };
    assert!(matches!(dir.clients().update(&editor, &id, method).await, Err(Error::Forbidden(_))));
    let renamed = ClientPatch { name: Some("Deployer".to_owned()), ..ClientPatch::default() };
    assert!(dir.clients().update(&editor, &id, renamed).await.is_ok());
    assert!(dir.clients().rotate_secret(&owner, &id).await.is_ok());
}
