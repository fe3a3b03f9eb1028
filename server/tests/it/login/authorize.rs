//! GET and POST /authorize

use directory::{Actor, DEFAULT_TENANT};
use model::Client;

use super::shop::{
    API, Browser, CALLBACK, EMAIL, add_client, add_user, authorize, change_client, field, setting, shop,
};
use crate::test_app::{Ask, PASSWORD, TestApp, URL};

#[tokio::test]
async fn a_login_ends_at_the_application_with_a_code() {
    let (app, user) = setting().await;
    let mut browser = Browser::default();
    let asked = browser.get(&app, &authorize(&[("login_hint", EMAIL)])).await;
    assert_eq!(asked.status, 303, "{}", asked.body);
    let form = browser.get(&app, asked.location()).await;
    assert!(form.body.contains("to continue to <b>Shop"), "{}", form.body);
    assert!(form.body.contains(&format!("value=\"{EMAIL}\"")), "{}", form.body);
    assert_eq!(form.header("cache-control"), "no-store", "S-116");
    let sent = browser.type_password(&app, asked.location(), EMAIL, PASSWORD).await;
    assert_eq!(sent.status, 303, "S-105");
    let answer = browser.follow(&app, sent).await;
    assert_eq!(answer.status, 303);
    assert!(answer.location().starts_with(&format!("{CALLBACK}?code=")), "{}", answer.location());
    assert_eq!((field(&answer, "state").as_str(), field(&answer, "iss")), ("s t&te", format!("{URL}/")), "S-141");
    let stored = app.directory.users().get(&Actor::operator(DEFAULT_TENANT), &user.user_id).await.unwrap();
    assert_eq!(stored.logins_count, Some(1));
    let sessions = app.directory.user_sessions().list(&Actor::operator(DEFAULT_TENANT), &user.user_id).await.unwrap();
    assert_eq!(sessions.len(), 1);
    assert_eq!(sessions[0].clients, ["shop"]);
    // The transaction is spent: its answer is given once.
    let again = browser.get(&app, asked.location()).await;
    assert_eq!(again.status, 400);
    assert!(again.body.contains("expired"), "{}", again.body);
}

#[tokio::test]
async fn one_login_serves_every_application_of_the_tenant() {
    let (app, _) = setting().await;
    add_client(&app, &Client { client_id: "blog".to_owned(), name: "Blog".to_owned(), ..shop() }).await;
    let mut browser = Browser::default();
    browser.log_in(&app, &authorize(&[])).await;
    let answer = browser.get(&app, &authorize(&[("client_id", "blog")])).await;
    assert!(!field(&answer, "code").is_empty(), "{}", answer.location());
    let posted = Ask::post("/authorize", "application/x-www-form-urlencoded", authorize(&[])[11..].to_owned());
    let answer = browser.send(&app, posted.header("sec-fetch-site", "cross-site")).await;
    assert!(!field(&answer, "code").is_empty(), "{} {}", answer.status, answer.body);
}

