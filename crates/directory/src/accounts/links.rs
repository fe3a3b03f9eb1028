//! Mails with a link that works once.

use model::{MailKind, UserId, UserProfile};
use serde_json::json;
use store::Conn;
use store::tickets::Kind;

use crate::logins::password;
use crate::mails::Letter;
use crate::random::hash_secret;
use crate::tickets::bound_to;
use crate::{Directory, RESET_LIFETIME, Result, VERIFY_LIFETIME};

impl Directory {
    /// Writes a mail with which the user confirms their address.
    pub(crate) async fn queue_verification(
        &self,
        conn: &mut Conn,
        tenant: &str,
        user: &UserProfile,
        application: &str,
    ) -> Result<()> {
        let Some(email) = user.email.as_deref() else { return Ok(()) };
        let ticket = bound_to(&user.user_id, email, &json!({ "application": application }));
        let secret = self.issue_ticket(conn, tenant, Kind::VerifyEmail, &ticket, VERIFY_LIFETIME).await?;
        let url = self.link(tenant, "u/verify-email", &secret);
        let letter = Letter { kind: MailKind::VerifyEmail, user, url: &url, application };
        self.mails().queue(conn, tenant, &letter).await
    }

    /// Writes a mail with which the user chooses a new password.
    pub(crate) async fn queue_reset(
        &self,
        conn: &mut Conn,
        tenant: &str,
        user: &UserProfile,
        application: &str,
    ) -> Result<()> {
        self.queue_reset_of(conn, tenant, user, None, application).await
    }

    /// The same, for an account that was linked to the user, who is given as that account (`seen_as`).
    pub(super) async fn queue_reset_of(
        &self,
        conn: &mut Conn,
        tenant: &str,
        user: &UserProfile,
        linked: Option<&UserId>,
        application: &str,
    ) -> Result<()> {
        let Some(email) = user.email.as_deref() else { return Ok(()) };
        let version = password_version(conn, tenant, &user.user_id, linked).await?;
        let mut rest = json!({ "application": application, "password_version": version });
        if let Some(linked) = linked {
            rest["linked"] = json!(linked);
        }
        let ticket = bound_to(&user.user_id, email, &rest);
        let secret = self.issue_ticket(conn, tenant, Kind::ResetPassword, &ticket, RESET_LIFETIME).await?;
        let url = self.link(tenant, "u/reset-password/new", &secret);
        let letter = Letter { kind: MailKind::ResetEmail, user, url: &url, application };
        self.mails().queue(conn, tenant, &letter).await
    }

    /// Where a mail leads: always to the configured address, whatever the request said (N-060).
    pub(crate) fn link(&self, tenant: &str, path: &str, secret: &str) -> String {
        format!("{}{path}?ticket={secret}", self.issuer(tenant))
    }
}

/// Differs after every change of the password. Of the stored hash, which has a salt of its own, nothing can be learnt
/// from it.
pub(crate) async fn password_version(
    conn: &mut Conn,
    tenant: &str,
    user: &UserId,
    linked: Option<&UserId>,
) -> Result<String> {
    let hash = password(conn, tenant, user, linked).await?;
    Ok(hash.map(|hash| hash_secret(&hash)).unwrap_or_default())
}
