//! Client assertions that were used: each is good once (RFC 7523 §3).

use model::Timestamp;

use crate::{Conn, Result};

/// Notes the use of an assertion; `false` when it was used before.
///
/// # Errors
/// The database's.
pub async fn spend(conn: &mut Conn, tenant: &str, client: &str, jti_hash: &str, expires_at: Timestamp) -> Result<bool> {
    const SQL: &str = "INSERT INTO spent_assertions (tenant, client_id, jti_hash, expires_at) VALUES ($1, $2, $3, $4) \
        ON CONFLICT DO NOTHING";
    let rows = on!(conn, link => sqlx::query(SQL).bind(tenant).bind(client).bind(jti_hash).bind(expires_at.0)
        .execute(link).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}
