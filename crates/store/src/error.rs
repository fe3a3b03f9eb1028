//! What can go wrong below.

use std::borrow::Cow;
use std::io;

/// The result of a statement.
pub type Result<T> = std::result::Result<T, Error>;

/// Why a statement failed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// `DATABASE_URL` names no database that Roster knows.
    #[error("{url}: {reason}")]
    Url {
        /// As it was given.
        url: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The database was written by a newer Roster.
    #[error(
        "the database has schema version {found}, this Roster knows versions up to {known}: it was used by a newer \
         Roster. Start that one, or restore a backup"
    )]
    NewerSchema {
        /// The version in the database.
        found: i64,
        /// The newest that this binary has.
        known: i64,
    },
    /// A migration failed; nothing of it was applied.
    #[error("the database could not be migrated: {0}")]
    Migration(#[source] sqlx::migrate::MigrateError),
    /// The disk is full, or the database's own limit is reached.
    #[error("the database has no more room")]
    Full(#[source] sqlx::Error),
    /// The database cannot be reached, is shutting down, or stays locked.
    #[error("the database cannot be reached")]
    Unavailable(#[source] sqlx::Error),
    /// The engine has no such feature.
    #[error("{0}")]
    Unsupported(&'static str),
    /// An event was to be recorded outside of a transaction, where nothing would write it.
    #[error("an event was recorded outside of a transaction")]
    NoTransaction,
    /// A mistake of Roster's own.
    #[error("the database refused a statement")]
    Statement(#[source] sqlx::Error),
}

const SQLITE_BUSY: i64 = 5;
const SQLITE_IOERR: i64 = 10;
const SQLITE_FULL: i64 = 13;
const SQLITE_CANTOPEN: i64 = 14;
const SQLITE_READONLY: i64 = 8;

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::Io(io) if io.kind() == io::ErrorKind::StorageFull => Self::Full(error),
            sqlx::Error::Io(_)
            | sqlx::Error::Tls(_)
            | sqlx::Error::PoolTimedOut
            | sqlx::Error::PoolClosed
            | sqlx::Error::WorkerCrashed
            | sqlx::Error::BeginFailed
            | sqlx::Error::Protocol(_) => Self::Unavailable(error),
            sqlx::Error::Database(database) => match database.code().map(Cow::into_owned) {
                Some(code) => Self::from_code(&code, error),
                None => Self::Statement(error),
            },
            _ => Self::Statement(error),
        }
    }
}

impl Error {
    /// SQLite gives extended result codes as numbers, PostgreSQL five-character SQLSTATEs.
    fn from_code(code: &str, error: sqlx::Error) -> Self {
        if code.len() == 5 {
            return match &code[..2] {
                "08" | "57" | "40" => Self::Unavailable(error),
                "53" if code == "53100" => Self::Full(error),
                "53" => Self::Unavailable(error),
                _ => Self::Statement(error),
            };
        }
        match code.parse::<i64>().map(|code| code & 0xff) {
            Ok(SQLITE_FULL) => Self::Full(error),
            Ok(SQLITE_BUSY | SQLITE_IOERR | SQLITE_CANTOPEN | SQLITE_READONLY) => Self::Unavailable(error),
            _ => Self::Statement(error),
        }
    }

    /// Whether the same request may succeed a little later.
    pub fn is_temporary(&self) -> bool {
        matches!(self, Self::Full(_) | Self::Unavailable(_))
    }
}
