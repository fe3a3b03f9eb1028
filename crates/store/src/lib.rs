//! All SQL, for SQLite and PostgreSQL.
//!
//! One SQL text serves both engines: `$1` placeholders, BIGINT, BOOLEAN and JSON through [`sqlx::types::Json`]. Every
//! function takes the connection or transaction to work on, then the tenant. Nothing here decides who may do what.

#[macro_use]
mod conn;
pub mod administrators;
pub mod connections;
mod db;
mod error;
pub mod idempotency;
pub mod identifiers;
pub mod logs;
mod migrations;
pub mod passwords;
pub mod search;
pub mod sessions;
pub mod setup_tokens;
mod sql;
pub mod tenants;
pub mod user_counts;
pub mod users;
pub mod words;

pub use conn::{Conn, Tx};
pub use db::Db;
pub use error::{Error, Result};
pub use migrations::Migrated;
