//! Roles of users, and what they give.

use directory::{Actor, DEFAULT_TENANT, Error, FrontChannel, NewAuthorization, Origin};
use model::{
    AppType, Client, JwtConfiguration, ListPart, Permission, ResourceServerPatch, ResourceServerScope, Role,
    SigningAlgorithm, UserId, UserRole, UserRolePatch,
};
use serde_json::json;
use store::Db;

use crate::world::{CONNECTION, World, event};

on_both!(
    what_is_given_is_written_down_and_in_the_scopes_of_tokens,
    administrators_see_roles_and_editors_change_them,
    nobody_but_an_owner_gives_of_the_management_api
);

const API: &str = "https://orders.example/";
const ALL: ListPart = ListPart::Numbered { offset: 0, limit: 50, is_total_wanted: true };

fn permission(api: &str, name: &str) -> [Permission; 1] {
    [Permission { resource_server_identifier: api.to_owned(), permission_name: name.to_owned() }]
}

async fn role(world: &World, actor: &Actor, name: &str) -> Result<UserRole, Error> {
    let new = UserRolePatch { name: Some(name.to_owned()), description: None };
    world.dir.roles().create(actor, new).await
}

/// An API that enforces its policies.
async fn api(world: &World) {
    let scope = |value: &str| ResourceServerScope { value: value.to_owned(), description: String::new() };
    let api = ResourceServerPatch {
        name: Some("Orders".to_owned()),
        identifier: Some(API.to_owned()),
        scopes: Some(vec![scope("read:orders"), scope("write:orders")]),
        signing_alg: Some(SigningAlgorithm::ES256),
        enforce_policies: Some(true),
        ..ResourceServerPatch::default()
    };
    world.dir.resource_servers().create(&world.operator(), api).await.unwrap();
}

/// The scope of a token of the user's, when all is asked for.
async fn scope(world: &World, client: &Client, user: &UserId) -> String {
    let new = NewAuthorization {
        user_id: user.clone(),
        client_id: client.client_id.clone(),
        connection: CONNECTION.to_owned(),
        session_id: None,
        audience: API.to_owned(),
        scope: "openid read:orders write:orders".to_owned(),
        nonce: None,
        redirect_uri: String::new(),
        code_challenge: None,
        device: None,
        authenticated_at: world.clock.now(),
        impersonation: None,
    };
    let wanted = FrontChannel { code: false, token: true, id_token: false };
    let authorizations = world.dir.authorizations();
    let given =
        authorizations.front_channel_tokens(DEFAULT_TENANT, client, new, wanted, &Origin::default()).await.unwrap();
    given.scope.unwrap()
}

/// An application that gets tokens from /authorize.
async fn client(world: &World, db: &Db) -> Client {
    let mut client = Client {
        client_id: "spa".to_owned(),
        name: "SPA".to_owned(),
        is_first_party: true,
        jwt_configuration: JwtConfiguration { alg: SigningAlgorithm::ES256, ..JwtConfiguration::default() },
        ..Client::of_kind(AppType::Spa)
    };
    client.grant_types.push("implicit".to_owned());
    let connections = world.dir.connections().list(&world.operator()).await.unwrap();
    let mut tx = db.begin().await.unwrap();
    store::clients::insert(&mut tx, DEFAULT_TENANT, &client, None).await.unwrap();
    store::connections::enable_client(&mut tx, DEFAULT_TENANT, &connections[0].id, "spa").await.unwrap();
    tx.commit().await.unwrap();
    client
}

