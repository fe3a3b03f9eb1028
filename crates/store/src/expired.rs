//! Rows whose time is over.

use model::Timestamp;

use crate::{Conn, Result};

/// One statement a table: at most `$3` rows of a tenant that ended before `$2`. Each walks an index of its own.
const SQL: [&str; 10] = [
    "DELETE FROM user_sessions WHERE tenant = $1 AND id IN \
        (SELECT id FROM user_sessions WHERE tenant = $1 AND expires_at < $2 LIMIT $3)",
    "DELETE FROM access_tokens WHERE tenant = $1 AND token_hash IN \
        (SELECT token_hash FROM access_tokens WHERE tenant = $1 AND expires_at < $2 LIMIT $3)",
    "DELETE FROM refresh_token_values WHERE tenant = $1 AND token_hash IN (SELECT v.token_hash \
        FROM refresh_tokens r JOIN refresh_token_values v ON v.tenant = r.tenant AND v.token_id = r.id \
        WHERE r.tenant = $1 AND r.expires_at < $2 LIMIT $3)",
    "DELETE FROM refresh_tokens WHERE tenant = $1 AND id IN (SELECT r.id FROM refresh_tokens r \
        WHERE r.tenant = $1 AND r.expires_at < $2 AND NOT EXISTS \
        (SELECT 1 FROM refresh_token_values v WHERE v.tenant = r.tenant AND v.token_id = r.id) LIMIT $3)",
    "DELETE FROM authorizations WHERE tenant = $1 AND id IN \
        (SELECT id FROM authorizations WHERE tenant = $1 AND expires_at < $2 LIMIT $3)",
    "DELETE FROM device_codes WHERE tenant = $1 AND device_hash IN \
        (SELECT device_hash FROM device_codes WHERE tenant = $1 AND expires_at < $2 LIMIT $3)",
    "DELETE FROM tickets WHERE tenant = $1 AND id_hash IN \
        (SELECT id_hash FROM tickets WHERE tenant = $1 AND expires_at < $2 LIMIT $3)",
    "DELETE FROM spent_assertions WHERE tenant = $1 AND jti_hash IN \
        (SELECT jti_hash FROM spent_assertions WHERE tenant = $1 AND expires_at < $2 LIMIT $3) AND expires_at < $2",
    "DELETE FROM login_transactions WHERE tenant = $1 AND id_hash IN \
        (SELECT id_hash FROM login_transactions WHERE tenant = $1 AND expires_at < $2 LIMIT $3)",
    "DELETE FROM known_devices WHERE tenant = $1 AND (device_hash, user_id) IN \
        (SELECT device_hash, user_id FROM known_devices WHERE tenant = $1 AND expires_at < $2 LIMIT $3)",
];

/// How many tables there are to look through.
pub const TABLES: usize = SQL.len();

/// Deletes at most `limit` rows of one of the tables that ended before `before`; how many there were.
///
/// # Errors
/// The database's.
pub async fn delete(conn: &mut Conn, tenant: &str, table: usize, before: Timestamp, limit: i64) -> Result<u64> {
    let Some(sql) = SQL.get(table).copied() else { return Ok(0) };
    Ok(on!(conn, link => sqlx::query(sql).bind(tenant).bind(before.0).bind(limit)
        .execute(link).await.map(|done| done.rows_affected()))?)
}
