//! Sessions of users, as programs see them.

use model::{JsonObject, UserId, UserSession};
use serde_json::json;

use super::{NO_SESSION, UserSessions};
use crate::ending::is_in_time;
use crate::{Actor, Error, Result, Scope, notes};

impl UserSessions<'_> {
    /// A session that has not ended.
    ///
    /// # Errors
    /// `Forbidden` without `read:sessions`, `NotFound`.
    pub async fn get(&self, actor: &Actor, id: &str) -> Result<UserSession> {
        actor.may(Scope::ReadSessions)?;
        let mut conn = self.0.db().read().await?;
        self.in_time(&mut conn, actor, id).await
    }

    /// At most `limit` of the sessions of a user that have not ended, by their ids, after the id `after`; and whether there
    /// are more.
    ///
    /// # Errors
    /// `Forbidden` without `read:sessions`, `NotFound` for a user who is not there, `Field` for an `after` that no id can be.
    pub async fn page(
        &self,
        actor: &Actor,
        user: &UserId,
        after: Option<&str>,
        limit: i64,
    ) -> Result<(Vec<UserSession>, bool)> {
        actor.may(Scope::ReadSessions)?;
        if after.is_some_and(|after| after.contains('\0')) {
            return Err(Error::field("from", "Not what an earlier answer gave"));
        }
        let mut conn = self.0.db().read().await?;
        self.0.users().name_of(&mut conn, actor.tenant(), user).await?;
        let (tenant, now) = (actor.tenant(), self.0.now());
        let mut found = store::user_sessions::list(&mut conn, tenant, user, after, limit + 1, now).await?;
        let has_more = i64::try_from(found.len()).is_ok_and(|found| found > limit);
        found.truncate(usize::try_from(limit).unwrap_or(0));
        Ok((found, has_more))
    }

    /// Keeps something else with a session, or nothing, or what is there already.
    ///
    /// # Errors
    /// `Forbidden` without `update:sessions`, `NotFound`, `Field` for more than is kept.
    pub async fn set_metadata(
        &self,
        actor: &Actor,
        id: &str,
        metadata: Option<Option<JsonObject>>,
    ) -> Result<UserSession> {
        actor.may(Scope::UpdateSessions)?;
        let metadata = metadata.map(|metadata| notes::checked("session_metadata", metadata)).transpose()?;
        let mut tx = self.0.db().begin().await?;
        let before = self.in_time(&mut tx, actor, id).await?;
        let Some(metadata) = metadata else { return Ok(before) };
        if before.metadata == metadata {
            return Ok(before);
        }
        store::user_sessions::save_metadata(&mut tx, actor.tenant(), id, metadata.as_ref()).await?;
        let mut event = self.0.event(actor, "sapi", "Update a session");
        event.user_id = Some(before.user_id.as_str().to_owned());
        let details = event.details.get_or_insert_with(|| json!({}));
        details["session_id"] = json!(id);
        details["changed"] = json!({ "session_metadata": { "before": before.metadata, "after": metadata } });
        store::logs::append(&mut tx, actor.tenant(), &event).await?;
        tx.commit().await?;
        Ok(UserSession { metadata, ..before })
    }

    async fn in_time(&self, conn: &mut store::Conn, actor: &Actor, id: &str) -> Result<UserSession> {
        if id.contains('\0') {
            return Err(NO_SESSION);
        }
        let session = store::user_sessions::find(conn, actor.tenant(), id).await?;
        session.filter(|session| is_in_time(session, self.0.now())).ok_or(NO_SESSION)
    }
}
