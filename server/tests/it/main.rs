//! Through the doors: requests to the router, and the real binary.
//!
//! One binary for all tests; the folders mirror the doors.
#![expect(clippy::unwrap_used, reason = "an unwrap in a test is the test failing")]

mod assets;
mod dashboard;
mod doors;
mod login;
mod process;
mod test_app;
