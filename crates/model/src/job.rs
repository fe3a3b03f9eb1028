//! Work that goes on in the background, as whoever asked for it follows it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{JsonObject, Timestamp, UserId};

/// What an export says of a user where nothing else is asked for.
pub const EXPORT_FIELDS: [&str; 17] = [
    "user_id",
    "email",
    "email_verified",
    "username",
    "phone_number",
    "phone_verified",
    "name",
    "given_name",
    "family_name",
    "nickname",
    "picture",
    "blocked",
    "created_at",
    "updated_at",
    "last_login",
    "last_ip",
    "logins_count",
];

/// What a column of a file of users may be, beside a key of one of the metadata objects.
pub const IMPORT_PROPERTIES: [&str; 15] = [
    "email",
    "email_verified",
    "name",
    "given_name",
    "family_name",
    "nickname",
    "username",
    "phone_number",
    "phone_verified",
    "picture",
    "blocked",
    "user_id",
    "password_hash",
    "user_metadata",
    "app_metadata",
];

/// What the columns of a CSV file are, by their names: a property, or nothing that is imported. A column that is not named
/// is what it is called.
pub type ImportColumns = BTreeMap<String, Option<String>>;

/// What a job does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum JobKind {
    /// Makes users of a file.
    UsersImport,
    /// Writes users into a file.
    UsersExport,
    /// Asks a user to confirm their address.
    VerificationEmail,
}

impl JobKind {
    /// The name on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::UsersImport => "users_import",
            Self::UsersExport => "users_export",
            Self::VerificationEmail => "verification_email",
        }
    }

    /// The kind of that name.
    pub fn parse(name: &str) -> Option<Self> {
        [Self::UsersImport, Self::UsersExport, Self::VerificationEmail].into_iter().find(|kind| kind.as_str() == name)
    }
}

/// How far a job is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum JobStatus {
    /// It waits for others.
    Pending,
    /// It goes on.
    Processing,
    /// It is done; single rows may have failed.
    Completed,
    /// It cannot go on.
    Failed,
    /// Somebody ended it. What was done until then stays.
    Canceled,
}

impl JobStatus {
    /// The name in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Processing => "processing",
            Self::Completed => "completed",
            Self::Failed => "failed",
            Self::Canceled => "canceled",
        }
    }

    /// The status of that name.
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Pending, Self::Processing, Self::Completed, Self::Failed, Self::Canceled]
            .into_iter()
            .find(|status| status.as_str() == name)
    }

    /// Whether nothing more will come of it.
    pub fn is_ended(self) -> bool {
        matches!(self, Self::Completed | Self::Failed | Self::Canceled)
    }
}

/// How an export is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum JobFormat {
    /// An object a line (NDJSON).
    #[default]
    Json,
    /// Values with commas, RFC 4180.
    Csv,
}

/// One field of an export.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExportField {
    /// Where the value is: `email`, `user_metadata.plan`, `identities[0].connection`.
    pub name: String,
    /// What the file calls it; its name where nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub export_as: Option<String>,
}

/// What was asked of a job. What does not belong to its kind is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct JobRequest {
    /// The connection's id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub connection_id: Option<String>,
    /// The connection's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub connection: Option<String>,
    /// Whether users that are there already are changed by an import.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub upsert: bool,
    /// Whether an import only says what it would do.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub dry_run: bool,
    /// Whether it is about all that a user is, with what logs them in.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub full: bool,
    /// Whether owners are told by mail that an import has ended.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub send_completion_email: bool,
    /// What the caller knows the job by.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub external_id: Option<String>,
    /// What the columns of an import's CSV file are.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub columns: ImportColumns,
    /// How an export is written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub format: Option<JobFormat>,
    /// How many users an export has at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<i64>,
    /// What an export says of each user.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<ExportField>,
    /// Whom a mail is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_id: Option<UserId>,
}

/// An export that is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct NewExport {
    /// The id of the connection whose users are exported; all users where there is none.
    pub connection_id: Option<String>,
    /// How it is written.
    pub format: JobFormat,
    /// How many users at most.
    pub limit: Option<i64>,
    /// What is said of each user; empty for the usual.
    pub fields: Vec<ExportField>,
    /// Whether it is all that users are, with what logs them in.
    pub full: bool,
}