/// S-104, S-101, N-010
#[tokio::test]
async fn without_a_good_client_and_redirect_uri_nothing_is_sent_anywhere() {
    let (app, _) = setting().await;
    let mut browser = Browser::default();
    browser.log_in(&app, &authorize(&[])).await;
    let long = "x".repeat(4_000);
    let mut cases: Vec<(&str, String)> = vec![
        ("client_id", "unknown".to_owned()),
        ("client_id", "\u{1}'\"><script>".to_owned()),
        ("client_id", long.clone()),
    ];
    let hostile = [
        "https://shop.example.com/callback/",
        "https://shop.example.com/Callback",
        "https://SHOP.example.com/callback",
        "https://shop.example.com:443/callback",
        "http://shop.example.com/callback",
        "https://shop.example.com/callback?a",
        "https://shop.example.com/callback#a",
        "https://shop.example.com@evil.example/callback",
        "https://evil.example/?https://shop.example.com/callback",
        "https://shop.example.com.evil.example/callback",
        "https://shop.example.com/callback/../evil",
        "https://shop.example.com/%63allback",
        "//shop.example.com/callback",
        "javascript:alert(1)",
        "https://shop.example.com\\@evil.example/callback",
        " https://shop.example.com/callback",
        "https://shop.example.com/callback\r\nX: y",
        "https://a@b@shop.example.com/callback",
    ];
    cases.extend(hostile.map(|uri| ("redirect_uri", uri.to_owned())));
    cases.push(("redirect_uri", long));
    for (name, value) in cases {
        for prompt in ["", "none"] {
            let answer = browser.get(&app, &authorize(&[(name, &value), ("prompt", prompt)])).await;
            assert_eq!((answer.status.as_u16(), answer.location()), (400, ""), "{name}={value}");
            assert!(!answer.body.contains("<script"), "{}", answer.body);
        }
    }
    for twice in ["&client_id=shop", "&redirect_uri=https%3A%2F%2Fevil.example", "&state=1"] {
        let answer = browser.get(&app, &format!("{}{twice}", authorize(&[]))).await;
        assert_eq!((answer.status.as_u16(), answer.location()), (400, ""), "S-114 {twice}");
    }
}

/// S-110, S-131, S-132, S-141
#[tokio::test]
async fn other_mistakes_go_back_to_the_application() {
    let (app, _) = setting().await;
    let cases: &[(&[(&str, &str)], &str)] = &[
        (&[("response_type", "token")], "unsupported_response_type"),
        (&[("response_type", "id_token")], "unsupported_response_type"),
        (&[("response_type", "what")], "unsupported_response_type"),
        (&[("code_challenge", "")], "invalid_request"),
        (&[("code_challenge_method", "plain")], "invalid_request"),
        (&[("code_challenge_method", "")], "invalid_request"),
        (&[("code_challenge", "short")], "invalid_request"),
        (&[("audience", "https://unknown.example")], "access_denied"),
        (&[("connection", "Nothing")], "invalid_request"),
        (&[("prompt", "none login")], "invalid_request"),
        (&[("max_age", "-1")], "invalid_request"),
        (&[("response_mode", "smoke")], "invalid_request"),
        (&[("request_uri", "http://169.254.169.254/")], "request_uri_not_supported"),
        (&[("scope", "a\"b")], "invalid_scope"),
        (&[("prompt", "none")], "login_required"),
        (&[("id_token_hint", "a.b.c")], "login_required"),
    ];
    for (changes, code) in cases {
        let answer = app.send(Ask::get(&authorize(changes))).await;
        let location = answer.location();
        assert!(location.starts_with(CALLBACK), "{changes:?}: {} {location} {}", answer.status, answer.body);
        let text = location.replace('#', "?");
        assert!(text.contains(&format!("error={code}&")), "{changes:?}: {location}");
        assert!(
            text.contains("state=s%20t%26te") && text.contains("iss=http%3A%2F%2Flocalhost%3A8080%2F"),
            "{location}"
        );
    }
    let unknown = app.send(Ask::get(&authorize(&[("audience", "https://unknown.example")]))).await;
    assert_eq!(field(&unknown, "error_description"), "Service not found: https://unknown.example");
}

/// S-241
#[tokio::test]
async fn silent_authentication_answers_at_once() {
    let (app, user) = setting().await;
    let mut browser = Browser::default();
    let nobody = browser.get(&app, &authorize(&[("prompt", "none")])).await;
    assert_eq!(field(&nobody, "error"), "login_required");
    browser.log_in(&app, &authorize(&[])).await;
    let somebody = browser.get(&app, &authorize(&[("prompt", "none")])).await;
    assert!(!field(&somebody, "code").is_empty(), "{}", somebody.location());
    for (changes, code) in [
        (vec![("prompt", "none"), ("max_age", "0")], "login_required"),
        (vec![("prompt", "none"), ("id_token_hint", "not.ours.atall")], "login_required"),
    ] {
        let answer = browser.get(&app, &authorize(&changes)).await;
        assert_eq!(field(&answer, "error"), code, "{changes:?}");
    }
    app.directory.users().set_blocked(&Actor::operator(DEFAULT_TENANT), &user.user_id, true).await.unwrap();
    let blocked = browser.get(&app, &authorize(&[("prompt", "none")])).await;
    assert_eq!(field(&blocked, "error"), "login_required");
}

