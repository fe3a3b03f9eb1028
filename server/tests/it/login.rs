//! What happens before the dashboard, and on the hosted pages.

mod authorize;
mod consent;
mod impersonate;
mod log_out;
mod next;
mod password;
mod reset_password;
mod setup;
mod shop;
mod sign_in;
mod sign_up;
mod timeouts;
mod unblock;
mod verify_email;
mod visitor;
