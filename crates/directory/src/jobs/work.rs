//! Working on jobs, step after step: one job of a tenant at a time, by one process.
//!
//! A step is short, and one transaction: what it does and how far the job is then. So a job goes on where it was after a
//! restart, nothing is done twice, and others write between two steps.

use model::{JobKind, JobStatus, Role};
use serde_json::json;
use store::Tx;
use store::jobs::StoredJob;

use super::Jobs;
use super::rows::Stop;
use crate::{DEFAULT_TENANT, Error, Result};

/// How long a job belongs to a process that says nothing any more, in milliseconds.
pub(super) const LEASE: i64 = 30_000;

/// Why a step was not done.
pub(super) enum Halt {
    /// The job cannot go on, and why.
    Ended(String),
    /// Something failed that may succeed later, or is Roster's own matter.
    Error(Error),
}

impl From<Error> for Halt {
    fn from(error: Error) -> Self {
        match error {
            error if error.is_failure() => Self::Error(error),
            error => Self::Ended(error.to_string()),
        }
    }
}

impl From<store::Error> for Halt {
    fn from(error: store::Error) -> Self {
        Self::Error(error.into())
    }
}

impl From<Stop> for Halt {
    fn from(stop: Stop) -> Self {
        match stop {
            // Auth0's words.
            Stop::Broken(line, message) => Self::Ended(format!(
                "Failed to parse users file JSON when importing users. Make sure it is valid JSON. Line {line}: {message}."
            )),
            Stop::Io(error) if error.kind() == std::io::ErrorKind::NotFound => {
                Self::Ended("The file of the job is gone.".to_owned())
            }
            Stop::Io(error) => Self::Error(super::files::failed(&error)),
        }
    }
}

impl Jobs<'_> {
    /// Does one step of the job that is due; `false` when there is nothing to do here. Takes no actor: whoever asked for the
    /// job had the right to.
    ///
    /// # Errors
    /// The database's, or the disk's: the same step is done again when this is called again.
    pub async fn work(&self) -> Result<bool> {
        let tenant = DEFAULT_TENANT;
        if self.0.settings().files.is_none() {
            return Ok(false);
        }
        let folder = self.files()?.id(self.0.random())?;
        let mut conn = self.0.db().read().await?;
        let runner = self.0.jobs_runner();
        let Some(job) = store::jobs::next(&mut conn, tenant, &folder, runner, self.0.now()).await? else {
            return Ok(false);
        };
        drop(conn);
        let done = match job.job.kind {
            JobKind::UsersImport => self.import_step(tenant, &job).await,
            JobKind::UsersExport => self.export_step(tenant, &job).await,
            JobKind::VerificationEmail => Err(Halt::Ended("A mail is no work for later.".to_owned())),
        };
        let done = match done {
            Ok(()) => Ok(true),
            Err(Halt::Ended(why)) => self.fail(tenant, &job, &why).await.map(|()| true),
            Err(Halt::Error(Error::Store(error))) if error.is_temporary() => Err(error.into()),
            Err(Halt::Error(error @ Error::Busy)) => Err(error),
            Err(Halt::Error(error)) => {
                tracing::error!(job = job.job.id, error = &error as &dyn std::error::Error, "a job cannot go on");
                let why = "Something went wrong in Roster. The server's log has more.";
                self.fail(tenant, &job, why).await.map(|()| true)
            }
        };
        self.0.0.jobs.moved();
        done
    }

    /// Waits until a job was asked for in this process, or was a moment ago.
    pub async fn asked(&self) {
        self.0.0.jobs.wake.notified().await;
    }

    /// Lets another process go on at once with what this one works on; for a process that stops.
    ///
    /// # Errors
    /// The database's.
    pub async fn release(&self) -> Result<()> {
        let mut tx = self.0.db().begin().await?;
        store::jobs::release(&mut tx, DEFAULT_TENANT, self.0.jobs_runner()).await?;
        Ok(tx.commit().await?)
    }

    /// Goes on at once with what another process worked on in this folder; for one that knows that no other uses it.
    ///
    /// # Errors
    /// The database's, or the disk's.
    pub async fn take_over(&self) -> Result<()> {
        let folder = self.files()?.id(self.0.random())?;
        let mut tx = self.0.db().begin().await?;
        store::jobs::release_folder(&mut tx, DEFAULT_TENANT, &folder).await?;
        Ok(tx.commit().await?)
    }

    /// Writes a mail to each owner, where whoever asked for an import wanted it.
    pub(super) async fn tell_owners(&self, tx: &mut Tx, tenant: &str, job: &StoredJob, what: &str) -> Result<()> {
        if !job.job.request.send_completion_email {
            return Ok(());
        }
        for member in store::administrators::list(tx, tenant).await? {
            if member.role == Role::Owner {
                self.0.mails().queue_import_ended(tx, tenant, &member.email, what).await?;
            }
        }
        Ok(())
    }

    async fn fail(&self, tenant: &str, job: &StoredJob, why: &str) -> Result<()> {
        let mut tx = self.0.db().begin().await?;
        if !self.claim(&mut tx, tenant, job).await? {
            return Ok(());
        }
        store::jobs::end(&mut tx, tenant, &job.job.id, JobStatus::Failed, Some(why), self.0.now()).await?;
        let actor = super::asked_by(tenant, &job.actor);
        let kind = if job.job.kind == JobKind::UsersImport { "fui" } else { "fapi" };
        let mut event = self.0.event(&actor, kind, why);
        event.connection = job.job.request.connection.clone();
        event.details = Some(json!({ "actor": crate::events::describe(&actor), "job": job.job.id }));
        store::logs::append(&mut tx, tenant, &event).await?;
        self.tell_owners(&mut tx, tenant, job, &format!("An import of users failed ({}). {why}", job.job.id)).await?;
        tx.commit().await?;
        self.files()?.remove_import(&job.job.id);
        self.files()?.remove_export(&job.job.id);
        Ok(())
    }
}
