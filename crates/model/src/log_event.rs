//! The log: what happened.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{Place, Timestamp};

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
    /// Where the address is, as far as a GeoIP database tells.
    #[serde(default)]
    pub location_info: Option<Place>,
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
    /// How far was searched, where the search paused before the page was full: what is asked for is rare, and no index
    /// finds it.
    #[serde(default)]
    pub searched_to: Option<Timestamp>,
}

/// What an event says of a login.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LoginOutcome {
    /// A user was logged in.
    Success,
    /// Somebody was not.
    Failure,
    /// An administrator is in, in a user's place.
    Impersonation,
}

impl LoginOutcome {
    /// Of an event of that code; none for what is no login.
    pub fn of(code: &str) -> Option<Self> {
        match code {
            "s" => Some(Self::Success),
            "f" | "fp" | "fu" | "limit_mu" | "limit_wc" => Some(Self::Failure),
            "impersonation_opened" => Some(Self::Impersonation),
            _ => None,
        }
    }

    /// The number that the database keeps.
    pub fn number(self) -> i64 {
        match self {
            Self::Success => 1,
            Self::Failure => 2,
            Self::Impersonation => 3,
        }
    }
}

/// Auth0's name of an event code; the code itself where it is not known.
pub fn describe_event(code: &str) -> &str {
    EVENTS.iter().find(|(known, _)| *known == code).map_or(code, |(_, name)| name)
}

/// The codes that Roster writes. Auth0 has none for impersonation and for impossible travel: those are ours.
const EVENTS: &[(&str, &str)] = &[
    ("api_limit", "Rate Limit on the Authentication or Management APIs"),
    ("f", "Failed Login"),
    ("fapi", "Failed API Operation"),
    ("fcp", "Failed Change Password"),
    ("fcpr", "Failed Change Password Request"),
    ("fdecc", "User Canceled Device Confirmation"),
    ("fdu", "Failed User Deletion"),
    ("flo", "Failed Logout"),
    ("fn", "Failed Sending Notification"),
    ("fp", "Failed Login (Incorrect Password)"),
    ("fs", "Failed Signup"),
    ("fsa", "Failed Silent Auth"),
    ("fu", "Failed Login (Invalid Email/Username)"),
    ("fv", "Failed Verification Email"),
    ("impersonation_ended", "Impersonation Ended"),
    ("impersonation_offered", "Impersonation Link Made"),
    ("impersonation_opened", "Signed In as User"),
    ("impersonation_refused", "Impersonation Refused"),
    ("impossible_travel", "Impossible Travel"),
    ("limit_mu", "Blocked IP Address"),
    ("limit_wc", "Blocked Account"),
    ("s", "Success Login"),
    ("feacft", "Failed Exchange: Authorization Code"),
    ("feccft", "Failed Exchange: Client Credentials"),
    ("fede", "Failed Exchange: Device Code"),
    ("fepft", "Failed Exchange: Password"),
    ("ferrt", "Failed Exchange: Rotating Refresh Token"),
    ("fertft", "Failed Exchange: Refresh Token"),
    ("sapi", "Success API Operation"),
    ("sce", "Success Change Email"),
    ("scp", "Success Change Password"),
    ("scpr", "Success Change Password Request"),
    ("sdu", "Success User Deletion"),
    ("slo", "Success Logout"),
    ("ss", "Success Signup"),
    ("ssa", "Success Silent Auth"),
    ("oidc_backchannel_logout_failed", "Failed OIDC Back-Channel Logout request"),
    ("oidc_backchannel_logout_succeeded", "Successful OIDC Back-Channel Logout request"),
    ("seacft", "Success Exchange: Authorization Code"),
    ("seccft", "Success Exchange: Client Credentials"),
    ("sede", "Success Exchange: Device Code"),
    ("sepft", "Success Exchange: Password"),
    ("sertft", "Success Exchange: Refresh Token"),
    ("srrt", "Successfully revoked a refresh token"),
    ("sui", "Successfully imported users"),
    ("sv", "Success Verification Email"),
    ("svr", "Success Verification Email Request"),
    ("ublkdu", "User login block released"),
];
