//! GET and POST /u/verify-email

use directory::VERIFY_LIFETIME;

use super::visitor::{Visitor, operator};
use crate::test_app::Ask;

#[tokio::test]
async fn an_address_is_confirmed_by_a_button_not_by_looking() {
    let visitor = Visitor::new().await;
    let user = visitor.user("ada@example.com").await;
    let link = visitor.link().await;
    let users = visitor.app.directory.users();
    let is_verified = async || users.get(&operator(), &user.user_id).await.unwrap().email_verified == Some(true);
    let page = visitor.app.send(Ask::get(&link)).await;
    assert_eq!((page.status.as_u16(), page.header("referrer-policy")), (200, "no-referrer"));
    assert!(page.body.contains("ada@example.com"), "{}", page.body);
    assert!(!is_verified().await, "looking confirms nothing (S-409)");
    let done = visitor.fill(&link, "/u/verify-email", &[]).await;
    assert!(done.status == 200 && done.body.contains("ada@example.com is confirmed"), "{}", done.body);
    assert!(is_verified().await);
    assert_eq!(visitor.app.send(Ask::get(&link)).await.status, 400, "once");
}

/// S-363, S-367, N-057
#[tokio::test]
async fn a_link_that_is_not_open_confirms_nothing() {
    let visitor = Visitor::new().await;
    let user = visitor.user("ada@example.com").await;
    let users = visitor.app.directory.users();
    let old_address = visitor.link().await;
    users.change_email(&operator(), &user.user_id, "new@example.com", false).await.unwrap();
    assert_eq!(visitor.app.send(Ask::get(&old_address)).await.status, 400);
    users.send_verification_mail(&operator(), &user.user_id).await.unwrap();
    let expired = visitor.link().await;
    visitor.app.clock.advance(VERIFY_LIFETIME);
    for path in [&expired, "/u/verify-email", "/u/verify-email?ticket=x", "/u/verify-email?ticket=a&ticket=b"] {
        assert_eq!(visitor.app.send(Ask::get(path)).await.status, 400, "{path}");
    }
    let user = users.get(&operator(), &user.user_id).await.unwrap();
    assert_eq!(user.email_verified, Some(false));
}

/// S-407
#[tokio::test]
async fn a_form_without_its_token_is_asked_once_more() {
    let visitor = Visitor::new().await;
    let user = visitor.user("ada@example.com").await;
    let link = visitor.link().await;
    let ticket = link.split("ticket=").nth(1).unwrap();
    let answer = visitor.app.send(Ask::form("/u/verify-email", &[("ticket", ticket)])).await;
    assert_eq!(answer.hidden("ticket"), ticket, "the page again");
    let user = visitor.app.directory.users().get(&operator(), &user.user_id).await.unwrap();
    assert_eq!(user.email_verified, Some(false));
}
