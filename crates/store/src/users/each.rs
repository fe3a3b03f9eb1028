//! Going through all users, and finding many of them.

use model::{UserId, UserProfile};

use super::{Row, columns};
use crate::sql::Sql;
use crate::{Conn, Result};

/// Users by id, those behind the id `after`: of a connection, or all.
///
/// # Errors
/// The database's.
pub async fn after(
    conn: &mut Conn,
    tenant: &str,
    connection: Option<&str>,
    after: &str,
    limit: i64,
) -> Result<Vec<UserProfile>> {
    const ALL: &str =
        concat!("SELECT ", columns!(), " FROM users u WHERE u.tenant = $1 AND u.id > $2 ORDER BY u.id LIMIT $3");
    const OF_CONNECTION: &str = concat!(
        "SELECT ",
        columns!(),
        " FROM user_connections c JOIN users u ON u.tenant = c.tenant AND u.id = c.user_id \
        WHERE c.tenant = $1 AND c.user_id > $2 AND c.connection = $4 ORDER BY c.user_id LIMIT $3"
    );
    let rows: Vec<Row> = match connection {
        None => on!(conn, link => sqlx::query_as(ALL).bind(tenant).bind(after).bind(limit).fetch_all(link).await)?,
        Some(connection) => on!(conn, link => sqlx::query_as(OF_CONNECTION).bind(tenant).bind(after).bind(limit)
            .bind(connection).fetch_all(link).await)?,
    };
    Ok(rows.into_iter().map(UserProfile::from).collect())
}

/// Those of `ids` that are used, by users or by accounts that were linked to one.
///
/// # Errors
/// The database's.
pub async fn existing(conn: &mut Conn, tenant: &str, ids: &[UserId]) -> Result<Vec<UserId>> {
    let mut found = Vec::new();
    for part in ids.chunks(crate::sql::ROWS) {
        let part: Vec<&str> = part.iter().map(UserId::as_str).collect();
        let mut sql = Sql::new("SELECT id FROM users WHERE tenant = ");
        sql.bind(tenant).push(" AND id IN (").bind_all(&part).push(") UNION SELECT id FROM linked_identities");
        sql.push(" WHERE tenant = ").bind(tenant).push(" AND id IN (").bind_all(&part).push(")");
        let rows: Vec<(String,)> = sql.fetch_all(conn).await?;
        found.extend(rows.into_iter().map(|(id,)| UserId::from(id)));
    }
    Ok(found)
}
