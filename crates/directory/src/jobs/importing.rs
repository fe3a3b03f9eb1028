//! A step of an import: some rows of the file, in one transaction with how far the job is.

mod claims;
mod update;

use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use model::{FailedRow, ImportColumns, JobStatus, JobSummary, UserId};
use serde_json::json;
use store::Tx;
use store::jobs::{Progress, StoredJob};

use super::Jobs;
use super::columns;
use super::full;
use super::row::{Maker, NewRow};
use super::rows::{BUFFER, Rows, Stop};
use super::work::{Halt, LEASE};
use crate::{Actor, Error, Result};
use claims::{Claims, Verdict};

/// Rows of a step: so few that nobody waits for the transaction that writes them.
const ROWS: usize = 300;
/// Bytes of a step.
const BYTES: u64 = 8 << 20;
/// How often a step is tried when others write what it would.
const TRIES: usize = 5;
/// Beyond so many pages of the write-ahead log, 96 MB, a step waits until it can begin anew: nobody's commit is to do that.
const PAGES: i64 = 24_576;

const GONE: &str = "The connection does not exist any more.";

/// The rows of a step, and where the next one begins.
struct Chunk {
    rows: Vec<Result<NewRow, FailedRow>>,
    at: i64,
    line: i64,
    is_last: bool,
}

impl Jobs<'_> {
    /// Does the next step of an import.
    ///
    /// # Errors
    /// The database's; `Halt::Ended` where the job cannot go on.
    pub(super) async fn import_step(&self, tenant: &str, job: &StoredJob) -> Result<(), Halt> {
        let maker = self.maker(tenant, job).await?;
        let path = self.files()?.import(&job.job.id);
        if job.job.rows.is_none() {
            let rows = self.0.jobs_threads().run(move || Ok(count(&path, &maker))).await??;
            return self.begin_import(tenant, job, rows).await;
        }
        let (at, line) = (job.reached, job.line);
        let chunk = self.0.jobs_threads().run(move || Ok(read(&path, at, line, &maker))).await??;
        // What was only checked may be imported next.
        if self.write(tenant, job, &chunk).await? && !job.job.request.dry_run {
            self.files()?.remove_import(&job.job.id);
        }
        // What the step wrote is safe in the log as well: an import does not fail because the log stays long.
        if let Err(error) = self.0.db().checkpoint_beyond(PAGES).await {
            tracing::warn!(error = &error as &dyn std::error::Error, "the write-ahead log was not checkpointed");
        }
        Ok(())
    }

    /// As [`Self::write_chunk`], however many others write the same users.
    async fn write(&self, tenant: &str, job: &StoredJob, chunk: &Chunk) -> Result<bool> {
        let mut tries = 1;
        loop {
            match self.write_chunk(tenant, job, chunk).await {
                // Somebody else made a user whom a row makes too: the next look sees them.
                Err(Error::Store(store::Error::Statement(_)) | Error::Exists { .. }) if tries < TRIES => tries += 1,
                written => return written,
            }
        }
    }

    async fn maker(&self, tenant: &str, job: &StoredJob) -> Result<Maker, Halt> {
        let mut conn = self.0.db().read().await?;
        let directory = self.0.clone();
        if job.job.request.full {
            let mut connections = store::connections::list(&mut conn, tenant).await?;
            connections.retain(|connection| connection.strategy == "auth0");
            return Ok(Maker { directory, connection: None, connections, columns: ImportColumns::new() });
        }
        let id = job.job.request.connection_id.as_deref().unwrap_or_default();
        let connection = store::connections::get(&mut conn, tenant, id).await?;
        let gone = || Halt::Ended(GONE.to_owned());
        let connection = connection.ok_or_else(gone)?;
        let columns = job.job.request.columns.clone();
        Ok(Maker { directory, connection: Some(connection), connections: Vec::new(), columns })
    }

    async fn begin_import(&self, tenant: &str, job: &StoredJob, rows: i64) -> Result<(), Halt> {
        let mut tx = self.0.db().begin().await?;
        if self.claim(&mut tx, tenant, job).await? {
            store::jobs::set_rows(&mut tx, tenant, &job.job.id, rows).await?;
            tx.commit().await?;
        }
        Ok(())
    }

    /// Writes the rows of a step, and how far the job is then; whether it is at its end.
    async fn write_chunk(&self, tenant: &str, job: &StoredJob, chunk: &Chunk) -> Result<bool> {
        let request = &job.job.request;
        let mut tx = self.0.db().begin().await?;
        if !self.claim(&mut tx, tenant, job).await? {
            return Ok(false);
        }
        if let Some(id) = &request.connection_id
            && !store::connections::keep(&mut tx, tenant, id).await?
        {
            return Err(Error::NotFound(GONE));
        }
        let mut summary = job.job.summary;
        let mut failed = Vec::new();
        let mut fail = |summary: &mut JobSummary, row: &FailedRow| {
            summary.failed += 1;
            let line = row.errors.first().map_or(0, |error| error.line);
            failed.push(((line, summary.total), row.clone()));
        };
        let good: Vec<&NewRow> = chunk.rows.iter().filter_map(|row| row.as_ref().ok()).collect();
        let mut claims = Claims::load(&mut tx, tenant, job, &good).await?;
        let (mut inserts, mut updates): (Vec<&NewRow>, Vec<(&NewRow, UserId)>) = (Vec::new(), Vec::new());
        for row in &chunk.rows {
            summary.total += 1;
            let row = match row {
                Ok(row) => row,
                Err(row) => {
                    fail(&mut summary, row);
                    continue;
                }
            };
            match claims.judge(row, request.upsert) {
                Verdict::Insert => inserts.push(row),
                Verdict::Update(id) => updates.push((row, id)),
                Verdict::Refuse(refused) => fail(&mut summary, &refused),
            }
        }
        summary.inserted += count_of(inserts.len());
        summary.updated += count_of(updates.len());
        if !request.dry_run {
            self.insert(&mut tx, tenant, &inserts).await?;
            let actor = super::asked_by(tenant, &job.actor);
            for (row, id) in &updates {
                self.update(&mut tx, &actor, row, id).await?;
            }
            self.record_chunk(&mut tx, &actor, job, chunk, (inserts.len(), updates.len())).await?;
        }
        claims.save(&mut tx, tenant, job).await?;
        store::jobs::add_errors(&mut tx, tenant, &job.job.id, &failed).await?;
        let progress = Progress { reached: chunk.at, line: chunk.line, cursor: String::new(), summary };
        store::jobs::progress(&mut tx, tenant, &job.job.id, &progress).await?;
        if chunk.is_last {
            let now = self.0.now();
            store::jobs::end(&mut tx, tenant, &job.job.id, JobStatus::Completed, None, now).await?;
            self.record_end(&mut tx, tenant, job, &summary).await?;
        }
        tx.commit().await?;
        Ok(chunk.is_last)
    }

    /// Holds the job for a step.
    pub(super) async fn claim(&self, tx: &mut Tx, tenant: &str, job: &StoredJob) -> Result<bool> {
        let now = self.0.now();
        let until = model::Timestamp(now.0 + LEASE);
        Ok(store::jobs::claim(tx, tenant, &job.job.id, self.0.jobs_runner(), now, until).await?)
    }

    async fn insert(&self, tx: &mut Tx, tenant: &str, rows: &[&NewRow]) -> Result<()> {
        let users: Vec<_> = rows.iter().map(|row| row.user.clone()).collect();
        store::users::insert_many(tx, tenant, &users).await?;
        let hashes: Vec<_> = rows
            .iter()
            .filter_map(|row| Some((row.user.user_id.clone(), row.hash.clone()?, full::changed_at(row))))
            .collect();
        store::passwords::insert_many(tx, tenant, &hashes).await?;
        full::save(tx, tenant, rows).await
    }

    async fn record_chunk(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        job: &StoredJob,
        chunk: &Chunk,
        (inserted, updated): (usize, usize),
    ) -> Result<()> {
        if inserted + updated == 0 {
            return Ok(());
        }
        let mut event = self.0.event(actor, "sui", &format!("Imported {} users", inserted + updated));
        event.connection = job.job.request.connection.clone();
        event.details = Some(json!({
            "actor": crate::events::describe(actor),
            "job": job.job.id,
            "lines": { "from": job.line, "to": chunk.line },
            "inserted": inserted,
            "updated": updated,
        }));
        Ok(store::logs::append(tx, actor.tenant(), &event).await?)
    }

    async fn record_end(&self, tx: &mut Tx, tenant: &str, job: &StoredJob, summary: &JobSummary) -> Result<()> {
        let actor = super::asked_by(tenant, &job.actor);
        let is_dry = job.job.request.dry_run;
        let kind = if summary.total > 0 && summary.failed == summary.total { "fui" } else { "sui" };
        let what = if is_dry { "A dry run of an import ended" } else { "An import of users ended" };
        let mut event = self.0.event(&actor, kind, what);
        event.connection = job.job.request.connection.clone();
        event.details = Some(json!({
            "actor": crate::events::describe(&actor),
            "job": job.job.id,
            "summary": summary,
            "dry_run": is_dry,
        }));
        store::logs::append(tx, tenant, &event).await?;
        let JobSummary { total, inserted, updated, failed } = summary;
        let counts =
            format!("Of {total} rows, {inserted} made a user, {updated} changed one, and {failed} were not taken.");
        self.tell_owners(tx, tenant, job, &format!("{what} ({}). {counts}", job.job.id)).await
    }
}