/// S-243
#[tokio::test]
async fn an_id_token_of_ours_says_who_is_meant() {
    let (app, _) = setting().await;
    super::shop::add_user(&app, "eve@example.com").await;
    let mut browser = Browser::default();
    let answer = browser.log_in(&app, &authorize(&[])).await;
    let hint = id_token(&app, &field(&answer, "code")).await;
    let silent = [("prompt", "none"), ("id_token_hint", hint.as_str())];
    let same = browser.get(&app, &authorize(&silent)).await;
    assert!(!field(&same, "code").is_empty(), "{}", same.location());

    let mut other = Browser::default();
    let asked = other.get(&app, &authorize(&[])).await;
    let sent = other.type_password(&app, asked.location(), "eve@example.com", PASSWORD).await;
    other.follow(&app, sent).await;
    let refused = other.get(&app, &authorize(&silent)).await;
    assert_eq!(field(&refused, "error"), "login_required", "somebody else is logged in");
    let changed = format!("{}x", &hint[..hint.len() - 1]);
    let forged = [("prompt", "none"), ("id_token_hint", changed.as_str())];
    assert_eq!(field(&browser.get(&app, &authorize(&forged)).await, "error"), "login_required");

    // A logout with it asks nothing.
    let bye = crate::test_app::escape("https://shop.example.com/bye");
    let left = browser.get(&app, &format!("/oidc/logout?id_token_hint={hint}&post_logout_redirect_uri={bye}")).await;
    assert_eq!((left.status.as_u16(), left.location()), (303, "https://shop.example.com/bye"), "{}", left.body);
    assert!(browser.session().is_none());
}

/// RFC 7636, appendix B has the verifier of the shop's challenge.
async fn id_token(app: &TestApp, code: &str) -> String {
    let fields = [
        ("grant_type", "authorization_code"),
        ("client_id", "shop"),
        ("code", code),
        ("redirect_uri", CALLBACK),
        ("code_verifier", "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"),
    ];
    let answer = app.send(Ask::form("/oauth/token", &fields)).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    answer.json()["id_token"].as_str().unwrap().to_owned()
}

/// S-242
#[tokio::test]
async fn prompt_login_and_max_age_ask_for_the_password_again() {
    let (app, user) = setting().await;
    let mut browser = Browser::default();
    browser.log_in(&app, &authorize(&[])).await;
    let operator = Actor::operator(DEFAULT_TENANT);
    let sessions = async || app.directory.user_sessions().list(&operator, &user.user_id).await.unwrap();
    let first = sessions().await.remove(0);
    let secret = browser.session().unwrap().to_owned();
    app.clock.advance(100_000);
    let fresh = browser.get(&app, &authorize(&[("max_age", "100")])).await;
    assert!(!field(&fresh, "code").is_empty(), "just young enough: {}", fresh.location());
    app.clock.advance(1);
    for changes in [("prompt", "login"), ("max_age", "100"), ("max_age", "0"), ("prompt", "select_account")] {
        let asked = browser.get(&app, &authorize(&[changes])).await;
        assert!(asked.location().starts_with("/u/login?"), "{changes:?}: {}", asked.location());
        let id = asked.location().split_once('=').unwrap().1.to_owned();
        let skipped = browser.get(&app, &format!("/authorize/resume?state={id}")).await;
        assert!(skipped.location().starts_with("/u/login?"), "nobody goes past the form: {}", skipped.location());
    }
    assert_eq!(sessions().await[0].authenticated_at, first.authenticated_at, "asking is not logging in");
    let answer = browser.log_in(&app, &authorize(&[("prompt", "login")])).await;
    assert!(!field(&answer, "code").is_empty());
    let renewed = sessions().await;
    assert_eq!((renewed.len(), &renewed[0].id), (1, &first.id), "other applications keep their session");
    assert_eq!(renewed[0].authenticated_at, app.clock.now());
    assert_ne!(browser.session().unwrap(), secret, "S-343");
    let old = app.send(Ask::get(&authorize(&[("prompt", "none")])).cookie(&format!("roster-login={secret}"))).await;
    assert_eq!(field(&old, "error"), "login_required", "S-343: the old secret is dead");
}

