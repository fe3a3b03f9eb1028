//! Ending sessions of users from outside.

use model::{UserId, UserSession};
use serde_json::json;
use store::{Conn, Tx};

use super::{NO_SESSION, UserSessions};
use crate::ending::is_in_time;
use crate::{Actor, Result, Scope};

/// Either lets a program end what somebody is logged in with.
pub(crate) const END: &[Scope] = &[Scope::DeleteSessions, Scope::DeleteRefreshTokens];

impl UserSessions<'_> {
    /// Ends a session of a user; the refresh tokens that came of it stay.
    ///
    /// # Errors
    /// `Forbidden` without `delete:sessions`, `NotFound`.
    pub async fn delete(&self, actor: &Actor, id: &str) -> Result<()> {
        actor.may(Scope::DeleteSessions)?;
        let mut tx = self.0.db().begin().await?;
        let session = find(&mut tx, actor, id).await?;
        self.end_one(&mut tx, actor, &session).await?;
        self.record(&mut tx, actor, "Delete a session", &session, 0).await?;
        Ok(tx.commit().await?)
    }

    /// Ends a session of a user, and all that came of that login with it.
    ///
    /// # Errors
    /// `ForbiddenAny` without `delete:sessions` and `delete:refresh_tokens`, `NotFound`.
    pub async fn revoke(&self, actor: &Actor, id: &str) -> Result<()> {
        actor.may_any(END)?;
        let mut tx = self.0.db().begin().await?;
        let session = find(&mut tx, actor, id).await?;
        self.end_one(&mut tx, actor, &session).await?;
        let tokens = store::revocations::of_session(&mut tx, actor.tenant(), &session.id, self.0.now()).await?;
        self.record(&mut tx, actor, "Revoke a session", &session, tokens).await?;
        Ok(tx.commit().await?)
    }

    /// Ends all sessions of a user; how many there were.
    ///
    /// # Errors
    /// `Forbidden` without `delete:sessions`, `NotFound` for a user who is not there.
    pub async fn delete_of_user(&self, actor: &Actor, user: &UserId) -> Result<usize> {
        actor.may(Scope::DeleteSessions)?;
        let mut tx = self.0.db().begin().await?;
        let name = self.0.users().name_of(&mut tx, actor.tenant(), user).await?;
        let ended = self.end_all(&mut tx, actor, user).await?;
        if ended > 0 {
            let mut event = self.0.event(actor, "sapi", "Delete all sessions of a user");
            event.user_id = Some(user.as_str().to_owned());
            event.user_name = Some(name);
            event.details.get_or_insert_with(|| json!({}))["sessions"] = json!(ended);
            store::logs::append(&mut tx, actor.tenant(), &event).await?;
        }
        tx.commit().await?;
        Ok(ended)
    }

    /// Ends all sessions of a user in a transaction; how many there were.
    pub(crate) async fn end_all(&self, tx: &mut Tx, actor: &Actor, user: &UserId) -> Result<usize> {
        let now = self.0.now();
        let mut ended = 0;
        for session in store::user_sessions::of_user(tx, actor.tenant(), user).await? {
            self.end_one(tx, actor, &session).await?;
            ended += usize::from(is_in_time(&session, now));
        }
        store::user_sessions::delete_of_user(tx, actor.tenant(), user).await?;
        Ok(ended)
    }

    /// Ends a session in a transaction, and lets its applications be told.
    pub(crate) async fn end_one(&self, tx: &mut Tx, actor: &Actor, session: &UserSession) -> Result<()> {
        if let Some(impersonation) = &session.impersonation {
            self.0.impersonations().end_with_session(tx, actor, impersonation).await?;
        }
        self.0.end_session(tx, actor.tenant(), session).await
    }

    async fn record(&self, tx: &mut Tx, actor: &Actor, what: &str, session: &UserSession, tokens: u64) -> Result<()> {
        let mut event = self.0.event(actor, "sapi", what);
        event.user_id = Some(session.user_id.as_str().to_owned());
        event.connection = Some(session.connection.clone());
        let details = event.details.get_or_insert_with(|| json!({}));
        details["session_id"] = json!(session.id);
        if tokens > 0 {
            details["refresh_tokens"] = json!(tokens);
        }
        Ok(store::logs::append(tx, actor.tenant(), &event).await?)
    }
}

async fn find(conn: &mut Conn, actor: &Actor, id: &str) -> Result<UserSession> {
    if id.contains('\0') {
        return Err(NO_SESSION);
    }
    store::user_sessions::find(conn, actor.tenant(), id).await?.ok_or(NO_SESSION)
}
