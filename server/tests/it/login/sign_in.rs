//! GET and POST /sign-in, POST /sign-out

use directory::Origin;
use model::Role;

use crate::test_app::{Answer, Ask, PASSWORD, TestApp};

/// Opens the form and sends it.
pub(super) async fn sign_in(app: &TestApp, email: &str, password: &str, cookies: &str) -> Answer {
    let form = app.send(Ask::get("/sign-in").cookie(cookies)).await;
    let token = form.hidden("form_token");
    let cookie = format!("{cookies}; roster-form={token}");
    app.send(Ask::form("/sign-in", &[("form_token", &token), ("email", email), ("password", password)]).cookie(&cookie))
        .await
}

#[tokio::test]
async fn an_administrator_signs_in_and_out() {
    let app = TestApp::new().await;
    let email = app.administrator(Role::Owner).await;
    let entered = sign_in(&app, &email, PASSWORD, "").await;
    assert_eq!((entered.status.as_u16(), entered.location()), (303, "/users"));
    let session = entered.cookie("roster").unwrap();
    assert_eq!(app.send(Ask::get("/users").cookie(&session)).await.status, 200);

    let left = app.send(Ask::form("/sign-out", &[]).cookie(&session)).await;
    assert_eq!((left.status.as_u16(), left.location()), (303, "/sign-in"));
    assert_eq!(left.header("clear-site-data"), "\"cache\", \"storage\"");
    assert!(left.cookies().iter().any(|cookie| cookie.starts_with("roster=;") && cookie.contains("Max-Age=0")));
    assert_eq!(app.send(Ask::get("/users").cookie(&session)).await.status, 303, "the server ended it too");
    assert_eq!(app.send(Ask::call("session/whoami", &serde_json::json!({})).cookie(&session)).await.status, 401);
}

/// S-341
#[tokio::test]
async fn cookies_are_out_of_reach_for_scripts_and_other_sites() {
    for (url, prefix, secure) in [("http://localhost:8080", "", false), ("https://roster.example.com", "__Host-", true)]
    {
        let app = TestApp::at(url, None).await;
        let email = app.administrator(Role::Owner).await;
        let form = app.send(Ask::get("/sign-in")).await;
        let (token, name) = (form.hidden("form_token"), format!("{prefix}roster"));
        let sent = Ask::form("/sign-in", &[("form_token", &token), ("email", &email), ("password", PASSWORD)]);
        let entered = app.send(sent.cookie(&form.cookie(&format!("{name}-form")).unwrap())).await;
        let session = entered.cookie(&name).unwrap();
        assert_eq!(session.len(), name.len() + 1 + 32, "128 bits in hex: {session}");
        let left = app.send(Ask::form("/sign-out", &[]).cookie(&session)).await;
        for cookie in [form.cookies(), entered.cookies(), left.cookies()].concat() {
            assert!(cookie.starts_with(&name), "{cookie}");
            for attribute in ["; Path=/", "; HttpOnly", "; SameSite=Strict"] {
                assert!(cookie.contains(attribute), "{cookie}");
            }
            assert_eq!(cookie.contains("; Secure"), secure, "{cookie}");
            assert!(!cookie.contains("Domain"), "{cookie}");
        }
    }
}

/// S-331
#[tokio::test]
async fn an_unknown_email_is_answered_as_a_wrong_password_is() {
    let app = TestApp::new().await;
    let email = app.administrator(Role::Owner).await;
    let known = sign_in(&app, &email, "wrong password", "").await;
    let unknown = sign_in(&app, "nobody@example.com", "wrong password", "").await;
    let malformed = sign_in(&app, "nobody", "wrong password", "").await;
    assert!(known.body.contains("Wrong email or password"), "{}", known.body);
    for (other, other_email) in [(unknown, "nobody@example.com"), (malformed, "nobody")] {
        assert_eq!(known.status, other.status);
        let masked = |answer: &Answer, email: &str| {
            answer.body.replace(&answer.hidden("form_token"), "").replace(&format!("\"{email}\""), "")
        };
        assert_eq!(masked(&known, &email), masked(&other, other_email));
        let names = |answer: &Answer| answer.headers.keys().map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(names(&known), names(&other));
    }
    assert!(known.cookie("roster").is_none());
}

/// S-343
#[tokio::test]
async fn a_session_that_was_there_before_does_not_become_the_administrators() {
    let app = TestApp::new().await;
    let email = app.administrator(Role::Owner).await;
    let planted = format!("roster={}", "a".repeat(32));
    let first = sign_in(&app, &email, PASSWORD, &planted).await.cookie("roster").unwrap();
    assert_ne!(first, planted);
    assert_eq!(app.send(Ask::get("/users").cookie(&planted)).await.status, 303);
    let second = {
        // Signed in already, the form is not shown again; whoever posts it anyway changes the session.
        let token = "0".repeat(32);
        let sent = Ask::form("/sign-in", &[("form_token", &token), ("email", &email), ("password", PASSWORD)]);
        app.send(sent.cookie(&format!("{first}; roster-form={token}"))).await.cookie("roster").unwrap()
    };
    assert_ne!(first, second);
    assert_eq!(app.send(Ask::get("/users").cookie(&first)).await.status, 303, "the old one is dead");
    assert_eq!(app.send(Ask::get("/users").cookie(&second)).await.status, 200);
}

