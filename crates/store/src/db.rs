//! Opening a database.

use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{Connection as _, PgPool, Sqlite, SqlitePool, Transaction};

use crate::log_chains::Heads;
use crate::{Conn, Error, Result, Tx, staged_logs, write_ahead_log};

/// How long a statement waits for a connection, and a writer for another writer.
const PATIENCE: Duration = Duration::from_secs(5);
/// More readers than this only share the same two or four cores.
const SQLITE_READERS: u32 = 4;
const POSTGRES_CONNECTIONS: u32 = 16;
/// How a transaction of SQLite begins that writes.
const BEGIN: &str = "BEGIN IMMEDIATE";

/// The configured database. Cheap to clone.
#[derive(Clone, Debug)]
pub enum Db {
    /// Embedded: one writer, several readers.
    Sqlite {
        /// The one connection that writes.
        writer: SqlitePool,
        /// The connections that read.
        readers: SqlitePool,
        /// The connection that does nothing but checkpoints; there while there is something to do.
        checkpoints: SqlitePool,
        /// The database file.
        file: PathBuf,
        /// Where the log's chains end, as far as this process wrote them.
        heads: Heads,
    },
    /// PostgreSQL, or an engine that speaks its protocol.
    Postgres(PgPool),
}

impl Db {
    /// Opens `sqlite://path` (the file is made when it is missing) or `postgres://…`.
    ///
    /// # Errors
    /// [`Error::Url`] when `url` is neither, or the database's own error when it cannot be opened.
    pub async fn open(url: &str) -> Result<Db> {
        if let Some(path) = url.strip_prefix("sqlite:") {
            let path = path.strip_prefix("//").unwrap_or(path);
            if path.is_empty() || path.starts_with('?') || path == ":memory:" {
                return Err(bad(url, "a file is needed, as in sqlite:///var/lib/roster/roster.db"));
            }
            return Self::open_sqlite(Path::new(path)).await;
        }
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            return Self::open_postgres(url).await;
        }
        Err(bad(url, "expected sqlite://FILE or postgres://USER:PASSWORD@HOST/DATABASE"))
    }

    async fn open_sqlite(file: &Path) -> Result<Db> {
        let options = SqliteConnectOptions::new()
            .filename(file)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            // An acknowledged write must survive a power cut, so every commit waits for the disk.
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(PATIENCE)
            .pragma("trusted_schema", "OFF")
            .pragma("cell_size_check", "ON")
            // What was deleted must not be readable from the file.
            .pragma("secure_delete", "ON")
            .pragma("journal_size_limit", "67108864")
            .pragma("wal_autocheckpoint", write_ahead_log::LONGEST)
            .pragma("cache_size", "-131072")
            .pragma("temp_store", "MEMORY");
        let writer = SqlitePoolOptions::new()
            .max_connections(1)
            .acquire_timeout(PATIENCE)
            .idle_timeout(None)
            .max_lifetime(None)
            // What a write needs is seldom what the one before it needed.
            .connect_with(options.clone().pragma("cache_size", "-65536"))
            .await?;
        let checkpoints = SqlitePoolOptions::new()
            .max_connections(1)
            .acquire_timeout(PATIENCE)
            .idle_timeout(PATIENCE)
            .connect_lazy_with(options.clone().busy_timeout(Duration::ZERO));
        let readers = SqlitePoolOptions::new()
            .max_connections(SQLITE_READERS)
            .min_connections(1)
            .acquire_timeout(PATIENCE)
            .test_before_acquire(false)
            .connect_with(options.read_only(true).create_if_missing(false))
            .await?;
        Ok(Self::Sqlite { writer, readers, checkpoints, file: file.to_owned(), heads: Heads::default() })
    }

    async fn open_postgres(url: &str) -> Result<Db> {
        let options = PgConnectOptions::from_str(url)
            .map_err(|error| bad(&without_password(url), &error.to_string()))?
            // Values differ too much between tenants and words for one plan to serve all; disks are not spinning any more.
            .options([("plan_cache_mode", "force_custom_plan"), ("random_page_cost", "1.1"), ("jit", "off")])
            .application_name("roster");
        let pool = PgPoolOptions::new()
            .max_connections(POSTGRES_CONNECTIONS)
            .acquire_timeout(PATIENCE)
            .connect_with(options)
            .await?;
        Ok(Self::Postgres(pool))
    }

    /// A connection to read with.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when none is free in five seconds, or the database is gone.
    pub async fn read(&self) -> Result<Conn> {
        Ok(match self {
            Self::Sqlite { readers, .. } => Conn::sqlite(readers.acquire().await?),
            Self::Postgres(pool) => Conn::postgres(pool.acquire().await?),
        })
    }

    /// A connection to read the log with: it sees every event that was written before.
    ///
    /// # Errors
    /// As [`Db::read`].
    pub async fn read_log(&self) -> Result<Conn> {
        self.settle_log().await?;
        self.read().await
    }

    /// Moves the events that wait for it to the log: for whoever reads it with a connection that they have already.
    ///
    /// # Errors
    /// As [`Db::read`].
    pub async fn settle_log(&self) -> Result<()> {
        if staged_logs::is_any(&mut self.read().await?).await? {
            let mut tx = self.begin().await?;
            staged_logs::settle(&mut tx).await?;
            tx.commit().await?;
        }
        Ok(())
    }

    /// A transaction to write with. On SQLite it holds the one writer from the start, so that it never fails halfway
    /// because another one was quicker.
    ///
    /// # Errors
    /// As [`Db::read`].
    pub async fn begin(&self) -> Result<Tx> {
        Ok(match self {
            Self::Sqlite { writer, heads, .. } => Tx::sqlite(begin_immediate(writer).await?, heads.clone()),
            Self::Postgres(pool) => Tx::postgres(pool.begin().await?),
        })
    }

    /// A connection that sees the database as it is now, the whole log included, whatever others write meanwhile. Never
    /// committed.
    ///
    /// # Errors
    /// As [`Db::read`].
    pub async fn snapshot(&self) -> Result<Tx> {
        const POSTGRES: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY";
        match self {
            Self::Sqlite { writer, readers, .. } => snapshot_of_sqlite(writer, readers).await,
            Self::Postgres(pool) => Ok(Tx::postgres(pool.begin_with(POSTGRES).await?)),
        }
    }

    /// Asks the database for a sign of life.
    ///
    /// # Errors
    /// As [`Db::read`].
    pub async fn ping(&self) -> Result<()> {
        let mut conn = self.read().await?;
        on!(conn, link => sqlx::query("SELECT 1").execute(link).await.map(|_| ()))?;
        Ok(())
    }

    /// Writes a consistent copy of the database to `target`, which must not exist, while others go on working.
    ///
    /// # Errors
    /// [`Error::Unsupported`] on PostgreSQL, which has `pg_dump`.
    pub async fn backup(&self, target: &Path) -> Result<()> {
        let Self::Sqlite { readers, .. } = self else {
            return Err(Error::Unsupported("`roster backup` copies a SQLite database; use pg_dump for PostgreSQL"));
        };
        let mut conn = readers.acquire().await?;
        let target = target.to_str().ok_or(Error::Unsupported("the backup's file name must be UTF-8"))?;
        sqlx::query("VACUUM INTO $1").bind(target).execute(&mut *conn).await?;
        Ok(())
    }

    /// Lets go of the database; SQLite's write-ahead log is folded into the file.
    pub async fn close(&self) {
        match self {
            Self::Sqlite { writer, readers, checkpoints, .. } => {
                readers.close().await;
                checkpoints.close().await;
                writer.close().await;
            }
            Self::Postgres(pool) => pool.close().await,
        }
    }
}

