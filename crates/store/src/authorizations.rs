//! What users let applications do: the code, and what every token that came of it stands for.

use model::{Timestamp, UserId};
use sqlx::FromRow;
use sqlx::types::Json;

use crate::{Conn, Result};

/// One authorization of a user for an application.
#[derive(Clone, Debug, PartialEq)]
pub struct Authorization {
    /// Begins the `jti` of its access tokens.
    pub id: String,
    /// SHA-256 of the code; empty where there was none.
    pub code_hash: String,
    /// When the code ends.
    pub code_expires_at: Timestamp,
    /// When the code was spent.
    pub redeemed_at: Option<Timestamp>,
    /// When it was revoked, and with it every token that came of it.
    pub revoked_at: Option<Timestamp>,
    /// Who authorized.
    pub user_id: UserId,
    /// Whom.
    pub client_id: String,
    /// Name of the connection that the user logged in with.
    pub connection: String,
    /// The login that it came from; none for the password and device grants.
    pub session_id: Option<String>,
    /// Identifier of the API; empty where no API was asked for.
    pub audience: String,
    /// What was allowed, with a space between.
    pub scope: String,
    /// What only the application's own requests say; JSON.
    pub details: serde_json::Value,
    /// When it was made.
    pub created_at: Timestamp,
    /// When the last token that came of it ends.
    pub expires_at: Timestamp,
}

#[derive(FromRow)]
struct Row {
    id: String,
    code_hash: String,
    code_expires_at: i64,
    redeemed_at: Option<i64>,
    revoked_at: Option<i64>,
    user_id: String,
    client_id: String,
    connection: String,
    session_id: Option<String>,
    audience: String,
    scope: String,
    details: Json<serde_json::Value>,
    created_at: i64,
    expires_at: i64,
}

impl From<Row> for Authorization {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            code_hash: row.code_hash,
            code_expires_at: Timestamp(row.code_expires_at),
            redeemed_at: row.redeemed_at.map(Timestamp),
            revoked_at: row.revoked_at.map(Timestamp),
            user_id: UserId::from(row.user_id),
            client_id: row.client_id,
            connection: row.connection,
            session_id: row.session_id,
            audience: row.audience,
            scope: row.scope,
            details: row.details.0,
            created_at: Timestamp(row.created_at),
            expires_at: Timestamp(row.expires_at),
        }
    }
}

/// Writes a new one down.
///
/// # Errors
/// The database's.
pub async fn insert(conn: &mut Conn, tenant: &str, new: &Authorization) -> Result<()> {
    const SQL: &str = "INSERT INTO authorizations (tenant, id, code_hash, code_expires_at, redeemed_at, user_id, \
            client_id, connection, session_id, audience, scope, details, created_at, expires_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)";
    on!(conn, link => sqlx::query(SQL).bind(tenant).bind(&new.id).bind(&new.code_hash).bind(new.code_expires_at.0)
        .bind(new.redeemed_at.map(|at| at.0)).bind(new.user_id.as_str()).bind(&new.client_id).bind(&new.connection)
        .bind(&new.session_id).bind(&new.audience).bind(&new.scope).bind(Json(&new.details)).bind(new.created_at.0)
        .bind(new.expires_at.0).execute(link).await.map(|_| ()))?;
    Ok(())
}

/// The one whose code has that hash.
///
/// # Errors
/// The database's.
pub async fn find_by_code(conn: &mut Conn, tenant: &str, code_hash: &str) -> Result<Option<Authorization>> {
    const SQL: &str = "SELECT id, code_hash, code_expires_at, redeemed_at, revoked_at, user_id, client_id, connection, \
            session_id, audience, scope, details, created_at, expires_at \
        FROM authorizations WHERE tenant = $1 AND code_hash = $2 AND code_hash <> ''";
    let row: Option<Row> =
        on!(conn, link => sqlx::query_as(SQL).bind(tenant).bind(code_hash).fetch_optional(link).await)?;
    Ok(row.map(Authorization::from))
}

