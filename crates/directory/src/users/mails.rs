//! Mails that an administrator sends to a user.

use model::{UserId, UserProfile};
use store::tickets::{self, Kind};

use super::{NO_USER, Users, check_id, database_connection};
use crate::{Actor, Error, Result, Scope};

impl Users<'_> {
    /// Sends the user a mail with which they confirm their address. Links that were sent before work no more.
    ///
    /// # Errors
    /// `Forbidden` without `update:users`, `NotFound`, `Field` for a user without an address or with a verified one.
    pub async fn send_verification_mail(&self, actor: &Actor, id: &UserId) -> Result<()> {
        actor.may(Scope::UpdateUsers)?;
        check_id(id)?;
        let mut tx = self.0.db().begin().await?;
        let user = store::users::hold(&mut tx, actor.tenant(), id).await?.ok_or(NO_USER)?;
        check_address(&user)?;
        if user.email_verified == Some(true) {
            return Err(Error::field("email", "The email address is verified already"));
        }
        tickets::delete_kind_of_user(&mut tx, actor.tenant(), Kind::VerifyEmail, id).await?;
        self.0.queue_verification(&mut tx, actor.tenant(), &user, "").await?;
        self.record_mail(&mut tx, actor, &user, "Send a verification email").await?;
        Ok(tx.commit().await?)
    }

    /// Sends the user a mail with which they choose a new password.
    ///
    /// # Errors
    /// `Forbidden` without `update:users`, `NotFound`, `Field` for a user without an address, `Invalid` for a user of no
    /// database connection.
    pub async fn send_password_reset(&self, actor: &Actor, id: &UserId) -> Result<()> {
        actor.may(Scope::UpdateUsers)?;
        check_id(id)?;
        let mut tx = self.0.db().begin().await?;
        let user = store::users::hold(&mut tx, actor.tenant(), id).await?.ok_or(NO_USER)?;
        check_address(&user)?;
        database_connection(&mut tx, actor.tenant(), &user).await?;
        self.0.queue_reset(&mut tx, actor.tenant(), &user, "").await?;
        self.record_mail(&mut tx, actor, &user, "Send a password reset email").await?;
        Ok(tx.commit().await?)
    }

    async fn record_mail(&self, tx: &mut store::Tx, actor: &Actor, user: &UserProfile, what: &str) -> Result<()> {
        let mut event = self.0.event(actor, "sapi", what);
        event.user_id = Some(user.user_id.as_str().to_owned());
        event.user_name = Some(crate::events::cut(user.display_name()));
        event.connection = user.connections().next().map(str::to_owned);
        Ok(store::logs::append(tx, actor.tenant(), &event).await?)
    }
}

fn check_address(user: &UserProfile) -> Result<()> {
    if user.email.as_deref().is_some_and(|email| !email.is_empty()) {
        Ok(())
    } else {
        Err(Error::field("email", "This user has no email address"))
    }
}
