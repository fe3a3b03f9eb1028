//! The process: the doors of Roster, and the command line that opens them.
// The types of views nest as deep as the views do.
#![recursion_limit = "256"]

mod assets;
mod authentication;
mod background;
mod body_limit;
mod client_address;
mod command_line;
mod config;
mod connections;
mod cookies;
mod csp_reports;
mod dashboard;
mod data_folder;
mod entrance;
mod events;
mod failures;
mod form_token;
mod health;
mod import_form;
mod log_stream_delivery;
mod login;
mod logout_delivery;
mod mail_delivery;
mod management;
mod next_page;
mod open_files;
mod panics;
mod rate_limits;
mod request_log;
mod router;
mod same_origin;
mod security_headers;
mod session;
mod setup;
mod sign_in;
mod sign_out;
mod state;
mod streamed;
mod tls;
mod user_files;
mod well_formed;

pub use assets::Site;
pub use client_address::{PeerAddress, TrustedProxies};
pub use command_line::{CommandLine, run};
pub use config::{PublicUrl, TileServer};
pub use connections::{Limits, serve};
pub use router::router;
pub use state::ServerState;
pub use tls::Tls;