/// S-407, login CSRF
#[tokio::test]
async fn a_form_that_is_not_from_the_sign_in_page_is_refused() {
    let app = TestApp::new().await;
    let email = app.administrator(Role::Owner).await;
    let token = app.send(Ask::get("/sign-in")).await.hidden("form_token");
    let cases = [
        ("", format!("roster-form={token}")),
        (token.as_str(), String::new()),
        (token.as_str(), format!("roster-form={}", "0".repeat(32))),
        ("", "roster-form=".to_owned()),
        ("x", "roster-form=x".to_owned()),
    ];
    for (sent, cookie) in cases {
        let form = Ask::form("/sign-in", &[("form_token", sent), ("email", &email), ("password", PASSWORD)]);
        let answer = app.send(form.cookie(&cookie)).await;
        assert_eq!(answer.status, 403, "{sent} {cookie}");
        assert!(answer.cookie("roster").is_none());
        assert!(answer.body.contains("role=\"alert\""));
    }
}

#[tokio::test]
async fn a_form_with_fields_missing_twice_or_hostile_is_answered_by_a_page() {
    let app = TestApp::new().await;
    app.administrator(Role::Owner).await;
    let long = "a".repeat(60_000);
    let hostile = ["", "\0", "</textarea><script>alert(1)</script>", "\u{202e}a@b.c", &long, "' OR 1=1 --", "%00"];
    for text in hostile {
        let answer = sign_in(&app, text, text, "").await;
        assert!(answer.status.is_client_error(), "{text:?}: {}", answer.status);
        assert!(!answer.body.contains("<script"), "{text:?}");
    }
    for body in ["", "email=a", "email=a&email=b&password=c", "%ff=%ff", "email=%ff&password=%ff"] {
        let answer = app.send(Ask::post("/sign-in", "application/x-www-form-urlencoded", body)).await;
        assert!(answer.status.is_client_error(), "{body:?}: {}", answer.status);
        assert!(answer.header("content-type").starts_with("text/html"), "{body:?}");
    }
    let too_long = app.send(Ask::form("/sign-in", &[("email", &"a".repeat(70_000))])).await;
    assert_eq!(too_long.status, 413);
}

#[tokio::test]
async fn the_page_says_where_the_setup_link_is_until_there_is_an_administrator() {
    let app = TestApp::new().await;
    assert!(app.send(Ask::get("/sign-in")).await.body.contains("no administrator yet"));
    app.administrator(Role::Owner).await;
    assert!(!app.send(Ask::get("/sign-in")).await.body.contains("no administrator yet"));
}

#[tokio::test]
async fn whoever_is_signed_in_goes_straight_on() {
    let app = TestApp::new().await;
    let session = app.session(Role::Viewer).await;
    let answer = app.send(Ask::get("/sign-in?next=/users%3Fsort%3Demail").cookie(&session)).await;
    assert_eq!((answer.status.as_u16(), answer.location()), (303, "/users?sort=email"));
}

#[tokio::test]
async fn the_page_has_the_chosen_look_and_no_script() {
    let app = TestApp::new().await;
    let page = app.send(Ask::get("/sign-in").cookie("roster-theme=dark")).await;
    assert!(page.body.contains("data-theme=\"dark\""), "{}", page.body);
    assert!(!page.body.contains("<script"), "{}", page.body);
    assert!(page.body.contains("name=\"password\"") && !page.body.contains(" style="), "{}", page.body);
    let odd = app.send(Ask::get("/sign-in").cookie("roster-theme=\"><script>")).await;
    assert!(!odd.body.contains("<script") && !odd.body.contains("data-theme"));
}

#[tokio::test]
async fn a_session_of_one_administrator_is_not_anothers() {
    let app = TestApp::new().await;
    let (owner, viewer) = (app.session(Role::Owner).await, app.session(Role::Viewer).await);
    for (session, email) in [(owner, "owner@example.com"), (viewer, "viewer@example.com")] {
        let who = app.call(&session, "session/whoami", serde_json::json!({})).await;
        assert_eq!(who["email"], email);
    }
    let secret = app.directory.sessions().sign_in("owner@example.com", PASSWORD, Origin::default()).await.unwrap();
    assert_eq!(app.send(Ask::get("/users").cookie(&format!("xroster={secret}"))).await.status, 303);
}
