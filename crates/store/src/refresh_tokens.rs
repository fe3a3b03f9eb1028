//! Refresh tokens: one row a family, which is a device of a user; and every value that the family ever had.

use model::{JsonObject, Place, Timestamp, UserId};
use sqlx::FromRow;
use sqlx::types::Json;

use crate::conn::Link;
use crate::{Conn, Result, places};

pub use list::{Which, count, list, revoke_all, save_metadata};

/// A family of rotating refresh tokens, or one that does not rotate.
#[derive(Clone, Debug, PartialEq)]
pub struct RefreshToken {
    /// Its id; not the token.
    pub id: String,
    /// What it came from.
    pub authorization_id: String,
    /// Whose it is.
    pub user_id: UserId,
    /// Which application's.
    pub client_id: String,
    /// The login that it came from.
    pub session_id: Option<String>,
    /// Identifier of the API; empty for none.
    pub audience: String,
    /// The most that can be asked for, with a space between.
    pub scope: String,
    /// What people call the device.
    pub device_name: String,
    /// What the device called itself.
    pub user_agent: Option<String>,
    /// Where it was first seen.
    pub initial_ip: Option<String>,
    /// Where it was last seen.
    pub last_ip: Option<String>,
    /// The place of that address, as far as it was known then.
    pub last_place: Option<Place>,
    /// SHA-256 of the newest token.
    pub token_hash: String,
    /// SHA-256 of the one before.
    pub previous_hash: Option<String>,
    /// With it the newest token is made again from the one before.
    pub successor_salt: Option<String>,
    /// When it last rotated.
    pub rotated_at: Option<Timestamp>,
    /// Whether it rotates.
    pub is_rotating: bool,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last used.
    pub last_used_at: Timestamp,
    /// When it ends by disuse.
    pub idle_expires_at: Timestamp,
    /// When it ends however much it is used.
    pub expires_at: Timestamp,
    /// When it was revoked.
    pub revoked_at: Option<Timestamp>,
    /// What programs keep with it.
    pub metadata: Option<JsonObject>,
}

#[derive(FromRow)]
struct Row {
    id: String,
    authorization_id: String,
    user_id: String,
    client_id: String,
    session_id: Option<String>,
    audience: String,
    scope: String,
    device_name: String,
    user_agent: Option<String>,
    initial_ip: Option<String>,
    last_ip: Option<String>,
    last_place: Option<Json<Place>>,
    token_hash: String,
    previous_hash: Option<String>,
    successor_salt: Option<String>,
    rotated_at: Option<i64>,
    is_rotating: bool,
    created_at: i64,
    last_used_at: i64,
    idle_expires_at: i64,
    expires_at: i64,
    revoked_at: Option<i64>,
    metadata: Option<Json<JsonObject>>,
}

impl From<Row> for RefreshToken {
    fn from(row: Row) -> Self {
        Self {
            id: row.id,
            authorization_id: row.authorization_id,
            user_id: UserId::from(row.user_id),
            client_id: row.client_id,
            session_id: row.session_id,
            audience: row.audience,
            scope: row.scope,
            device_name: row.device_name,
            user_agent: row.user_agent,
            initial_ip: row.initial_ip,
            last_ip: row.last_ip,
            last_place: row.last_place.map(|place| place.0),
            token_hash: row.token_hash,
            previous_hash: row.previous_hash,
            successor_salt: row.successor_salt,
            rotated_at: row.rotated_at.map(Timestamp),
            is_rotating: row.is_rotating,
            created_at: Timestamp(row.created_at),
            last_used_at: Timestamp(row.last_used_at),
            idle_expires_at: Timestamp(row.idle_expires_at),
            expires_at: Timestamp(row.expires_at),
            revoked_at: row.revoked_at.map(Timestamp),
            metadata: row.metadata.map(|metadata| metadata.0),
        }
    }
}

/// The columns of a [`Row`]; `r` is the family, `p` its place.
macro_rules! select {
    () => {
        "SELECT r.id, r.authorization_id, r.user_id, r.client_id, r.session_id, r.audience, r.scope, r.device_name, \
         r.user_agent, r.initial_ip, r.last_ip, p.place AS last_place, r.token_hash, r.previous_hash, r.successor_salt, \
         r.rotated_at, r.is_rotating, r.created_at, r.last_used_at, r.idle_expires_at, r.expires_at, r.revoked_at, \
         r.metadata"
    };
}

