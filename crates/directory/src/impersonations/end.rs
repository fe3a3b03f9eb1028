//! The end of impersonations.

use model::Timestamp;
use serde_json::Value;
use store::Conn;
use store::impersonations::Impersonation;

use super::event::as_actor;
use super::{Impersonated, Impersonations};
use crate::actor::Who;
use crate::events::{cut, describe};
use crate::random::hash_secret;
use crate::{Actor, Error, LiveSession, Origin, Result, Scope};

/// How long it is kept what became of a link, in milliseconds: 30 days. The log knows it for as long as the log is kept.
const KEPT: i64 = 30 * 24 * 3_600_000;

const MISSING: Error = Error::NotFound("The impersonation does not exist, or it has ended.");

impl Impersonations<'_> {
    /// Ends one: its session, and all tokens that came of it, are good for nothing at once.
    ///
    /// # Errors
    /// `Forbidden` for whoever neither manages administrators nor is in it themselves, `NotFound`.
    pub async fn end(&self, actor: &Actor, id: &str) -> Result<()> {
        actor.may(Scope::ReadLogs)?;
        if id.contains('\0') {
            return Err(MISSING);
        }
        let mut tx = self.0.db().begin().await?;
        let it = store::impersonations::find(&mut tx, actor.tenant(), id).await?;
        let it = it.filter(|it| it.ended_at.is_none() && self.0.now() <= it.expires_at).ok_or(MISSING)?;
        if !may_end(actor, &it) {
            return Err(Error::Forbidden(Scope::ManageAdministrators));
        }
        let reason = format!("Ended by {}", actor.label());
        self.finish(&mut tx, actor.tenant(), &it, &reason, &describe(actor), &actor.origin).await?;
        Ok(tx.commit().await?)
    }

    /// The impersonation of a browser, by the secret of its session.
    ///
    /// # Errors
    /// The database's.
    pub async fn of_browser(&self, tenant: &str, secret: Option<&str>) -> Result<Option<(LiveSession, Impersonated)>> {
        let Some(secret) = secret else { return Ok(None) };
        let live = self.0.user_sessions().resolve(tenant, secret).await?;
        Ok(live.and_then(|live| live.impersonation.clone().map(|impersonated| (live, impersonated))))
    }

    /// Ends the one of a browser; whoever has its secret is in it.
    ///
    /// # Errors
    /// The database's.
    pub async fn leave(&self, tenant: &str, secret: &str, reason: &str, origin: &Origin) -> Result<()> {
        let mut tx = self.0.db().begin().await?;
        let session = store::user_sessions::by_secret(&mut tx, tenant, &hash_secret(secret)).await?;
        let Some(id) = session.and_then(|session| session.impersonation) else { return Ok(()) };
        if let Some(it) = store::impersonations::find(&mut tx, tenant, &id).await? {
            self.finish(&mut tx, tenant, &it, reason, &as_actor(&it.impersonator), origin).await?;
        }
        Ok(tx.commit().await?)
    }

    /// Ends all that an administrator is in.
    pub(crate) async fn end_of(&self, conn: &mut Conn, actor: &Actor, administrator: &str, reason: &str) -> Result<()> {
        for it in store::impersonations::opened(conn, actor.tenant(), Some(administrator)).await? {
            self.finish(conn, actor.tenant(), &it, reason, &describe(actor), &actor.origin).await?;
        }
        Ok(())
    }

    /// Ends all that hang on a session of the dashboard which is about to end.
    pub(crate) async fn end_of_session(&self, conn: &mut Conn, actor: &Actor, id_hash: &str) -> Result<()> {
        let Who::Administrator { id, .. } = &actor.who else { return Ok(()) };
        let reason = "The administrator signed out of the dashboard";
        for it in store::impersonations::opened(conn, actor.tenant(), Some(id)).await? {
            if it.administrator_session.as_deref() == Some(id_hash) {
                self.finish(conn, actor.tenant(), &it, reason, &describe(actor), &actor.origin).await?;
            }
        }
        Ok(())
    }

    /// Ends the one whose session was just ended.
    pub(crate) async fn end_with_session(&self, conn: &mut Conn, actor: &Actor, id: &str) -> Result<()> {
        let Some(it) = store::impersonations::find(conn, actor.tenant(), id).await? else { return Ok(()) };
        let reason = format!("Ended by {}", actor.label());
        self.finish(conn, actor.tenant(), &it, &reason, &describe(actor), &actor.origin).await
    }

    /// Ends all of a tenant that does not allow them any more.
    pub(crate) async fn end_all(&self, conn: &mut Conn, actor: &Actor) -> Result<()> {
        for it in store::impersonations::opened(conn, actor.tenant(), None).await? {
            let reason = "It was switched off for the tenant";
            self.finish(conn, actor.tenant(), &it, reason, &describe(actor), &actor.origin).await?;
        }
        Ok(())
    }

    /// Writes down the end of those whose time is over or whose user was blocked, and forgets what is old.
    pub(crate) async fn sweep(&self, tenant: &str) -> Result<u64> {
        let now = self.0.now();
        let mut tx = self.0.db().begin().await?;
        for it in store::impersonations::opened(&mut tx, tenant, None).await? {
            let reason = if it.expires_at < now {
                "Its time was over"
            } else if store::user_sessions::of_impersonation(&mut tx, tenant, &it.id).await?.is_some() {
                continue;
            } else {
                "The user's sessions were ended"
            };
            let (actor, origin) = (as_actor(&it.impersonator), Origin::default());
            self.finish(&mut tx, tenant, &it, reason, &actor, &origin).await?;
        }
        let before = format!("imp_{:013}", Timestamp(now.0 - KEPT).0.max(0));
        let deleted = store::impersonations::delete_old(&mut tx, tenant, &before, 200).await?;
        tx.commit().await?;
        Ok(deleted)
    }

    async fn finish(
        &self,
        conn: &mut Conn,
        tenant: &str,
        it: &Impersonation,
        reason: &str,
        actor: &Value,
        origin: &Origin,
    ) -> Result<()> {
        let session = store::user_sessions::of_impersonation(conn, tenant, &it.id).await?;
        if !store::impersonations::end(conn, tenant, &it.id, &cut(reason), self.0.now()).await? {
            return Ok(());
        }
        if let Some(session) = session {
            self.0.end_session(conn, tenant, &session).await?;
        }
        let description = format!("{} is no longer signed in as {}", it.impersonator.email, it.user_name);
        let kind = "impersonation_ended";
        let mut event = self.0.impersonation_event(it, kind, &cut(&description), actor, origin);
        if let Some(details) = &mut event.details {
            details["end_reason"] = cut(reason).into();
        }
        Ok(store::logs::append(conn, tenant, &event).await?)
    }
}

/// Owners end any, and whoever is in one ends theirs.
pub(super) fn may_end(actor: &Actor, it: &Impersonation) -> bool {
    let is_own = matches!(&actor.who, Who::Administrator { id, .. } if *id == it.impersonator.user_id);
    is_own || actor.has(Scope::ManageAdministrators)
}
