//! A connection of either engine, and how one statement runs on both.

use std::ops::{Deref, DerefMut};

use sqlx::pool::PoolConnection;
use sqlx::{PgConnection, Postgres, Sqlite, SqliteConnection, Transaction};

use crate::Result;

/// A connection to the database, in a transaction or not.
pub struct Conn(Inner);

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
    pub(crate) fn sqlite(conn: PoolConnection<Sqlite>) -> Self {
        Self(Inner::Sqlite(conn))
    }

    pub(crate) fn postgres(conn: PoolConnection<Postgres>) -> Self {
        Self(Inner::Postgres(conn))
    }

    pub(crate) fn link(&mut self) -> Link<'_> {
        match &mut self.0 {
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
    pub(crate) fn sqlite(tx: Transaction<'static, Sqlite>) -> Self {
        Self(Conn(Inner::SqliteTx(tx)))
    }

    pub(crate) fn postgres(tx: Transaction<'static, Postgres>) -> Self {
        Self(Conn(Inner::PostgresTx(tx)))
    }

    /// Makes everything that was done durable.
    ///
    /// # Errors
    /// When the database could not: then nothing was done, or (only when the connection broke) it is not known.
    pub async fn commit(self) -> Result<()> {
        match self.0.0 {
            Inner::SqliteTx(tx) => tx.commit().await?,
            Inner::PostgresTx(tx) => tx.commit().await?,
            Inner::Sqlite(_) | Inner::Postgres(_) => {}
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
