//! Jobs as Auth0 has them.

use directory::FoundJob;
use model::{Job, JobKind, JobStatus};
use serde_json::{Value, json};

use crate::management::payload::{Kind, Schema};

pub(super) const JOB: Kind = Kind::Named(
    "Job",
    &Kind::Nested(&Schema {
        properties: &[
            ("columns", Kind::Object),
            ("connection", Kind::Text),
            ("connection_id", Kind::Text),
            ("created_at", Kind::Time),
            ("dry_run", Kind::Flag),
            ("external_id", Kind::Text),
            ("fields", Kind::List(&super::export::FIELD)),
            ("format", Kind::Choice(&["json", "csv"])),
            ("full", Kind::Flag),
            ("id", Kind::Text),
            ("limit", Kind::Integer),
            ("location", Kind::Text),
            ("percentage_done", Kind::Integer),
            ("status", Kind::Choice(&["pending", "processing", "completed", "failed"])),
            ("status_details", Kind::Text),
            ("summary", Kind::Object),
            ("time_left_seconds", Kind::Integer),
            ("type", Kind::Text),
            ("upsert", Kind::Flag),
        ],
        required: &["created_at", "id", "status", "type"],
    }),
);

/// A job that was just asked for.
pub(super) fn begun(job: &Job) -> Value {
    let mut answer = json!({
        "id": job.id,
        "type": job.kind.as_str(),
        "status": status(job.status),
        "created_at": job.created_at,
    });
    let request = &job.request;
    let mut put = |name: &str, value: Option<Value>| {
        if let Some(value) = value {
            answer[name] = value;
        }
    };
    put("connection_id", request.connection_id.as_ref().map(|id| json!(id)));
    put("connection", request.connection.as_ref().map(|name| json!(name)));
    put("external_id", request.external_id.as_ref().map(|id| json!(id)));
    put("format", request.format.map(|format| json!(format)));
    put("limit", request.limit.map(|limit| json!(limit)));
    put("fields", (!request.fields.is_empty()).then(|| json!(request.fields)));
    put("columns", (!request.columns.is_empty()).then(|| json!(request.columns)));
    put("upsert", request.upsert.then_some(json!(true)));
    put("dry_run", request.dry_run.then_some(json!(true)));
    put("full", request.full.then_some(json!(true)));
    answer
}

/// A job, and how far it is.
pub(super) fn followed(found: &FoundJob) -> Value {
    let job = &found.job;
    let mut answer = begun(job);
    if job.kind != JobKind::VerificationEmail {
        answer["percentage_done"] = json!(job.percentage_done());
    }
    if let Some(seconds) = found.time_left {
        answer["time_left_seconds"] = json!(seconds);
    }
    if job.kind == JobKind::UsersImport && job.started_at.is_some() {
        answer["summary"] = json!(job.summary);
    }
    if let Some(location) = &found.location {
        answer["location"] = json!(location);
    }
    if let Some(details) = &job.details {
        answer["status_details"] = json!(details);
    }
    answer
}

/// Auth0 has no jobs that were canceled: programs that wait for an end must see one.
fn status(status: JobStatus) -> &'static str {
    match status {
        JobStatus::Canceled => JobStatus::Failed.as_str(),
        status => status.as_str(),
    }
}
