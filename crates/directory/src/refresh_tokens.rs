//! The devices of a user: families of refresh tokens.

mod ends;
mod lookup;

use model::{Device, UserId};

use crate::{Actor, Directory, Error, Result, Scope};

pub use lookup::RefreshTokenPage;

/// What is said of an id that no refresh token has.
const NO_TOKEN: Error = Error::NotFound("The refresh token does not exist, or it was revoked already.");

/// The refresh tokens of a tenant's users.
pub struct RefreshTokens<'a>(pub(crate) &'a Directory);

impl RefreshTokens<'_> {
    /// Where a user stays logged in, newest first.
    ///
    /// # Errors
    /// `Forbidden` without `read:refresh_tokens`.
    pub async fn of_user(&self, actor: &Actor, user: &UserId) -> Result<Vec<Device>> {
        actor.may(Scope::ReadRefreshTokens)?;
        if user.as_str().contains('\0') {
            return Ok(Vec::new());
        }
        let mut conn = self.0.db().read().await?;
        let families = store::refresh_tokens::of_user(&mut conn, actor.tenant(), user, self.0.now()).await?;
        drop(conn);
        let mut devices = Vec::with_capacity(families.len());
        for family in families {
            let client = self.0.find_client(actor.tenant(), &family.client_id).await?;
            devices.push(Device {
                id: family.id,
                name: family.device_name,
                client_name: client.map(|client| client.name).unwrap_or_default(),
                client_id: family.client_id,
                user_agent: family.user_agent,
                initial_ip: family.initial_ip,
                last_ip: family.last_ip,
                created_at: family.created_at,
                last_used_at: family.last_used_at,
            });
        }
        Ok(devices)
    }
}
