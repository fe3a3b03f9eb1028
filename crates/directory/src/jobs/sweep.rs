//! Deleting files that nobody needs any more.

use super::download::{is_checked, is_kept};
use super::{Jobs, files};
use crate::{DEFAULT_TENANT, Result};

impl Jobs<'_> {
    /// Deletes the files of jobs that have ended (those of exports after a day, of dry runs after an hour), of jobs that are not known, and files that
    /// came in and were left; how many there were.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn sweep(&self) -> Result<u64> {
        let Ok(folder) = self.files() else { return Ok(0) };
        let mut deleted = 0;
        for file in folder.list(self.0.now()) {
            let is_needed = match &file.job {
                None => !file.is_old,
                Some((id, is_import)) => {
                    let mut conn = self.0.db().read().await?;
                    match store::jobs::find(&mut conn, DEFAULT_TENANT, id).await? {
                        // A file is there a moment before its job is known.
                        None => !file.is_old,
                        Some(stored) if *is_import => {
                            !stored.job.status.is_ended() || is_checked(&stored.job, self.0.now())
                        }
                        Some(stored) => !stored.job.status.is_ended() || is_kept(&stored.job, self.0.now()),
                    }
                }
            };
            if !is_needed {
                files::remove(&file.path);
                deleted += 1;
            }
        }
        Ok(deleted)
    }
}
