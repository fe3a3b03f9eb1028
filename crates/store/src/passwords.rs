//! Password hashes.

use model::{Timestamp, UserId};

use crate::sql::Sql;
use crate::sql::insert_rows;
use crate::{Conn, Result};

/// Stores a hash (PHC string) in place of whatever was there.
///
/// # Errors
/// The database's.
pub async fn save(conn: &mut Conn, tenant: &str, id: &UserId, hash: &str, now: Timestamp) -> Result<()> {
    const SQL: &str = "INSERT INTO passwords (tenant, user_id, hash, changed_at) VALUES ($1, $2, $3, $4) \
        ON CONFLICT (tenant, user_id) DO UPDATE SET hash = excluded.hash, changed_at = excluded.changed_at";
    on!(conn, link => sqlx::query(SQL).bind(tenant).bind(id.as_str()).bind(hash).bind(now.0)
        .execute(link).await.map(|_| ()))?;
    Ok(())
}

/// Stores the first hashes of many users.
///
/// # Errors
/// The database's; a user who has a hash is one.
pub async fn insert_many(conn: &mut Conn, tenant: &str, hashes: &[(UserId, String, Timestamp)]) -> Result<()> {
    insert_rows!(conn, "INSERT INTO passwords (tenant, user_id, hash, changed_at) ", hashes, |row, values| {
        values.push_bind(tenant).push_bind(row.0.as_str()).push_bind(row.1.as_str()).push_bind(row.2.0);
    });
    Ok(())
}

/// The hashes of many users, and when their passwords were last changed.
///
/// # Errors
/// The database's.
pub async fn of_users(conn: &mut Conn, tenant: &str, ids: &[UserId]) -> Result<Vec<(UserId, String, Timestamp)>> {
    let mut found = Vec::new();
    for part in ids.chunks(crate::sql::ROWS) {
        let part: Vec<&str> = part.iter().map(UserId::as_str).collect();
        let mut sql = Sql::new("SELECT user_id, hash, changed_at FROM passwords WHERE tenant = ");
        sql.bind(tenant).push(" AND user_id IN (").bind_all(&part).push(")");
        let rows: Vec<(String, String, i64)> = sql.fetch_all(conn).await?;
        found.extend(rows.into_iter().map(|(id, hash, at)| (UserId::from(id), hash, Timestamp(at))));
    }
    Ok(found)
}

/// Passwords that many users had and have, as far as they are remembered, the newest first.
///
/// # Errors
/// The database's.
pub async fn histories(conn: &mut Conn, tenant: &str, ids: &[UserId]) -> Result<Vec<(UserId, String, Timestamp)>> {
    let mut found = Vec::new();
    for part in ids.chunks(crate::sql::ROWS) {
        let part: Vec<&str> = part.iter().map(UserId::as_str).collect();
        let mut sql = Sql::new("SELECT user_id, hash, changed_at FROM password_history WHERE tenant = ");
        sql.bind(tenant).push(" AND user_id IN (").bind_all(&part).push(") ORDER BY user_id, changed_at DESC");
        let rows: Vec<(String, String, i64)> = sql.fetch_all(conn).await?;
        found.extend(rows.into_iter().map(|(id, hash, at)| (UserId::from(id), hash, Timestamp(at))));
    }
    Ok(found)
}

/// Stores passwords that new users had and have.
///
/// # Errors
/// The database's.
pub async fn insert_histories(conn: &mut Conn, tenant: &str, hashes: &[(UserId, String, Timestamp)]) -> Result<()> {
    insert_rows!(conn, "INSERT INTO password_history (tenant, user_id, hash, changed_at) ", hashes, |row, values| {
        values.push_bind(tenant).push_bind(row.0.as_str()).push_bind(row.1.as_str()).push_bind(row.2.0);
    });
    Ok(())
}

