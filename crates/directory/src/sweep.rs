//! Deleting what has expired.

use model::Timestamp;

use crate::{DEFAULT_TENANT, Directory, Result};

/// Rows of one transaction: others must not wait.
const AT_ONCE: i64 = 200;
/// What has expired is kept for so long, so that whoever comes a little late is told so: an hour.
const KEPT: i64 = 3_600_000;

impl Directory {
    /// Deletes rows that have expired and events that are kept no longer, in small steps: how many there were. Counts the logins
    /// of hours that are over, and ends blocks whose time is over.
    ///
    /// # Errors
    /// The database's.
    pub async fn sweep(&self) -> Result<u64> {
        let before = Timestamp(self.now().0 - KEPT);
        let mut deleted = self.lift_ended_blocks().await?;
        for table in 0..store::expired::TABLES {
            loop {
                let mut tx = self.db().begin().await?;
                let rows = store::expired::delete(&mut tx, DEFAULT_TENANT, table, before, AT_ONCE).await?;
                tx.commit().await?;
                deleted += rows;
                if rows < AT_ONCE.unsigned_abs() {
                    break;
                }
                tokio::task::yield_now().await;
            }
        }
        self.count_login_hours(DEFAULT_TENANT).await?;
        let impersonations = self.impersonations().sweep(DEFAULT_TENANT).await?;
        let files = self.jobs().sweep().await?;
        Ok(deleted + impersonations + files + self.delete_old_events().await?)
    }
}
