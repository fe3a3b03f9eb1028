//! The pages, one file each.

mod not_found;
pub mod user;
mod users;

pub use not_found::NotFound;
pub use users::UsersPage;