mod list;

/// Begins a family.
///
/// # Errors
/// The database's.
pub async fn insert(conn: &mut Conn, tenant: &str, new: &RefreshToken) -> Result<()> {
    const SQL: &str = "INSERT INTO refresh_tokens (tenant, id, authorization_id, user_id, client_id, session_id, \
            audience, scope, device_name, user_agent, initial_ip, last_ip, last_place, token_hash, is_rotating, \
            created_at, last_used_at, idle_expires_at, expires_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)";
    let place = keep(conn, tenant, new.last_place.as_ref()).await?;
    on!(conn, link => sqlx::query(SQL).bind(tenant).bind(&new.id).bind(&new.authorization_id)
        .bind(new.user_id.as_str()).bind(&new.client_id).bind(&new.session_id).bind(&new.audience).bind(&new.scope)
        .bind(&new.device_name).bind(&new.user_agent).bind(&new.initial_ip).bind(&new.last_ip).bind(place)
        .bind(&new.token_hash).bind(new.is_rotating).bind(new.created_at.0).bind(new.last_used_at.0).bind(new.idle_expires_at.0)
        .bind(new.expires_at.0).execute(link).await.map(|_| ()))?;
    remember(conn, tenant, &new.id, &new.token_hash, new.created_at).await
}

/// The id of the place, kept so that it can be named.
async fn keep(conn: &mut Conn, tenant: &str, place: Option<&Place>) -> Result<Option<String>> {
    match place {
        Some(place) => Ok(Some(places::keep(conn, tenant, place).await?)),
        None => Ok(None),
    }
}

async fn remember(conn: &mut Conn, tenant: &str, id: &str, token_hash: &str, now: Timestamp) -> Result<()> {
    const SQL: &str = "INSERT INTO refresh_token_values (tenant, token_hash, token_id, created_at) \
        VALUES ($1, $2, $3, $4)";
    on!(conn, link => sqlx::query(SQL).bind(tenant).bind(token_hash).bind(id).bind(now.0)
        .execute(link).await.map(|_| ()))?;
    Ok(())
}

/// The family that has, or ever had, the token of that hash.
///
/// # Errors
/// The database's.
pub async fn find(conn: &mut Conn, tenant: &str, token_hash: &str) -> Result<Option<RefreshToken>> {
    const SQL: &str = concat!(
        select!(),
        " FROM refresh_token_values v JOIN refresh_tokens r ON r.tenant = v.tenant AND r.id = v.token_id \
        LEFT JOIN places p ON p.tenant = r.tenant AND p.id = r.last_place \
        WHERE v.tenant = $1 AND v.token_hash = $2"
    );
    let row: Option<Row> =
        on!(conn, link => sqlx::query_as(SQL).bind(tenant).bind(token_hash).fetch_optional(link).await)?;
    Ok(row.map(RefreshToken::from))
}

/// The family of that id.
///
/// # Errors
/// The database's.
pub async fn find_by_id(conn: &mut Conn, tenant: &str, id: &str) -> Result<Option<RefreshToken>> {
    const SQL: &str = concat!(
        select!(),
        " FROM refresh_tokens r LEFT JOIN places p ON p.tenant = r.tenant AND p.id = r.last_place \
        WHERE r.tenant = $1 AND r.id = $2"
    );
    let row: Option<Row> = on!(conn, link => sqlx::query_as(SQL).bind(tenant).bind(id).fetch_optional(link).await)?;
    Ok(row.map(RefreshToken::from))
}

/// The live families of a user, newest first.
///
/// # Errors
/// The database's.
pub async fn of_user(conn: &mut Conn, tenant: &str, user: &UserId, now: Timestamp) -> Result<Vec<RefreshToken>> {
    const SQL: &str = concat!(
        select!(),
        " FROM refresh_tokens r LEFT JOIN places p ON p.tenant = r.tenant AND p.id = r.last_place \
        WHERE r.tenant = $1 AND r.user_id = $2 AND r.revoked_at IS NULL AND r.expires_at > $3 AND r.idle_expires_at > $3 \
        ORDER BY r.created_at DESC, r.id"
    );
    let rows: Vec<Row> =
        on!(conn, link => sqlx::query_as(SQL).bind(tenant).bind(user.as_str()).bind(now.0).fetch_all(link).await)?;
    Ok(rows.into_iter().map(RefreshToken::from).collect())
}