/// Stores another hash of the same password.
///
/// # Errors
/// The database's.
pub async fn rehash(conn: &mut Conn, tenant: &str, id: &UserId, old: &str, hash: &str) -> Result<()> {
    const SQL: &str = "UPDATE passwords SET hash = $4 WHERE tenant = $1 AND user_id = $2 AND hash = $3";
    on!(conn, link => sqlx::query(SQL).bind(tenant).bind(id.as_str()).bind(old).bind(hash)
        .execute(link).await.map(|_| ()))?;
    Ok(())
}

/// When a user's password was last changed.
///
/// # Errors
/// The database's.
pub async fn changed_at(conn: &mut Conn, tenant: &str, id: &UserId) -> Result<Option<Timestamp>> {
    const SQL: &str = "SELECT changed_at FROM passwords WHERE tenant = $1 AND user_id = $2";
    let at: Option<i64> =
        on!(conn, link => sqlx::query_scalar(SQL).bind(tenant).bind(id.as_str()).fetch_optional(link).await)?;
    Ok(at.map(Timestamp))
}

/// The hash of a user's password.
///
/// # Errors
/// The database's.
pub async fn find(conn: &mut Conn, tenant: &str, id: &UserId) -> Result<Option<String>> {
    const SQL: &str = "SELECT hash FROM passwords WHERE tenant = $1 AND user_id = $2";
    Ok(on!(conn, link => sqlx::query_scalar(SQL).bind(tenant).bind(id.as_str()).fetch_optional(link).await)?)
}

/// Hashes of the passwords that a user had and has, the newest first, at most `limit`.
///
/// # Errors
/// The database's.
pub async fn history(conn: &mut Conn, tenant: &str, id: &UserId, limit: i64) -> Result<Vec<String>> {
    const SQL: &str = "SELECT hash FROM password_history WHERE tenant = $1 AND user_id = $2 \
        ORDER BY changed_at DESC LIMIT $3";
    Ok(on!(conn, link => sqlx::query_scalar(SQL).bind(tenant).bind(id.as_str()).bind(limit).fetch_all(link).await)?)
}

/// Adds a hash to the passwords that a user had, and forgets all but the newest `keep`.
///
/// # Errors
/// The database's.
pub async fn remember(conn: &mut Conn, tenant: &str, id: &UserId, hash: &str, now: Timestamp, keep: i64) -> Result<()> {
    const ADD: &str = "INSERT INTO password_history (tenant, user_id, changed_at, hash) \
        VALUES ($1, $2, (SELECT COALESCE(MAX(CASE WHEN changed_at >= $3 THEN changed_at + 1 END), $3) \
        FROM password_history WHERE tenant = $1 AND user_id = $2), $4)";
    const TRIM: &str = "DELETE FROM password_history WHERE tenant = $1 AND user_id = $2 AND changed_at NOT IN \
        (SELECT changed_at FROM password_history WHERE tenant = $1 AND user_id = $2 ORDER BY changed_at DESC LIMIT $3)";
    if keep > 0 {
        on!(conn, link => sqlx::query(ADD).bind(tenant).bind(id.as_str()).bind(now.0).bind(hash)
            .execute(link).await.map(|_| ()))?;
    }
    on!(conn, link => sqlx::query(TRIM).bind(tenant).bind(id.as_str()).bind(keep).execute(link).await.map(|_| ()))?;
    Ok(())
}

/// Forgets the password of a user, and those before it.
///
/// # Errors
/// The database's.
pub(crate) async fn delete(conn: &mut Conn, tenant: &str, id: &UserId) -> Result<()> {
    const PASSWORD: &str = "DELETE FROM passwords WHERE tenant = $1 AND user_id = $2";
    const HISTORY: &str = "DELETE FROM password_history WHERE tenant = $1 AND user_id = $2";
    for sql in [PASSWORD, HISTORY] {
        on!(conn, link => sqlx::query(sql).bind(tenant).bind(id.as_str()).execute(link).await.map(|_| ()))?;
    }
    Ok(())
}