/// The one of that id.
///
/// # Errors
/// The database's.
pub async fn find(conn: &mut Conn, tenant: &str, id: &str) -> Result<Option<Authorization>> {
    const SQL: &str = "SELECT id, code_hash, code_expires_at, redeemed_at, revoked_at, user_id, client_id, connection, \
            session_id, audience, scope, details, created_at, expires_at \
        FROM authorizations WHERE tenant = $1 AND id = $2";
    let row: Option<Row> = on!(conn, link => sqlx::query_as(SQL).bind(tenant).bind(id).fetch_optional(link).await)?;
    Ok(row.map(Authorization::from))
}

/// Spends its code; `false` when it was spent or revoked already. Of many at once, one gets `true`.
///
/// # Errors
/// The database's.
pub async fn redeem(conn: &mut Conn, tenant: &str, id: &str, expires_at: Timestamp, now: Timestamp) -> Result<bool> {
    const SQL: &str = "UPDATE authorizations SET redeemed_at = $3, expires_at = $4 \
        WHERE tenant = $1 AND id = $2 AND redeemed_at IS NULL AND revoked_at IS NULL";
    let rows = on!(conn, link => sqlx::query(SQL).bind(tenant).bind(id).bind(now.0).bind(expires_at.0)
        .execute(link).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// Keeps it for as long as a token of it may live.
///
/// # Errors
/// The database's.
pub async fn extend(conn: &mut Conn, tenant: &str, id: &str, expires_at: Timestamp) -> Result<()> {
    const SQL: &str = "UPDATE authorizations SET expires_at = $3 WHERE tenant = $1 AND id = $2 AND expires_at < $3";
    on!(conn, link => sqlx::query(SQL).bind(tenant).bind(id).bind(expires_at.0).execute(link).await.map(|_| ()))?;
    Ok(())
}

/// Revokes it, and every refresh token that came of it. Its access tokens end with it wherever it is looked up.
///
/// # Errors
/// The database's.
pub async fn revoke(conn: &mut Conn, tenant: &str, id: &str, now: Timestamp) -> Result<()> {
    const SQL: [&str; 2] = [
        "UPDATE authorizations SET revoked_at = $3 WHERE tenant = $1 AND id = $2 AND revoked_at IS NULL",
        "UPDATE refresh_tokens SET revoked_at = $3 \
            WHERE tenant = $1 AND authorization_id = $2 AND revoked_at IS NULL",
    ];
    for sql in SQL {
        on!(conn, link => sqlx::query(sql).bind(tenant).bind(id).bind(now.0).execute(link).await.map(|_| ()))?;
    }
    Ok(())
}

/// Until when access tokens of a user's authorizations at one API may live.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct AccessTokens {
    /// Identifier of the API.
    pub audience: String,
    /// When the last one ends of those authorizations that have no refresh token.
    pub ends_at: Option<i64>,
    /// When a refresh token last gave one.
    pub given_at: Option<i64>,
}

/// What is known of the access tokens for APIs that a user's authorizations gave, revoked or not: an API that verifies
/// them by itself does not know. One row an API.
///
/// # Errors
/// The database's.
pub async fn access_tokens(conn: &mut Conn, tenant: &str, user: &UserId, now: Timestamp) -> Result<Vec<AccessTokens>> {
    const SQL: &str = "SELECT a.audience, MAX(CASE WHEN r.id IS NULL THEN a.expires_at END) AS ends_at, \
            MAX(r.last_used_at) AS given_at \
        FROM authorizations a LEFT JOIN refresh_tokens r ON r.tenant = a.tenant AND r.authorization_id = a.id \
        WHERE a.tenant = $1 AND a.user_id = $2 AND a.audience <> '' AND a.expires_at > $3 \
            AND (a.redeemed_at IS NOT NULL OR a.expires_at > a.code_expires_at) \
        GROUP BY a.audience";
    Ok(on!(conn, link => sqlx::query_as(SQL).bind(tenant).bind(user.as_str()).bind(now.0).fetch_all(link).await)?)
}