#[tokio::test]
async fn another_user_on_the_same_browser_gets_a_session_of_their_own() {
    let (app, ada) = setting().await;
    let bob = add_user(&app, "bob@example.com").await;
    let mut browser = Browser::default();
    browser.log_in(&app, &authorize(&[])).await;
    let asked = browser.get(&app, &authorize(&[("prompt", "login")])).await;
    let sent = browser.type_password(&app, asked.location(), "bob@example.com", PASSWORD).await;
    let answer = browser.follow(&app, sent).await;
    assert!(!field(&answer, "code").is_empty());
    let of = async |user: &model::UserProfile| {
        app.directory.user_sessions().list(&Actor::operator(DEFAULT_TENANT), &user.user_id).await.unwrap().len()
    };
    assert_eq!((of(&ada).await, of(&bob).await), (0, 1));
}

/// S-105, S-405, N-012
#[tokio::test]
async fn an_answer_may_travel_in_a_form_a_fragment_or_a_message() {
    let (app, _) = setting().await;
    let mut browser = Browser::default();
    browser.log_in(&app, &authorize(&[])).await;
    let fragment = browser.get(&app, &authorize(&[("response_mode", "fragment")])).await;
    assert!(fragment.location().starts_with(&format!("{CALLBACK}#code=")), "{}", fragment.location());
    let hostile = "\"><script>alert(1)</script>";
    let form = browser.get(&app, &authorize(&[("response_mode", "form_post"), ("state", hostile)])).await;
    assert_eq!(form.status, 200);
    assert!(
        form.body.contains(&format!("action=\"{CALLBACK}\"")) && form.body.contains("name=\"code\""),
        "{}",
        form.body
    );
    assert!(form.body.contains("<noscript><button"), "works without JavaScript: {}", form.body);
    assert!(!form.body.contains("<script>alert"), "{}", form.body);
    let policy = form.header("content-security-policy");
    assert!(policy.contains("form-action 'self' https://shop.example.com;"), "{policy}");
    assert!(policy.contains("script-src 'nonce-") && !policy.contains("unsafe"), "{policy}");
    assert_eq!(form.header("x-frame-options"), "DENY");
}

/// S-119, S-118
#[tokio::test]
async fn a_message_goes_to_a_registered_web_origin_and_to_no_other() {
    let (app, _) = setting().await;
    let mut browser = Browser::default();
    browser.log_in(&app, &authorize(&[])).await;
    let silent = authorize(&[("response_mode", "web_message"), ("prompt", "none"), ("state", "</script><script>1")]);
    for (mut browser, content) in [(browser.clone(), "\"code\":"), (Browser::default(), "login_required")] {
        let answer = browser.get(&app, &silent).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        assert!(answer.body.contains("\"type\":\"authorization_response\""), "{}", answer.body);
        assert!(
            answer.body.contains(content) && answer.body.contains("\"https://shop.example.com\""),
            "{}",
            answer.body
        );
        assert!(!answer.body.contains("\"*\"") && !answer.body.contains("</script><script>1"), "{}", answer.body);
        assert!(answer.header("content-security-policy").ends_with("frame-ancestors https://shop.example.com"));
        assert_eq!(answer.header("x-frame-options"), "");
    }
    change_client(&app, &Client { web_origins: vec!["https://other.example.com".to_owned()], ..shop() }).await;
    let refused = browser.get(&app, &silent).await;
    assert_eq!((refused.status.as_u16(), refused.header("x-frame-options")), (400, "DENY"));
    assert!(refused.header("content-security-policy").contains("frame-ancestors 'none'"));
}

