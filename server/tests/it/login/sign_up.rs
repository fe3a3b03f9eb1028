//! GET and POST /u/signup

use model::{ConnectionOptions, MailKind};

use super::visitor::Visitor;
use crate::test_app::{Ask, PASSWORD};

const GOOD: [(&str, &str); 2] = [("email", "ada@example.com"), ("password", PASSWORD)];

async fn sign_up(visitor: &Visitor, fields: &[(&str, &str)]) -> crate::test_app::Answer {
    let path = format!("/u/signup?state={}", visitor.state().await);
    visitor.fill(&path, "/u/signup", fields).await
}

#[tokio::test]
async fn whoever_signs_up_is_logged_in_and_asked_to_confirm_the_address() {
    let visitor = Visitor::new().await;
    let answer = sign_up(&visitor, &GOOD).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    assert!(answer.location().starts_with("/authorize/resume?state="), "{}", answer.location());
    let session = answer.cookie("roster-login").unwrap();
    let done = visitor.app.send(Ask::get(answer.location()).cookie(&session)).await;
    assert!(done.location().starts_with("https://shop.example.com/callback?"), "{} {}", done.status, done.location());
    assert!(done.location().contains("code="), "{}", done.location());
    let mail = visitor.mail().await;
    assert_eq!((mail.row.kind, mail.row.recipient.as_str()), (MailKind::VerifyEmail, "ada@example.com"));
}

/// N-062, S-331
#[tokio::test]
async fn a_used_address_is_refused_in_words_that_do_not_tell() {
    let visitor = Visitor::new().await;
    visitor.user("ada@example.com").await;
    let answer = sign_up(&visitor, &GOOD).await;
    assert_eq!(answer.status, 400);
    assert!(answer.body.contains("Something went wrong, please try again."), "{}", answer.body);
    assert!(!answer.body.contains("exists") && answer.cookie("roster-login").is_none(), "{}", answer.body);
    assert_eq!(visitor.mails().await, 1, "only that of the first");
}

#[tokio::test]
async fn mistakes_stand_beside_their_field() {
    let visitor = Visitor::new().await;
    for (fields, id) in [
        ([("email", "ada"), ("password", PASSWORD)], "email-mistake"),
        ([("email", "ada@example.com"), ("password", "short")], "password-mistake"),
    ] {
        let answer = sign_up(&visitor, &fields).await;
        assert_eq!(answer.status, 400);
        assert!(answer.body.contains(&format!("id=\"{id}\"")), "{}", answer.body);
        assert!(answer.body.contains("At least 8 characters"), "{}", answer.body);
        assert!(!answer.body.contains(PASSWORD));
    }
    visitor.set_options(|options| ConnectionOptions { requires_username: true, ..options }).await;
    let answer = sign_up(&visitor, &[&GOOD[..], &[("username", "ada!")]].concat()).await;
    assert_eq!(answer.status, 303, "{}", answer.body);
    let again = sign_up(&visitor, &[("email", "b@example.com"), ("password", PASSWORD), ("username", "ADA!")]).await;
    assert!(again.body.contains("in use already"), "{}", again.body);
}

#[tokio::test]
async fn a_connection_without_sign_ups_has_no_form() {
    let visitor = Visitor::new().await;
    let path = format!("/u/signup?state={}", visitor.state().await);
    visitor.set_options(|options| ConnectionOptions { disable_signup: true, ..options }).await;
    assert_eq!(visitor.app.send(Ask::get(&path)).await.status, 403);
}

/// S-407
#[tokio::test]
async fn a_form_without_its_token_makes_nobody() {
    let visitor = Visitor::new().await;
    let state = visitor.state().await;
    let token = "0".repeat(32);
    let fields = [&GOOD[..], &[("state", &state), ("form_token", &token)]].concat();
    let answer = visitor.app.send(Ask::form("/u/signup", &fields)).await;
    assert_eq!(answer.status, 403);
    let foreign = Ask::form("/u/signup", &fields).without("sec-fetch-site").header("sec-fetch-site", "cross-site");
    assert_eq!(visitor.app.send(foreign).await.status, 403);
    assert_eq!(visitor.mails().await, 0);
    for path in ["/u/signup", "/u/signup?state=", "/u/signup?state=x", "/u/signup?state=a&state=b"] {
        assert_eq!(visitor.app.send(Ask::get(path)).await.status, 400, "{path}");
    }
}