/// What came of an import so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobSummary {
    /// Rows that were looked at, or users that were written.
    pub total: i64,
    /// Users that are new.
    pub inserted: i64,
    /// Users that were changed.
    pub updated: i64,
    /// Rows that were not taken.
    pub failed: i64,
}

/// A job.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Job {
    /// `job_` and 16 letters and digits.
    pub id: String,
    /// What it does.
    pub kind: JobKind,
    /// How far it is.
    pub status: JobStatus,
    /// What was asked.
    pub request: JobRequest,
    /// What came of it so far.
    pub summary: JobSummary,
    /// How many rows or users there are, once they were counted.
    pub rows: Option<i64>,
    /// Why it cannot go on.
    pub details: Option<String>,
    /// When it was asked for.
    pub created_at: Timestamp,
    /// When it began.
    pub started_at: Option<Timestamp>,
    /// When it ended.
    pub ended_at: Option<Timestamp>,
}

impl Job {
    /// How much is done, of 100.
    pub fn percentage_done(&self) -> i64 {
        match (self.status, self.rows) {
            (JobStatus::Completed, _) => 100,
            // All is done once it is completed.
            (_, Some(rows)) if rows > 0 => (self.summary.total.saturating_mul(100) / rows).clamp(0, 99),
            _ => 0,
        }
    }

    /// How long it takes still if it goes on as it did, in seconds; none where that cannot be told.
    pub fn time_left_seconds(&self, now: Timestamp) -> Option<i64> {
        let (rows, started_at) = (self.rows?, self.started_at?);
        let done = self.summary.total;
        if self.status != JobStatus::Processing || done <= 0 {
            return None;
        }
        let passed = now.since(started_at).max(0);
        Some((passed.saturating_mul((rows - done).max(0)) / done + 999) / 1_000)
    }
}

/// A job as the dashboard shows it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct JobView {
    /// The job.
    pub job: Job,
    /// Who asked for it.
    pub asked_by: String,
    /// Whether its file is there still, and for whoever looks: what an export wrote, or what a dry run looked at.
    pub has_file: bool,
    /// How long it takes still, in seconds.
    pub time_left: Option<i64>,
}

/// Why a row was not taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowError {
    /// Auth0's word for it, for instance `INVALID_TYPE`.
    pub code: String,
    /// What is wrong, for people.
    pub message: String,
    /// Where in the row: `app_metadata`, `custom_password_hash.hash.value`; empty for the row itself.
    pub path: String,
    /// On which line of the file the row begins.
    pub line: i64,
}

/// A row that was not taken.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FailedRow {
    /// What the row said, without its secrets.
    pub user: JsonObject,
    /// What is wrong with it.
    pub errors: Vec<RowError>,
}

/// Some of the rows that an import did not take.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct FailedRows {
    /// In the order of the file.
    pub rows: Vec<FailedRow>,
    /// Where the next ones begin, if there are any.
    pub next: Option<(i64, i64)>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn job(status: JobStatus, rows: Option<i64>, total: i64) -> Job {
        Job {
            id: "job_1".to_owned(),
            kind: JobKind::UsersImport,
            status,
            request: JobRequest::default(),
            summary: JobSummary { total, ..JobSummary::default() },
            rows,
            details: None,
            created_at: Timestamp(0),
            started_at: Some(Timestamp(1_000)),
            ended_at: None,
        }
    }

    #[test]
    fn progress_is_told_by_rows() {
        let running = job(JobStatus::Processing, Some(200), 50);
        assert_eq!((running.percentage_done(), running.time_left_seconds(Timestamp(11_000))), (25, Some(30)));
        let counted = job(JobStatus::Processing, Some(200), 200);
        assert_eq!((counted.percentage_done(), counted.time_left_seconds(Timestamp(2_000))), (99, Some(0)));
        let waiting = job(JobStatus::Pending, None, 0);
        assert_eq!((waiting.percentage_done(), waiting.time_left_seconds(Timestamp(2_000))), (0, None));
        assert_eq!(job(JobStatus::Completed, Some(0), 0).percentage_done(), 100);
    }
}
