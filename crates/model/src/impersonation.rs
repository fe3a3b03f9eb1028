//! *Sign in as User*: an administrator in a user's place.

use serde::{Deserialize, Serialize};

use crate::{Timestamp, UserId};

/// The administrator who is in a user's place, as tokens name them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Impersonator {
    /// The administrator's id.
    pub user_id: String,
    /// The administrator's email.
    pub email: String,
}

/// How an application that begins no login of its own gets its answer. What is empty is what is usual.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ImpersonationParameters {
    /// `code`, `token`, `id_token` …
    pub response_type: String,
    /// `query`, `fragment` or `form_post`.
    pub response_mode: String,
    /// With a space between.
    pub scope: String,
    /// Given to the application as it is.
    pub state: String,
    /// One of the application's callback URLs.
    pub redirect_uri: String,
    /// Goes into the ID token as it is; demanded for one that comes past the browser.
    pub nonce: String,
}

/// What an administrator asks for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImpersonationRequest {
    /// Whose place.
    pub user_id: UserId,
    /// At which application.
    pub client_id: String,
    /// Why: the user and other administrators read it.
    pub reason: String,
    /// Whether tokens for APIs are good for reading alone.
    #[serde(default)]
    pub is_view_only: bool,
    /// *Advanced Settings*.
    #[serde(default)]
    pub parameters: ImpersonationParameters,
}

/// A link that was just made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImpersonationLink {
    /// Good for one use; shown this once.
    pub url: String,
    /// Seconds in which it can be opened.
    pub expires_in: i64,
}

/// An application at which the user's place can be taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImpersonationChoice {
    /// The application.
    pub client_id: String,
    /// Its name.
    pub name: String,
    /// Where it begins its own login; empty where it gets an answer that it did not ask for.
    pub initiate_login_uri: String,
    /// Where it takes answers.
    pub callbacks: Vec<String>,
    /// What it may be answered with.
    pub response_types: Vec<String>,
}

/// Whether the button *Sign in as User* works for somebody, and what it can do.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImpersonationOptions {
    /// The condition that is missing, in words; none where all hold.
    pub missing: Option<String>,
    /// The applications that fit, by name.
    pub applications: Vec<ImpersonationChoice>,
    /// Whether the password must be shown again.
    pub needs_password: bool,
}

/// What became of a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ImpersonationState {
    /// The link can be opened.
    Offered,
    /// Nobody opened the link in time.
    Lapsed,
    /// The administrator is in.
    UnderWay,
    /// It is over.
    Ended,
}

/// One impersonation, for administrators.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Impersonation {
    /// `imp_` and digits that sort by time.
    pub id: String,
    /// Who.
    pub impersonator: Impersonator,
    /// As whom.
    pub user_id: UserId,
    /// The user's name then.
    pub user_name: String,
    /// At which application.
    pub client_id: String,
    /// The application's name then.
    pub client_name: String,
    /// Why.
    pub reason: String,
    /// Whether tokens for APIs are good for reading alone.
    pub is_view_only: bool,
    /// What became of it.
    pub state: ImpersonationState,
    /// When the link was made.
    pub created_at: Timestamp,
    /// When it was opened.
    pub opened_at: Option<Timestamp>,
    /// When it ends by itself: the link, and from its opening on the impersonation.
    pub expires_at: Timestamp,
    /// When it ended.
    pub ended_at: Option<Timestamp>,
    /// Why it ended.
    pub end_reason: Option<String>,
    /// Whether the viewer may end it.
    pub may_end: bool,
}

/// Some impersonations, newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImpersonationPage {
    /// Them.
    pub impersonations: Vec<Impersonation>,
    /// The id after which older ones go on; none when these are the oldest.
    pub next: Option<String>,
}
