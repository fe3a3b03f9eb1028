//! Following a job: how far it is, whenever it is further.

use tokio::sync::watch;

use super::{FoundJob, Jobs};
use crate::{Actor, Result};

/// Somebody who follows a job.
pub struct JobFollower {
    id: String,
    /// What was told last.
    told: Option<FoundJob>,
    moves: watch::Receiver<()>,
}

impl Jobs<'_> {
    /// Begins to follow a job.
    ///
    /// # Errors
    /// As [`Jobs::get`].
    pub async fn follow(&self, actor: &Actor, id: &str) -> Result<JobFollower> {
        let moves = self.0.0.jobs.moves.subscribe();
        let found = self.get(actor, id).await?;
        Ok(JobFollower { id: found.job.id, told: None, moves })
    }

    /// The job, where it is not as `follower` was told already.
    ///
    /// # Errors
    /// As [`Jobs::get`].
    pub async fn news(&self, actor: &Actor, follower: &mut JobFollower) -> Result<Option<FoundJob>> {
        follower.moves.mark_unchanged();
        let found = self.get(actor, &follower.id).await?;
        if follower.told.as_ref().is_some_and(|told| told.job == found.job && told.has_file == found.has_file) {
            return Ok(None);
        }
        follower.told = Some(found.clone());
        Ok(Some(found))
    }
}

impl JobFollower {
    /// Waits until this process changed a job; what other processes do is found by looking from time to time.
    pub async fn moved(&mut self) {
        // The sender lives as long as the directory.
        if self.moves.changed().await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}
