//! GET and POST /u/reset-password and /u/reset-password/new

use directory::RESET_LIFETIME;
use model::{ConnectionOptions, MailKind};

use super::visitor::{Visitor, operator};
use crate::test_app::{Answer, Ask, PASSWORD, TestApp, URL};

const NEW: &str = "Another-Horse-9";

async fn forget(visitor: &Visitor, identifier: &str) -> Answer {
    visitor.fill("/u/reset-password", "/u/reset-password", &[("username", identifier)]).await
}

async fn reset(visitor: &Visitor, link: &str, password: &str) -> Answer {
    let fields = [("password", password), ("repeat", password)];
    visitor.fill(link, "/u/reset-password/new", &fields).await
}

/// S-362, S-366
#[tokio::test]
async fn a_forgotten_password_is_replaced_with_the_link_of_a_mail() {
    let visitor = Visitor::new().await;
    visitor.user("ada@example.com").await;
    let state = visitor.state().await;
    let path = format!("/u/reset-password?state={state}");
    let asked = visitor.fill(&path, "/u/reset-password", &[("username", " Ada@Example.com ")]).await;
    assert_eq!(asked.status, 200, "{}", asked.body);
    assert!(asked.body.contains(&format!("/u/login?state={state}")), "there is a way back");
    let mail = visitor.mail().await;
    assert_eq!((mail.row.kind, mail.row.recipient.as_str()), (MailKind::ResetEmail, "ada@example.com"));

    let link = visitor.link().await;
    let page = visitor.app.send(Ask::get(&link)).await;
    assert_eq!(page.header("referrer-policy"), "no-referrer");
    assert!(page.body.contains("ada@example.com") && page.body.contains("autocomplete=\"new-password\""));
    assert!(!page.body.contains("https://"), "no foreign content: {}", page.body);
    let done = reset(&visitor, &link, NEW).await;
    assert_eq!(done.status, 200, "{}", done.body);
    assert!(done.cookie("roster-login").is_none(), "nobody is logged in by it");
    assert!(visitor.may_log_in("ada@example.com", NEW).await);
    assert!(!visitor.may_log_in("ada@example.com", PASSWORD).await);
    assert_eq!(visitor.mail().await.row.kind, MailKind::PasswordChanged);
}

/// N-062, S-331: byte by byte, but for what is random.
#[tokio::test]
async fn the_answer_is_the_same_for_an_address_that_nobody_has() {
    let visitor = Visitor::new().await;
    visitor.user("ada@example.com").await;
    let before = visitor.mails().await;
    let plain = |answer: &Answer| {
        let nonce = answer.header("content-security-policy").split("'nonce-").nth(1).map(|rest| rest[..32].to_owned());
        (answer.status, nonce.map_or(answer.body.clone(), |nonce| answer.body.replace(&nonce, "")))
    };
    let unknown = forget(&visitor, "nobody@example.com").await;
    assert_eq!(visitor.mails().await, before);
    let known = forget(&visitor, "ada@example.com").await;
    assert_eq!(visitor.mails().await, before + 1);
    assert_eq!(plain(&unknown), plain(&known));
    let names = |answer: &Answer| answer.headers.keys().map(|name| name.as_str().to_owned()).collect::<Vec<_>>();
    assert_eq!(names(&unknown), names(&known));
}

/// S-361, S-367, N-056, N-057
#[tokio::test]
async fn a_link_that_is_not_open_is_refused_and_the_password_stays() {
    let visitor = Visitor::new().await;
    let user = visitor.user("ada@example.com").await;
    let users = visitor.app.directory.users();
    let new_link = async || {
        forget(&visitor, "ada@example.com").await;
        visitor.link().await
    };
    // Two browsers open one link; the one that sends first wins.
    let (sibling, link) = (new_link().await, new_link().await);
    let first = visitor.app.send(Ask::get(&link)).await;
    assert_eq!(reset(&visitor, &link, NEW).await.status, 200);
    let (token, cookie) = (first.hidden("form_token"), first.cookie("roster-flow").unwrap());
    let ticket = first.hidden("ticket");
    let fields = [("form_token", token.as_str()), ("ticket", &ticket), ("password", PASSWORD), ("repeat", PASSWORD)];
    let late = visitor.app.send(Ask::form("/u/reset-password/new", &fields).cookie(&cookie)).await;
    assert_eq!(late.status, 400, "the second browser");

    let expired = new_link().await;
    visitor.app.clock.advance(RESET_LIFETIME);
    let to_old_address = new_link().await;
    users.change_email(&operator(), &user.user_id, "other@example.com", true).await.unwrap();
    assert_eq!(visitor.app.send(Ask::get(&to_old_address)).await.status, 400);
    users.change_email(&operator(), &user.user_id, "ada@example.com", true).await.unwrap();
    visitor.app.clock.advance(3_600_000);
    let before_change = new_link().await;
    users.change_password(&operator(), &user.user_id, "By-An-Admin-9").await.unwrap();
    for closed in [&link, &sibling, &expired, &before_change] {
        let answer = visitor.app.send(Ask::get(closed)).await;
        assert_eq!(answer.status, 400);
        assert!(answer.body.contains("Ask for a new one"), "{}", answer.body);
        assert_eq!(answer.header("referrer-policy"), "no-referrer");
    }
    assert!(visitor.may_log_in("ada@example.com", "By-An-Admin-9").await);
}

