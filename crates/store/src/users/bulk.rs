//! Many users at once.

use model::UserProfile;
use sqlx::types::Json;

use super::{primary_connection, row};
use crate::sql::insert_rows;
use crate::{Conn, Result, identifiers, user_counts, user_terms, words};

/// Adds users that are known to be new: their ids and identifiers are not used yet.
///
/// # Errors
/// The database's; a duplicate is one. The transaction must be rolled back then.
pub async fn insert_many(conn: &mut Conn, tenant: &str, users: &[UserProfile]) -> Result<()> {
    conn.change_users();
    insert_rows!(
        conn,
        "INSERT INTO users (tenant, id, email, email_verified, username, phone_number, phone_verified, name, given_name, \
         family_name, nickname, picture, name_sort, words, blocked, logins_count, last_login, last_ip, \
         last_password_reset, created_at, updated_at, identities, user_metadata, app_metadata, attributes) ",
        users,
        |user, values| {
            values
                .push_bind(tenant)
                .push_bind(user.user_id.as_str())
                .push_bind(user.email.as_deref().unwrap_or(""))
                .push_bind(row::email_verified(user))
                .push_bind(user.username.as_deref().unwrap_or(""))
                .push_bind(&user.phone_number)
                .push_bind(user.phone_verified)
                .push_bind(&user.name)
                .push_bind(&user.given_name)
                .push_bind(&user.family_name)
                .push_bind(&user.nickname)
                .push_bind(&user.picture)
                .push_bind(row::name_sort(user))
                .push_bind(row::words_column(user))
                .push_bind(user.blocked)
                .push_bind(user.logins_count.unwrap_or(0))
                .push_bind(user.last_login.map_or(0, |time| time.0))
                .push_bind(&user.last_ip)
                .push_bind(user.last_password_reset.map(|time| time.0))
                .push_bind(user.created_at.0)
                .push_bind(user.updated_at.0)
                .push_bind(Json(&user.identities))
                .push_bind(user.user_metadata.as_ref().map(Json))
                .push_bind(user.app_metadata.as_ref().map(Json))
                .push_bind(Json(&user.attributes));
        }
    );
    insert_identifiers(conn, tenant, users).await?;
    insert_words(conn, tenant, users).await?;
    insert_connections(conn, tenant, users).await?;
    user_terms::insert_many(conn, tenant, users).await?;
    user_counts::add_all(conn, tenant, users.iter().map(|user| &user.user_id)).await
}

async fn insert_identifiers(conn: &mut Conn, tenant: &str, users: &[UserProfile]) -> Result<()> {
    let mut rows: Vec<_> = users
        .iter()
        .flat_map(|user| {
            identifiers::of(user)
                .into_iter()
                .map(|(kind, value)| (primary_connection(user), kind.as_str(), value, user.user_id.as_str()))
        })
        .collect();
    rows.sort_unstable();
    insert_rows!(
        conn,
        "INSERT INTO user_identifiers (tenant, connection, kind, value, user_id) ",
        rows,
        |row, values| {
            values.push_bind(tenant).push_bind(row.0).push_bind(row.1).push_bind(row.2).push_bind(row.3);
        }
    );
    Ok(())
}

async fn insert_words(conn: &mut Conn, tenant: &str, users: &[UserProfile]) -> Result<()> {
    let mut rows: Vec<_> = users
        .iter()
        .flat_map(|user| words::entries(user).into_iter().map(|entry| (entry, user.user_id.as_str())))
        .collect();
    // In the order of the key: neighbouring rows go to the same page of the tree.
    rows.sort_unstable_by(|(a, id), (b, other)| a.word.cmp(&b.word).then_with(|| id.cmp(other)));
    insert_rows!(
        conn,
        "INSERT INTO user_words (tenant, word, user_id, begins_name, begins_email) ",
        rows,
        |row, values| {
            let (entry, id) = row;
            values
                .push_bind(tenant)
                .push_bind(entry.word.as_str())
                .push_bind(*id)
                .push_bind(entry.begins_name)
                .push_bind(entry.begins_email);
        }
    );
    Ok(())
}

async fn insert_connections(conn: &mut Conn, tenant: &str, users: &[UserProfile]) -> Result<()> {
    let mut rows: Vec<_> = users
        .iter()
        .flat_map(|user| user.connections().map(|connection| (connection, user.user_id.as_str())))
        .collect();
    // Somebody may have several accounts in one connection.
    rows.sort_unstable();
    rows.dedup();
    insert_rows!(conn, "INSERT INTO user_connections (tenant, connection, user_id) ", rows, |row, values| {
        values.push_bind(tenant).push_bind(row.0).push_bind(row.1);
    });
    Ok(())
}
