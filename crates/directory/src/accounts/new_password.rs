//! Choosing a new password with the link of a mail.

use model::{MailKind, UserProfile};
use store::tickets::{self, Kind, Ticket};
use store::{Conn, login_attempts};

use super::linked::{linked_of, with_verified};
use super::links::password_version;
use super::{Accounts, LINK_CLOSED, OpenLink, holder, is_secret, open_link};
use crate::mails::Letter;
use crate::users::database_connection;
use crate::{Error, Origin, Result};

impl Accounts<'_> {
    /// The link, while it is open. Looking does not use it up: mail programs look.
    ///
    /// # Errors
    /// The database's.
    pub async fn open_reset(&self, tenant: &str, secret: &str) -> Result<Option<OpenLink>> {
        let mut conn = self.0.db().read().await?;
        let Some(ticket) = self.find_reset(&mut conn, tenant, secret).await? else { return Ok(None) };
        let Some(user) = bound_user(&mut conn, tenant, &ticket).await? else { return Ok(None) };
        let connection = database_connection(&mut conn, tenant, &user).await?;
        let rules = connection.options.password_strength().policy_lines();
        Ok(Some(OpenLink { rules, ..open_link(&ticket) }))
    }

    async fn find_reset(&self, conn: &mut Conn, tenant: &str, secret: &str) -> Result<Option<Ticket>> {
        if !is_secret(secret) {
            return Ok(None);
        }
        self.0.find_ticket(conn, tenant, Kind::ResetPassword, secret).await
    }

    /// Sets the password and uses the link up. Every other link of the user, their sessions and tokens end, and blocks
    /// after wrong passwords are lifted; nobody is logged in by it (S-362). The link of a mail has shown that the address is
    /// theirs, so whoever set a password before without owning it is out (S-365, N-059); a link that a program brought them
    /// has shown it if the program said so.
    ///
    /// # Errors
    /// `NotFound` for a link that is not open, `Password` for a password that is not accepted: the link stays open then.
    pub async fn reset_password(
        &self,
        tenant: &str,
        secret: &str,
        password: &str,
        origin: &Origin,
    ) -> Result<OpenLink> {
        let done = self.try_reset(tenant, secret, password, origin).await;
        if let Err(error @ (Error::NotFound(_) | Error::Password(_))) = &done {
            self.record(tenant, &self.event(None, origin, "fcp", &error.to_string())).await?;
        }
        done
    }

    async fn try_reset(&self, tenant: &str, secret: &str, password: &str, origin: &Origin) -> Result<OpenLink> {
        let mut conn = self.0.db().read().await?;
        let ticket = self.find_reset(&mut conn, tenant, secret).await?.ok_or(LINK_CLOSED)?;
        let user = bound_user(&mut conn, tenant, &ticket).await?.ok_or(LINK_CLOSED)?;
        let connection = database_connection(&mut conn, tenant, &user).await?;
        drop(conn);
        let new = self.0.new_password(tenant, &connection.options, &user, password).await?;

        let mut tx = self.0.db().begin().await?;
        let ticket = self.0.spend_ticket(&mut tx, tenant, Kind::ResetPassword, secret).await?.ok_or(LINK_CLOSED)?;
        let id = ticket.user_id.clone().ok_or(LINK_CLOSED)?;
        let before = store::users::hold(&mut tx, tenant, &id).await?.ok_or(LINK_CLOSED)?;
        bound_user(&mut tx, tenant, &ticket).await?.ok_or(LINK_CLOSED)?;
        let (now, linked) = (self.0.now(), linked_of(&ticket));
        let shows_address = ticket.payload["marks_verified"].as_bool().unwrap_or(true);
        let after = match &linked {
            Some(linked) => with_verified(before.clone(), linked),
            None => UserProfile {
                email_verified: if shows_address { Some(true) } else { before.email_verified },
                last_password_reset: Some(now),
                ..before.clone()
            },
        };
        let after = UserProfile { updated_at: now, ..after };
        store::users::save(&mut tx, tenant, &before, &after).await?;
        match &linked {
            Some(linked) => new.save_linked(&mut tx, tenant, linked, now).await?,
            None => new.save(&mut tx, tenant, &id, now).await?,
        }
        self.0.end_all_of(&mut tx, tenant, &id).await?;
        login_attempts::delete(&mut tx, tenant, id.as_str()).await?;
        for kind in [Kind::ResetPassword, Kind::VerifyEmail, Kind::Unblock] {
            tickets::delete_kind_of_user(&mut tx, tenant, kind, &id).await?;
        }
        store::logs::append(&mut tx, tenant, &self.user_event(&after, origin, "scp", "")).await?;
        let link = open_link(&ticket);
        let letter = Letter { kind: MailKind::PasswordChanged, user: &after, url: "", application: &link.application };
        self.0.mails().queue(&mut tx, tenant, &letter).await?;
        tx.commit().await?;
        Ok(link)
    }
}

/// The user, while they have the address and the password that they had when the link was sent (S-361, N-057).
async fn bound_user(conn: &mut Conn, tenant: &str, ticket: &Ticket) -> Result<Option<UserProfile>> {
    let Some(user) = holder(conn, tenant, ticket).await? else { return Ok(None) };
    let version = password_version(conn, tenant, &user.user_id, linked_of(ticket).as_ref()).await?;
    Ok((ticket.payload["password_version"].as_str() == Some(&version)).then_some(user))
}