async fn what_is_given_is_written_down_and_in_the_scopes_of_tokens(db: Db) {
    let world = World::new(db.clone()).await;
    let (roles, operator) = (world.dir.roles(), world.operator());
    api(&world).await;
    let client = client(&world, &db).await;
    let user = world.user("ada@example.com").await.user_id;
    let writer = role(&world, &operator, "Writer").await.unwrap();
    assert_eq!(scope(&world, &client, &user).await, "openid");
    roles.add_permissions(&operator, &writer.id, &permission(API, "write:orders")).await.unwrap();
    roles.add_members(&operator, &writer.id, std::slice::from_ref(&user)).await.unwrap();
    roles.add_permissions_to_user(&operator, &user, &permission(API, "read:orders")).await.unwrap();
    assert_eq!(scope(&world, &client, &user).await, "openid read:orders write:orders");
    let given = event(&db, "Assign roles to a user").await.details;
    let of_writer = json!([{ "id": writer.id, "name": "Writer" }]);
    assert_eq!(given["changed"]["roles"], json!({ "before": [], "after": of_writer }));
    let given = event(&db, "Assign permissions to a user").await.details;
    let read = json!([{ "resource_server_identifier": API, "permission_name": "read:orders" }]);
    assert_eq!(given["changed"]["permissions"], json!({ "before": [], "after": read }));
    let held = roles.permissions_of_user(&operator, &user, &ALL).await.unwrap();
    assert_eq!((held.items.len(), held.total), (2, Some(2)));
    assert_eq!(held.items[1].sources[0].source_name, "Writer");
    assert_eq!(roles.members(&operator, &writer.id, &ALL).await.unwrap().items[0].user_id, user);
    roles.unassign(&operator, &user, std::slice::from_ref(&writer.id)).await.unwrap();
    roles.remove_permissions_from_user(&operator, &user, &permission(API, "read:orders")).await.unwrap();
    assert_eq!(scope(&world, &client, &user).await, "openid");
    let taken = event(&db, "Remove roles from a user").await.details;
    assert_eq!(taken["changed"]["roles"], json!({ "before": of_writer, "after": [] }));
}

async fn administrators_see_roles_and_editors_change_them(db: Db) {
    let world = World::new(db).await;
    let (roles, operator) = (world.dir.roles(), world.operator());
    api(&world).await;
    let user = world.user("ada@example.com").await.user_id;
    let id = role(&world, &operator, "Reader").await.unwrap().id;
    let (write, ids, users) = (permission(API, "write:orders"), [id.clone()], [user.clone()]);
    let viewer = world.administrator(Role::Viewer).await;
    assert_eq!(roles.search(&viewer, None, &ALL).await.unwrap().total, Some(1));
    roles.members(&viewer, &id, &ALL).await.unwrap();
    roles.of_user(&viewer, &user, &ALL).await.unwrap();
    roles.permissions(&viewer, &id, &ALL).await.unwrap();
    roles.permissions_of_user(&viewer, &user, &ALL).await.unwrap();
    let refused = [
        role(&world, &viewer, "Mine").await.err(),
        roles.update(&viewer, &id, UserRolePatch::default()).await.err(),
        roles.delete(&viewer, &id).await.err(),
        roles.assign(&viewer, &user, &ids).await.err(),
        roles.unassign(&viewer, &user, &ids).await.err(),
        roles.add_members(&viewer, &id, &users).await.err(),
        roles.add_permissions(&viewer, &id, &write).await.err(),
        roles.remove_permissions(&viewer, &id, &write).await.err(),
        roles.add_permissions_to_user(&viewer, &user, &write).await.err(),
        roles.remove_permissions_from_user(&viewer, &user, &write).await.err(),
    ];
    let is_refusal = |error: &Option<Error>| matches!(error, Some(Error::Forbidden(_) | Error::ForbiddenAny(_)));
    assert!(refused.iter().all(is_refusal), "{refused:?}");
    let editor = world.administrator(Role::Editor).await;
    role(&world, &editor, "Theirs").await.unwrap();
    roles.add_permissions(&editor, &id, &write).await.unwrap();
    roles.assign(&editor, &user, &ids).await.unwrap();
    roles.delete(&editor, &id).await.unwrap();
}

/// N-087
async fn nobody_but_an_owner_gives_of_the_management_api(db: Db) {
    let world = World::new(db).await;
    let roles = world.dir.roles();
    let own = world.dir.resource_servers().management(&world.operator()).await.unwrap().identifier;
    let user = world.user("ada@example.com").await.user_id;
    let (editor, owner) = (world.administrator(Role::Editor).await, world.administrator(Role::Owner).await);
    let id = role(&world, &editor, "Tool").await.unwrap().id;
    let much = permission(&own, "delete:users");
    for refused in
        [roles.add_permissions(&editor, &id, &much).await, roles.add_permissions_to_user(&editor, &user, &much).await]
    {
        assert!(matches!(refused, Err(Error::Forbidden(_))), "{refused:?}");
    }
    roles.add_permissions(&owner, &id, &much).await.unwrap();
}
