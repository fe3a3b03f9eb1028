//! Confirming an address with the link of a mail.

use model::{MailKind, UserProfile};
use store::tickets::{self, Kind};

use super::{Accounts, LINK_CLOSED, OpenLink, holder, is_secret, open_link};
use crate::mails::Letter;
use crate::{Error, Origin, Result};

impl Accounts<'_> {
    /// The link, while it is open. Looking does not use it up: mail programs look.
    ///
    /// # Errors
    /// The database's.
    pub async fn open_verification(&self, tenant: &str, secret: &str) -> Result<Option<OpenLink>> {
        if !is_secret(secret) {
            return Ok(None);
        }
        let mut conn = self.0.db().read().await?;
        let ticket = self.0.find_ticket(&mut conn, tenant, Kind::VerifyEmail, secret).await?;
        let Some(ticket) = ticket else { return Ok(None) };
        let user = holder(&mut conn, tenant, &ticket).await?;
        Ok(user.map(|_| open_link(&ticket)))
    }

    /// Marks the address as verified and uses the link up, and every other one to this address.
    ///
    /// # Errors
    /// `NotFound` for a link that is not open, or was sent to an address that the user has no more (S-363).
    pub async fn verify_email(&self, tenant: &str, secret: &str, origin: &Origin) -> Result<OpenLink> {
        let done = self.try_verify(tenant, secret, origin).await;
        if let Err(error @ Error::NotFound(_)) = &done {
            self.record(tenant, &self.event(None, origin, "fv", &error.to_string())).await?;
        }
        done
    }

    async fn try_verify(&self, tenant: &str, secret: &str, origin: &Origin) -> Result<OpenLink> {
        if !is_secret(secret) {
            return Err(LINK_CLOSED);
        }
        let mut tx = self.0.db().begin().await?;
        let ticket = self.0.spend_ticket(&mut tx, tenant, Kind::VerifyEmail, secret).await?.ok_or(LINK_CLOSED)?;
        let id = ticket.user_id.clone().ok_or(LINK_CLOSED)?;
        let before = store::users::hold(&mut tx, tenant, &id).await?.ok_or(LINK_CLOSED)?;
        holder(&mut tx, tenant, &ticket).await?.ok_or(LINK_CLOSED)?;
        tickets::delete_kind_of_user(&mut tx, tenant, Kind::VerifyEmail, &id).await?;
        let after = UserProfile { email_verified: Some(true), updated_at: self.0.now(), ..before.clone() };
        store::users::save(&mut tx, tenant, &before, &after).await?;
        store::logs::append(&mut tx, tenant, &self.user_event(&after, origin, "sv", "")).await?;
        let link = open_link(&ticket);
        let letter = Letter { kind: MailKind::WelcomeEmail, user: &after, url: "", application: &link.application };
        self.0.mails().queue(&mut tx, tenant, &letter).await?;
        tx.commit().await?;
        Ok(link)
    }
}
