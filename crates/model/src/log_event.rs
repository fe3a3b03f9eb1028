//! The log: what happened.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::Timestamp;

/// One event of the tenant's log, as Auth0 writes it. Unlike a user, it carries explicit nulls.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LogEvent {
    /// A long decimal number that sorts by time.
    pub log_id: String,
    /// When it happened.
    pub date: Timestamp,
    /// Auth0's event code, for instance `s` or `sapi`.
    #[serde(rename = "type")]
    pub kind: String,
    /// What happened, in words, for instance `Update a User`.
    pub description: Option<String>,
    /// Name of the connection that took part.
    pub connection: Option<String>,
    /// The application that took part.
    pub client_id: Option<String>,
    /// Its name when it happened.
    pub client_name: Option<String>,
    /// Where the request came from.
    pub ip: Option<String>,
    /// The browser or program, as it named itself.
    pub user_agent: Option<String>,
    /// The user that it happened to.
    pub user_id: Option<String>,
    /// Their name when it happened.
    pub user_name: Option<String>,
    /// Whatever belongs to this kind of event.
    pub details: Option<Value>,
}

/// Some events, newest first.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct LogPage {
    /// The events.
    pub events: Vec<LogEvent>,
    /// The `log_id` after which older events go on; none when these are the oldest.
    pub next: Option<String>,
}

/// Auth0's name of an event code; the code itself where it is not known.
pub fn describe_event(code: &str) -> &str {
    EVENTS.iter().find(|(known, _)| *known == code).map_or(code, |(_, name)| name)
}

/// The codes that Roster writes.
const EVENTS: &[(&str, &str)] = &[
    ("fapi", "Failed API Operation"),
    ("fdu", "Failed User Deletion"),
    ("sapi", "Success API Operation"),
    ("sce", "Success Change Email"),
    ("scp", "Success Change Password"),
    ("sdu", "Success User Deletion"),
    ("sui", "Successfully imported users"),
    ("sv", "Success Verification Email"),
];
