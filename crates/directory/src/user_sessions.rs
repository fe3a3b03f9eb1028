//! The logins of browsers: single sign-on between the applications of a tenant.

mod ends;
mod lookup;

use model::{Timestamp, UserId, UserProfile, UserSession};
use store::Conn;

use crate::ending::is_in_time;
use crate::random::hash_secret;
use crate::{Actor, Directory, Error, Impersonated, Origin, Result, Scope};

/// What is said of an id that no session has.
const NO_SESSION: Error = Error::NotFound("The session does not exist.");

const HOUR: i64 = 3_600_000;
/// More applications are not remembered of one session.
const MAX_CLIENTS: usize = 50;

pub(crate) use ends::END;

/// The sessions of a tenant's users.
pub struct UserSessions<'a>(pub(crate) &'a Directory);

/// A session that just began.
#[derive(Clone, Debug)]
pub struct BegunSession {
    /// What the browser's cookie holds, and nothing else.
    pub secret: String,
    /// The session.
    pub session: UserSession,
}

/// A session that has not ended, and whose it is.
#[derive(Clone, Debug)]
pub struct LiveSession {
    /// The session.
    pub session: UserSession,
    /// The user as they are now.
    pub user: UserProfile,
    /// The administrator who is in, in the user's place.
    pub impersonation: Option<Impersonated>,
}

