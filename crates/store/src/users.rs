//! Users.
//!
//! A user is one row; beside it stand what must be unique (`user_identifiers`), what must be found (`user_words`,
//! `user_connections`, `user_terms`) and how many there are (`user_counts`). The functions here keep all of them in step.

mod bulk;
mod each;
mod link;
mod login;
mod row;

use model::{UserId, UserProfile};
use sqlx::types::Json;

pub use bulk::insert_many;
pub use each::{after, existing};
pub use link::{claim_accounts, link, unlink};
pub use login::count_login;
pub(crate) use row::{LIST_COLUMNS, ListRow, Row, columns, name_sort};

use crate::conn::Link;
use crate::identifiers::{self, Kind};
use crate::{Conn, Result, mails, passwords, revocations, tickets, user_counts, user_terms, words};

/// What became of an insert.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Inserted {
    /// The user is there.
    Done,
    /// Nothing was inserted: another user of the connection has this identifier.
    Taken(Kind),
    /// Nothing was inserted: the id is used.
    IdTaken,
}

/// The user of that id.
///
/// # Errors
/// The database's.
pub async fn find(conn: &mut Conn, tenant: &str, id: &UserId) -> Result<Option<UserProfile>> {
    const SQL: &str = concat!("SELECT ", columns!(), " FROM users u WHERE u.tenant = $1 AND u.id = $2");
    let row: Option<Row> =
        on!(conn, link => sqlx::query_as(SQL).bind(tenant).bind(id.as_str()).fetch_optional(link).await)?;
    Ok(row.map(UserProfile::from))
}

/// The user of that id, held until the transaction ends so that nobody changes it meanwhile.
///
/// # Errors
/// The database's.
pub async fn hold(conn: &mut Conn, tenant: &str, id: &UserId) -> Result<Option<UserProfile>> {
    const SQL: &str = concat!("SELECT ", columns!(), " FROM users u WHERE u.tenant = $1 AND u.id = $2 FOR UPDATE");
    match conn.link() {
        // A transaction of SQLite holds everything from its beginning.
        Link::Sqlite(_) => find(conn, tenant, id).await,
        Link::Postgres(link) => {
            let row: Option<Row> = sqlx::query_as(SQL).bind(tenant).bind(id.as_str()).fetch_optional(link).await?;
            Ok(row.map(UserProfile::from))
        }
    }
}

/// Adds a user.
///
/// # Errors
/// The database's. After anything but [`Inserted::Done`] the transaction must be rolled back.
pub async fn insert(conn: &mut Conn, tenant: &str, user: &UserProfile) -> Result<Inserted> {
    if !insert_row(conn, tenant, user).await? {
        return Ok(Inserted::IdTaken);
    }
    let connection = primary_connection(user);
    for identifier in identifiers::of(user) {
        if !identifiers::claim(conn, tenant, connection, identifier, &user.user_id).await? {
            return Ok(Inserted::Taken(identifier.0));
        }
    }
    words::replace(conn, tenant, None, Some(user)).await?;
    insert_connections(conn, tenant, user).await?;
    user_terms::replace(conn, tenant, None, Some(user)).await?;
    user_counts::add(conn, tenant, &user.user_id, 1).await?;
    Ok(Inserted::Done)
}

async fn insert_row(conn: &mut Conn, tenant: &str, user: &UserProfile) -> Result<bool> {
    const SQL: &str = "INSERT INTO users (tenant, id, email, email_verified, username, phone_number, phone_verified, name, \
        given_name, family_name, nickname, picture, name_sort, words, blocked, logins_count, last_login, last_ip, \
        last_password_reset, created_at, updated_at, identities, user_metadata, app_metadata, attributes) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, \
        $23, $24, $25) ON CONFLICT DO NOTHING";
    conn.change_users();
    let rows = on!(conn, link => bind_columns!(sqlx::query(SQL), tenant, user).execute(link).await
        .map(|done| done.rows_affected()))?;
    Ok(rows == 1)
}

