//! SQLite's write-ahead log, checkpointed beside those who write (<https://sqlite.org/wal.html#ckpt>).
//!
//! By itself SQLite does a checkpoint in the commit that makes the log long: whoever commits then waits until pages all over
//! the file are on the disk, which takes longer than the commit. A connection of its own does the same while others go on
//! writing. The log begins anew with the first write after a checkpoint that left nothing.

use std::sync::LazyLock;

use tokio::sync::watch;

use crate::{Db, Result};

/// From so many pages on, 128 MB, a commit does a checkpoint after all: where nobody else did, or they cannot keep up.
pub(crate) const LONGEST: &str = "32768";

/// Tells of commits.
static WRITES: LazyLock<watch::Sender<()>> = LazyLock::new(|| watch::Sender::new(()));

/// What SQLite says of a checkpoint: whether somebody was in its way, pages in the log, and how many of them are in the file.
type Outcome = (i64, i64, i64);

/// Tells when a transaction of this process was committed to SQLite.
pub fn writes() -> watch::Receiver<()> {
    WRITES.subscribe()
}

pub(crate) fn written() {
    WRITES.send_replace(());
}

impl Db {
    /// Writes what SQLite's log holds into the database's file, up to what somebody still reads as it was before; nobody waits
    /// for it. How many pages the log has. Nothing on PostgreSQL, which does that itself.
    ///
    /// # Errors
    /// The database's; what was committed stays in the log then.
    pub async fn checkpoint(&self) -> Result<i64> {
        let Self::Sqlite { checkpoints, .. } = self else { return Ok(0) };
        let (_, pages, _): Outcome = sqlx::query_as("PRAGMA wal_checkpoint(PASSIVE)").fetch_one(checkpoints).await?;
        Ok(pages)
    }

    /// For those who write very much: where the log has more than `pages`, lets it begin anew. Others may write meanwhile, up
    /// to the moment when what they wrote meanwhile gets to the file, too.
    ///
    /// # Errors
    /// As [`Db::checkpoint`].
    pub async fn checkpoint_beyond(&self, pages: i64) -> Result<()> {
        let Self::Sqlite { checkpoints, .. } = self else { return Ok(()) };
        let (_, long, _): Outcome = sqlx::query_as("PRAGMA wal_checkpoint(NOOP)").fetch_one(checkpoints).await?;
        if long > pages {
            self.checkpoint().await?;
            // Waits for nobody: next time, where somebody writes or reads.
            let _: Outcome = sqlx::query_as("PRAGMA wal_checkpoint(RESTART)").fetch_one(checkpoints).await?;
        }
        Ok(())
    }
}
