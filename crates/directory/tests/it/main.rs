//! The directory, on SQLite and on PostgreSQL, from one body each.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[path = "../../../store/tests/it/engine.rs"]
#[macro_use]
mod engine;
mod administrators;
mod users;
mod world;
