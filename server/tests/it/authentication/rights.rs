//! What users may do at an API that enforces its policies, as their tokens say.

use directory::{Actor, DEFAULT_TENANT, FrontChannel, Origin};
use model::{Permission, ResourceServerPatch, ResourceServerScope, TokenDialect, UserRolePatch};
use serde_json::{Value, json};

use super::shop::{API, DEVICE_GRANT, REALM_GRANT, SECRET, Shop, claims, header, post};
use crate::test_app::{CONNECTION, PASSWORD};

const ASKED: &str = "openid email offline_access read:orders write:orders";
const OTHER: &str = "https://other.example.com/";

fn operator() -> Actor {
    Actor::operator(DEFAULT_TENANT)
}

fn permission(api: &str, name: &str) -> Permission {
    Permission { resource_server_identifier: api.to_owned(), permission_name: name.to_owned() }
}

async fn shop(enforce: bool, dialect: TokenDialect) -> Shop {
    let shop = Shop::open().await;
    let patch = ResourceServerPatch {
        enforce_policies: Some(enforce),
        token_dialect: Some(dialect),
        ..ResourceServerPatch::default()
    };
    shop.app.directory.resource_servers().update(&operator(), API, patch).await.unwrap();
    shop
}

async fn role(shop: &Shop, name: &str, permissions: &[&str]) -> String {
    let roles = shop.app.directory.roles();
    let new = UserRolePatch { name: Some(name.to_owned()), description: None };
    let id = roles.create(&operator(), new).await.unwrap().id;
    let permissions: Vec<_> = permissions.iter().map(|name| permission(API, name)).collect();
    roles.add_permissions(&operator(), &id, &permissions).await.unwrap();
    id
}

async fn assign(shop: &Shop, role: &str) {
    shop.app.directory.roles().assign(&operator(), &shop.user, &[role.to_owned()]).await.unwrap();
}

async fn own(shop: &Shop, name: &str) {
    let permissions = [permission(API, name)];
    shop.app.directory.roles().add_permissions_to_user(&operator(), &shop.user, &permissions).await.unwrap();
}

/// The tokens of ada by each grant, when all is asked for.
async fn by_each_grant(shop: &Shop) -> Vec<(&'static str, Value)> {
    let code = shop.login(API, ASKED).await;
    let refreshed = shop.refresh(code["refresh_token"].as_str().unwrap()).await.json();
    let mut tokens = vec![("code", code), ("refresh", refreshed), ("device", by_device(shop).await)];
    tokens.push(("front channel", by_front_channel(shop).await));
    for (grant, realm) in [("password", None), (REALM_GRANT, Some(CONNECTION))] {
        let mut fields = vec![("client_id", "web"), ("client_secret", SECRET), ("audience", API), ("scope", ASKED)];
        fields.extend([("username", "ada@example.com"), ("password", PASSWORD)]);
        fields.extend(realm.map(|realm| ("realm", realm)));
        tokens.push((grant, shop.token(grant, &fields).await.json()));
    }
    tokens
}

async fn by_device(shop: &Shop) -> Value {
    let fields = [("client_id", "spa"), ("scope", ASKED), ("audience", API)];
    let codes = shop.app.send(post("/oauth/device/code", &fields)).await.json();
    let session = shop.session().await.session;
    let user_code = codes["user_code"].as_str().unwrap();
    let devices = shop.app.directory.device_codes();
    assert!(devices.approve(DEFAULT_TENANT, user_code, &session, &Origin::default()).await.unwrap());
    let code = codes["device_code"].as_str().unwrap();
    shop.token(DEVICE_GRANT, &[("client_id", "spa"), ("device_code", code)]).await.json()
}

async fn by_front_channel(shop: &Shop) -> Value {
    let mut client = shop.app.directory.find_client(DEFAULT_TENANT, "spa").await.unwrap().unwrap();
    client.grant_types.push("implicit".to_owned());
    let wanted = FrontChannel { code: false, token: true, id_token: false };
    let new = shop.authorization("spa", API, ASKED);
    let authorizations = shop.app.directory.authorizations();
    let given =
        authorizations.front_channel_tokens(DEFAULT_TENANT, &client, new, wanted, &Origin::default()).await.unwrap();
    json!({ "access_token": given.access_token, "scope": given.scope })
}

