//! grant_type=authorization_code

use directory::DEFAULT_TENANT;
use serde_json::{Value, json};

use super::shop::{API, CALLBACK, SECRET, Shop, VERIFIER, assert_error, claims, header, issuer, post, raw};

#[tokio::test]
async fn a_code_gives_the_tokens_that_were_asked_for() {
    let shop = Shop::open().await;
    let tokens = shop.login(API, "openid profile email offline_access read:orders").await;
    assert_eq!(tokens["token_type"], "Bearer");
    assert_eq!(tokens["expires_in"], 86_400);
    assert_eq!(tokens["scope"], "openid profile email offline_access read:orders");
    assert!(tokens["refresh_token"].is_string());
    // S-201
    let access = claims(&tokens["access_token"]);
    assert_eq!(header(&tokens["access_token"])["typ"], "at+jwt");
    assert_eq!(access["iss"], issuer());
    assert_eq!(access["sub"], shop.user.as_str());
    assert_eq!(access["aud"], json!([API, format!("{}userinfo", issuer())]));
    assert_eq!((&access["client_id"], &access["azp"]), (&json!("spa"), &json!("spa")));
    assert!(access["jti"].is_string() && access["exp"].is_i64() && access["iat"].is_i64());
    // S-244
    let id = claims(&tokens["id_token"]);
    assert_eq!((&id["aud"], &id["nonce"], &id["iss"]), (&json!("spa"), &json!("n-once"), &json!(issuer())));
    assert_eq!((&id["email"], &id["sub"]), (&json!("ada@example.com"), &json!(shop.user.as_str())));
    let token = tokens["access_token"].as_str().unwrap();
    assert_eq!(id["at_hash"], protocol::claims::hash_of(model::SigningAlgorithm::RS256, token));
    assert_eq!(id["auth_time"], shop.app.clock.now().0 / 1000);
    assert!(shop.has_event("seacft").await);
}

#[tokio::test]
async fn without_an_api_the_access_token_is_opaque_and_without_openid_there_is_no_id_token() {
    let shop = Shop::open().await;
    let tokens = shop.login("", "openid").await;
    assert!(!tokens["access_token"].as_str().unwrap().contains('.'));
    assert!(tokens["id_token"].is_string() && tokens["refresh_token"].is_null());
    let tokens = shop.login("", "profile").await;
    assert!(tokens["id_token"].is_null());
}

/// S-106
#[tokio::test]
async fn a_code_that_is_sent_twice_revokes_what_it_gave() {
    let shop = Shop::open().await;
    for audience in ["", API] {
        let code = shop.code(audience, "openid offline_access").await;
        let tokens = shop.redeem(&code).await.json();
        let access = tokens["access_token"].as_str().unwrap();
        assert_eq!(shop.userinfo(access).await.status, 200);
        assert_error(&shop.redeem(&code).await, 403, "invalid_grant", "Invalid authorization code");
        assert_eq!(shop.userinfo(access).await.status, 401);
        let refreshed = shop.refresh(tokens["refresh_token"].as_str().unwrap()).await;
        assert_error(&refreshed, 403, "invalid_grant", "invalid refresh token");
        assert!(shop.has_event("feacft").await);
    }
}

/// S-107
#[tokio::test]
async fn a_code_works_for_a_minute() {
    let shop = Shop::open().await;
    let (good, late) = (shop.code("", "openid").await, shop.code("", "openid").await);
    shop.app.clock.advance(60_000);
    assert_eq!(shop.redeem(&good).await.status, 200);
    shop.app.clock.advance(1_000);
    assert_error(&shop.redeem(&late).await, 403, "invalid_grant", "Invalid authorization code");
}

/// S-108, S-134, S-135, N-013, N-015, N-019
#[tokio::test]
async fn a_code_is_bound_and_burnt_by_whatever_does_not_fit() {
    let shop = Shop::open().await;
    let right = [("client_id", "spa"), ("redirect_uri", CALLBACK), ("code_verifier", VERIFIER)];
    let other_verifier = "another-verifier-of-43-characters-012345678";
    let wrong: [(&str, Option<&str>, &str); 5] = [
        ("redirect_uri", Some("https://app.example.com/callback/"), "Invalid authorization code"),
        ("redirect_uri", None, "Invalid authorization code"),
        ("code_verifier", Some(other_verifier), "Failed to verify code verifier"),
        ("code_verifier", None, "Failed to verify code verifier"),
        ("client_id", Some("web"), "Invalid authorization code"),
    ];
    for (name, value, told) in wrong {
        let code = shop.code("", "openid").await;
        let mut fields: Vec<_> = right.into_iter().filter(|(field, _)| *field != name).collect();
        fields.extend(value.map(|value| (name, value)));
        fields.push(("code", &code));
        if value == Some("web") {
            fields.push(("client_secret", SECRET));
        }
        assert_error(&shop.token("authorization_code", &fields).await, 403, "invalid_grant", told);
        assert_error(&shop.redeem(&code).await, 403, "invalid_grant", "Invalid authorization code");
    }
    let unbound = directory::NewAuthorization { code_challenge: None, ..shop.authorization("spa", "", "openid") };
    let code = shop.app.directory.authorizations().issue(DEFAULT_TENANT, unbound).await.unwrap();
    assert_error(&shop.redeem(&code).await, 403, "invalid_grant", "Failed to verify code verifier");
}

