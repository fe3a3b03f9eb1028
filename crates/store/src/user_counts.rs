//! How many users a tenant has, without counting them.

use std::collections::BTreeMap;

use model::UserId;

use crate::{Conn, Result};

const SLOTS: u64 = 16;

/// Spreads users evenly over the slots (FNV-1a), so that two creates at once seldom wait for the same row.
fn slot(id: &UserId) -> i64 {
    let hash = id
        .as_str()
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    i64::try_from((hash >> 32) % SLOTS).unwrap_or(0)
}

/// Adds `difference` for the user `id`.
///
/// # Errors
/// The database's.
pub(crate) async fn add(conn: &mut Conn, tenant: &str, id: &UserId, difference: i64) -> Result<()> {
    add_to(conn, tenant, slot(id), difference).await
}

/// Adds one for each of the users.
///
/// # Errors
/// The database's.
pub(crate) async fn add_all(conn: &mut Conn, tenant: &str, ids: impl Iterator<Item = &UserId>) -> Result<()> {
    // In the order of the slots always, so that two transactions cannot wait for each other.
    let mut slots = BTreeMap::new();
    for id in ids {
        *slots.entry(slot(id)).or_insert(0) += 1;
    }
    for (slot, users) in slots {
        add_to(conn, tenant, slot, users).await?;
    }
    Ok(())
}

async fn add_to(conn: &mut Conn, tenant: &str, slot: i64, difference: i64) -> Result<()> {
    const SQL: &str = "INSERT INTO user_counts (tenant, slot, users) VALUES ($1, $2, $3) \
        ON CONFLICT (tenant, slot) DO UPDATE SET users = user_counts.users + excluded.users";
    on!(conn, link => sqlx::query(SQL).bind(tenant).bind(slot).bind(difference).execute(link).await.map(|_| ()))?;
    Ok(())
}

/// The number of users who have an account in a connection, counted.
///
/// # Errors
/// The database's.
pub async fn of_connection(conn: &mut Conn, tenant: &str, connection: &str) -> Result<i64> {
    const SQL: &str = "SELECT COUNT(*) FROM user_connections WHERE tenant = $1 AND connection = $2";
    Ok(on!(conn, link => sqlx::query_scalar(SQL).bind(tenant).bind(connection).fetch_one(link).await)?)
}

/// The number of users of the tenant.
///
/// # Errors
/// The database's.
pub async fn total(conn: &mut Conn, tenant: &str) -> Result<i64> {
    const SQL: &str = "SELECT CAST(COALESCE(SUM(users), 0) AS BIGINT) FROM user_counts WHERE tenant = $1";
    Ok(on!(conn, link => sqlx::query_scalar(SQL).bind(tenant).fetch_one(link).await)?)
}
