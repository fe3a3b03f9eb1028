//! What jobs are called.

use leptos::prelude::*;
use model::{Job, JobKind, JobStatus};

use crate::components::{Badge, Icon, Tone};

/// What the job is: `Import into Customers`.
pub(super) fn title(job: &Job) -> String {
    let request = &job.request;
    let named = |what: &str, link: &str| match &request.connection {
        Some(connection) => format!("{what} {link} {connection}"),
        None => what.to_owned(),
    };
    match job.kind {
        JobKind::UsersImport if request.dry_run => named("Check of an import", "into"),
        JobKind::UsersImport if request.full => "Import of a full export".to_owned(),
        JobKind::UsersImport => named("Import", "into"),
        JobKind::UsersExport if request.full => named("Full export", "of"),
        JobKind::UsersExport => match &request.connection {
            Some(connection) => format!("Export of {connection}"),
            None => "Export of all users".to_owned(),
        },
        JobKind::VerificationEmail => "Verification mail".to_owned(),
    }
}

/// How far it is, in a word.
#[component]
pub(super) fn StatusBadge(status: JobStatus) -> impl IntoView {
    let (tone, icon, word) = match status {
        JobStatus::Pending => (Tone::Neutral, "clock", "waiting"),
        JobStatus::Processing => (Tone::Warning, "refresh", "under way"),
        JobStatus::Completed => (Tone::Good, "check", "done"),
        JobStatus::Failed => (Tone::Danger, "alert", "failed"),
        JobStatus::Canceled => (Tone::Neutral, "block", "stopped"),
    };
    view! { <Badge tone=tone><Icon name=icon/>{word}</Badge> }.into_any()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::title;

    #[test]
    fn a_job_is_called_by_what_it_does() {
        let job = |kind: &str, request: serde_json::Value| {
            let summary = json!({ "total": 0, "inserted": 0, "updated": 0, "failed": 0 });
            let job = json!({
                "id": "job_1", "kind": kind, "status": "pending", "request": request, "summary": summary, "rows": null,
                "details": null, "created_at": "2026-01-01T00:00:00.000Z", "started_at": null, "ended_at": null,
            });
            title(&serde_json::from_value(job).unwrap())
        };
        assert_eq!(job("users_import", json!({ "connection": "Shop" })), "Import into Shop");
        assert_eq!(
            job("users_import", json!({ "connection": "Shop", "dry_run": true })),
            "Check of an import into Shop"
        );
        assert_eq!(job("users_import", json!({ "full": true })), "Import of a full export");
        assert_eq!(job("users_export", json!({})), "Export of all users");
        assert_eq!(job("users_export", json!({ "connection": "Shop", "full": true })), "Full export of Shop");
    }
}