/// A program that looks at the links of a mail changes nothing (S-409).
#[tokio::test]
async fn looking_does_not_use_a_link_up() {
    let visitor = Visitor::new().await;
    visitor.user("ada@example.com").await;
    forget(&visitor, "ada@example.com").await;
    let link = visitor.link().await;
    for _ in 0..3 {
        assert_eq!(visitor.app.send(Ask::get(&link)).await.status, 200);
        assert_eq!(visitor.app.send(Ask::method("HEAD", &link)).await.status, 200);
    }
    let weak = reset(&visitor, &link, "short").await;
    assert_eq!(weak.status, 400);
    assert!(weak.body.contains("id=\"password-mistake\""), "{}", weak.body);
    let fields = [("password", NEW), ("repeat", "other")];
    let differing = visitor.fill(&link, "/u/reset-password/new", &fields).await;
    assert!(differing.body.contains("id=\"repeat-mistake\""), "{}", differing.body);
    assert_eq!(reset(&visitor, &link, NEW).await.status, 200);
}

/// N-060, S-142
#[tokio::test]
async fn no_header_chooses_where_a_mail_leads() {
    let visitor = Visitor::new().await;
    visitor.user("ada@example.com").await;
    for header in [
        "host",
        "x-forwarded-host",
        "x-forwarded-proto",
        "forwarded",
        "x-original-host",
        "x-host",
        "x-forwarded-server",
    ] {
        let page = visitor.app.send(Ask::get("/u/reset-password").header(header, "evil.example")).await;
        let (token, cookie) = (page.hidden("form_token"), page.cookie("roster-flow").unwrap());
        let fields = [("form_token", token.as_str()), ("state", ""), ("username", "ada@example.com")];
        let ask = Ask::form("/u/reset-password", &fields).cookie(&cookie).header(header, "evil.example");
        assert_eq!(visitor.app.send(ask).await.status, 200, "{header}");
        let mail = visitor.mail().await;
        assert_eq!(mail.row.kind, MailKind::ResetEmail);
        assert!(mail.text.contains(&format!("{URL}/u/reset-password/new?ticket=")), "{header}: {}", mail.text);
        assert!(!mail.text.contains("evil") && !mail.html.contains("evil"), "{header}");
        visitor.app.clock.advance(3_600_000);
    }
}

#[tokio::test]
async fn a_connection_that_changes_no_passwords_has_no_form() {
    let visitor = Visitor::new().await;
    visitor.set_options(|options| ConnectionOptions { disable_self_service_change_password: true, ..options }).await;
    assert_eq!(visitor.app.send(Ask::get("/u/reset-password")).await.status, 403);
}

#[tokio::test]
async fn hostile_fields_are_refused_and_stay_text() {
    let visitor = Visitor::new().await;
    for text in ["</textarea><script>alert(1)</script>", "\0", "\u{202e}", &"a".repeat(20_000), "'; DROP TABLE x; --"] {
        let asked = forget(&visitor, text).await;
        assert!(asked.status == 200 || asked.status.is_client_error(), "{text:?}: {}", asked.status);
        assert!(!asked.body.contains("<script"), "{text:?}");
    }
    assert_eq!(forget(&visitor, " ").await.status, 400);
    for path in ["/u/reset-password/new", "/u/reset-password/new?ticket=x", "/u/reset-password/new?ticket=a&ticket=b"] {
        assert_eq!(visitor.app.send(Ask::get(path)).await.status, 400, "{path}");
    }
    assert_eq!(visitor.mails().await, 0);
}

/// S-341: with TLS as well.
#[tokio::test]
async fn the_forms_cookie_is_bound_to_the_host() {
    let app = TestApp::at("https://roster.example.com", None).await;
    let page = app.send(Ask::get("/u/reset-password")).await;
    assert!(page.cookie("__Host-roster-flow").is_some(), "{:?}", page.cookies());
    assert!(page.cookies().iter().all(|cookie| cookie.contains("Secure") && cookie.contains("HttpOnly")));
}