/// The values of every column of `users`, in the order of the INSERT and UPDATE above and below.
macro_rules! bind_columns {
    ($query:expr, $tenant:expr, $user:expr) => {{
        let user: &UserProfile = $user;
        $query
            .bind($tenant)
            .bind(user.user_id.as_str())
            .bind(user.email.as_deref().unwrap_or(""))
            .bind(row::email_verified(user))
            .bind(user.username.as_deref().unwrap_or(""))
            .bind(&user.phone_number)
            .bind(user.phone_verified)
            .bind(&user.name)
            .bind(&user.given_name)
            .bind(&user.family_name)
            .bind(&user.nickname)
            .bind(&user.picture)
            .bind(row::name_sort(user))
            .bind(row::words_column(user))
            .bind(user.blocked)
            .bind(user.logins_count.unwrap_or(0))
            .bind(user.last_login.map_or(0, |time| time.0))
            .bind(&user.last_ip)
            .bind(user.last_password_reset.map(|time| time.0))
            .bind(user.created_at.0)
            .bind(user.updated_at.0)
            .bind(Json(&user.identities))
            .bind(user.user_metadata.as_ref().map(Json))
            .bind(user.app_metadata.as_ref().map(Json))
            .bind(Json(&user.attributes))
    }};
}
use bind_columns;

/// Writes `after` over `before`, which is the user as it stands (see [`hold`]).
///
/// # Errors
/// The database's. After anything but [`Inserted::Done`] the transaction must be rolled back.
pub async fn save(conn: &mut Conn, tenant: &str, before: &UserProfile, after: &UserProfile) -> Result<Inserted> {
    const SQL: &str = "UPDATE users SET email = $3, email_verified = $4, username = $5, phone_number = $6, \
        phone_verified = $7, name = $8, given_name = $9, family_name = $10, nickname = $11, picture = $12, \
        name_sort = $13, words = $14, blocked = $15, logins_count = $16, last_login = $17, last_ip = $18, \
        last_password_reset = $19, created_at = $20, updated_at = $21, identities = $22, user_metadata = $23, \
        app_metadata = $24, attributes = $25 WHERE tenant = $1 AND id = $2";
    conn.change_users();
    on!(conn, link => bind_columns!(sqlx::query(SQL), tenant, after).execute(link).await.map(|_| ()))?;
    let connection = primary_connection(after);
    let (old, new) = (identifiers::of(before), identifiers::of(after));
    for identifier in old.iter().filter(|identifier| !new.contains(identifier)) {
        identifiers::release(conn, tenant, connection, *identifier).await?;
    }
    for identifier in new.iter().filter(|identifier| !old.contains(identifier)) {
        if !identifiers::claim(conn, tenant, connection, *identifier, &after.user_id).await? {
            return Ok(Inserted::Taken(identifier.0));
        }
    }
    words::replace(conn, tenant, Some(before), Some(after)).await?;
    user_terms::replace(conn, tenant, Some(before), Some(after)).await?;
    Ok(Inserted::Done)
}

/// Removes a user and everything that is theirs but the log.
///
/// # Errors
/// The database's.
pub async fn delete(conn: &mut Conn, tenant: &str, user: &UserProfile) -> Result<()> {
    const USER: &str = "DELETE FROM users WHERE tenant = $1 AND id = $2";
    const CONNECTION: &str = "DELETE FROM user_connections WHERE tenant = $1 AND connection = $2 AND user_id = $3";
    let id = &user.user_id;
    conn.change_users();
    passwords::delete(conn, tenant, id).await?;
    revocations::forget_user(conn, tenant, id).await?;
    tickets::delete_of_user(conn, tenant, id).await?;
    mails::delete_of_user(conn, tenant, id).await?;
    words::replace(conn, tenant, Some(user), None).await?;
    user_terms::replace(conn, tenant, Some(user), None).await?;
    for identifier in identifiers::of(user) {
        identifiers::release(conn, tenant, primary_connection(user), identifier).await?;
    }
    link::forget(conn, tenant, user).await?;
    for connection in user.connections() {
        on!(conn, link => sqlx::query(CONNECTION).bind(tenant).bind(connection).bind(id.as_str())
            .execute(link).await.map(|_| ()))?;
    }
    on!(conn, link => sqlx::query(USER).bind(tenant).bind(id.as_str()).execute(link).await.map(|_| ()))?;
    user_counts::add(conn, tenant, id, -1).await
}

async fn insert_connections(conn: &mut Conn, tenant: &str, user: &UserProfile) -> Result<()> {
    const SQL: &str =
        "INSERT INTO user_connections (tenant, connection, user_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
    for connection in user.connections() {
        on!(conn, link => sqlx::query(SQL).bind(tenant).bind(connection).bind(user.user_id.as_str())
            .execute(link).await.map(|_| ()))?;
    }
    Ok(())
}

/// Where the user's identifiers are unique.
fn primary_connection(user: &UserProfile) -> &str {
    user.connections().next().unwrap_or("")
}
