//! Counting a login.

use model::{Timestamp, UserId};

use crate::{Conn, Result};

/// One more login, now and from `ip`.
///
/// # Errors
/// The database's.
pub async fn count_login(conn: &mut Conn, tenant: &str, id: &UserId, ip: Option<&str>, now: Timestamp) -> Result<()> {
    const SQL: &str = "UPDATE users SET logins_count = logins_count + 1, last_login = $4, last_ip = $3, updated_at = $4 \
        WHERE tenant = $1 AND id = $2";
    on!(conn, link => sqlx::query(SQL).bind(tenant).bind(id.as_str()).bind(ip).bind(now.0)
        .execute(link).await.map(|_| ()))?;
    Ok(())
}
