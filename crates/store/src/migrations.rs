//! The schema and its versions.

use sqlx::migrate::{MigrateError, Migrator};

use crate::conn::Link;
use crate::{Conn, Db, Error, Result, postponed_indexes, user_terms};

static SQLITE: Migrator = sqlx::migrate!("../../migrations/sqlite");
static POSTGRES: Migrator = sqlx::migrate!("../../migrations/postgres");

/// What [`Db::migrate`] did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Migrated {
    /// The schema's version now.
    pub version: i64,
}

impl Db {
    /// Brings the schema up to date; each migration is applied whole or not at all. What searches need of users who came
    /// before it is written then, some thousand users at a time.
    ///
    /// # Errors
    /// [`Error::NewerSchema`] when a newer Roster has been here; nothing is changed then.
    pub async fn migrate(&self) -> Result<Migrated> {
        let known = SQLITE.iter().map(|migration| migration.version).max().unwrap_or(0);
        postponed_indexes::make_before_migrations(self).await?;
        let before = self.applied().await?;
        let done = match self {
            Self::Sqlite { writer, .. } => SQLITE.run(writer).await,
            // No advisory lock: the distributed engines have none. Two servers that start at once on an empty database
            // collide on the migrations table, one fails with a clear error, and its restart finds all done.
            Self::Postgres(pool) => without_lock(&POSTGRES).run(pool).await,
        };
        match done {
            Ok(()) => {
                user_terms::fill(self).await?;
                self.state_statistics().await?;
                if before > 0 && self.applied().await? > before {
                    // A table that was written anew is not known to PostgreSQL as one that indexes answer for.
                    self.analyze().await?;
                }
                Ok(Migrated { version: known })
            }
            Err(MigrateError::VersionMissing(found)) => Err(Error::NewerSchema { found, known }),
            Err(MigrateError::Execute(error)) => Err(error.into()),
            Err(error) => Err(Error::Migration(error)),
        }
    }

    /// How many migrations this database has had.
    async fn applied(&self) -> Result<i64> {
        const APPLIED: &str = "SELECT COUNT(*) FROM _sqlx_migrations";
        let mut conn = self.read().await?;
        if !has_table(&mut conn, "_sqlx_migrations").await? {
            return Ok(0);
        }
        Ok(on!(conn, link => sqlx::query_scalar(APPLIED).fetch_one(link).await)?)
    }
}

/// Whether there is a table of that name.
///
/// # Errors
/// The database's.
pub(crate) async fn has_table(conn: &mut Conn, name: &str) -> Result<bool> {
    const SQLITE: &str = "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = $1";
    const POSTGRES: &str = "SELECT COUNT(*) FROM information_schema.tables \
        WHERE table_schema = current_schema() AND table_name = $1";
    let tables: i64 = match conn.link() {
        Link::Sqlite(link) => sqlx::query_scalar(SQLITE).bind(name).fetch_one(link).await?,
        Link::Postgres(link) => sqlx::query_scalar(POSTGRES).bind(name).fetch_one(link).await?,
    };
    Ok(tables > 0)
}

fn without_lock(migrator: &Migrator) -> Migrator {
    let mut migrator = Migrator { migrations: migrator.migrations.clone(), ..Migrator::DEFAULT };
    migrator.set_locking(false);
    migrator
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_engines_have_migrations_of_the_same_numbers_and_names() {
        let list = |migrator: &Migrator| -> Vec<(i64, String)> {
            migrator.iter().map(|migration| (migration.version, migration.description.to_string())).collect()
        };
        assert_eq!(list(&SQLITE), list(&POSTGRES));
        assert!(!list(&SQLITE).is_empty());
    }
}
