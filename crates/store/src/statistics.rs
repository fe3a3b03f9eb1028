//! What the planner of SQLite takes the tables to hold.
//!
//! It would guess that a tenant has ten rows, and read all of a tenant's users where an index would name the one. What ANALYZE
//! finds is no better: it counts one database at one moment, how many users never logged in is an average to it, and a tenant
//! that grew since is planned for as it was. So every database says the same: of one tenant with a million users. What is quick
//! there is quick in a smaller one.

use sqlx::SqlitePool;

use crate::{Db, Result};

/// A table, its index, and in it: all rows, then how many share the first column, the first two, and so on.
type Statistic = (&'static str, &'static str, &'static str);

const STATISTICS: [Statistic; 35] = [
    ("users", "sqlite_autoindex_users_1", "1000000 1000000 1"),
    ("users", "users_blocked", "5000 5000 1 1 1"),
    ("users", "users_blocked_until", "1000 1000 1"),
    ("users", "users_created", "1000000 1000000 1 1 1 1 1 1 1"),
    ("users", "users_email", "1000000 1000000 1 1 1 1 1 1"),
    ("users", "users_family_name", "1000000 1000000 3000 1 1"),
    ("users", "users_given_name", "1000000 1000000 3000 1 1"),
    ("users", "users_last_ip", "1000000 1000000 1000 1 1"),
    ("users", "users_last_login", "1000000 1000000 1000 1 1 1 1 1 1"),
    ("users", "users_logins", "1000000 1000000 3000 1 1 1 1 1 1"),
    ("users", "users_name", "1000000 1000000 20 1 1 1 1 1"),
    ("users", "users_name_lower", "1000000 1000000 20 1 1"),
    ("users", "users_nickname", "1000000 1000000 1 1 1"),
    ("users", "users_password_reset", "100000 100000 1 1 1"),
    ("users", "users_phone_number", "1000000 1000000 1 1 1"),
    ("users", "users_phone_verified", "1000000 1000000 500000 1 1"),
    ("users", "users_unblocked", "1000 1000 1 1 1"),
    ("users", "users_unverified", "100000 100000 1 1 1"),
    ("users", "users_updated", "1000000 1000000 1 1 1"),
    ("users", "users_username", "1000000 1000000 1 1 1"),
    ("user_connections", "user_connections", "1000000 1000000 500000 1"),
    ("user_identifiers", "user_identifiers", "1000000 1000000 1000000 500000 1"),
    ("user_terms", "user_terms", "5000000 5000000 1000000 70000 1 1"),
    ("user_words", "user_words", "5000000 5000000 6 1"),
    ("login_days", "login_days", "500000 500000 20 18 1 1"),
    ("logs", "sqlite_autoindex_logs_1", "1000000 1000000 1"),
    ("logs", "logs_chain", "1000000 1000000 1000000 1"),
    ("logs", "logs_client", "1000000 1000000 60000 1 1 1"),
    ("logs", "logs_connection", "1000000 1000000 500000 1 1 1"),
    ("logs", "logs_ip", "1000000 1000000 70 1"),
    ("logs", "logs_login", "500000 500000 250000 1"),
    ("logs", "logs_place", "500000 500000 25 13 1"),
    ("logs", "logs_type", "1000000 1000000 90000 1 1 1"),
    ("logs", "logs_user", "1000000 1000000 20 1 1 1 1"),
    ("places", "places", "1000 1000 1"),
];

impl Db {
    /// Tells the planner what the tables hold: on PostgreSQL what is counted now, for after many rows were written at once.
    ///
    /// # Errors
    /// As [`Db::read`].
    pub async fn analyze(&self) -> Result<()> {
        match self {
            Self::Sqlite { writer, .. } => state(writer).await,
            Self::Postgres(pool) => {
                // Notes which pages hold nothing but what everybody sees, too: where they do an index answers alone. Not each
                // engine of its protocol has that.
                if sqlx::raw_sql("VACUUM (ANALYZE)").execute(pool).await.is_err() {
                    sqlx::raw_sql("ANALYZE").execute(pool).await?;
                }
                Ok(())
            }
        }
    }

    /// The same where it takes no time: after a start, and when indexes were made anew, which forgets them.
    pub(crate) async fn state_statistics(&self) -> Result<()> {
        match self {
            Self::Sqlite { writer, .. } => state(writer).await,
            // It counts by itself.
            Self::Postgres(_) => Ok(()),
        }
    }
}

async fn state(writer: &SqlitePool) -> Result<()> {
    /// Makes the table where there is none, and lets this connection read it.
    const LOAD: &str = "ANALYZE sqlite_schema";
    let mut tx = writer.begin().await?;
    sqlx::query(LOAD).execute(&mut *tx).await?;
    let known: Vec<(String, Option<String>, Option<String>)> =
        sqlx::query_as("SELECT tbl, idx, stat FROM sqlite_stat1").fetch_all(&mut *tx).await?;
    let is_known = |(table, index, text): &Statistic| {
        known.iter().any(|(known, idx, stat)| {
            (known.as_str(), idx.as_deref(), stat.as_deref()) == (*table, Some(*index), Some(*text))
        })
    };
    if known.len() == STATISTICS.len() && STATISTICS.iter().all(is_known) {
        return Ok(());
    }
    // The other connections read it again because a table of that name is new.
    sqlx::query("DROP TABLE sqlite_stat1").execute(&mut *tx).await?;
    sqlx::query(LOAD).execute(&mut *tx).await?;
    for (table, index, stat) in STATISTICS {
        const INSERT: &str = "INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ($1, $2, $3)";
        sqlx::query(INSERT).bind(table).bind(index).bind(stat).execute(&mut *tx).await?;
    }
    sqlx::query(LOAD).execute(&mut *tx).await?;
    tx.commit().await?;
    Ok(())
}
