//! Links and handles for one use. Only the SHA-256 of their secret is stored.
//!
//! What is not here is refused, so forgetting a ticket closes it (N-017). The kind is part of the key: the secret of one
//! kind opens nothing of another (N-016).

use model::{Timestamp, UserId};
use serde_json::Value;
use sqlx::FromRow;
use sqlx::types::Json;

use crate::{Conn, Result};

/// What a ticket is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Setting a new password.
    ResetPassword,
    /// Confirming an email address.
    VerifyEmail,
    /// Lifting the block of too many failures.
    Unblock,
    /// An authorization request that was sent ahead (RFC 9126).
    PushedRequest,
}

impl Kind {
    fn as_str(self) -> &'static str {
        match self {
            Self::ResetPassword => "reset_password",
            Self::VerifyEmail => "verify_email",
            Self::Unblock => "unblock",
            Self::PushedRequest => "pushed_request",
        }
    }
}

/// A ticket that is open.
#[derive(Clone, Debug, PartialEq)]
pub struct Ticket {
    /// Whom it is bound to.
    pub user_id: Option<UserId>,
    /// What else it is bound to.
    pub payload: Value,
}

#[derive(FromRow)]
struct Row {
    user_id: Option<String>,
    payload: Json<Value>,
}

impl From<Row> for Ticket {
    fn from(row: Row) -> Self {
        Self { user_id: row.user_id.map(UserId::from), payload: row.payload.0 }
    }
}

/// Keeps a new ticket.
///
/// # Errors
/// The database's.
pub async fn insert(
    conn: &mut Conn,
    tenant: &str,
    kind: Kind,
    id_hash: &str,
    ticket: &Ticket,
    now: Timestamp,
    expires_at: Timestamp,
) -> Result<()> {
    const SQL: &str = "INSERT INTO tickets (tenant, kind, id_hash, user_id, payload, created_at, expires_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    on!(conn, link => sqlx::query(SQL).bind(tenant).bind(kind.as_str()).bind(id_hash)
        .bind(ticket.user_id.as_ref().map(UserId::as_str)).bind(Json(&ticket.payload)).bind(now.0).bind(expires_at.0)
        .execute(link).await.map(|_| ()))?;
    Ok(())
}

/// The ticket, while it is open.
///
/// # Errors
/// The database's.
pub async fn find(conn: &mut Conn, tenant: &str, kind: Kind, id_hash: &str, now: Timestamp) -> Result<Option<Ticket>> {
    const SQL: &str = "SELECT user_id, payload FROM tickets \
        WHERE tenant = $1 AND kind = $2 AND id_hash = $3 AND used_at IS NULL AND expires_at > $4";
    let row: Option<Row> = on!(conn, link => sqlx::query_as(SQL).bind(tenant).bind(kind.as_str()).bind(id_hash)
        .bind(now.0).fetch_optional(link).await)?;
    Ok(row.map(Ticket::from))
}

/// Uses the ticket up; none when it was not open at `now`, so that of many who try at once one wins.
///
/// # Errors
/// The database's.
pub async fn spend(conn: &mut Conn, tenant: &str, kind: Kind, id_hash: &str, now: Timestamp) -> Result<Option<Ticket>> {
    const SQL: &str = "UPDATE tickets SET used_at = $4 \
        WHERE tenant = $1 AND kind = $2 AND id_hash = $3 AND used_at IS NULL AND expires_at > $4 \
        RETURNING user_id, payload";
    let row: Option<Row> = on!(conn, link => sqlx::query_as(SQL).bind(tenant).bind(kind.as_str()).bind(id_hash)
        .bind(now.0).fetch_optional(link).await)?;
    Ok(row.map(Ticket::from))
}

/// Closes every ticket of that kind that the user has.
///
/// # Errors
/// The database's.
pub async fn delete_kind_of_user(conn: &mut Conn, tenant: &str, kind: Kind, user: &UserId) -> Result<()> {
    const SQL: &str = "DELETE FROM tickets WHERE tenant = $1 AND user_id = $2 AND kind = $3";
    on!(conn, link => sqlx::query(SQL).bind(tenant).bind(user.as_str()).bind(kind.as_str())
        .execute(link).await.map(|_| ()))?;
    Ok(())
}

/// How many tickets of that kind the user got from `since` on.
///
/// # Errors
/// The database's.
pub async fn count_since(conn: &mut Conn, tenant: &str, kind: Kind, user: &UserId, since: Timestamp) -> Result<i64> {
    const SQL: &str =
        "SELECT COUNT(*) FROM tickets WHERE tenant = $1 AND user_id = $2 AND kind = $3 AND created_at > $4";
    Ok(on!(conn, link => sqlx::query_scalar(SQL).bind(tenant).bind(user.as_str()).bind(kind.as_str()).bind(since.0)
        .fetch_one(link).await)?)
}

/// Closes every ticket that the user has.
///
/// # Errors
/// The database's.
pub(crate) async fn delete_of_user(conn: &mut Conn, tenant: &str, user: &UserId) -> Result<()> {
    const SQL: &str = "DELETE FROM tickets WHERE tenant = $1 AND user_id = $2";
    on!(conn, link => sqlx::query(SQL).bind(tenant).bind(user.as_str()).execute(link).await.map(|_| ()))?;
    Ok(())
}

/// Forgets tickets that have expired, a few at a time. Whether one is open does not depend on it (S-367).
///
/// # Errors
/// The database's.
pub async fn delete_expired(conn: &mut Conn, tenant: &str, now: Timestamp) -> Result<()> {
    const SQL: &str = "DELETE FROM tickets WHERE tenant = $1 AND (kind, id_hash) IN \
        (SELECT kind, id_hash FROM tickets WHERE tenant = $1 AND expires_at < $2 ORDER BY expires_at LIMIT 100)";
    on!(conn, link => sqlx::query(SQL).bind(tenant).bind(now.0).execute(link).await.map(|_| ()))?;
    Ok(())
}