impl UserSessions<'_> {
    /// Begins a session of a user who was just logged in by `connection` for `client_id`.
    ///
    /// # Errors
    /// The database's.
    pub async fn begin(
        &self,
        tenant: &str,
        user: &UserId,
        connection: &str,
        client_id: &str,
        origin: &Origin,
    ) -> Result<BegunSession> {
        let mut tx = self.0.db().begin().await?;
        let settings = store::tenants::settings(&mut tx, tenant).await?.unwrap_or_default();
        let (now, secret) = (self.0.now(), self.0.random().secret());
        let expires_at = Timestamp(now.0 + settings.session_lifetime * HOUR);
        let session = UserSession {
            id: self.0.random().alphanumeric(32),
            user_id: user.clone(),
            connection: connection.to_owned(),
            clients: vec![client_id.to_owned()],
            ip: origin.ip.clone(),
            user_agent: origin.user_agent.clone(),
            created_at: now,
            authenticated_at: now,
            last_seen_at: now,
            idle_expires_at: Timestamp(now.0 + settings.idle_session_lifetime * HOUR).min(expires_at),
            expires_at,
            impersonation: None,
            metadata: None,
        };
        store::user_sessions::insert(&mut tx, tenant, &hash_secret(&secret), &session).await?;
        store::user_sessions::delete_expired(&mut tx, tenant, now).await?;
        tx.commit().await?;
        Ok(BegunSession { secret, session })
    }

    /// After a login: the session that the browser had goes on with another secret if it is the same user's, so that other
    /// applications keep theirs; otherwise it ends and a new one begins (S-343).
    ///
    /// # Errors
    /// The database's.
    pub async fn begin_in_place_of(
        &self,
        tenant: &str,
        old_secret: Option<&str>,
        user: &UserId,
        connection: &str,
        client_id: &str,
        origin: &Origin,
    ) -> Result<BegunSession> {
        let Some(old_secret) = old_secret else {
            return self.begin(tenant, user, connection, client_id, origin).await;
        };
        let old = self.resolve(tenant, old_secret).await?;
        let is_theirs = |old: &LiveSession| {
            old.user.user_id == *user && old.session.connection == connection && old.impersonation.is_none()
        };
        let Some(old) = old.filter(is_theirs) else {
            self.end(tenant, old_secret).await?;
            return self.begin(tenant, user, connection, client_id, origin).await;
        };
        let mut tx = self.0.db().begin().await?;
        let settings = store::tenants::settings(&mut tx, tenant).await?.unwrap_or_default();
        let (now, secret, mut session) = (self.0.now(), self.0.random().secret(), old.session);
        session.authenticated_at = now;
        session.last_seen_at = now;
        session.expires_at = Timestamp(now.0 + settings.session_lifetime * HOUR);
        session.idle_expires_at = Timestamp(now.0 + settings.idle_session_lifetime * HOUR).min(session.expires_at);
        remember(&mut session, client_id);
        if !store::user_sessions::renew(&mut tx, tenant, &hash_secret(&secret), &session).await? {
            drop(tx);
            return self.begin(tenant, user, connection, client_id, origin).await;
        }
        tx.commit().await?;
        Ok(BegunSession { secret, session })
    }

    /// The session of a browser's cookie, unless it has ended: by time, because its user is gone or blocked, or because
    /// their password was changed since, or because an administrator was in their place and may not be any more.
    ///
    /// # Errors
    /// The database's.
    pub async fn resolve(&self, tenant: &str, secret: &str) -> Result<Option<LiveSession>> {
        let mut conn = self.0.db().read().await?;
        let session = store::user_sessions::by_secret(&mut conn, tenant, &hash_secret(secret)).await?;
        let now = self.0.now();
        let Some(session) = session.filter(|session| is_in_time(session, now)) else { return Ok(None) };
        self.live(&mut conn, tenant, session).await
    }

    async fn live(&self, conn: &mut Conn, tenant: &str, session: UserSession) -> Result<Option<LiveSession>> {
        let Some(user) = store::users::find(conn, tenant, &session.user_id).await? else { return Ok(None) };
        let changed_at = store::passwords::changed_at(conn, tenant, &user.user_id).await?;
        let is_stale = changed_at.is_some_and(|changed_at| changed_at > session.authenticated_at);
        if is_stale || user.is_blocked_at(self.0.now()) {
            return Ok(None);
        }
        let impersonation = match &session.impersonation {
            None => None,
            Some(id) => match self.0.live_impersonation(conn, tenant, id).await? {
                None => return Ok(None),
                live => live,
            },
        };
        Ok(Some(LiveSession { session, user, impersonation }))
    }

    /// Notes that the session logged its user in at `client_id`, which puts off its end by disuse.
    ///
    /// # Errors
    /// The database's.
    pub async fn touch(&self, tenant: &str, id: &str, client_id: &str) -> Result<()> {
        let mut tx = self.0.db().begin().await?;
        let Some(mut session) = store::user_sessions::find(&mut tx, tenant, id).await? else { return Ok(()) };
        let settings = store::tenants::settings(&mut tx, tenant).await?.unwrap_or_default();
        let now = self.0.now();
        session.last_seen_at = now;
        session.idle_expires_at = Timestamp(now.0 + settings.idle_session_lifetime * HOUR).min(session.expires_at);
        remember(&mut session, client_id);
        store::user_sessions::touch(&mut tx, tenant, &session).await?;
        Ok(tx.commit().await?)
    }

    /// Ends the session of a browser's cookie.
    ///
    /// # Errors
    /// The database's.
    pub async fn end(&self, tenant: &str, secret: &str) -> Result<()> {
        let mut tx = self.0.db().begin().await?;
        if let Some(session) = store::user_sessions::by_secret(&mut tx, tenant, &hash_secret(secret)).await? {
            self.0.end_session(&mut tx, tenant, &session).await?;
        }
        Ok(tx.commit().await?)
    }

    /// The sessions of a user that have not ended, the newest first.
    ///
    /// # Errors
    /// `Forbidden` without `read:sessions`.
    pub async fn list(&self, actor: &Actor, user: &UserId) -> Result<Vec<UserSession>> {
        actor.may(Scope::ReadSessions)?;
        if user.as_str().contains('\0') {
            return Ok(Vec::new());
        }
        let mut conn = self.0.db().read().await?;
        let sessions = store::user_sessions::of_user(&mut conn, actor.tenant(), user).await?;
        let now = self.0.now();
        Ok(sessions.into_iter().filter(|session| is_in_time(session, now)).collect())
    }
}

fn remember(session: &mut UserSession, client_id: &str) {
    if session.clients.len() < MAX_CLIENTS && !session.clients.iter().any(|client| client == client_id) {
        session.clients.push(client_id.to_owned());
    }
}
