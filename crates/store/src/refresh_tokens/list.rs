//! Refresh tokens as programs ask for them: of a user, of an application, of an API.

use model::{JsonObject, Timestamp};
use sqlx::types::Json;

use super::{RefreshToken, Row};
use crate::sql::Sql;
use crate::{Conn, Result};

/// Which live families. All that is said must hold.
#[derive(Clone, Debug, Default)]
pub struct Which<'a> {
    /// Of these ids.
    pub ids: Option<&'a [String]>,
    /// Of this user.
    pub user: Option<&'a str>,
    /// Of this application.
    pub client: Option<&'a str>,
    /// For the API of this identifier.
    pub audience: Option<&'a str>,
    /// That came of this login.
    pub session: Option<&'a str>,
    /// That rotate, or do not.
    pub is_rotating: Option<bool>,
}

impl Which<'_> {
    fn push(&self, sql: &mut Sql, tenant: &str, now: Timestamp) {
        sql.push(" WHERE r.tenant = ").bind(tenant).push(" AND r.revoked_at IS NULL AND r.expires_at > ").bind(now.0);
        sql.push(" AND r.idle_expires_at > ").bind(now.0);
        let equal = [
            (" AND r.user_id = ", self.user),
            (" AND r.client_id = ", self.client),
            (" AND r.audience = ", self.audience),
            (" AND r.session_id = ", self.session),
        ];
        for (column, value) in equal {
            if let Some(value) = value {
                sql.push(column).bind(value);
            }
        }
        if let Some(is_rotating) = self.is_rotating {
            sql.push(if is_rotating { " AND r.is_rotating" } else { " AND NOT r.is_rotating" });
        }
        if let Some(ids) = self.ids {
            // Nothing is in an empty list; '' is no id.
            sql.push(" AND r.id IN (''");
            for id in ids {
                sql.push(", ").bind(id.as_str());
            }
            sql.push(")");
        }
    }
}

/// Some of the live families, by their ids: `limit` of them after the id `after`, but not the first `offset`.
///
/// # Errors
/// The database's.
pub async fn list(
    conn: &mut Conn,
    tenant: &str,
    which: &Which<'_>,
    after: Option<&str>,
    (offset, limit): (i64, i64),
    now: Timestamp,
) -> Result<Vec<RefreshToken>> {
    let mut sql = Sql::new(concat!(
        select!(),
        " FROM refresh_tokens r LEFT JOIN places p ON p.tenant = r.tenant AND p.id = r.last_place"
    ));
    which.push(&mut sql, tenant, now);
    if let Some(after) = after {
        sql.push(" AND r.id > ").bind(after);
    }
    sql.push(" ORDER BY r.id LIMIT ").bind(limit).push(" OFFSET ").bind(offset);
    let rows: Vec<Row> = sql.fetch_all(conn).await?;
    Ok(rows.into_iter().map(RefreshToken::from).collect())
}

/// How many live families there are.
///
/// # Errors
/// The database's.
pub async fn count(conn: &mut Conn, tenant: &str, which: &Which<'_>, now: Timestamp) -> Result<i64> {
    let mut sql = Sql::new("SELECT COUNT(*) FROM refresh_tokens r");
    which.push(&mut sql, tenant, now);
    sql.fetch_count(conn).await
}

/// Revokes live families, and the authorizations that they came of; their ids.
///
/// # Errors
/// The database's.
pub async fn revoke_all(conn: &mut Conn, tenant: &str, which: &Which<'_>, now: Timestamp) -> Result<Vec<String>> {
    let mut sql = Sql::new("UPDATE authorizations SET revoked_at = ");
    sql.bind(now.0).push(" WHERE tenant = ").bind(tenant).push(" AND revoked_at IS NULL AND id IN (");
    sql.push("SELECT r.authorization_id FROM refresh_tokens r");
    which.push(&mut sql, tenant, now);
    sql.push(") RETURNING id");
    let _: Vec<(String,)> = sql.fetch_all(conn).await?;
    let mut sql = Sql::new("UPDATE refresh_tokens AS r SET revoked_at = ");
    sql.bind(now.0);
    which.push(&mut sql, tenant, now);
    sql.push(" RETURNING id");
    let ids: Vec<(String,)> = sql.fetch_all(conn).await?;
    Ok(ids.into_iter().map(|(id,)| id).collect())
}

/// Keeps something else with a family, or nothing.
///
/// # Errors
/// The database's.
pub async fn save_metadata(conn: &mut Conn, tenant: &str, id: &str, metadata: Option<&JsonObject>) -> Result<()> {
    const SQL: &str = "UPDATE refresh_tokens SET metadata = $3 WHERE tenant = $1 AND id = $2";
    on!(conn, link => sqlx::query(SQL).bind(tenant).bind(id).bind(metadata.map(Json)).execute(link).await.map(|_| ()))?;
    Ok(())
}
