//! The pages, one file each.

pub mod apis;
pub mod applications;
pub mod connections;
pub mod devices;
mod events;
pub mod history;
pub mod impersonations;
pub mod jobs;
pub mod locations;
pub mod logs;
pub mod mail;
pub mod management_api;
mod not_found;
pub mod settings;
pub(crate) mod sign_in_as;
pub mod user;
pub(crate) mod users;

pub use not_found::NotFound;
pub use users::UsersPage;