fn count_of(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn open(path: &Path, at: i64, line: i64) -> Result<Rows<BufReader<File>>, Halt> {
    let file = File::open(path).map_err(Stop::Io)?;
    Ok(Rows::open(BufReader::with_capacity(BUFFER, file), u64::try_from(at).unwrap_or(0), line)?)
}

/// How many rows there are, once the whole file was looked at: nothing is imported of one that is broken.
fn count(path: &Path, maker: &Maker) -> Result<i64, Halt> {
    let mut rows = open(path, 0, 1)?;
    columns::compare(&maker.columns, rows.columns()).map_err(Halt::Ended)?;
    let mut count = 0;
    while rows.next()?.is_some() {
        count += 1;
    }
    Ok(count)
}

fn read(path: &Path, at: i64, line: i64, maker: &Maker) -> Result<Chunk, Halt> {
    let mut rows = open(path, at, line)?;
    let from = rows.place().0;
    let mut read = Vec::with_capacity(ROWS);
    let mut is_last = false;
    while read.len() < ROWS && rows.place().0 - from < BYTES {
        match rows.next()? {
            Some(row) => read.push(maker.read(row)),
            None => {
                is_last = true;
                break;
            }
        }
    }
    let (at, line) = rows.place();
    Ok(Chunk { rows: read, at: i64::try_from(at).unwrap_or(i64::MAX), line, is_last })
}