/// S-133
#[tokio::test]
async fn a_verifier_that_cannot_be_one_is_refused() {
    let shop = Shop::open().await;
    for verifier in ["a".repeat(42), "a".repeat(129), format!("{}=", "a".repeat(43)), "é".repeat(43)] {
        let code = shop.code("", "openid").await;
        let fields =
            [("client_id", "spa"), ("code", &*code), ("redirect_uri", CALLBACK), ("code_verifier", &*verifier)];
        assert_error(&shop.token("authorization_code", &fields).await, 400, "invalid_request", "code_verifier");
    }
}

/// S-109
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_fifty_at_once_at_most_one_gets_tokens() {
    let shop = std::sync::Arc::new(Shop::open().await);
    let code = shop.code("", "openid offline_access").await;
    let mut asking = tokio::task::JoinSet::new();
    for _ in 0..50 {
        let (shop, code) = (shop.clone(), code.clone());
        asking.spawn(async move { shop.redeem(&code).await });
    }
    let answers = asking.join_all().await;
    let won: Vec<Value> = answers.iter().filter(|answer| answer.status == 200).map(|answer| answer.json()).collect();
    assert!(answers.iter().all(|answer| [200, 403].contains(&answer.status.as_u16())));
    assert_eq!(won.len(), 1);
    assert_eq!(shop.userinfo(won[0]["access_token"].as_str().unwrap()).await.status, 401, "the others revoked it");
}

/// S-166: what became of the user since is looked at again.
#[tokio::test]
async fn a_code_of_a_user_who_may_not_log_in_any_more_gives_nothing() {
    let shop = Shop::open().await;
    let code = shop.code("", "openid").await;
    shop.block(true).await;
    assert_error(&shop.redeem(&code).await, 403, "invalid_grant", "user is blocked");
    shop.block(false).await;
    let session = shop.session().await;
    let id = Some(session.session.id.clone());
    let new = directory::NewAuthorization { session_id: id, ..shop.authorization("spa", "", "openid") };
    let code = shop.app.directory.authorizations().issue(DEFAULT_TENANT, new).await.unwrap();
    shop.app.directory.user_sessions().end(DEFAULT_TENANT, &session.secret).await.unwrap();
    assert_eq!(shop.redeem(&code).await.status, 403);
}

/// S-114, S-115
#[tokio::test]
async fn a_request_is_read_in_one_way_only() {
    let shop = Shop::open().await;
    let twice = post("/oauth/token", &[("grant_type", "authorization_code"), ("client_id", "a"), ("client_id", "b")]);
    assert_error(&shop.app.send(twice).await, 400, "invalid_request", "more than once");
    let in_query = post("/oauth/token?client_id=spa", &[("grant_type", "authorization_code")]);
    assert_error(&shop.app.send(in_query).await, 400, "invalid_request", "body");
    let text = raw("/oauth/token", "text/plain", "grant_type=authorization_code");
    assert_error(&shop.app.send(text).await, 400, "invalid_request", "Content-Type");
    let broken = raw("/oauth/token", "application/json", "{\"grant_type\":");
    assert_error(&shop.app.send(broken).await, 400, "invalid_request", "JSON");
    let large = post("/oauth/token", &[("code", &"a".repeat(70_000))]);
    assert_error(&shop.app.send(large).await, 413, "invalid_request", "larger");
    let nothing = shop.token("", &[("client_id", "spa")]).await;
    assert_error(&nothing, 400, "invalid_request", "grant_type");
    let unknown = shop.token("magic", &[("client_id", "spa")]).await;
    assert_error(&unknown, 400, "unsupported_grant_type", "magic");
}

/// Real clients send either; auth0-python 4 sends nulls.
#[tokio::test]
async fn a_body_of_json_is_as_good_as_a_form() {
    let shop = Shop::open().await;
    let code = shop.code("", "openid").await;
    let body = json!({
        "grant_type": "authorization_code", "client_id": "spa", "code": code, "redirect_uri": CALLBACK,
        "code_verifier": VERIFIER, "organization": null,
    });
    let answer = shop.app.send(raw("/oauth/token", "application/json; charset=utf-8", &body.to_string())).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    assert_eq!(answer.header("cache-control"), "no-store");
}

/// S-110
#[tokio::test]
async fn a_grant_that_is_off_is_refused_by_name() {
    let shop = Shop::open().await;
    for grant in ["authorization_code", "refresh_token", "password", "client_credentials"] {
        let answer = shop.token(grant, &[("client_id", "plain"), ("client_secret", SECRET)]).await;
        assert_error(&answer, 403, "unauthorized_client", &format!("Grant type '{grant}' not allowed"));
    }
}
