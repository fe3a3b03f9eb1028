//! The server functions: cookie → Actor → one call on the directory.
//!
//! Each has a path of its own, so that programs and tests can call it and a build in another folder serves the same
//! paths. Arguments travel as a JSON body: a form on a foreign page cannot send one.

pub mod access;
pub mod administrators;
pub mod client_grants;
pub mod clients;
pub mod connections;
pub mod impersonations;
pub mod jobs;
pub mod keys;
pub mod locations;
pub mod log_streams;
pub mod logs;
pub mod mails;
mod refusal;
pub mod resource_servers;
pub mod saved_searches;
pub mod session;
pub mod tenant;
pub mod user_blocks;
pub mod users;

pub use refusal::{Answer, Refusal};

#[cfg(feature = "ssr")]
mod context {
    use directory::{Actor, Directory};
    use leptos::prelude::use_context;
    use model::{Failure, FailureKind};

    use super::Refusal;

    /// The directory, and the administrator who asks.
    ///
    /// # Errors
    /// `Unauthenticated` without a session.
    pub(super) fn door() -> Result<(Directory, Actor), Refusal> {
        let directory = use_context::<Directory>()
            .ok_or_else(|| Failure::new(FailureKind::Internal, "The server was set up without a directory"))?;
        let actor = use_context::<Actor>()
            .ok_or_else(|| Failure::new(FailureKind::Unauthenticated, "Your session has ended. Sign in again."))?;
        Ok((directory, actor))
    }
}
#[cfg(feature = "ssr")]
use context::door;
