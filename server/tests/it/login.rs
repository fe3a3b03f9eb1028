//! What happens before the dashboard.

mod next;
mod setup;
mod sign_in;
mod timeouts;
