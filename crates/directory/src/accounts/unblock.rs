//! Lifting a block after wrong passwords with the link of a mail.

use model::{MailKind, Timestamp, UserProfile};
use serde_json::json;
use store::tickets::{self, Kind};
use store::{Conn, login_attempts};

use super::{Accounts, LINK_CLOSED, OpenLink, holder, is_secret, open_link};
use crate::mails::Letter;
use crate::tickets::bound_to;
use crate::{Directory, Error, Origin, Result, UNBLOCK_LIFETIME};

/// So many of these mails a user gets in an hour at most: whoever guesses from many addresses must not fill the mailbox.
const MAILS: i64 = 3;
const HOUR: i64 = 3_600_000;

impl Directory {
    /// Tells a user that logging in was blocked, with a link that lifts the block.
    pub(crate) async fn queue_blocked(
        &self,
        conn: &mut Conn,
        tenant: &str,
        user: &UserProfile,
        application: &str,
    ) -> Result<()> {
        let Some(email) = user.email.as_deref() else { return Ok(()) };
        let since = Timestamp(self.now().0 - HOUR);
        if tickets::count_since(conn, tenant, Kind::Unblock, &user.user_id, since).await? >= MAILS {
            return Ok(());
        }
        let ticket = bound_to(&user.user_id, email, &json!({ "application": application }));
        let secret = self.issue_ticket(conn, tenant, Kind::Unblock, &ticket, UNBLOCK_LIFETIME).await?;
        let url = self.link(tenant, "u/unblock", &secret);
        let letter = Letter { kind: MailKind::BlockedAccount, user, url: &url, application };
        self.mails().queue(conn, tenant, &letter).await
    }
}

impl Accounts<'_> {
    /// The link, while it is open. Looking does not use it up: mail programs look.
    ///
    /// # Errors
    /// The database's.
    pub async fn open_unblock(&self, tenant: &str, secret: &str) -> Result<Option<OpenLink>> {
        if !is_secret(secret) {
            return Ok(None);
        }
        let mut conn = self.0.db().read().await?;
        let Some(ticket) = self.0.find_ticket(&mut conn, tenant, Kind::Unblock, secret).await? else { return Ok(None) };
        let user = holder(&mut conn, tenant, &ticket).await?;
        Ok(user.map(|_| open_link(&ticket)))
    }

    /// Lets the user try again from everywhere, and uses the link up. What an administrator blocked stays blocked.
    ///
    /// # Errors
    /// `NotFound` for a link that is not open.
    pub async fn unblock(&self, tenant: &str, secret: &str, origin: &Origin) -> Result<()> {
        if !is_secret(secret) {
            return Err(LINK_CLOSED);
        }
        let mut tx = self.0.db().begin().await?;
        let ticket = self.0.spend_ticket(&mut tx, tenant, Kind::Unblock, secret).await?.ok_or(LINK_CLOSED)?;
        let user = holder(&mut tx, tenant, &ticket).await?.ok_or(LINK_CLOSED)?;
        login_attempts::delete(&mut tx, tenant, user.user_id.as_str()).await?;
        tickets::delete_kind_of_user(&mut tx, tenant, Kind::Unblock, &user.user_id).await?;
        let event = self.user_event(&user, origin, "ublkdu", "User login block released");
        store::logs::append(&mut tx, tenant, &event).await?;
        tx.commit().await.map_err(Error::from)
    }
}
