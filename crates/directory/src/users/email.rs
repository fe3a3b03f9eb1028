//! Changing and verifying a user's email address.

use model::{UserId, UserProfile, check_email};

use super::{Users, database_connection};
use crate::{Actor, Error, Result, Scope};

impl Users<'_> {
    /// Gives a user another email address, verified or not as the caller says. Links that were sent to the old one work
    /// no more, because they are bound to it.
    ///
    /// # Errors
    /// `Forbidden` without `update:users`, `NotFound`, `Field` for a bad address, `Exists` for one that another user of the
    /// connection has, `Invalid` for a user of no database connection.
    pub async fn change_email(&self, actor: &Actor, id: &UserId, email: &str, verified: bool) -> Result<UserProfile> {
        actor.may(Scope::UpdateUsers)?;
        let email = check_email(email).map_err(|mistake| Error::field("email", mistake.to_string()))?;
        let user = self.get(actor, id).await?;
        let mut conn = self.0.db().read().await?;
        database_connection(&mut conn, actor.tenant(), &user).await?;
        drop(conn);
        self.change(actor, id, "Change a User's Email", |user| {
            user.email = Some(email);
            user.email_verified = Some(verified);
            Ok(())
        })
        .await
    }

    /// Marks a user's email address as verified.
    ///
    /// # Errors
    /// `Forbidden` without `update:users`, `NotFound`, `Field` for a user without an address.
    pub async fn verify_email(&self, actor: &Actor, id: &UserId) -> Result<UserProfile> {
        self.change(actor, id, "Verify a User's Email", |user| {
            if user.email.is_none() {
                return Err(Error::field("email", "This user has no email address"));
            }
            user.email_verified = Some(true);
            Ok(())
        })
        .await
    }
}
