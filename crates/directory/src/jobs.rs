//! Work that goes on in the background: imports and exports of users, and mails that are asked for as jobs.

mod begin;
mod columns;
mod download;
mod exporting;
mod field;
mod files;
mod follow;
mod full;
mod importing;
mod row;
mod rows;
mod sweep;
mod upload;
mod verification;
mod work;

use std::sync::OnceLock;

use model::{FailedRow, Job, JobKind, JobView, Role};
use serde_json::{Value, json};
use tokio::sync::{Notify, watch};

pub use begin::NewImport;
pub use download::Download;
pub use follow::JobFollower;
pub use model::NewExport;
pub use upload::Upload;
pub use verification::NewVerification;

use crate::actor::Who;
use crate::hashing::Workers;
use crate::{Actor, Directory, Error, Origin, Result, Scope};

/// The jobs of the actor's tenant.
pub struct Jobs<'a>(pub(crate) &'a Directory);

const NO_JOB: Error = Error::NotFound("The job does not exist.");
/// How many jobs a list has.
const LISTED: i64 = 100;
/// How many rows that were not taken are told at once.
const ROWS: i64 = 500;
/// Who may ask about jobs.
const READERS: &[Scope] = &[Scope::CreateUsers, Scope::ReadUsers];

/// What this process works on jobs with.
pub(crate) struct Runner {
    /// One thread that yields to all others: a file is read while people log in.
    threads: Workers,
    id: OnceLock<String>,
    wake: Notify,
    /// Changes whenever this process changed a job.
    moves: watch::Sender<()>,
}

impl Default for Runner {
    fn default() -> Self {
        Self {
            threads: Workers::new("jobs", 1),
            id: OnceLock::new(),
            wake: Notify::new(),
            moves: watch::Sender::new(()),
        }
    }
}

impl Runner {
    /// Tells whoever follows jobs to look.
    fn moved(&self) {
        self.moves.send_replace(());
    }
}

impl Directory {
    fn jobs_threads(&self) -> &Workers {
        &self.0.jobs.threads
    }

    /// What this process is called among those that work on jobs.
    fn jobs_runner(&self) -> &str {
        self.0.jobs.id.get_or_init(|| self.random().secret())
    }
}

/// A job, as its caller sees it.
#[derive(Clone, Debug, PartialEq)]
pub struct FoundJob {
    /// The job.
    pub job: Job,
    /// Where the file of an export is, for a minute.
    pub location: Option<String>,
    /// How long it takes still, in seconds.
    pub time_left: Option<i64>,
    /// Who asked for it.
    pub asked_by: String,
    /// Whether its file is there, for its caller: what an export wrote, or what a dry run looked at.
    pub has_file: bool,
}

impl From<FoundJob> for JobView {
    fn from(found: FoundJob) -> Self {
        let FoundJob { job, time_left, asked_by, has_file, .. } = found;
        Self { job, asked_by, has_file, time_left }
    }
}

