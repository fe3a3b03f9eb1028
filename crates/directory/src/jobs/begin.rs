//! Asking for imports and exports.

use model::{Connection, ImportColumns, Job, JobFormat, JobKind, JobRequest, JobStatus, JobSummary, NewExport};
use serde_json::json;
use store::Conn;
use store::jobs::StoredJob;

use super::download::is_checked;
use super::{Jobs, NO_JOB, Upload, asking, columns, field, is_id, may_take_out};
use crate::{Actor, Error, Result, Scope};

const IMPORT: &str = "Create import users job";
/// How many jobs may wait.
const WAITING: i64 = 20;
/// How long a job is known, in days.
const KNOWN: i64 = 30;
/// The longest `external_id`, in characters.
const EXTERNAL_ID: usize = 255;

/// An import, beside its file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewImport {
    /// The id of the connection that the users are made on; empty in a full import, where each user names theirs.
    pub connection_id: String,
    /// Whether users that are there already are changed.
    pub upsert: bool,
    /// What the caller knows the job by.
    pub external_id: Option<String>,
    /// Whether owners are told by mail when it has ended.
    pub send_completion_email: bool,
    /// Whether it is only told what would be done.
    pub dry_run: bool,
    /// Whether it is a full export that is imported.
    pub full: bool,
    /// What the columns of a CSV file are.
    pub columns: ImportColumns,
}

