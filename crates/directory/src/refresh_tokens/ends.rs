//! Revoking refresh tokens from outside.

use model::{RefreshTokenQuery, UserId};
use serde_json::json;
use store::Tx;
use store::refresh_tokens::Which;

use super::lookup::which;
use super::{NO_TOKEN, RefreshTokens};
use crate::events::cut;
use crate::{Actor, Error, Result, Scope};

/// The most ids of one call, as at Auth0.
const MOST_IDS: usize = 100;

impl RefreshTokens<'_> {
    /// Revokes a refresh token, and with it what came of the same login (S-169).
    ///
    /// # Errors
    /// `Forbidden` without `delete:refresh_tokens`, `NotFound`, also where it was revoked already.
    pub async fn revoke(&self, actor: &Actor, id: &str) -> Result<()> {
        actor.may(Scope::DeleteRefreshTokens)?;
        self.end(actor, id).await
    }

    /// The same, as Auth0 says it of a device.
    ///
    /// # Errors
    /// `Forbidden` without `delete:device_credentials`, `NotFound`.
    pub async fn delete_device_credential(&self, actor: &Actor, id: &str) -> Result<()> {
        actor.may(Scope::DeleteDeviceCredentials)?;
        self.end(actor, id).await
    }

    /// Whether the actor might register a device's public key, if those were kept.
    ///
    /// # Errors
    /// `Forbidden` without `create:current_user_device_credentials`.
    pub fn may_register_device(&self, actor: &Actor) -> Result<()> {
        actor.may(Scope::CreateCurrentUserDeviceCredentials)
    }

    /// Revokes the refresh tokens that `query` names: of some ids alone, or of a user or an application, or of both; an
    /// audience leaves those for other APIs. How many there were.
    ///
    /// # Errors
    /// `Forbidden` without `delete:refresh_tokens`, `Invalid` for another choice.
    pub async fn revoke_many(&self, actor: &Actor, query: &RefreshTokenQuery) -> Result<usize> {
        actor.may(Scope::DeleteRefreshTokens)?;
        check(query)?;
        let which = which(query)?;
        let mut tx = self.0.db().begin().await?;
        let ended = self.end_all(&mut tx, actor, &which, "Revoke refresh tokens").await?;
        tx.commit().await?;
        Ok(ended)
    }

    /// Revokes all refresh tokens of a user; how many there were.
    ///
    /// # Errors
    /// `Forbidden` without `delete:refresh_tokens`, `NotFound` for a user who is not there.
    pub async fn delete_of_user(&self, actor: &Actor, user: &UserId) -> Result<usize> {
        actor.may(Scope::DeleteRefreshTokens)?;
        let mut tx = self.0.db().begin().await?;
        self.0.users().name_of(&mut tx, actor.tenant(), user).await?;
        let which = Which { user: Some(user.as_str()), ..Which::default() };
        let ended = self.end_all(&mut tx, actor, &which, "Revoke all refresh tokens of a user").await?;
        tx.commit().await?;
        Ok(ended)
    }

    /// Revokes what `which` names in a transaction; nothing is recorded where there is nothing.
    pub(crate) async fn end_all(&self, tx: &mut Tx, actor: &Actor, which: &Which<'_>, what: &str) -> Result<usize> {
        let ids = store::refresh_tokens::revoke_all(tx, actor.tenant(), which, self.0.now()).await?;
        if ids.is_empty() {
            return Ok(0);
        }
        let mut event = self.0.event(actor, "srrt", what);
        event.user_id = which.user.map(str::to_owned);
        event.client_id = which.client.map(str::to_owned);
        let details = event.details.get_or_insert_with(|| json!({}));
        details["count"] = json!(ids.len());
        details["refresh_tokens"] = json!(ids.iter().take(MOST_IDS).collect::<Vec<_>>());
        if let Some(audience) = which.audience {
            details["audience"] = json!(cut(audience));
        }
        store::logs::append(tx, actor.tenant(), &event).await?;
        Ok(ids.len())
    }

    async fn end(&self, actor: &Actor, id: &str) -> Result<()> {
        let mut tx = self.0.db().begin().await?;
        let family = match id.contains('\0') {
            true => None,
            false => store::refresh_tokens::find_by_id(&mut tx, actor.tenant(), id).await?,
        };
        let family = family.filter(|family| family.revoked_at.is_none()).ok_or(NO_TOKEN)?;
        store::authorizations::revoke(&mut tx, actor.tenant(), &family.authorization_id, self.0.now()).await?;
        let mut event = self.0.event(actor, "srrt", "Successfully revoked a refresh token");
        event.user_id = Some(family.user_id.as_str().to_owned());
        event.client_id = Some(family.client_id);
        event.details.get_or_insert_with(|| json!({}))["device_name"] = json!(family.device_name);
        store::logs::append(&mut tx, actor.tenant(), &event).await?;
        Ok(tx.commit().await?)
    }
}

fn check(query: &RefreshTokenQuery) -> Result<()> {
    let has_owner = query.user_id.is_some() || query.client_id.is_some();
    let invalid = |message: &str| Err(Error::Invalid(message.to_owned()));
    match &query.ids {
        Some(_) if has_owner || query.audience.is_some() => {
            invalid("ids stands alone, without user_id, client_id and audience")
        }
        Some(ids) if ids.is_empty() || ids.len() > MOST_IDS => invalid("ids: 1 to 100 ids of refresh tokens"),
        None if !has_owner => invalid("ids, user_id or client_id must say which refresh tokens are meant"),
        _ => Ok(()),
    }
}