/// S-246, N-104
#[tokio::test]
async fn hints_may_hold_anything() {
    let (app, _) = setting().await;
    let long = "ü".repeat(900);
    for name in
        ["login_hint", "screen_hint", "connection", "ui_locales", "acr_values", "display", "id_token_hint", "ext-x"]
    {
        for value in ["\"><script>alert(1)</script>", "\u{202e}\u{0}", "\r\nSet-Cookie: a=b", "{{7*7}}", &long, "%00"] {
            let mut browser = Browser::default();
            let path = authorize(&[(name, value)]);
            let asked = browser.get(&app, &path).await;
            let shown = browser.follow(&app, asked).await;
            assert!(!shown.status.is_server_error(), "{name}={value}: {}", shown.status);
            assert!(!shown.body.contains("<script>alert"), "{name}: {}", shown.body);
        }
    }
    let endless = format!("{}&x={}", authorize(&[]), "a".repeat(40_000));
    assert!(app.send(Ask::get(&endless)).await.status.is_client_error());
}

/// S-113
#[tokio::test]
async fn scopes_are_what_the_api_and_the_application_allow() {
    let (app, user) = setting().await;
    let mut browser = Browser::default();
    let scope = "openid read:orders delete:everything offline_access";
    browser.log_in(&app, &authorize(&[("audience", API), ("scope", scope)])).await;
    let granted: String = sqlx_scope(&app, user.user_id.as_str()).await;
    assert_eq!(granted, "openid read:orders offline_access");
    let without = Client { grant_types: vec!["authorization_code".to_owned()], ..shop() };
    change_client(&app, &without).await;
    browser.get(&app, &authorize(&[("audience", API), ("scope", scope)])).await;
    assert_eq!(sqlx_scope(&app, user.user_id.as_str()).await, "openid read:orders");
}

/// The scope of the newest authorization.
async fn sqlx_scope(app: &TestApp, user: &str) -> String {
    let store::Db::Sqlite { writer, .. } = &app.db else { panic!("tests of the router run on SQLite") };
    sqlx::query_scalar("SELECT scope FROM authorizations WHERE user_id = $1 ORDER BY rowid DESC LIMIT 1")
        .bind(user)
        .fetch_one(writer)
        .await
        .unwrap()
}

