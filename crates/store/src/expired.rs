//! Rows whose time is over.

use model::Timestamp;

use crate::{Conn, Result};

/// One statement a table: at most `$3` rows of a tenant that ended before `$2`. Each walks an index of its own.
const SQL: [&str; 13] = [
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
    // What only a running job needs.
    "DELETE FROM job_keys WHERE tenant = $1 AND (job_id, key) IN (SELECT k.job_id, k.key \
        FROM jobs j JOIN job_keys k ON k.tenant = j.tenant AND k.job_id = j.id \
        WHERE j.tenant = $1 AND j.ended_at < $2 LIMIT $3)",
    "DELETE FROM job_errors WHERE tenant = $1 AND (job_id, line, place) IN (SELECT e.job_id, e.line, e.place \
        FROM jobs j JOIN job_errors e ON e.tenant = j.tenant AND e.job_id = j.id \
        WHERE j.tenant = $1 AND j.expires_at < $2 AND j.ended_at IS NOT NULL LIMIT $3)",
    "DELETE FROM jobs WHERE tenant = $1 AND id IN (SELECT j.id FROM jobs j \
        WHERE j.tenant = $1 AND j.expires_at < $2 AND j.ended_at IS NOT NULL \
        AND NOT EXISTS (SELECT 1 FROM job_errors e WHERE e.tenant = j.tenant AND e.job_id = j.id) \
        AND NOT EXISTS (SELECT 1 FROM job_keys k WHERE k.tenant = j.tenant AND k.job_id = j.id) LIMIT $3)",
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