/// The API's scopes in an access token; its other scopes must be there.
fn scopes(tokens: &Value) -> Vec<String> {
    let access = claims(&tokens["access_token"]);
    let scope = access["scope"].as_str().unwrap();
    assert!(scope.starts_with("openid email"), "{scope}");
    assert_eq!(tokens["scope"], scope, "the answer says what was granted");
    scope.split(' ').filter(|scope| scope.contains(':')).map(str::to_owned).collect()
}

fn permissions(tokens: &Value) -> Value {
    claims(&tokens["access_token"])["permissions"].clone()
}

#[tokio::test]
async fn a_user_gets_the_scopes_that_they_have_by_roles_or_by_themselves_and_no_others() {
    let shop = shop(true, TokenDialect::Rfc9068Profile).await;
    let reader = role(&shop, "Reader", &["read:orders"]).await;
    let expect = async |expected: &[&str]| {
        for (grant, tokens) in by_each_grant(&shop).await {
            assert_eq!(scopes(&tokens), expected, "{grant}");
            assert_eq!(permissions(&tokens), Value::Null, "{grant}");
            assert_eq!(header(&tokens["access_token"])["typ"], "at+jwt");
        }
    };
    expect(&[]).await;
    assign(&shop, &reader).await;
    expect(&["read:orders"]).await;
    own(&shop, "write:orders").await;
    expect(&["read:orders", "write:orders"]).await;
    shop.app.directory.roles().unassign(&operator(), &shop.user, &[reader]).await.unwrap();
    expect(&["write:orders"]).await;
    let asked_less = shop.login(API, "openid email read:orders").await;
    assert!(scopes(&asked_less).is_empty(), "what is held is given where it is asked for");
}

#[tokio::test]
async fn without_policies_a_user_gets_what_is_asked_for() {
    let shop = shop(false, TokenDialect::Rfc9068Profile).await;
    for (grant, tokens) in by_each_grant(&shop).await {
        assert_eq!(scopes(&tokens), ["read:orders", "write:orders"], "{grant}");
        assert_eq!(permissions(&tokens), Value::Null, "{grant}");
    }
}

#[tokio::test]
async fn tokens_with_permissions_say_all_that_the_user_may_do_there() {
    let shop = shop(true, TokenDialect::Rfc9068ProfileAuthz).await;
    for (grant, tokens) in by_each_grant(&shop).await {
        assert_eq!(permissions(&tokens), json!([]), "{grant}");
    }
    let both = role(&shop, "Both", &["read:orders", "write:orders"]).await;
    assign(&shop, &both).await;
    own(&shop, "read:orders").await;
    for (grant, tokens) in by_each_grant(&shop).await {
        assert_eq!(permissions(&tokens), json!(["read:orders", "write:orders"]), "{grant}");
    }
    let little = shop.login(API, "openid email").await;
    assert!(scopes(&little).is_empty());
    assert_eq!(permissions(&little), json!(["read:orders", "write:orders"]), "whatever was asked for");
    let nothing = shop.login(API, "").await;
    assert_eq!(claims(&nothing["access_token"])["scope"], Value::Null);
    assert_eq!(permissions(&nothing), json!(["read:orders", "write:orders"]));
}

