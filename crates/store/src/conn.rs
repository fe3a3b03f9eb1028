//! A connection of either engine, and how one statement runs on both.

use std::ops::{Deref, DerefMut};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};

use model::LogEvent;
use sqlx::pool::PoolConnection;
use sqlx::{PgConnection, Postgres, Sqlite, SqliteConnection, Transaction};
use tokio::sync::watch;

use crate::log_chains::Heads;
use crate::{Error, Result, log_chains, write_ahead_log};

/// How many transactions of this process changed an application, an API or a client grant.
static APPLICATION_CHANGES: AtomicU64 = AtomicU64::new(0);

/// How many transactions of this process changed users by more than a login.
static USER_CHANGES: AtomicU64 = AtomicU64::new(0);

/// How many events this process wrote.
static LOG_WRITES: LazyLock<watch::Sender<u64>> = LazyLock::new(|| watch::Sender::new(0));

/// Tells when a transaction of this process wrote events, whichever tenant's: who follows a log need not wait until they
/// look again. Other processes do not count.
pub fn log_writes() -> watch::Receiver<u64> {
    LOG_WRITES.subscribe()
}

/// How many events this process wrote, whichever tenant's.
pub fn events_written() -> u64 {
    *LOG_WRITES.borrow()
}

/// Grows with each transaction of this process that changed an application, an API or a client grant, before its commit
/// returns: what was read of them is as it was for as long as this is. Other processes do not count.
pub fn application_changes() -> u64 {
    APPLICATION_CHANGES.load(Ordering::SeqCst)
}

/// Grows with each transaction of this process that made, changed or deleted users, before its commit returns. That they
/// logged in does not count, and other processes do not.
pub fn user_changes() -> u64 {
    USER_CHANGES.load(Ordering::SeqCst)
}

/// A connection to the database, in a transaction or not.
pub struct Conn {
    inner: Inner,
    changes: Changes,
    /// Tenants and events that the transaction writes at its end.
    events: Vec<(String, LogEvent)>,
    /// Where the log's chains end, on SQLite.
    heads: Heads,
}

/// What a transaction changes of what is remembered elsewhere.
#[derive(Clone, Copy, Default)]
struct Changes {
    applications: bool,
    users: bool,
}

enum Inner {
    Sqlite(PoolConnection<Sqlite>),
    Postgres(PoolConnection<Postgres>),
    SqliteTx(Transaction<'static, Sqlite>),
    PostgresTx(Transaction<'static, Postgres>),
}

/// The engine's own connection.
pub(crate) enum Link<'a> {
    Sqlite(&'a mut SqliteConnection),
    Postgres(&'a mut PgConnection),
}

/// Runs one expression on whichever engine `$conn` is connected to; it is type-checked for both.
macro_rules! on {
    ($conn:expr, $link:ident => $body:expr) => {
        match $conn.link() {
            crate::conn::Link::Sqlite($link) => $body,
            crate::conn::Link::Postgres($link) => $body,
        }
    };
}

impl Conn {
    fn new(inner: Inner) -> Self {
        Self { inner, changes: Changes::default(), events: Vec::new(), heads: Heads::default() }
    }

    pub(crate) fn sqlite(conn: PoolConnection<Sqlite>) -> Self {
        Self::new(Inner::Sqlite(conn))
    }

    pub(crate) fn postgres(conn: PoolConnection<Postgres>) -> Self {
        Self::new(Inner::Postgres(conn))
    }

    /// Says that what is done changes an application, an API or a client grant: see [`application_changes`].
    pub(crate) fn change_applications(&mut self) {
        self.changes.applications = true;
    }

    /// Says that what is done makes, changes or deletes users: see [`user_changes`].
    pub(crate) fn change_users(&mut self) {
        self.changes.users = true;
    }

    /// Keeps an event until the transaction commits.
    pub(crate) fn record(&mut self, tenant: &str, event: &LogEvent) -> Result<()> {
        if matches!(self.inner, Inner::Sqlite(_) | Inner::Postgres(_)) {
            return Err(Error::NoTransaction);
        }
        self.events.push((tenant.to_owned(), event.clone()));
        Ok(())
    }

    pub(crate) fn heads(&mut self) -> &mut Heads {
        &mut self.heads
    }

    pub(crate) fn link(&mut self) -> Link<'_> {
        match &mut self.inner {
            Inner::Sqlite(conn) => Link::Sqlite(conn),
            Inner::Postgres(conn) => Link::Postgres(conn),
            Inner::SqliteTx(tx) => Link::Sqlite(tx),
            Inner::PostgresTx(tx) => Link::Postgres(tx),
        }
    }
}

/// A transaction. What was done in it is undone unless [`Tx::commit`] returns.
pub struct Tx(Conn);

impl Tx {
    pub(crate) fn sqlite(tx: Transaction<'static, Sqlite>, heads: Heads) -> Self {
        Self(Conn { heads, ..Conn::new(Inner::SqliteTx(tx)) })
    }

    pub(crate) fn postgres(tx: Transaction<'static, Postgres>) -> Self {
        Self(Conn::new(Inner::PostgresTx(tx)))
    }

    /// Writes the events that were recorded, and makes everything that was done durable.
    ///
    /// # Errors
    /// When the database could not: then nothing was done, or (only when the connection broke) it is not known.
    pub async fn commit(mut self) -> Result<()> {
        let events = std::mem::take(&mut self.0.events);
        let count = u64::try_from(events.len()).unwrap_or(0);
        if count > 0 {
            log_chains::write(&mut self.0, events).await?;
        }
        let Conn { inner, changes, heads, .. } = self.0;
        match inner {
            Inner::SqliteTx(tx) => {
                tx.commit().await?;
                write_ahead_log::written();
            }
            Inner::PostgresTx(tx) => tx.commit().await?,
            Inner::Sqlite(_) | Inner::Postgres(_) => {}
        }
        if changes.applications {
            APPLICATION_CHANGES.fetch_add(1, Ordering::SeqCst);
        }
        if changes.users {
            USER_CHANGES.fetch_add(1, Ordering::SeqCst);
        }
        heads.keep();
        if count > 0 {
            LOG_WRITES.send_modify(|events| *events = events.wrapping_add(count));
        }
        Ok(())
    }
}

impl Deref for Tx {
    type Target = Conn;

    fn deref(&self) -> &Conn {
        &self.0
    }
}

impl DerefMut for Tx {
    fn deref_mut(&mut self) -> &mut Conn {
        &mut self.0
    }
}
