//! Whether somebody may still be logged in, asked anew at every entry point.

use model::{UserId, UserProfile, UserSession};
use store::Conn;

use crate::{Directory, LoginRefusal};

/// Whose use of what is asked about.
#[derive(Clone, Copy, Debug)]
pub struct Use<'a> {
    /// The user.
    pub user: &'a UserId,
    /// The application.
    pub client_id: &'a str,
    /// Name of the connection that the user came by.
    pub connection: &'a str,
    /// The session that must still be there: of whatever was not given for offline access.
    pub session_id: Option<&'a str>,
}

impl Directory {
    /// The user as they are now, if they may still be logged in at the application: they exist and are not blocked, their
    /// connection is still switched on for it, and the session has not ended.
    ///
    /// # Errors
    /// `UserGone`, `Blocked`, `NoConnection`, `ConnectionDisabled`, `SessionEnded`, or the database's.
    pub async fn may_use(&self, tenant: &str, use_: Use<'_>) -> Result<UserProfile, LoginRefusal> {
        let mut conn = self.db().read().await?;
        self.may_use_in(&mut conn, tenant, use_).await
    }

    /// The same, in a transaction of the caller's.
    ///
    /// # Errors
    /// As [`Directory::may_use`].
    pub(crate) async fn may_use_in(
        &self,
        conn: &mut Conn,
        tenant: &str,
        use_: Use<'_>,
    ) -> Result<UserProfile, LoginRefusal> {
        let user = store::users::find(conn, tenant, use_.user).await?.ok_or(LoginRefusal::UserGone)?;
        if user.is_blocked_at(self.now()) {
            return Err(LoginRefusal::Blocked);
        }
        check_connection(conn, tenant, use_.connection, use_.client_id).await?;
        if let Some(id) = use_.session_id {
            let session = store::user_sessions::find(conn, tenant, id).await?;
            let now = self.now();
            let is_theirs = |session: &UserSession| session.expires_at >= now && session.user_id == user.user_id;
            let session = session.filter(is_theirs).ok_or(LoginRefusal::SessionEnded)?;
            if let Some(impersonation) = &session.impersonation
                && self.live_impersonation(conn, tenant, impersonation).await?.is_none()
            {
                return Err(LoginRefusal::SessionEnded);
            }
        }
        Ok(user)
    }
}

/// The connection is there and switched on for the application.
pub(crate) async fn check_connection(
    conn: &mut Conn,
    tenant: &str,
    connection: &str,
    client_id: &str,
) -> Result<(), LoginRefusal> {
    match store::connection_clients::is_enabled(conn, tenant, connection, client_id).await? {
        Some(true) => Ok(()),
        Some(false) => Err(LoginRefusal::ConnectionDisabled),
        None => Err(LoginRefusal::NoConnection),
    }
}
