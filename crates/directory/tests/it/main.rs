//! The directory, on SQLite and on PostgreSQL, from one body each.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[path = "../../../store/tests/it/engine.rs"]
#[macro_use]
mod engine;
mod access;
mod accounts;
mod administrators;
mod apis;
mod audit;
mod clients;
mod connections;
mod jobs;
mod log_streams;
mod logins;
mod mails;
mod receiver;
mod roles;
mod smtp_sink;
mod users;
mod world;
