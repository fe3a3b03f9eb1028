//! The store, on SQLite and on PostgreSQL, from one body each.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[macro_use]
mod engine;
mod failures;
mod migrations;
mod search;
mod users;
