//! The types that browser and server share.
//!
//! Pure serde: no I/O, no secret. A password hash or a session id has no type here, so it cannot reach a browser by
//! mistake.

mod administrator;
mod connection;
mod email;
mod failure;
mod json;
mod log_event;
mod password_policy;
mod timestamp;
mod user;
mod user_changes;
mod user_id;
mod user_query;

pub use administrator::{Role, Viewer};
pub use connection::{Connection, ConnectionOptions};
pub use email::{EmailMistake, check_email};
pub use failure::{Failure, FailureKind, FieldMistake};
pub use json::{JsonMistake, MAX_DEPTH, check_metadata, parse_json};
pub use log_event::{LogEvent, LogPage, describe_event};
pub use password_policy::{PasswordPolicy, PasswordRule};
pub use timestamp::Timestamp;
pub use user::{Identity, JsonObject, UserProfile};
pub use user_changes::{BulkAction, BulkProgress, BulkRequest, BulkSelection, MetadataEdit, MetadataKind, NewUser};
pub use user_id::UserId;
pub use user_query::{PAGE_SIZES, SortOrder, UserCount, UserPage, UserQuery, UserRow, UserSort, UserStatus};
