//! Accounts that were linked to another user: the passwords that they keep.

use model::{Timestamp, UserId};

use crate::sql::Sql;
use crate::{Conn, Result};

/// Keeps an account that was linked to a user.
///
/// # Errors
/// The database's.
pub(crate) async fn insert(
    conn: &mut Conn,
    tenant: &str,
    id: &UserId,
    user: &UserId,
    hash: Option<&str>,
    changed_at: Timestamp,
) -> Result<()> {
    const SQL: &str = "INSERT INTO linked_identities (tenant, id, user_id, password_hash, changed_at) \
        VALUES ($1, $2, $3, $4, $5)";
    on!(conn, link => sqlx::query(SQL).bind(tenant).bind(id.as_str()).bind(user.as_str()).bind(hash).bind(changed_at.0)
        .execute(link).await.map(|_| ()))?;
    Ok(())
}

/// The hash of an account's password.
///
/// # Errors
/// The database's.
pub async fn password(conn: &mut Conn, tenant: &str, id: &UserId) -> Result<Option<String>> {
    const SQL: &str = "SELECT password_hash FROM linked_identities WHERE tenant = $1 AND id = $2";
    let hash: Option<Option<String>> =
        on!(conn, link => sqlx::query_scalar(SQL).bind(tenant).bind(id.as_str()).fetch_optional(link).await)?;
    Ok(hash.flatten())
}

/// The passwords of many accounts that were linked to somebody, where they have one, and when those were last changed.
///
/// # Errors
/// The database's.
pub async fn find_many(
    conn: &mut Conn,
    tenant: &str,
    ids: &[UserId],
) -> Result<Vec<(UserId, Option<String>, Timestamp)>> {
    let mut found = Vec::new();
    for part in ids.chunks(crate::sql::ROWS) {
        let part: Vec<&str> = part.iter().map(UserId::as_str).collect();
        let mut sql = Sql::new("SELECT id, password_hash, changed_at FROM linked_identities WHERE tenant = ");
        sql.bind(tenant).push(" AND id IN (").bind_all(&part).push(")");
        let rows: Vec<(String, Option<String>, i64)> = sql.fetch_all(conn).await?;
        found.extend(rows.into_iter().map(|(id, hash, at)| (UserId::from(id), hash, Timestamp(at))));
    }
    Ok(found)
}

/// Gives an account another password.
///
/// # Errors
/// The database's.
pub async fn save_password(conn: &mut Conn, tenant: &str, id: &UserId, hash: &str, now: Timestamp) -> Result<()> {
    const SQL: &str = "UPDATE linked_identities SET password_hash = $3, changed_at = $4 WHERE tenant = $1 AND id = $2";
    on!(conn, link => sqlx::query(SQL).bind(tenant).bind(id.as_str()).bind(hash).bind(now.0)
        .execute(link).await.map(|_| ()))?;
    Ok(())
}

/// Stores another hash of the same password.
///
/// # Errors
/// The database's.
pub async fn rehash(conn: &mut Conn, tenant: &str, id: &UserId, old: &str, hash: &str) -> Result<()> {
    const SQL: &str =
        "UPDATE linked_identities SET password_hash = $4 WHERE tenant = $1 AND id = $2 AND password_hash = $3";
    on!(conn, link => sqlx::query(SQL).bind(tenant).bind(id.as_str()).bind(old).bind(hash)
        .execute(link).await.map(|_| ()))?;
    Ok(())
}

/// Gives an account up: its password, and when that was last changed; none where it is not there.
///
/// # Errors
/// The database's.
pub(crate) async fn take(conn: &mut Conn, tenant: &str, id: &UserId) -> Result<Option<(Option<String>, Timestamp)>> {
    const SQL: &str = "DELETE FROM linked_identities WHERE tenant = $1 AND id = $2 RETURNING password_hash, changed_at";
    let row: Option<(Option<String>, i64)> =
        on!(conn, link => sqlx::query_as(SQL).bind(tenant).bind(id.as_str()).fetch_optional(link).await)?;
    Ok(row.map(|(hash, changed_at)| (hash, Timestamp(changed_at))))
}
