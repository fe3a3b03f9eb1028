//! What a user may log in with, unique in a connection.

use model::{UserId, UserProfile};

use crate::sql::Sql;
use crate::{Conn, Result};

/// The kinds of identifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// The email address.
    Email,
    /// The user name.
    Username,
    /// The phone number.
    PhoneNumber,
}

impl Kind {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Username => "username",
            Self::PhoneNumber => "phone_number",
        }
    }
}

/// The identifiers of a user.
pub(crate) fn of(user: &UserProfile) -> Vec<(Kind, &str)> {
    [(Kind::Email, &user.email), (Kind::Username, &user.username), (Kind::PhoneNumber, &user.phone_number)]
        .into_iter()
        .filter_map(|(kind, value)| value.as_deref().filter(|value| !value.is_empty()).map(|value| (kind, value)))
        .collect()
}

/// Claims `value` for a user; `false` when another user of the connection has it.
///
/// # Errors
/// The database's.
pub(crate) async fn claim(
    conn: &mut Conn,
    tenant: &str,
    connection: &str,
    (kind, value): (Kind, &str),
    id: &UserId,
) -> Result<bool> {
    const SQL: &str = "INSERT INTO user_identifiers (tenant, connection, kind, value, user_id) \
        VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING";
    let rows = on!(conn, link => sqlx::query(SQL).bind(tenant).bind(connection).bind(kind.as_str()).bind(value)
        .bind(id.as_str()).execute(link).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// Claims `value` for an account that was linked to a user; `false` when another user of the connection has it.
///
/// # Errors
/// The database's.
pub(crate) async fn claim_linked(
    conn: &mut Conn,
    tenant: &str,
    connection: &str,
    (kind, value): (Kind, &str),
    id: &UserId,
    linked: &UserId,
) -> Result<bool> {
    const SQL: &str = "INSERT INTO user_identifiers (tenant, connection, kind, value, user_id, linked) \
        VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING";
    let rows = on!(conn, link => sqlx::query(SQL).bind(tenant).bind(connection).bind(kind.as_str()).bind(value)
        .bind(id.as_str()).bind(linked.as_str()).execute(link).await.map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// Gives `value` up.
///
/// # Errors
/// The database's.
pub(crate) async fn release(
    conn: &mut Conn,
    tenant: &str,
    connection: &str,
    (kind, value): (Kind, &str),
) -> Result<()> {
    const SQL: &str = "DELETE FROM user_identifiers WHERE tenant = $1 AND connection = $2 AND kind = $3 AND value = $4";
    on!(conn, link => sqlx::query(SQL).bind(tenant).bind(connection).bind(kind.as_str()).bind(value)
        .execute(link).await.map(|_| ()))?;
    Ok(())
}

/// Whose own identifier `value` is; that of an account that was linked to somebody is found by [`find_any`].
///
/// # Errors
/// The database's.
pub async fn find(conn: &mut Conn, tenant: &str, connection: &str, kind: Kind, value: &str) -> Result<Option<UserId>> {
    const SQL: &str = "SELECT user_id FROM user_identifiers WHERE tenant = $1 AND connection = $2 AND kind = $3 AND value = $4 \
            AND linked IS NULL";
    let id: Option<String> = on!(conn, link => sqlx::query_scalar(SQL).bind(tenant).bind(connection)
        .bind(kind.as_str()).bind(value).fetch_optional(link).await)?;
    Ok(id.map(UserId::from))
}

/// Whom `value` logs in, and the linked account that it is of; none for the user's own.
///
/// # Errors
/// The database's.
pub async fn find_any(
    conn: &mut Conn,
    tenant: &str,
    connection: &str,
    kind: Kind,
    value: &str,
) -> Result<Option<(UserId, Option<UserId>)>> {
    const SQL: &str = "SELECT user_id, linked FROM user_identifiers \
        WHERE tenant = $1 AND connection = $2 AND kind = $3 AND value = $4";
    let found: Option<(String, Option<String>)> = on!(conn, link => sqlx::query_as(SQL).bind(tenant).bind(connection)
        .bind(kind.as_str()).bind(value).fetch_optional(link).await)?;
    Ok(found.map(|(id, linked)| (UserId::from(id), linked.map(UserId::from))))
}

/// Whom each of `values` logs in, and whether as an account that was linked to them; those that nobody has are left out.
///
/// # Errors
/// The database's.
pub async fn find_many(
    conn: &mut Conn,
    tenant: &str,
    connection: &str,
    kind: Kind,
    values: &[String],
) -> Result<Vec<(String, UserId, bool)>> {
    let mut found = Vec::new();
    for part in values.chunks(crate::sql::ROWS) {
        let mut sql = Sql::new("SELECT value, user_id, linked FROM user_identifiers WHERE tenant = ");
        sql.bind(tenant).push(" AND connection = ").bind(connection).push(" AND kind = ").bind(kind.as_str());
        sql.push(" AND value IN (").bind_all(part).push(")");
        let rows: Vec<(String, String, Option<String>)> = sql.fetch_all(conn).await?;
        found.extend(rows.into_iter().map(|(value, id, linked)| (value, UserId::from(id), linked.is_some())));
    }
    Ok(found)
}

/// The users that have `value` as an identifier of any kind, in whatever connection.
///
/// # Errors
/// The database's.
pub async fn find_everywhere(conn: &mut Conn, tenant: &str, value: &str) -> Result<Vec<UserId>> {
    const SQL: &str = "SELECT DISTINCT i.user_id FROM connections c JOIN user_identifiers i ON i.tenant = c.tenant \
        AND i.connection = c.name AND i.kind IN ('email', 'username', 'phone_number') AND i.value = $2 \
        WHERE c.tenant = $1 ORDER BY i.user_id";
    let ids: Vec<String> = on!(conn, link => sqlx::query_scalar(SQL).bind(tenant).bind(value).fetch_all(link).await)?;
    Ok(ids.into_iter().map(UserId::from).collect())
}
