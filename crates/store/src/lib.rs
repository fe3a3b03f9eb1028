//! All SQL, for SQLite and PostgreSQL.
//!
//! One SQL text serves both engines: `$1` placeholders, BIGINT, BOOLEAN and JSON through [`sqlx::types::Json`]. Every
//! function takes the connection or transaction to work on, then the tenant. Nothing here decides who may do what.

#[macro_use]
mod conn;
pub mod access_tokens;
pub mod administrators;
pub mod authorizations;
pub mod blocks;
pub mod client_grants;
pub mod clients;
pub mod connection_clients;
pub mod connections;
mod db;
pub mod device_codes;
mod dialect;
mod error;
pub mod expired;
pub mod grants;
pub mod idempotency;
pub mod identifiers;
pub mod impersonations;
pub mod jobs;
pub mod known_devices;
pub mod linked_identities;
pub mod log_chains;
pub mod log_checkpoints;
pub mod log_streams;
pub mod login_attempts;
mod login_days;
pub mod login_hours;
pub mod login_transactions;
pub mod logout_notices;
pub mod logs;
pub mod mail_templates;
pub mod mails;
mod migrations;
mod parts;
pub mod passwords;
pub mod permissions;
pub mod places;
pub mod postponed_indexes;
pub mod refresh_tokens;
pub mod resource_servers;
pub mod revocations;
pub mod roles;
pub mod rules;
pub mod rules_configs;
pub mod saved_searches;
pub mod search;
pub mod sessions;
pub mod setup_tokens;
pub mod signing_keys;
pub mod smtp_settings;
pub mod spent_assertions;
mod sql;
mod staged_logs;
mod statistics;
pub mod stats;
pub mod tenants;
pub mod tickets;
pub mod user_counts;
pub mod user_roles;
pub mod user_search;
pub mod user_sessions;
mod user_terms;
pub mod users;
pub mod words;
mod write_ahead_log;

pub use conn::{Conn, Tx, application_changes, events_written, log_writes, user_changes};
pub use db::Db;
pub use error::{Error, Result};
pub use migrations::Migrated;
pub use write_ahead_log::writes;
