//! Links to the files of exports: signed, and good for a minute.

use std::fs::File;

use aws_lc_rs::hmac;
use model::{Job, JobFormat, JobKind, JobStatus, Timestamp};
use serde_json::json;
use store::jobs::StoredJob;

use super::{Jobs, NO_JOB, is_id, may_take_out};
use crate::random::hex;
use crate::{Actor, Error, Origin, Result, Scope};

/// How long a link is good, in milliseconds, as at Auth0.
const LINK: i64 = 60_000;
/// How long a file is kept, in milliseconds, as at Auth0: a day.
const KEPT: i64 = 86_400_000;
/// How long a file that a dry run looked at is kept to be imported, in milliseconds: an hour.
const CHECKED: i64 = 3_600_000;

/// What an export wrote.
#[derive(Debug)]
pub struct Download {
    /// The file, at its beginning.
    pub file: File,
    /// Its length, in bytes.
    pub size: u64,
    /// What it is to be called.
    pub name: String,
}

impl Jobs<'_> {
    /// A link to the file of an export that is done, for whoever may have it.
    pub(super) fn location(&self, tenant: &str, stored: &StoredJob) -> Option<String> {
        if !is_kept(&stored.job, self.0.now()) {
            return None;
        }
        let expires = self.0.now().0 + LINK;
        let signature = hex(hmac::sign(&key(stored), signed(tenant, &stored.job.id, expires).as_bytes()).as_ref());
        let base = self.0.issuer(tenant);
        let id = &stored.job.id;
        Some(format!("{base}api/v2/jobs/{id}/file?expires={expires}&signature={signature}"))
    }

    /// The file behind a link that [`Jobs::get`] gave. The link is all that is asked for.
    ///
    /// # Errors
    /// `NotFound` for a job that is not there or has no file, `Refused` for a link that is not one or has expired.
    pub async fn download(
        &self,
        tenant: &str,
        id: &str,
        expires: i64,
        signature: &str,
        origin: &Origin,
    ) -> Result<Download> {
        const REFUSED: Error = Error::Refused("The link has expired: ask for the job again to get a new one.");
        if !is_id(id) {
            return Err(NO_JOB);
        }
        let mut conn = self.0.db().read().await?;
        let stored = store::jobs::find(&mut conn, tenant, id).await?.ok_or(NO_JOB)?;
        drop(conn);
        let given = unhex(signature).ok_or(REFUSED)?;
        hmac::verify(&key(&stored), signed(tenant, id, expires).as_bytes(), &given).map_err(|_| REFUSED)?;
        if self.0.now().0 >= expires {
            return Err(REFUSED);
        }
        let who = super::asked_by(tenant, &stored.actor).at(origin.clone());
        self.open(&who, &stored).await
    }

    /// The same for an administrator who is signed in, without a link.
    ///
    /// # Errors
    /// `Forbidden` for who may not take users out, and for a full export without `read:user_credentials`; `NotFound` for a job
    /// that is not there or has no file.
    pub async fn file(&self, actor: &Actor, id: &str) -> Result<Download> {
        may_take_out(actor)?;
        if !is_id(id) {
            return Err(NO_JOB);
        }
        let mut conn = self.0.db().read().await?;
        let stored = store::jobs::find(&mut conn, actor.tenant(), id).await?.ok_or(NO_JOB)?;
        drop(conn);
        if stored.job.request.full {
            actor.may(Scope::ReadUserCredentials)?;
        }
        self.open(actor, &stored).await
    }

    /// Opens the file of an export for somebody who may have it; that a full one was taken is written down.
    async fn open(&self, who: &Actor, stored: &StoredJob) -> Result<Download> {
        let (tenant, id) = (who.tenant(), &stored.job.id);
        if !is_kept(&stored.job, self.0.now()) {
            return Err(Error::NotFound("The file of this job is not kept any more."));
        }
        let path = self.files()?.export(id);
        let opened =
            tokio::task::spawn_blocking(move || File::open(path).and_then(|file| Ok((file.metadata()?.len(), file))));
        let opened = opened.await.map_err(|error| Error::Internal(format!("a download: {error}")))?;
        let (size, file) = opened.map_err(|_| Error::NotFound("The file of this job is not on this server."))?;
        if stored.job.request.full {
            let mut event = self.0.event(who, "mgmt_api_read", "Download a full export of users");
            event.details = Some(json!({ "actor": crate::events::describe(who), "job": id }));
            let mut tx = self.0.db().begin().await?;
            store::logs::append(&mut tx, tenant, &event).await?;
            tx.commit().await?;
        }
        let form = match stored.job.request.format.unwrap_or_default() {
            JobFormat::Json => "json",
            JobFormat::Csv => "csv",
        };
        Ok(Download { file, size, name: format!("{tenant}.{form}.gz") })
    }
}

/// Whether what a dry run looked at is there still, to be imported.
pub(super) fn is_checked(job: &Job, now: Timestamp) -> bool {
    let is_fresh = job.ended_at.is_some_and(|ended| now.since(ended) < CHECKED);
    job.kind == JobKind::UsersImport && job.request.dry_run && job.status == JobStatus::Completed && is_fresh
}

/// Whether the file of an export is there still.
pub(super) fn is_kept(job: &Job, now: Timestamp) -> bool {
    let is_fresh = job.ended_at.is_some_and(|ended| now.since(ended) < KEPT);
    job.kind == JobKind::UsersExport && job.status == JobStatus::Completed && is_fresh
}

fn key(stored: &StoredJob) -> hmac::Key {
    hmac::Key::new(hmac::HMAC_SHA256, stored.secret.as_bytes())
}

fn signed(tenant: &str, id: &str, expires: i64) -> String {
    format!("{tenant}\n{id}\n{expires}")
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    if text.len() != 64 {
        return None;
    }
    text.as_bytes().chunks(2).map(|pair| Some(digit(*pair.first()?)? << 4 | digit(*pair.last()?)?)).collect()
}