/// S-203: an ID token, which has the same `typ`, stays none.
#[tokio::test]
async fn tokens_of_auth0s_own_dialect_are_jwt_and_do_the_same() {
    for dialect in TokenDialect::ALL {
        let shop = shop(false, dialect).await;
        own(&shop, "read:orders").await;
        for (grant, tokens) in by_each_grant(&shop).await {
            let (header, claims) = (header(&tokens["access_token"]), claims(&tokens["access_token"]));
            let typ = if dialect.is_rfc9068() { "at+jwt" } else { "JWT" };
            assert_eq!((&header["typ"], &claims["azp"].is_string()), (&json!(typ), &true), "{dialect:?} {grant}");
            assert_eq!(claims.get("client_id").is_some(), dialect.is_rfc9068(), "{dialect:?} {grant}");
            assert_eq!(claims.get("permissions").is_some(), dialect.has_permissions(), "{dialect:?} {grant}");
        }
        let tokens = shop.login(API, ASKED).await;
        let userinfo = async |token: &Value| shop.userinfo(token.as_str().unwrap()).await.status.as_u16();
        assert_eq!((userinfo(&tokens["access_token"]).await, userinfo(&tokens["id_token"]).await), (200, 401));
        let revoke = async |token: &Value| {
            let fields = [("client_id", "spa"), ("token", token.as_str().unwrap())];
            assert_eq!(shop.app.send(post("/oauth/revoke", &fields)).await.status, 200);
        };
        let refreshed = async || shop.refresh(tokens["refresh_token"].as_str().unwrap()).await.status.as_u16();
        revoke(&tokens["id_token"]).await;
        assert_eq!(userinfo(&tokens["access_token"]).await, 200);
        revoke(&tokens["access_token"]).await;
        assert_eq!((userinfo(&tokens["access_token"]).await, refreshed().await), (401, 403), "{dialect:?}");
    }
}

/// S-113: at an API that goes by `permissions` it could else do what the user never allowed it.
#[tokio::test]
async fn of_a_third_partys_application_permissions_are_what_it_was_allowed() {
    for enforce in [true, false] {
        let shop = shop(enforce, TokenDialect::Rfc9068ProfileAuthz).await;
        own(&shop, "read:orders").await;
        own(&shop, "write:orders").await;
        let client = shop.app.directory.find_client(DEFAULT_TENANT, "spa").await.unwrap().unwrap();
        shop.save(&model::Client { is_first_party: false, ..client }).await;
        let tokens = shop.login(API, "openid email read:orders").await;
        assert_eq!((scopes(&tokens), permissions(&tokens)), (vec!["read:orders".to_owned()], json!(["read:orders"])));
    }
}

#[tokio::test]
async fn permissions_are_what_the_user_has_where_scopes_are_what_is_asked_for() {
    let shop = shop(false, TokenDialect::Rfc9068ProfileAuthz).await;
    own(&shop, "read:orders").await;
    for (grant, tokens) in by_each_grant(&shop).await {
        assert_eq!(scopes(&tokens), ["read:orders", "write:orders"], "{grant}");
        assert_eq!(permissions(&tokens), json!(["read:orders"]), "{grant}");
    }
}

#[tokio::test]
async fn what_was_taken_away_is_gone_at_the_next_refresh() {
    let roles_of = |shop: &Shop| shop.app.directory.clone();
    for taking in ["unassign", "narrow the role", "delete the role", "narrow the api", "take their own"] {
        let shop = shop(true, TokenDialect::Rfc9068ProfileAuthz).await;
        let writer = role(&shop, "Writer", &["write:orders"]).await;
        let directory = roles_of(&shop);
        let (roles, write) = (directory.roles(), [permission(API, "write:orders")]);
        own(&shop, "read:orders").await;
        match taking {
            "take their own" => own(&shop, "write:orders").await,
            _ => assign(&shop, &writer).await,
        }
        let first = shop.login(API, ASKED).await;
        assert_eq!(scopes(&first), ["read:orders", "write:orders"], "{taking}");
        match taking {
            "unassign" => roles.unassign(&operator(), &shop.user, &[writer]).await.unwrap(),
            "narrow the role" => roles.remove_permissions(&operator(), &writer, &write).await.unwrap(),
            "delete the role" => roles.delete(&operator(), &writer).await.unwrap(),
            "take their own" => {
                roles.remove_permissions_from_user(&operator(), &shop.user, &write).await.unwrap();
            }
            _ => {
                let left = ResourceServerScope { value: "read:orders".to_owned(), description: String::new() };
                let patch = ResourceServerPatch { scopes: Some(vec![left]), ..ResourceServerPatch::default() };
                directory.resource_servers().update(&operator(), API, patch).await.unwrap();
            }
        }
        let second = shop.refresh(first["refresh_token"].as_str().unwrap()).await.json();
        assert_eq!(scopes(&second), ["read:orders"], "{taking}");
        assert_eq!(permissions(&second), json!(["read:orders"]), "{taking}");
    }
}

