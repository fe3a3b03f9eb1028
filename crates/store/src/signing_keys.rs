//! The keys that tokens are signed with.

use model::{SigningAlgorithm, SigningKeyState, Timestamp};
use sqlx::FromRow;
use sqlx::types::Json;

use crate::{Conn, Result};

/// A key pair. The private half never leaves the process, so it has a type here alone.
#[derive(Clone, PartialEq)]
pub struct SigningKey {
    /// Names the key in the header of a token.
    pub kid: String,
    /// What it signs with.
    pub alg: SigningAlgorithm,
    /// Where it is in its life.
    pub state: SigningKeyState,
    /// PKCS #8, DER, base64; empty once it was revoked.
    pub private_key: String,
    /// The public half (RFC 7517).
    pub public_jwk: serde_json::Value,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it first signed.
    pub current_at: Option<Timestamp>,
    /// When it was revoked.
    pub revoked_at: Option<Timestamp>,
}

#[derive(FromRow)]
struct Row {
    kid: String,
    alg: String,
    state: String,
    private_key: String,
    public_jwk: Json<serde_json::Value>,
    created_at: i64,
    current_at: Option<i64>,
    revoked_at: Option<i64>,
}

impl Row {
    /// None for a key that a newer Roster wrote.
    fn key(self) -> Option<SigningKey> {
        Some(SigningKey {
            alg: SigningAlgorithm::from_name(&self.alg)?,
            state: SigningKeyState::from_name(&self.state)?,
            kid: self.kid,
            private_key: self.private_key,
            public_jwk: self.public_jwk.0,
            created_at: Timestamp(self.created_at),
            current_at: self.current_at.map(Timestamp),
            revoked_at: self.revoked_at.map(Timestamp),
        })
    }
}

/// Adds a key; `false` when the algorithm has one in that state already, as when two processes start at once.
///
/// # Errors
/// The database's.
pub async fn insert(conn: &mut Conn, tenant: &str, key: &SigningKey) -> Result<bool> {
    const SQL: &str = "INSERT INTO signing_keys (tenant, kid, alg, state, private_key, public_jwk, created_at, current_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING";
    let rows = on!(conn, link => sqlx::query(SQL).bind(tenant).bind(&key.kid).bind(key.alg.as_str())
        .bind(key.state.as_str()).bind(&key.private_key).bind(Json(&key.public_jwk)).bind(key.created_at.0)
        .bind(key.current_at.map(|at| at.0)).execute(link).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// All of them, newest first.
///
/// # Errors
/// The database's.
pub async fn list(conn: &mut Conn, tenant: &str) -> Result<Vec<SigningKey>> {
    const SQL: &str = "SELECT kid, alg, state, private_key, public_jwk, created_at, current_at, revoked_at \
        FROM signing_keys WHERE tenant = $1 ORDER BY created_at DESC, kid";
    let rows: Vec<Row> = on!(conn, link => sqlx::query_as(SQL).bind(tenant).fetch_all(link).await)?;
    Ok(rows.into_iter().filter_map(Row::key).collect())
}

/// Which keys there are and how they stand, without the keys themselves: cheap enough to look often.
///
/// # Errors
/// The database's.
pub async fn states(conn: &mut Conn, tenant: &str) -> Result<Vec<(String, String)>> {
    const SQL: &str = "SELECT kid, state FROM signing_keys WHERE tenant = $1 ORDER BY created_at DESC, kid";
    Ok(on!(conn, link => sqlx::query_as(SQL).bind(tenant).fetch_all(link).await)?)
}

/// Ends the time of the current key: it verifies, but signs no more. Then the next one is current.
///
/// # Errors
/// The database's; a unique key of its own keeps two rotations at once from making two keys current.
pub async fn promote(conn: &mut Conn, tenant: &str, alg: SigningAlgorithm, now: Timestamp) -> Result<bool> {
    const RETIRE: &str = "UPDATE signing_keys SET state = 'previous' \
        WHERE tenant = $1 AND alg = $2 AND state = 'current'";
    const PROMOTE: &str = "UPDATE signing_keys SET state = 'current', current_at = $3 \
        WHERE tenant = $1 AND alg = $2 AND state = 'next'";
    on!(conn, link => sqlx::query(RETIRE).bind(tenant).bind(alg.as_str()).execute(link).await.map(|_| ()))?;
    let rows = on!(conn, link => sqlx::query(PROMOTE).bind(tenant).bind(alg.as_str()).bind(now.0)
        .execute(link).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// Revokes a key: nothing that it signed is believed any more, and its private half is forgotten.
///
/// # Errors
/// The database's.
pub async fn revoke(conn: &mut Conn, tenant: &str, kid: &str, now: Timestamp) -> Result<bool> {
    const SQL: &str = "UPDATE signing_keys SET state = 'revoked', private_key = '', revoked_at = $3 \
        WHERE tenant = $1 AND kid = $2 AND state <> 'revoked'";
    let rows = on!(conn, link => sqlx::query(SQL).bind(tenant).bind(kid).bind(now.0)
        .execute(link).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}
