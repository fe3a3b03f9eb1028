//! What users allowed applications.

use model::{Grant, Timestamp, UserId};
use sqlx::FromRow;
use sqlx::types::Json;

use crate::sql::Sql;
use crate::{Conn, Result};

#[derive(FromRow)]
struct Row {
    id: String,
    user_id: String,
    client_id: String,
    audience: String,
    scope: Json<Vec<String>>,
    created_at: i64,
}

impl From<Row> for Grant {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            user_id: UserId::from(row.user_id),
            client_id: row.client_id,
            audience: row.audience,
            scope: row.scope.0,
            created_at: Timestamp(row.created_at),
        }
    }
}

/// What a user allowed an application at an API; '' for none.
///
/// # Errors
/// The database's.
pub async fn find(conn: &mut Conn, tenant: &str, user: &UserId, client: &str, audience: &str) -> Result<Option<Grant>> {
    const SQL: &str = "SELECT id, user_id, client_id, audience, scope, created_at FROM grants \
        WHERE tenant = $1 AND user_id = $2 AND client_id = $3 AND audience = $4";
    let row: Option<Row> = on!(conn, link => sqlx::query_as(SQL).bind(tenant).bind(user.as_str()).bind(client)
        .bind(audience).fetch_optional(link).await)?;
    Ok(row.map(Grant::from))
}

/// Keeps what was allowed, in place of what was allowed to the same application at the same API before.
///
/// # Errors
/// The database's.
pub async fn save(conn: &mut Conn, tenant: &str, grant: &Grant) -> Result<()> {
    const SQL: &str = "INSERT INTO grants (tenant, id, user_id, client_id, audience, scope, created_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7) \
        ON CONFLICT (tenant, user_id, client_id, audience) DO UPDATE SET scope = excluded.scope";
    on!(conn, link => sqlx::query(SQL).bind(tenant).bind(&grant.id).bind(grant.user_id.as_str()).bind(&grant.client_id)
        .bind(&grant.audience).bind(Json(&grant.scope)).bind(grant.created_at.0).execute(link).await.map(|_| ()))?;
    Ok(())
}

/// What a user allowed, the newest first.
///
/// # Errors
/// The database's.
pub async fn of_user(conn: &mut Conn, tenant: &str, user: &UserId) -> Result<Vec<Grant>> {
    const SQL: &str = "SELECT id, user_id, client_id, audience, scope, created_at FROM grants \
        WHERE tenant = $1 AND user_id = $2 ORDER BY created_at DESC, id LIMIT 1000";
    let rows: Vec<Row> = on!(conn, link => sqlx::query_as(SQL).bind(tenant).bind(user.as_str()).fetch_all(link).await)?;
    Ok(rows.into_iter().map(Grant::from).collect())
}

/// Which grants. All that is said must hold.
#[derive(Clone, Copy, Debug, Default)]
pub struct Which<'a> {
    /// Of this user.
    pub user: Option<&'a str>,
    /// To this application.
    pub client: Option<&'a str>,
    /// For the API of this identifier.
    pub audience: Option<&'a str>,
}

impl Which<'_> {
    fn push(&self, sql: &mut Sql, tenant: &str) {
        sql.push(" FROM grants WHERE tenant = ").bind(tenant);
        let equal =
            [(" AND user_id = ", self.user), (" AND client_id = ", self.client), (" AND audience = ", self.audience)];
        for (column, value) in equal {
            if let Some(value) = value {
                sql.push(column).bind(value);
            }
        }
    }
}

/// `limit` of the grants, by their ids, but not the first `offset`.
///
/// # Errors
/// The database's.
pub async fn list(conn: &mut Conn, tenant: &str, which: Which<'_>, (offset, limit): (i64, i64)) -> Result<Vec<Grant>> {
    let mut sql = Sql::new("SELECT id, user_id, client_id, audience, scope, created_at");
    which.push(&mut sql, tenant);
    sql.push(" ORDER BY id LIMIT ").bind(limit).push(" OFFSET ").bind(offset);
    let rows: Vec<Row> = sql.fetch_all(conn).await?;
    Ok(rows.into_iter().map(Grant::from).collect())
}

/// How many grants there are.
///
/// # Errors
/// The database's.
pub async fn count(conn: &mut Conn, tenant: &str, which: Which<'_>) -> Result<i64> {
    let mut sql = Sql::new("SELECT COUNT(*)");
    which.push(&mut sql, tenant);
    sql.fetch_count(conn).await
}

/// Takes a permission back, with the authorizations and refresh tokens that hang on it; what it was.
///
/// # Errors
/// The database's.
pub async fn revoke(conn: &mut Conn, tenant: &str, id: &str, now: Timestamp) -> Result<Option<Grant>> {
    const DELETE: &str = "DELETE FROM grants WHERE tenant = $1 AND id = $2 \
        RETURNING id, user_id, client_id, audience, scope, created_at";
    const REVOKE: [&str; 2] = [
        "UPDATE authorizations SET revoked_at = $5 \
            WHERE tenant = $1 AND user_id = $2 AND client_id = $3 AND audience = $4 AND revoked_at IS NULL",
        "UPDATE refresh_tokens SET revoked_at = $5 \
            WHERE tenant = $1 AND user_id = $2 AND client_id = $3 AND audience = $4 AND revoked_at IS NULL",
    ];
    let row: Option<Row> = on!(conn, link => sqlx::query_as(DELETE).bind(tenant).bind(id).fetch_optional(link).await)?;
    let Some(grant) = row.map(Grant::from) else { return Ok(None) };
    for sql in REVOKE {
        on!(conn, link => sqlx::query(sql).bind(tenant).bind(grant.user_id.as_str()).bind(&grant.client_id)
            .bind(&grant.audience).bind(now.0).execute(link).await.map(|_| ()))?;
    }
    Ok(Some(grant))
}
