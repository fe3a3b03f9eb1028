//! Through the doors: requests to the router, and the real binary.
//!
//! One binary for all tests; the folders mirror the doors.
#![expect(clippy::unwrap_used, reason = "an unwrap in a test is the test failing")]

mod assets;
mod authentication;
mod connections;
mod dashboard;
mod described;
mod doors;
mod login;
mod management;
mod process;
mod signing_keys;
mod test_app;