/// What the use of a refresh token changes in its family.
#[derive(Clone, Debug)]
pub struct Use<'a> {
    /// The family.
    pub id: &'a str,
    /// The token that was used.
    pub token_hash: &'a str,
    /// When it ends by disuse from now on.
    pub idle_expires_at: Timestamp,
    /// Where it was used.
    pub ip: Option<&'a str>,
    /// The place of that address.
    pub place: Option<&'a Place>,
    /// Now.
    pub now: Timestamp,
}

/// Makes `successor` the newest token; `false` when another was quicker. Of many at once, one gets `true`.
///
/// # Errors
/// The database's.
pub async fn rotate(conn: &mut Conn, tenant: &str, it: &Use<'_>, successor: &str, salt: &str) -> Result<bool> {
    // In one go, since on SQLite the others wait for the one writer.
    const SQLITE: &str = "UPDATE refresh_tokens SET token_hash = $4, previous_hash = $3, successor_salt = $5, \
            rotated_at = $6, last_used_at = $6, idle_expires_at = $7, last_ip = $8, last_place = $9 \
        WHERE tenant = $1 AND id = $2 AND token_hash = $3 AND revoked_at IS NULL; \
        INSERT INTO refresh_token_values (tenant, token_hash, token_id, created_at) \
        SELECT $1, $4, $2, $6 WHERE changes() = 1";
    const POSTGRES: &str = "WITH used AS (UPDATE refresh_tokens SET token_hash = $4, previous_hash = $3, \
            successor_salt = $5, rotated_at = $6, last_used_at = $6, idle_expires_at = $7, last_ip = $8, last_place = $9 \
        WHERE tenant = $1 AND id = $2 AND token_hash = $3 AND revoked_at IS NULL RETURNING id) \
        INSERT INTO refresh_token_values (tenant, token_hash, token_id, created_at) SELECT $1, $4, id, $6 FROM used";
    let place = keep(conn, tenant, it.place).await?;
    let sql = if matches!(conn.link(), Link::Sqlite(_)) { SQLITE } else { POSTGRES };
    let rows = on!(conn, link => sqlx::query(sql).bind(tenant).bind(it.id).bind(it.token_hash).bind(successor)
        .bind(salt).bind(it.now.0).bind(it.idle_expires_at.0).bind(it.ip)
        .bind(place).execute(link).await.map(|done| done.rows_affected()))?;
    Ok(rows > 0)
}

/// Notes the use of a token that stays; `false` when it was revoked meanwhile.
///
/// # Errors
/// The database's.
pub async fn touch(conn: &mut Conn, tenant: &str, it: &Use<'_>) -> Result<bool> {
    const SQL: &str = "UPDATE refresh_tokens SET last_used_at = $3, idle_expires_at = $4, last_ip = $5, last_place = $6 \
        WHERE tenant = $1 AND id = $2 AND revoked_at IS NULL";
    let place = keep(conn, tenant, it.place).await?;
    let rows = on!(conn, link => sqlx::query(SQL).bind(tenant).bind(it.id).bind(it.now.0).bind(it.idle_expires_at.0)
        .bind(it.ip).bind(place).execute(link).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// Revokes all but the `keep` newest families of a user at an application.
///
/// # Errors
/// The database's.
pub async fn revoke_oldest(
    conn: &mut Conn,
    tenant: &str,
    user: &UserId,
    client: &str,
    keep: i64,
    now: Timestamp,
) -> Result<()> {
    const OLDEST: &str = "SELECT created_at FROM refresh_tokens \
        WHERE tenant = $1 AND user_id = $2 AND client_id = $3 AND revoked_at IS NULL \
        ORDER BY created_at DESC LIMIT 1 OFFSET $4";
    const REVOKE: &str = "UPDATE refresh_tokens SET revoked_at = $5 \
        WHERE tenant = $1 AND user_id = $2 AND client_id = $3 AND revoked_at IS NULL AND created_at <= $4";
    let oldest: Option<i64> = on!(conn, link => sqlx::query_scalar(OLDEST).bind(tenant).bind(user.as_str())
        .bind(client).bind(keep).fetch_optional(link).await)?;
    if let Some(oldest) = oldest {
        on!(conn, link => sqlx::query(REVOKE).bind(tenant).bind(user.as_str()).bind(client).bind(oldest).bind(now.0)
            .execute(link).await.map(|_| ()))?;
    }
    Ok(())
}