impl Jobs<'_> {
    /// A job, and how far it is.
    ///
    /// # Errors
    /// `ForbiddenAny` without `create:users` or `read:users`, `NotFound`.
    pub async fn get(&self, actor: &Actor, id: &str) -> Result<FoundJob> {
        actor.may_any(READERS)?;
        if !is_id(id) {
            return Err(NO_JOB);
        }
        let mut conn = self.0.db().read().await?;
        let stored = store::jobs::find(&mut conn, actor.tenant(), id).await?.ok_or(NO_JOB)?;
        Ok(self.seen(actor, &stored))
    }

    /// The newest jobs, at most a hundred.
    ///
    /// # Errors
    /// `ForbiddenAny` without `create:users` or `read:users`.
    pub async fn list(&self, actor: &Actor) -> Result<Vec<FoundJob>> {
        actor.may_any(READERS)?;
        let mut conn = self.0.db().read().await?;
        let found = store::jobs::list(&mut conn, actor.tenant(), LISTED).await?;
        Ok(found.iter().map(|stored| self.seen(actor, stored)).collect())
    }

    fn seen(&self, actor: &Actor, stored: &store::jobs::StoredJob) -> FoundJob {
        let (job, now) = (&stored.job, self.0.now());
        let may_have = may_take_out(actor).is_ok() && (!job.request.full || actor.has(Scope::ReadUserCredentials));
        let location = if may_have { self.location(actor.tenant(), stored) } else { None };
        let has_file = location.is_some() || download::is_checked(job, now) && self.has_import(&job.id);
        let time_left = job.time_left_seconds(now);
        let asked_by = asked_by(actor.tenant(), &stored.actor).name().to_owned();
        FoundJob { job: job.clone(), location, time_left, asked_by, has_file }
    }

    fn has_import(&self, id: &str) -> bool {
        self.files().is_ok_and(|files| files.import(id).exists())
    }

    /// Some rows of an import that were not taken, in the order of the file, and where the next ones begin; `after` is where
    /// these begin.
    ///
    /// # Errors
    /// As [`Jobs::get`].
    pub async fn errors(
        &self,
        actor: &Actor,
        id: &str,
        after: Option<(i64, i64)>,
    ) -> Result<(Vec<FailedRow>, Option<(i64, i64)>)> {
        actor.may_any(READERS)?;
        if !is_id(id) {
            return Err(NO_JOB);
        }
        let mut conn = self.0.db().read().await?;
        if store::jobs::find(&mut conn, actor.tenant(), id).await?.is_none() {
            return Err(NO_JOB);
        }
        let rows = store::jobs::errors(&mut conn, actor.tenant(), id, after, ROWS).await?;
        let has_more = i64::try_from(rows.len()).is_ok_and(|found| found == ROWS);
        let next = rows.last().filter(|_| has_more).map(|(place, _)| *place);
        Ok((rows.into_iter().map(|(_, row)| row).collect(), next))
    }

    /// Ends a job that waits or goes on. What was done until then stays.
    ///
    /// # Errors
    /// `Forbidden` without `create:users` for an import, `read:users` for an export; `NotFound`; `Unfit` for one that has
    /// ended.
    pub async fn cancel(&self, actor: &Actor, id: &str) -> Result<()> {
        actor.may_any(READERS)?;
        if !is_id(id) {
            return Err(NO_JOB);
        }
        let mut tx = self.0.db().begin().await?;
        let stored = store::jobs::find(&mut tx, actor.tenant(), id).await?.ok_or(NO_JOB)?;
        match stored.job.kind {
            JobKind::UsersImport => actor.may(Scope::CreateUsers)?,
            JobKind::UsersExport | JobKind::VerificationEmail => may_take_out(actor)?,
        }
        let why = format!("Canceled by {}.", actor.name());
        if !store::jobs::cancel(&mut tx, actor.tenant(), id, &why, self.0.now()).await? {
            return Err(Error::Unfit("The job has ended already."));
        }
        let mut event = self.0.event(actor, "sapi", "Cancel a job");
        event.connection = stored.job.request.connection.clone();
        let kind = stored.job.kind.as_str();
        event.details = Some(json!({ "actor": crate::events::describe(actor), "job": id, "type": kind }));
        store::logs::append(&mut tx, actor.tenant(), &event).await?;
        tx.commit().await?;
        if let Ok(files) = self.files() {
            files.remove_import(id);
            files.remove_export(id);
        }
        self.0.0.jobs.moved();
        Ok(())
    }
}

/// Whoever may take users out in a file. A program that may read users may read all of them; of administrators a viewer looks
/// at one after another, and takes no file away.
fn may_take_out(actor: &Actor) -> Result<()> {
    actor.may(Scope::ReadUsers)?;
    match actor.who {
        Who::Administrator { .. } => actor.may(Scope::CreateUsers),
        Who::Operator | Who::Program { .. } => Ok(()),
    }
}

/// Who asks, as it is kept with a job.
fn asking(actor: &Actor) -> Value {
    let origin = &actor.origin;
    json!({ "actor": crate::events::describe(actor), "ip": origin.ip, "user_agent": origin.user_agent })
}

/// Whoever asked for a job, for its events: with no right to anything.
fn asked_by(tenant: &str, kept: &Value) -> Actor {
    let text = |value: &Value, name: &str| value.get(name).and_then(Value::as_str).map(str::to_owned);
    let described = kept.get("actor").unwrap_or(&Value::Null);
    let (id, name) = (text(described, "id").unwrap_or_default(), text(described, "name").unwrap_or_default());
    let actor = match text(described, "type").as_deref() {
        Some("administrator") => Actor {
            tenant: tenant.to_owned(),
            who: Who::Administrator { id, email: name, role: Role::Viewer, may_impersonate: false, session: None },
            origin: Origin::default(),
        },
        Some("program") => Actor::program(tenant, &id, Vec::new()),
        _ => Actor::operator(tenant),
    };
    actor.at(Origin { ip: text(kept, "ip"), user_agent: text(kept, "user_agent") })
}

/// `job_` and letters and digits.
fn is_id(id: &str) -> bool {
    let rest = id.strip_prefix("job_").unwrap_or_default();
    (1..=32).contains(&rest.len()) && rest.bytes().all(|byte| byte.is_ascii_alphanumeric())
}
