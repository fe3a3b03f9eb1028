//! The store, on SQLite and on PostgreSQL, from one body each.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[macro_use]
mod engine;
mod blocks;
mod clients;
mod connections;
mod failures;
mod impersonations;
mod jobs;
mod life;
mod log_chains;
mod log_streams;
mod logs;
mod mails;
mod migrations;
mod places;
mod postponed_indexes;
mod roles;
mod rules;
mod saved_searches;
mod search;
mod statistics;
mod tickets;
mod tokens;
mod user_search;
mod users;
mod write_ahead_log;
