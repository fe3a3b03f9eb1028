//! GET and POST /u/unblock

use model::MailKind;

use super::visitor::Visitor;
use crate::test_app::{Ask, PASSWORD};

#[tokio::test]
async fn a_blocked_login_is_lifted_by_a_button_not_by_looking() {
    let visitor = Visitor::new().await;
    visitor.user("ada@example.com").await;
    for _ in 0..10 {
        assert!(!visitor.may_log_in("ada@example.com", "wrong").await);
        visitor.app.clock.advance(1);
    }
    assert!(!visitor.may_log_in("ada@example.com", PASSWORD).await, "blocked");
    assert_eq!(visitor.mail().await.row.kind, MailKind::BlockedAccount);
    let link = visitor.link().await;
    let page = visitor.app.send(Ask::get(&link)).await;
    assert_eq!((page.status.as_u16(), page.header("referrer-policy")), (200, "no-referrer"));
    assert!(!visitor.may_log_in("ada@example.com", PASSWORD).await, "looking lifts nothing (S-409)");
    assert_eq!(visitor.fill(&link, "/u/unblock", &[]).await.status, 200);
    assert!(visitor.may_log_in("ada@example.com", PASSWORD).await);
    for closed in [&link, "/u/unblock", "/u/unblock?ticket=x"] {
        assert_eq!(visitor.app.send(Ask::get(closed)).await.status, 400, "{closed}");
    }
}
