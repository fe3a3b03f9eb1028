//! S-410: `next` never leads away.

use model::Role;

use crate::test_app::{Ask, PASSWORD, TestApp, escape};

const ELSEWHERE: [&str; 36] = [
    "https://evil.example",
    "http://evil.example",
    "//evil.example",
    "///evil.example",
    "////evil.example",
    "/\\evil.example",
    "\\/evil.example",
    "\\\\evil.example",
    "/\\/evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "/\r/evil.example",
    "/\r\nSet-Cookie: a=b",
    "\t//evil.example",
    " //evil.example",
    " /users",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,x",
    "evil.example",
    "evil.example/users",
    "https:evil.example",
    "https:/evil.example",
    "@evil.example",
    ".evil.example",
    "?next=//evil.example",
    "#//evil.example",
    "",
    "users",
    "/\0",
    "/users\u{0}",
    "/\u{7f}",
    "/\u{2028}",
    "/ünïcode",
    "/users\\..\\..",
    "/\u{fffd}//evil.example",
];

#[tokio::test]
async fn nothing_but_a_path_of_ours_is_followed() {
    let app = TestApp::new().await;
    let session = app.session(Role::Owner).await;
    let long = format!("/{}", "a".repeat(3000));
    for next in ELSEWHERE.into_iter().chain([long.as_str()]) {
        let signed_in = app.send(Ask::get(&format!("/sign-in?next={}", escape(next))).cookie(&session)).await;
        let location = signed_in.location();
        assert!(signed_in.status == 400 || location == "/users", "{next:?} led to {location:?}");
        let token = "0".repeat(32);
        let fields =
            [("form_token", token.as_str()), ("email", "owner@example.com"), ("password", PASSWORD), ("next", next)];
        let entered = app.send(Ask::form("/sign-in", &fields).cookie(&format!("roster-form={token}"))).await;
        assert_eq!((entered.status.as_u16(), entered.location()), (303, "/users"), "{next:?}");
    }
}

#[tokio::test]
async fn a_path_of_ours_is_followed() {
    let app = TestApp::new().await;
    app.administrator(Role::Owner).await;
    for path in ["/users/auth0%7C1/history", "/users?q=a%26b&sort=email", "/users?next=//evil.example", "/users#top"] {
        let asked = app.send(Ask::get(path)).await;
        let back =
            if path == "/users#top" { "/sign-in?next=%2Fusers%23top".to_owned() } else { asked.location().to_owned() };
        let form = app.send(Ask::get(&back)).await;
        let (token, next) = (form.hidden("form_token"), form.hidden("next").replace("&amp;", "&"));
        assert_eq!(next, path);
        let fields =
            [("form_token", token.as_str()), ("email", "owner@example.com"), ("password", PASSWORD), ("next", &next)];
        let entered = app.send(Ask::form("/sign-in", &fields).cookie(&format!("roster-form={token}"))).await;
        assert_eq!((entered.status.as_u16(), entered.location()), (303, path));
    }
}
