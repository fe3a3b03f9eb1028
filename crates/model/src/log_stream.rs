//! Where events of the log are sent to.

use serde::{Deserialize, Serialize};

use crate::Timestamp;

/// The categories that Auth0 sorts events into.
pub const LOG_STREAM_CATEGORIES: [&str; 20] = [
    "auth.login.fail",
    "auth.login.notification",
    "auth.login.success",
    "auth.logout.fail",
    "auth.logout.success",
    "auth.signup.fail",
    "auth.signup.success",
    "auth.silent_auth.fail",
    "auth.silent_auth.success",
    "auth.token_exchange.fail",
    "auth.token_exchange.success",
    "management.fail",
    "management.success",
    "scim.event",
    "system.notification",
    "user.fail",
    "user.notification",
    "user.success",
    "actions",
    "other",
];

/// A receiver of events, and how it fares.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LogStream {
    /// `lst_` and 16 letters and digits.
    pub id: String,
    /// What administrators call it; no two of a tenant are called the same.
    pub name: String,
    /// Whether events are sent.
    pub status: LogStreamStatus,
    /// Where to, and how.
    pub sink: HttpSink,
    /// Whether the receiver is sent a secret in the header `Authorization`. It is not shown.
    pub has_authorization: bool,
    /// The categories of events that are sent, as Auth0 calls them; all events where there is none.
    pub categories: Vec<String>,
    /// When it was made.
    pub created_at: Timestamp,
    /// How it fares.
    pub health: LogStreamHealth,
}

/// Whether a stream's events are sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogStreamStatus {
    /// They are.
    Active,
    /// An administrator stopped it. It goes on where it was.
    Paused,
    /// Roster stopped it: the receiver did not take them for too long. It goes on where it was.
    Suspended,
}

impl LogStreamStatus {
    /// Its name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Paused => "paused",
            Self::Suspended => "suspended",
        }
    }

    /// The one of that name.
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Active, Self::Paused, Self::Suspended].into_iter().find(|status| status.as_str() == name)
    }
}

/// A web server that takes events.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct HttpSink {
    /// Where events are posted to.
    pub http_endpoint: String,
    /// What the header `Content-Type` says.
    pub http_content_type: String,
    /// How events stand in a body.
    pub http_content_format: ContentFormat,
    /// More headers.
    pub http_custom_headers: Vec<CustomHeader>,
}

/// How events stand in a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ContentFormat {
    /// An array of them.
    #[serde(rename = "JSONARRAY")]
    Array,
    /// One a line.
    #[serde(rename = "JSONLINES")]
    Lines,
    /// One a request.
    #[serde(rename = "JSONOBJECT")]
    Object,
}

/// A header of each request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomHeader {
    /// Its name.
    pub header: String,
    /// What it says.
    pub value: String,
}

/// How a stream fares.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct LogStreamHealth {
    /// When the receiver took events last.
    pub delivered_at: Option<Timestamp>,
    /// The last event that it took, or that its categories passed by.
    pub last_log_id: Option<String>,
    /// How often it did not since.
    pub failures: i64,
    /// Since when.
    pub failing_since: Option<Timestamp>,
    /// Why, the last time.
    pub last_error: Option<String>,
    /// When it is tried again.
    pub next_try_at: Timestamp,
    /// How many events are not sent yet, whatever their categories.
    pub waiting: i64,
}

/// A stream to be made.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NewLogStream {
    /// Its name; one is made up where it is empty.
    pub name: String,
    /// Where to.
    pub sink: HttpSink,
    /// What the header `Authorization` says; empty for none.
    pub http_authorization: String,
    /// Which categories; all where it is empty.
    pub categories: Vec<String>,
    /// From which moment on events are sent; from now on where it is not said.
    pub start_from: Option<Timestamp>,
}

/// What is to be another with a web server.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct HttpSinkPatch {
    /// Where events are posted to.
    pub http_endpoint: Option<String>,
    /// What the header `Content-Type` says.
    pub http_content_type: Option<String>,
    /// How events stand in a body.
    pub http_content_format: Option<ContentFormat>,
    /// More headers.
    pub http_custom_headers: Option<Vec<CustomHeader>>,
}

impl HttpSinkPatch {
    /// The web server with what is to be another.
    pub fn applied(self, before: HttpSink) -> HttpSink {
        HttpSink {
            http_endpoint: self.http_endpoint.unwrap_or(before.http_endpoint),
            http_content_type: self.http_content_type.unwrap_or(before.http_content_type),
            http_content_format: self.http_content_format.unwrap_or(before.http_content_format),
            http_custom_headers: self.http_custom_headers.unwrap_or(before.http_custom_headers),
        }
    }
}

impl Default for HttpSink {
    /// Nowhere yet: an array of events as JSON.
    fn default() -> Self {
        Self {
            http_endpoint: String::new(),
            http_content_type: "application/json".to_owned(),
            http_content_format: ContentFormat::Array,
            http_custom_headers: Vec::new(),
        }
    }
}

/// What is to be another with a stream.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LogStreamPatch {
    /// Its name.
    pub name: Option<String>,
    /// Whether events are sent.
    pub status: Option<LogStreamStatus>,
    /// Where to.
    pub sink: Option<HttpSinkPatch>,
    /// What the header `Authorization` says; empty for none.
    pub http_authorization: Option<String>,
    /// Which categories.
    pub categories: Option<Vec<String>>,
}

/// A stream that was made, with the one secret that its receiver verifies signatures with.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CreatedLogStream {
    /// The stream.
    pub stream: LogStream,
    /// Shown this once.
    pub signing_secret: String,
}