impl Jobs<'_> {
    /// Begins to take a file of users, for [`Jobs::import`].
    ///
    /// # Errors
    /// `Forbidden` without `create:users`, `Unfit` where there is no folder for files, `TooManyJobs`.
    pub async fn receive(&self, actor: &Actor) -> Result<Upload> {
        actor.may(Scope::CreateUsers)?;
        let files = self.files()?;
        files.id(self.0.random())?;
        let mut conn = self.0.db().read().await?;
        check_room(&mut conn, actor.tenant()).await?;
        Upload::begin(&files, &self.0.random().secret())
    }

    /// Asks for the users of a file to be made.
    ///
    /// # Errors
    /// `Forbidden` without `create:users`, and for a full import without `create:user_credentials`; `Field` for what cannot
    /// be; `TooManyJobs`.
    pub async fn import(&self, actor: &Actor, mut upload: Upload, new: NewImport) -> Result<Job> {
        actor.may(Scope::CreateUsers)?;
        if new.full {
            actor.may(Scope::CreateUserCredentials)?;
        }
        let size = upload.finish().await?;
        if new.external_id.as_ref().is_some_and(|id| id.chars().count() > EXTERNAL_ID || id.contains('\0')) {
            return Err(Error::field("external_id", format!("At most {EXTERNAL_ID} characters")));
        }
        if new.full && new.upsert {
            return Err(Error::field("upsert", "A full import changes nobody who is there already"));
        }
        columns::check(&new.columns, new.full)?;
        let mut tx = self.0.db().begin().await?;
        let connection = match new.full {
            true => None,
            false => Some(import_connection(&mut tx, actor.tenant(), &new.connection_id).await?),
        };
        check_room(&mut tx, actor.tenant()).await?;
        let request = JobRequest {
            connection_id: connection.as_ref().map(|connection| connection.id.clone()),
            connection: connection.map(|connection| connection.name),
            upsert: new.upsert,
            send_completion_email: new.send_completion_email,
            dry_run: new.dry_run,
            full: new.full,
            external_id: new.external_id,
            columns: new.columns,
            ..JobRequest::default()
        };
        let mut stored = self.new_job(actor, JobKind::UsersImport, request)?;
        stored.size = i64::try_from(size).unwrap_or(i64::MAX);
        self.save(&mut tx, actor, &stored, IMPORT).await?;
        let files = self.files()?;
        upload.keep(&files, &stored.job.id)?;
        if let Err(error) = tx.commit().await {
            files.remove_import(&stored.job.id);
            return Err(error.into());
        }
        self.begun();
        Ok(stored.job)
    }

    /// Asks for the users of a file that a dry run looked at to be made: as it was asked of the dry run.
    ///
    /// # Errors
    /// As [`Jobs::import`]; `NotFound` for a job that is not there, `Unfit` for one that was no dry run, is not done, or whose
    /// file is gone.
    pub async fn import_checked(&self, actor: &Actor, id: &str) -> Result<Job> {
        const GONE: Error = Error::Unfit("The file that was checked is not here any more: send it again.");
        actor.may(Scope::CreateUsers)?;
        if !is_id(id) {
            return Err(NO_JOB);
        }
        let mut tx = self.0.db().begin().await?;
        let checked = store::jobs::find(&mut tx, actor.tenant(), id).await?.ok_or(NO_JOB)?;
        if checked.job.request.full {
            actor.may(Scope::CreateUserCredentials)?;
        }
        if !is_checked(&checked.job, self.0.now()) {
            return Err(GONE);
        }
        if let Some(id) = &checked.job.request.connection_id {
            import_connection(&mut tx, actor.tenant(), id).await?;
        }
        check_room(&mut tx, actor.tenant()).await?;
        let request = JobRequest { dry_run: false, ..checked.job.request };
        let mut stored = self.new_job(actor, JobKind::UsersImport, request)?;
        stored.size = checked.size;
        self.save(&mut tx, actor, &stored, IMPORT).await?;
        // It is one job's: who is second finds it gone.
        let files = self.files()?;
        let (from, to) = (files.import(id), files.import(&stored.job.id));
        std::fs::rename(&from, &to).map_err(|_| GONE)?;
        if let Err(error) = tx.commit().await {
            let _ = std::fs::rename(&to, &from);
            return Err(error.into());
        }
        self.begun();
        Ok(stored.job)
    }

    /// Lets the work begin, and whoever follows jobs look.
    fn begun(&self) {
        self.0.0.jobs.wake.notify_one();
        self.0.0.jobs.moved();
    }

    /// Asks for users to be written into a file.
    ///
    /// # Errors
    /// `Forbidden` for who may not take users out, and for a full export without `read:user_credentials`; `Field` for what
    /// cannot be; `TooManyJobs`.
    pub async fn export(&self, actor: &Actor, new: NewExport) -> Result<Job> {
        may_take_out(actor)?;
        if new.full {
            actor.may(Scope::ReadUserCredentials)?;
            if new.format != JobFormat::Json || !new.fields.is_empty() {
                return Err(Error::field("full", "A full export is in JSON, and has all fields"));
            }
        }
        if new.limit.is_some_and(|limit| limit < 1) {
            return Err(Error::field("limit", "At least 1"));
        }
        field::fields(&new.fields, new.format)?;
        let mut tx = self.0.db().begin().await?;
        let connection = match &new.connection_id {
            None => None,
            Some(id) => Some(connection(&mut tx, actor.tenant(), id).await?),
        };
        check_room(&mut tx, actor.tenant()).await?;
        let request = JobRequest {
            connection_id: connection.as_ref().map(|connection| connection.id.clone()),
            connection: connection.map(|connection| connection.name),
            format: Some(new.format),
            limit: new.limit,
            fields: new.fields,
            full: new.full,
            ..JobRequest::default()
        };
        let stored = self.new_job(actor, JobKind::UsersExport, request)?;
        let what = if new.full {
            "Create a full export of users, with their password hashes"
        } else {
            "Create export users job"
        };
        self.save(&mut tx, actor, &stored, what).await?;
        tx.commit().await?;
        self.begun();
        Ok(stored.job)
    }

    /// A job as it begins.
    pub(super) fn new_job(&self, actor: &Actor, kind: JobKind, request: JobRequest) -> Result<StoredJob> {
        let (now, random) = (self.0.now(), self.0.random());
        // A mail has no file.
        let folder = if kind == JobKind::VerificationEmail { String::new() } else { self.files()?.id(random)? };
        let job = Job {
            id: format!("job_{}", random.alphanumeric(16)),
            kind,
            status: JobStatus::Pending,
            request,
            summary: JobSummary::default(),
            rows: None,
            details: None,
            created_at: now,
            started_at: None,
            ended_at: None,
        };
        Ok(StoredJob {
            job,
            actor: asking(actor),
            folder,
            secret: random.token(),
            size: 0,
            reached: 0,
            line: 1,
            cursor: String::new(),
            expires_at: now.plus_days(KNOWN),
        })
    }

    /// Writes a job and its event down.
    async fn save(&self, tx: &mut Conn, actor: &Actor, stored: &StoredJob, what: &str) -> Result<()> {
        store::jobs::insert(tx, actor.tenant(), stored).await?;
        let mut event = self.0.event(actor, "sapi", what);
        event.connection = stored.job.request.connection.clone();
        event.details = Some(json!({
            "actor": crate::events::describe(actor),
            "job": stored.job.id,
            "request": stored.job.request,
        }));
        Ok(store::logs::append(tx, actor.tenant(), &event).await?)
    }
}

async fn check_room(conn: &mut Conn, tenant: &str) -> Result<()> {
    if store::jobs::waiting(conn, tenant).await? < WAITING { Ok(()) } else { Err(Error::TooManyJobs(WAITING)) }
}

async fn connection(conn: &mut Conn, tenant: &str, id: &str) -> Result<Connection> {
    let found = if id.contains('\0') { None } else { store::connections::get(conn, tenant, id).await? };
    found.ok_or_else(|| Error::field("connection_id", "The connection does not exist."))
}

async fn import_connection(conn: &mut Conn, tenant: &str, id: &str) -> Result<Connection> {
    let connection = connection(conn, tenant, id).await?;
    // Auth0's words.
    if connection.strategy != "auth0" {
        return Err(Error::field("connection_id", "Connection must be a database connection."));
    }
    if connection.applications == 0 {
        return Err(Error::field("connection_id", "Connection must be enabled."));
    }
    Ok(connection)
}
