//! Imports and exports of users. Their files go by `/files/…`, past the page's own code.

use leptos::prelude::*;
use model::{FailedRows, JobView, NewExport};
use server_fn::codec::Json;

use super::Answer;
#[cfg(feature = "ssr")]
use super::door;

/// The newest jobs, the newest first.
#[server(prefix = "/fn", endpoint = "jobs/list", input = Json)]
pub async fn list_jobs() -> Answer<Vec<JobView>> {
    let (directory, actor) = door()?;
    Ok(directory.jobs().list(&actor).await?.into_iter().map(JobView::from).collect())
}

/// A job, and how far it is.
#[server(prefix = "/fn", endpoint = "jobs/get", input = Json)]
pub async fn get_job(id: String) -> Answer<JobView> {
    let (directory, actor) = door()?;
    Ok(directory.jobs().get(&actor, &id).await?.into())
}

/// Some of the rows that an import did not take, behind a place.
#[server(prefix = "/fn", endpoint = "jobs/errors", input = Json)]
pub async fn job_errors(id: String, after: Option<(i64, i64)>) -> Answer<FailedRows> {
    let (directory, actor) = door()?;
    let (rows, next) = directory.jobs().errors(&actor, &id, after).await?;
    Ok(FailedRows { rows, next })
}

/// Ends a job; what was done until then stays.
#[server(prefix = "/fn", endpoint = "jobs/cancel", input = Json)]
pub async fn cancel_job(id: String) -> Answer<JobView> {
    let (directory, actor) = door()?;
    directory.jobs().cancel(&actor, &id).await?;
    Ok(directory.jobs().get(&actor, &id).await?.into())
}

/// Asks for the users of a file that a dry run looked at to be made; the id of the job.
#[server(prefix = "/fn", endpoint = "jobs/import-checked", input = Json)]
pub async fn import_checked(id: String) -> Answer<String> {
    let (directory, actor) = door()?;
    Ok(directory.jobs().import_checked(&actor, &id).await?.id)
}

/// Asks for users to be written into a file; the id of the job.
#[server(prefix = "/fn", endpoint = "jobs/export", input = Json)]
pub async fn export_users(export: NewExport) -> Answer<String> {
    let (directory, actor) = door()?;
    Ok(directory.jobs().export(&actor, export).await?.id)
}
