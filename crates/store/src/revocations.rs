//! Ending what a user let applications do.

use model::{Timestamp, UserId};

use crate::{Conn, Result, known_devices, login_attempts, user_sessions};

/// Ends the sessions, authorizations and tokens of a user, forgets the browsers that logged them in, and device codes that wait for their tokens.
///
/// # Errors
/// The database's.
pub async fn of_user(conn: &mut Conn, tenant: &str, user: &UserId, now: Timestamp) -> Result<()> {
    const SQL: [&str; 3] = [
        "UPDATE authorizations SET revoked_at = $3 WHERE tenant = $1 AND user_id = $2 AND revoked_at IS NULL",
        "UPDATE refresh_tokens SET revoked_at = $3 WHERE tenant = $1 AND user_id = $2 AND revoked_at IS NULL",
        "UPDATE device_codes SET status = 'denied' \
            WHERE tenant = $1 AND user_id = $2 AND status = 'approved' AND created_at <= $3",
    ];
    user_sessions::delete_of_user(conn, tenant, user).await?;
    known_devices::forget(conn, tenant, user).await?;
    for sql in SQL {
        on!(conn, link => sqlx::query(sql).bind(tenant).bind(user.as_str()).bind(now.0)
            .execute(link).await.map(|_| ()))?;
    }
    Ok(())
}

/// Ends the authorizations and tokens that came of one login; how many refresh tokens there were.
///
/// # Errors
/// The database's.
pub async fn of_session(conn: &mut Conn, tenant: &str, session: &str, now: Timestamp) -> Result<u64> {
    const SQL: [&str; 2] = [
        "UPDATE authorizations SET revoked_at = $3 WHERE tenant = $1 AND session_id = $2 AND revoked_at IS NULL",
        "UPDATE refresh_tokens SET revoked_at = $3 WHERE tenant = $1 AND session_id = $2 AND revoked_at IS NULL",
    ];
    let mut rows = 0;
    for sql in SQL {
        rows = on!(conn, link => sqlx::query(sql).bind(tenant).bind(session).bind(now.0)
            .execute(link).await.map(|done| done.rows_affected()))?;
    }
    Ok(rows)
}

/// Forgets what is kept beside a user for their logins.
///
/// # Errors
/// The database's.
pub(crate) async fn forget_user(conn: &mut Conn, tenant: &str, user: &UserId) -> Result<()> {
    const SQL: [&str; 4] = [
        "DELETE FROM blocks WHERE tenant = $1 AND user_id = $2",
        "DELETE FROM grants WHERE tenant = $1 AND user_id = $2",
        "DELETE FROM known_devices WHERE tenant = $1 AND user_id = $2",
        "DELETE FROM password_history WHERE tenant = $1 AND user_id = $2",
    ];
    for sql in SQL {
        on!(conn, link => sqlx::query(sql).bind(tenant).bind(user.as_str()).execute(link).await.map(|_| ()))?;
    }
    login_attempts::delete(conn, tenant, user.as_str()).await?;
    Ok(())
}