/// S-113: a refresh token gives at most what it was given for.
#[tokio::test]
async fn what_is_given_later_is_in_permissions_and_in_scopes_after_the_next_login() {
    let shop = shop(true, TokenDialect::Rfc9068ProfileAuthz).await;
    let first = shop.login(API, ASKED).await;
    own(&shop, "read:orders").await;
    let second = shop.refresh(first["refresh_token"].as_str().unwrap()).await.json();
    assert!(scopes(&second).is_empty());
    assert_eq!(permissions(&second), json!(["read:orders"]));
    assert_eq!(scopes(&shop.login(API, ASKED).await), ["read:orders"]);
}

#[tokio::test]
async fn a_code_gives_what_the_user_has_when_it_is_redeemed() {
    let shop = shop(true, TokenDialect::Rfc9068ProfileAuthz).await;
    let reader = role(&shop, "Reader", &["read:orders"]).await;
    assign(&shop, &reader).await;
    let code = shop.code(API, ASKED).await;
    shop.app.directory.roles().delete(&operator(), &reader).await.unwrap();
    let tokens = shop.redeem(&code).await.json();
    assert!(scopes(&tokens).is_empty());
    assert_eq!(permissions(&tokens), json!([]));
}

#[tokio::test]
async fn what_is_allowed_at_another_api_or_another_user_counts_for_nothing() {
    let shop = shop(true, TokenDialect::Rfc9068ProfileAuthz).await;
    let directory = shop.app.directory.clone();
    let scope = ResourceServerScope { value: "read:orders".to_owned(), description: String::new() };
    let other = ResourceServerPatch {
        name: Some("Other".to_owned()),
        identifier: Some(OTHER.to_owned()),
        scopes: Some(vec![scope]),
        ..ResourceServerPatch::default()
    };
    directory.resource_servers().create(&operator(), other.clone()).await.unwrap();
    let theirs = [permission(OTHER, "read:orders")];
    directory.roles().add_permissions_to_user(&operator(), &shop.user, &theirs).await.unwrap();
    let new = model::NewUser {
        connection: CONNECTION.to_owned(),
        email: "eve@example.com".to_owned(),
        password: PASSWORD.to_owned(),
        ..model::NewUser::default()
    };
    let eve = directory.users().create(&operator(), new).await.unwrap().user_id;
    let reader = role(&shop, "Reader", &["read:orders"]).await;
    directory.roles().assign(&operator(), &eve, &[reader]).await.unwrap();
    for (grant, tokens) in by_each_grant(&shop).await {
        assert!(scopes(&tokens).is_empty(), "{grant}");
        assert_eq!(permissions(&tokens), json!([]), "{grant}");
    }
    // An API of the same name later is another one.
    own(&shop, "read:orders").await;
    directory.resource_servers().delete(&operator(), API).await.unwrap();
    let again = ResourceServerPatch {
        identifier: Some(API.to_owned()),
        enforce_policies: Some(true),
        token_dialect: Some(TokenDialect::Rfc9068ProfileAuthz),
        allow_offline_access: Some(true),
        ..other
    };
    directory.resource_servers().create(&operator(), again).await.unwrap();
    let tokens = shop.login(API, "openid email read:orders").await;
    assert_eq!((scopes(&tokens), permissions(&tokens)), (Vec::new(), json!([])));
}

#[tokio::test]
async fn a_machine_may_do_what_it_was_granted() {
    for (dialect, expected) in
        [(TokenDialect::Rfc9068Profile, Value::Null), (TokenDialect::Rfc9068ProfileAuthz, json!(["read:orders"]))]
    {
        let shop = shop(true, dialect).await;
        let fields = [("client_id", "granted"), ("client_secret", SECRET), ("audience", API)];
        let tokens = shop.token("client_credentials", &fields).await.json();
        assert_eq!((&tokens["scope"], permissions(&tokens)), (&json!("read:orders"), expected));
    }
}

#[tokio::test]
async fn tokens_for_no_api_are_as_they_were() {
    let shop = shop(true, TokenDialect::Rfc9068ProfileAuthz).await;
    let tokens = shop.login("", "openid email").await;
    assert_eq!(shop.userinfo(tokens["access_token"].as_str().unwrap()).await.json()["email"], "ada@example.com");
}