/// S-346, S-345
#[tokio::test]
async fn a_session_ends_by_time_block_deletion_and_password() {
    let ends: [(&str, i64); 2] = [("idle", 72 * 3_600_000), ("absolute", 168 * 3_600_000)];
    for (kind, lifetime) in ends {
        let (app, _) = setting().await;
        let mut browser = Browser::default();
        browser.log_in(&app, &authorize(&[])).await;
        if kind == "absolute" {
            for _ in 0..3 {
                app.clock.advance(lifetime / 4);
                let used = browser.get(&app, &authorize(&[("prompt", "none")])).await;
                assert!(!field(&used, "code").is_empty(), "{kind}");
            }
            app.clock.advance(lifetime / 4);
        } else {
            app.clock.advance(lifetime);
        }
        let just = browser.clone().get(&app, &authorize(&[("prompt", "login")])).await;
        assert_eq!(just.status, 303);
        app.clock.advance(1);
        let late = browser.get(&app, &authorize(&[("prompt", "none")])).await;
        assert_eq!(field(&late, "error"), "login_required", "{kind}");
    }
    let operator = Actor::operator(DEFAULT_TENANT);
    for event in ["block", "delete", "password", "administrator"] {
        let (app, user) = setting().await;
        let mut browser = Browser::default();
        browser.log_in(&app, &authorize(&[])).await;
        match event {
            "block" => drop(app.directory.users().set_blocked(&operator, &user.user_id, true).await.unwrap()),
            "delete" => app.directory.users().delete(&operator, &user.user_id).await.unwrap(),
            "password" => {
                let changed = app.directory.users().change_password(&operator, &user.user_id, "Other-Horse-9!").await;
                drop(changed.unwrap());
            }
            _ => {
                let sessions = app.directory.user_sessions();
                let session = sessions.list(&operator, &user.user_id).await.unwrap().remove(0);
                sessions.delete(&operator, &session.id).await.unwrap();
            }
        }
        let answer = browser.get(&app, &authorize(&[("prompt", "none")])).await;
        assert_eq!(field(&answer, "error"), "login_required", "{event}");
        let shown = browser.get(&app, &authorize(&[])).await;
        assert!(shown.location().starts_with("/u/login?"), "{event}: {}", shown.location());
    }
}

/// S-259
#[tokio::test]
async fn a_connection_that_is_switched_off_ends_single_sign_on() {
    let (app, _) = setting().await;
    let mut browser = Browser::default();
    browser.log_in(&app, &authorize(&[])).await;
    let mut tx = app.db.begin().await.unwrap();
    let connection =
        store::connections::find(&mut tx, DEFAULT_TENANT, crate::test_app::CONNECTION).await.unwrap().unwrap();
    store::connections::disable_client(&mut tx, DEFAULT_TENANT, &connection.id, "shop").await.unwrap();
    tx.commit().await.unwrap();
    let silent = browser.get(&app, &authorize(&[("prompt", "none")])).await;
    assert_eq!(field(&silent, "error"), "login_required");
    let asked = browser.get(&app, &authorize(&[])).await;
    let sent = browser.type_password(&app, asked.location(), EMAIL, PASSWORD).await;
    assert_eq!(
        (field(&sent, "error"), field(&sent, "error_description")),
        ("access_denied".to_owned(), "the connection is not enabled".to_owned())
    );
}

/// S-121
#[tokio::test]
async fn a_deposited_request_is_taken_once_and_by_its_own_application() {
    let (app, _) = setting().await;
    let deposit = async || {
        let form = authorize(&[])["/authorize?".len()..].to_owned();
        let answer = app.send(Ask::post("/oauth/par", "application/x-www-form-urlencoded", form)).await;
        assert_eq!(answer.status, 201, "{}", answer.body);
        answer.json()["request_uri"].as_str().unwrap().to_owned()
    };
    let mut browser = Browser::default();
    let uri = deposit().await;
    let short = |client: &str, uri: &str| format!("/authorize?client_id={client}&request_uri={uri}");
    let answer = browser.log_in(&app, &short("shop", &uri)).await;
    assert!(!field(&answer, "code").is_empty());
    assert_eq!(field(&answer, "state"), "s t&te");
    let again = browser.get(&app, &short("shop", &uri)).await;
    assert_eq!((again.status.as_u16(), again.location()), (400, ""));
    add_client(&app, &Client { client_id: "blog".to_owned(), ..shop() }).await;
    let uri = deposit().await;
    assert_eq!(browser.get(&app, &short("blog", &uri)).await.status, 400);
    app.clock.advance(61_000);
    let late = browser.get(&app, &short("shop", &deposit().await)).await;
    assert!(!field(&late, "code").is_empty(), "{} {}", late.status, late.body);
    let uri = deposit().await;
    app.clock.advance(90_001);
    assert_eq!(browser.get(&app, &short("shop", &uri)).await.status, 400);
}
