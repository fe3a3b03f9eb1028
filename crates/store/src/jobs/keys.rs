//! What rows of a running import named that there can be only once.

use std::collections::HashSet;

use crate::sql::Sql;
use crate::sql::insert_rows;
use crate::{Conn, Result};

/// Those of `keys` that earlier rows named.
///
/// # Errors
/// The database's.
pub async fn known_keys(conn: &mut Conn, tenant: &str, job: &str, keys: &[String]) -> Result<HashSet<String>> {
    let mut known = HashSet::new();
    for part in keys.chunks(crate::sql::ROWS) {
        let mut sql = Sql::new("SELECT key FROM job_keys WHERE tenant = ");
        sql.bind(tenant).push(" AND job_id = ").bind(job).push(" AND key IN (").bind_all(part).push(")");
        let found: Vec<(String,)> = sql.fetch_all(conn).await?;
        known.extend(found.into_iter().map(|(key,)| key));
    }
    Ok(known)
}

/// Keeps keys that are not known yet.
///
/// # Errors
/// The database's; a known key is one.
pub async fn add_keys(conn: &mut Conn, tenant: &str, job: &str, keys: &[String]) -> Result<()> {
    insert_rows!(conn, "INSERT INTO job_keys (tenant, job_id, key) ", keys, |key, values| {
        values.push_bind(tenant).push_bind(job).push_bind(key);
    });
    Ok(())
}

/// Forgets at most `limit` keys of a job; how many there were.
///
/// # Errors
/// The database's.
pub async fn delete_keys(conn: &mut Conn, tenant: &str, job: &str, limit: i64) -> Result<u64> {
    const SQL: &str = "DELETE FROM job_keys WHERE tenant = $1 AND job_id = $2 AND key IN \
        (SELECT key FROM job_keys WHERE tenant = $1 AND job_id = $2 LIMIT $3)";
    Ok(on!(conn, link => sqlx::query(SQL).bind(tenant).bind(job).bind(limit).execute(link).await
        .map(|done| done.rows_affected()))?)
}