/// When the disk is full SQLite ends the transaction itself, which sqlx does not notice: to it the connection is for ever
/// inside one. Such a connection is thrown away for a new one.
async fn begin_immediate(writer: &SqlitePool) -> Result<Transaction<'static, Sqlite>> {
    match writer.begin_with(BEGIN).await {
        Err(sqlx::Error::InvalidSavePointStatement) => {
            writer.acquire().await?.close().await?;
            Ok(writer.begin_with(BEGIN).await?)
        }
        begun => Ok(begun?),
    }
}

/// The writer is kept until the snapshot is taken, so that no event is staged between. Another process may do that: then once
/// more.
async fn snapshot_of_sqlite(writer: &SqlitePool, readers: &SqlitePool) -> Result<Tx> {
    loop {
        let mut held = writer.acquire().await?;
        let mut settling = held.begin_with(BEGIN).await?;
        staged_logs::settle_on(&mut settling).await?;
        settling.commit().await?;
        // A transaction of SQLite sees what was there at its first statement.
        let mut tx = Tx::sqlite(readers.begin().await?, Heads::default());
        let is_whole = !staged_logs::is_any(&mut tx).await?;
        drop(held);
        if is_whole {
            return Ok(tx);
        }
    }
}

fn bad(url: &str, reason: &str) -> Error {
    Error::Url { url: url.to_owned(), reason: reason.to_owned() }
}

/// For messages: nobody's log needs the password.
fn without_password(url: &str) -> String {
    match (url.split_once("://"), url.rsplit_once('@')) {
        (Some((scheme, _)), Some((_, host))) => format!("{scheme}://…@{host}"),
        _ => url.to_owned(),
    }
}
