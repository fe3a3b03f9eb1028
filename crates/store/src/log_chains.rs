//! The chains that show whether the log was changed afterwards.
//!
//! Each event carries a SHA-256 of itself and of the hash of the event before it in its chain. A tenant has as many chains as
//! its events may be written side by side. Whoever writes to the database can make all hashes anew: what shows that too are
//! signed checkpoints of the chains' ends (`log_checkpoints`).

mod canonical;
mod columns;
mod heads;
mod links;
mod retention;
mod write;

use sqlx::FromRow;

pub use canonical::Canonical;
pub use heads::Heads;
pub use links::{Link, count, links, places, unchained};
pub use retention::{delete_unchained, forget_hours, retire};
pub(crate) use write::write;

use crate::conn::Link as Engine;
use crate::{Conn, Result};

/// Chains of a tenant on PostgreSQL: of so many commits at once two seldom wait for each other. SQLite has one writer.
const CHAINS: i64 = 8;

/// Where a chain ends and begins.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct Chain {
    /// Which of the tenant's.
    pub chain: i64,
    /// The number of its last event.
    pub number: i64,
    /// The hash of its last event.
    pub hash: String,
    /// The last event that retention deleted; 0 where it deleted none.
    pub first_number: i64,
    /// Its hash; empty where there is none.
    pub first_hash: String,
}

/// All chains of a tenant.
///
/// # Errors
/// The database's.
pub async fn list(conn: &mut Conn, tenant: &str) -> Result<Vec<Chain>> {
    const SQL: &str = "SELECT chain, number, hash, first_number, first_hash FROM log_chains WHERE tenant = $1 \
        ORDER BY chain";
    Ok(on!(conn, link => sqlx::query_as(SQL).bind(tenant).fetch_all(link).await)?)
}

/// A chain, made where it is missing, and held until the transaction ends so that nobody else goes on with it.
async fn hold(conn: &mut Conn, tenant: &str, chain: i64) -> Result<Chain> {
    const SQL: &str = "INSERT INTO log_chains (tenant, chain, number, hash, first_number, first_hash) \
        VALUES ($1, $2, 0, '', 0, '') ON CONFLICT DO NOTHING";
    if let Some(chain) = hold_existing(conn, tenant, chain).await? {
        return Ok(chain);
    }
    on!(conn, link => sqlx::query(SQL).bind(tenant).bind(chain).execute(link).await.map(|_| ()))?;
    hold_existing(conn, tenant, chain).await?.ok_or_else(|| sqlx::Error::RowNotFound.into())
}

async fn hold_existing(conn: &mut Conn, tenant: &str, chain: i64) -> Result<Option<Chain>> {
    const SQL: &str = "SELECT chain, number, hash, first_number, first_hash FROM log_chains \
        WHERE tenant = $1 AND chain = $2";
    const HOLD: &str = "SELECT chain, number, hash, first_number, first_hash FROM log_chains \
        WHERE tenant = $1 AND chain = $2 FOR UPDATE";
    Ok(match conn.link() {
        // A transaction of SQLite holds everything from its beginning.
        Engine::Sqlite(link) => sqlx::query_as(SQL).bind(tenant).bind(chain).fetch_optional(link).await?,
        Engine::Postgres(link) => sqlx::query_as(HOLD).bind(tenant).bind(chain).fetch_optional(link).await?,
    })
}
