//! The process: the doors of Roster, and the command line that opens them.
// The types of views nest as deep as the views do.
#![recursion_limit = "256"]

mod assets;
mod body_limit;
mod client_address;
mod command_line;
mod config;
mod connections;
mod cookies;
mod csp_reports;
mod dashboard;
mod data_folder;
mod failures;
mod form_token;
mod health;
mod next_page;
mod panics;
mod request_log;
mod router;
mod same_origin;
mod security_headers;
mod session;
mod setup;
mod sign_in;
mod sign_out;
mod state;
mod well_formed;

pub use assets::Site;
pub use client_address::{PeerAddress, TrustedProxies};
pub use command_line::{CommandLine, run};
pub use config::PublicUrl;
pub use router::router;
pub use state::ServerState;
