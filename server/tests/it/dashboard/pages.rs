//! GET /users and below

use model::Role;

use crate::test_app::{Ask, TestApp};

#[tokio::test]
async fn the_first_html_of_the_list_holds_the_rows() {
    let app = TestApp::new().await;
    let session = app.session(Role::Viewer).await;
    let owner = app.session(Role::Owner).await;
    for name in ["ada", "grace", "edsger"] {
        app.create_user(&owner, &format!("{name}@example.com")).await;
    }
    let page = app.send(Ask::get("/users").cookie(&session)).await;
    assert_eq!(page.status, 200);
    for name in ["ada", "grace", "edsger"] {
        assert!(page.body.contains(&format!("{name}@example.com")), "{name}");
    }
    let found = app.send(Ask::get("/users?q=grace").cookie(&session)).await;
    assert!(found.body.contains("grace@example.com") && !found.body.contains("ada@example.com"));
}

#[tokio::test]
async fn the_first_html_of_a_user_holds_the_profile() {
    let app = TestApp::new().await;
    let session = app.session(Role::Owner).await;
    let id = app.create_user(&session, "ada@example.com").await["user_id"].as_str().unwrap().replace('|', "%7C");
    for tab in ["", "/devices", "/history", "/locations", "/raw-json"] {
        let page = app.send(Ask::get(&format!("/users/{id}{tab}")).cookie(&session)).await;
        assert_eq!(page.status, 200, "{tab}");
        assert!(page.body.contains("ada@example.com"), "{tab}");
    }
}

#[tokio::test]
async fn a_page_asks_who_is_there_and_comes_back() {
    let app = TestApp::new().await;
    for (path, back) in [
        ("/users", "/sign-in"),
        ("/users?q=a%26b", "/sign-in?next=/users%3Fq%3Da%2526b"),
        ("/users/auth0%7C1", "/sign-in?next=/users/auth0%257C1"),
        ("/users/auth0%7C1/raw-json", "/sign-in?next=/users/auth0%257C1/raw-json"),
    ] {
        let answer = app.send(Ask::get(path)).await;
        assert_eq!((answer.status.as_u16(), answer.location()), (303, back));
    }
    let home = app.send(Ask::get("/")).await;
    assert_eq!((home.status.as_u16(), home.location()), (303, "/users"));
}

/// The cookie is strict, so it does not come along from a link in a chat; the page is opened once more from here.
#[tokio::test]
async fn a_link_from_another_site_reaches_whoever_is_signed_in() {
    let app = TestApp::new().await;
    let asked = Ask::get("/users/auth0%7C1?a=b&c").header("sec-fetch-site", "cross-site");
    let answer = app.send(asked).await;
    assert_eq!(answer.status, 200);
    assert!(answer.body.contains("content=\"0; url=/users/auth0%7C1?a=b&amp;c\""), "{}", answer.body);
    let next = app.send(Ask::get("/users/auth0%7C1?a=b&c").header("sec-fetch-site", "same-origin")).await;
    assert_eq!(next.status, 303);
}

#[tokio::test]
async fn a_user_who_is_not_there_is_a_404() {
    let app = TestApp::new().await;
    let session = app.session(Role::Owner).await;
    for path in [
        "/users/auth0%7C0",
        "/users/%F0%9F%98%80",
        "/users/%22%3E%3Cscript%3E",
        &format!("/users/{}", "a".repeat(5000)),
    ] {
        let page = app.send(Ask::get(path).cookie(&session)).await;
        assert_eq!(page.status, 404, "{path}");
        assert!(!page.body.contains("\"><script>"), "{path}");
    }
}

#[tokio::test]
async fn no_query_of_the_list_is_an_error_of_the_server() {
    let app = TestApp::new().await;
    let session = app.session(Role::Owner).await;
    let values =
        ["", "x", "-1", "0", "99999999999999999999", "%E2%80%AE", "%22", "a%0Ab", "%3Cscript%3Ealert(1)%3C/script%3E"];
    let names = [
        "q",
        "connection",
        "status",
        "created_from",
        "created_to",
        "login_from",
        "login_to",
        "sort",
        "order",
        "cursor",
        "page_size",
    ];
    for name in names {
        for value in values {
            let page = app.send(Ask::get(&format!("/users?{name}={value}&{name}={value}")).cookie(&session)).await;
            assert!(page.status.as_u16() < 500, "{name}={value}: {}", page.status);
            assert!(!page.body.contains("<script>alert(1)"), "{name}={value}");
        }
    }
}

#[tokio::test]
async fn the_first_html_has_the_chosen_look() {
    let app = TestApp::new().await;
    let session = app.session(Role::Owner).await;
    let chosen = app.send(Ask::get("/users").cookie(&format!("{session}; roster-theme=dark"))).await;
    assert!(chosen.body.contains("data-theme=\"dark\""));
    let unchosen = app.send(Ask::get("/users").cookie(&session)).await;
    assert!(!unchosen.body.contains("data-theme="));
}
