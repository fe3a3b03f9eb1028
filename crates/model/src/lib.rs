//! The types that browser and server share.
//!
//! Pure serde: no I/O, no secret. A password hash or a session id has no type here, so it cannot reach a browser by
//! mistake.

mod administrator;
mod block;
mod client;
mod client_changes;
mod connection;
mod connection_options;
mod device;
mod email;
mod failure;
mod grant;
mod impersonation;
mod job;
mod json;
mod listing;
mod locations;
mod log_event;
mod log_query;
mod log_stream;
mod login_chart;
pub mod lucene;
mod mail;
mod password_policy;
mod password_rule;
mod place;
mod refresh_token;
mod rule;
mod saved_search;
mod signing_key;
mod stats;
mod tenant;
mod timestamp;
mod token_dialect;
mod travel;
mod user;
mod user_access;
mod user_block;
mod user_changes;
mod user_field;
mod user_id;
mod user_query;
mod user_role;
mod user_session;

pub use administrator::{Administrator, NewAdministrator, Role, Viewer};
pub use block::{Block, Blocked, Ending, NewBlock, Receipt};
pub use client::{
    AppType, Client, ClientGrant, ClientPublicKey, CreatedClient, JwtConfiguration, OidcLogout, RefreshTokenSettings,
    ResourceServer, ResourceServerScope, RotationType, SigningAlgorithm, TokenEndpointAuthMethod,
};
pub use client_changes::{
    ClientFilter, ClientGrantQuery, ClientPage, ClientPatch, ResourceServerPage, ResourceServerPatch,
};
pub use connection::{
    Connection, ConnectionChange, ConnectionClient, ConnectionEdit, ConnectionWithClients, NewConnection,
    check_connection_name,
};
pub use connection_options::{
    ConnectionOptions, PasswordComplexityOptions, PasswordDictionary, PasswordHistory, PasswordNoPersonalInfo,
    UsernameLength, Validation,
};
pub use device::Device;
pub use email::{EmailMistake, check_email};
pub use failure::{Failure, FailureKind, FieldMistake};
pub use grant::Grant;
pub use impersonation::{
    Impersonation, ImpersonationChoice, ImpersonationLink, ImpersonationOptions, ImpersonationPage,
    ImpersonationParameters, ImpersonationRequest, ImpersonationState, Impersonator,
};
pub use job::{
    EXPORT_FIELDS, ExportField, FailedRow, FailedRows, IMPORT_PROPERTIES, ImportColumns, Job, JobFormat, JobKind,
    JobRequest, JobStatus, JobSummary, JobView, NewExport, RowError,
};
pub use json::{JsonMistake, MAX_DEPTH, check_metadata, parse_json};
pub use listing::{ListPart, Listed};
pub use locations::{DAY, GeoIpState, LoginCount, MapTiles, PlacedLogin, UserLocations};
pub use log_event::{LogEvent, LogPage, LoginOutcome, describe_event};
pub use log_query::{LogGroup, LogQuery};
pub use log_stream::{
    ContentFormat, CreatedLogStream, CustomHeader, HttpSink, HttpSinkPatch, LOG_STREAM_CATEGORIES, LogStream,
    LogStreamHealth, LogStreamPatch, LogStreamStatus, NewLogStream,
};
pub use login_chart::{LoginChart, LoginHour};
pub use mail::{
    Mail, MailKind, MailPage, MailPreview, MailRow, MailState, MailTemplate, NamedTemplate, PLACEHOLDERS, SmtpSecurity,
    SmtpSettings, TemplatePatch,
};
pub use password_policy::{PasswordPolicy, PasswordStrength};
pub use password_rule::PasswordRule;
pub use place::Place;
pub use refresh_token::{RefreshTokenInfo, RefreshTokenQuery};
pub use rule::{Rule, RulePatch};
pub use saved_search::SavedSearch;
pub use signing_key::{SigningKeyInfo, SigningKeyState};
pub use stats::DailyStats;
pub use tenant::{TenantEdit, TenantSettings};
pub use timestamp::Timestamp;
pub use token_dialect::TokenDialect;
pub use travel::{Travel, distance_km};
pub use user::{Identity, JsonObject, UserProfile};
pub use user_access::{BrowserLogin, GrantedApplication, LinkedDevice, UserAccess};
pub use user_block::UserBlock;
pub use user_changes::{
    BulkAction, BulkProgress, BulkRequest, BulkSelection, MetadataEdit, MetadataKind, NewUser, UserPatch,
};
pub use user_field::{USER_FIELDS, UserField, UserFieldKind};
pub use user_id::UserId;
pub use user_query::{
    PAGE_SIZES, SortOrder, UserCount, UserMatches, UserPage, UserQuery, UserRow, UserSearchQuery, UserSort, UserStatus,
};
pub use user_role::{HeldPermission, Permission, PermissionSource, RoleMember, UserRole, UserRolePatch};
pub use user_session::UserSession;
