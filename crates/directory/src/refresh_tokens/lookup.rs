//! Refresh tokens, as programs see them.

use model::{JsonObject, RefreshTokenInfo, RefreshTokenQuery, Timestamp, UserId};
use serde_json::json;
use store::Conn;
use store::refresh_tokens::{RefreshToken, Which};

use super::{NO_TOKEN, RefreshTokens};
use crate::tokens::NEVER;
use crate::{Actor, Error, Result, Scope, notes};

/// Some refresh tokens.
#[derive(Clone, Debug, Default)]
pub struct RefreshTokenPage {
    /// By their ids.
    pub tokens: Vec<RefreshTokenInfo>,
    /// Whether there are more.
    pub has_more: bool,
    /// How many there are in all; where that was asked.
    pub total: Option<i64>,
}

impl RefreshTokens<'_> {
    /// A refresh token that works.
    ///
    /// # Errors
    /// `Forbidden` without `read:refresh_tokens`, `NotFound`.
    pub async fn get(&self, actor: &Actor, id: &str) -> Result<RefreshTokenInfo> {
        actor.may(Scope::ReadRefreshTokens)?;
        let mut conn = self.0.db().read().await?;
        Ok(info(self.working(&mut conn, actor, id).await?))
    }

    /// At most `limit` of the refresh tokens of a user, at an application if one is named, after the id `after`.
    ///
    /// # Errors
    /// `Forbidden` without `read:refresh_tokens`, `NotFound` for a user who is not there, `Field` for what cannot be.
    pub async fn page(
        &self,
        actor: &Actor,
        user: &UserId,
        client: Option<&str>,
        after: Option<&str>,
        limit: i64,
    ) -> Result<RefreshTokenPage> {
        actor.may(Scope::ReadRefreshTokens)?;
        check("from", after)?;
        check("client_id", client)?;
        let mut conn = self.0.db().read().await?;
        self.0.users().name_of(&mut conn, actor.tenant(), user).await?;
        let which = Which { user: Some(user.as_str()), client, ..Which::default() };
        self.part(&mut conn, actor, &which, after, (0, limit)).await
    }

    /// What Auth0 calls device credentials: `limit` of the refresh tokens that `query` names, without the first `offset`.
    ///
    /// # Errors
    /// `Forbidden` without `read:device_credentials`, `Field` for what cannot be.
    pub async fn device_credentials(
        &self,
        actor: &Actor,
        query: &RefreshTokenQuery,
        (offset, limit): (i64, i64),
        is_total_wanted: bool,
    ) -> Result<RefreshTokenPage> {
        actor.may(Scope::ReadDeviceCredentials)?;
        let which = which(query)?;
        let mut conn = self.0.db().read().await?;
        let mut page = self.part(&mut conn, actor, &which, None, (offset, limit)).await?;
        if is_total_wanted {
            page.total = Some(store::refresh_tokens::count(&mut conn, actor.tenant(), &which, self.0.now()).await?);
        }
        Ok(page)
    }

    /// Keeps something else with a refresh token, or nothing, or what is there already.
    ///
    /// # Errors
    /// `Forbidden` without `update:refresh_tokens`, `NotFound`, `Field` for more than is kept.
    pub async fn set_metadata(
        &self,
        actor: &Actor,
        id: &str,
        metadata: Option<Option<JsonObject>>,
    ) -> Result<RefreshTokenInfo> {
        actor.may(Scope::UpdateRefreshTokens)?;
        let metadata = metadata.map(|metadata| notes::checked("refresh_token_metadata", metadata)).transpose()?;
        let mut tx = self.0.db().begin().await?;
        let before = self.working(&mut tx, actor, id).await?;
        let Some(metadata) = metadata else { return Ok(info(before)) };
        if before.metadata == metadata {
            return Ok(info(before));
        }
        store::refresh_tokens::save_metadata(&mut tx, actor.tenant(), id, metadata.as_ref()).await?;
        let mut event = self.0.event(actor, "sapi", "Update a refresh token");
        event.user_id = Some(before.user_id.as_str().to_owned());
        event.client_id = Some(before.client_id.clone());
        let details = event.details.get_or_insert_with(|| json!({}));
        details["refresh_token"] = json!(id);
        details["changed"] = json!({ "refresh_token_metadata": { "before": before.metadata, "after": metadata } });
        store::logs::append(&mut tx, actor.tenant(), &event).await?;
        tx.commit().await?;
        Ok(info(RefreshToken { metadata, ..before }))
    }

    async fn part(
        &self,
        conn: &mut Conn,
        actor: &Actor,
        which: &Which<'_>,
        after: Option<&str>,
        (offset, limit): (i64, i64),
    ) -> Result<RefreshTokenPage> {
        let (tenant, now) = (actor.tenant(), self.0.now());
        let mut found = store::refresh_tokens::list(conn, tenant, which, after, (offset, limit + 1), now).await?;
        let has_more = i64::try_from(found.len()).is_ok_and(|found| found > limit);
        found.truncate(usize::try_from(limit).unwrap_or(0));
        Ok(RefreshTokenPage { tokens: found.into_iter().map(info).collect(), has_more, total: None })
    }

    async fn working(&self, conn: &mut Conn, actor: &Actor, id: &str) -> Result<RefreshToken> {
        if id.contains('\0') {
            return Err(NO_TOKEN);
        }
        let ids = [id.to_owned()];
        let which = Which { ids: Some(&ids), ..Which::default() };
        let mut found = store::refresh_tokens::list(conn, actor.tenant(), &which, None, (0, 1), self.0.now()).await?;
        found.pop().ok_or(NO_TOKEN)
    }
}

/// # Errors
/// `Field` for what no database can hold.
pub(super) fn which(query: &RefreshTokenQuery) -> Result<Which<'_>> {
    let user = query.user_id.as_ref().map(UserId::as_str);
    let (client, audience) = (query.client_id.as_deref(), query.audience.as_deref());
    for (field, value) in [("user_id", user), ("client_id", client), ("audience", audience)] {
        check(field, value)?;
    }
    for id in query.ids.iter().flatten() {
        check("ids", Some(id))?;
    }
    let is_rotating = query.is_rotating;
    Ok(Which { ids: query.ids.as_deref(), user, client, audience, session: None, is_rotating })
}

fn check(field: &'static str, value: Option<&str>) -> Result<()> {
    match value {
        Some(value) if value.contains('\0') => Err(Error::field(field, "The character NUL is in no id")),
        _ => Ok(()),
    }
}

fn info(token: RefreshToken) -> RefreshTokenInfo {
    let ends = |at: Timestamp| (at < NEVER).then_some(at);
    RefreshTokenInfo {
        id: token.id,
        user_id: token.user_id,
        client_id: token.client_id,
        session_id: token.session_id,
        audience: token.audience,
        scope: token.scope,
        device_name: token.device_name,
        user_agent: token.user_agent,
        initial_ip: token.initial_ip,
        last_ip: token.last_ip,
        is_rotating: token.is_rotating,
        created_at: token.created_at,
        last_used_at: token.last_used_at,
        idle_expires_at: ends(token.idle_expires_at),
        expires_at: ends(token.expires_at),
        metadata: token.metadata,
    }
}
