//! The server functions: cookie → Actor → one call on the directory.
//!
//! Each has a path of its own, so that programs and tests can call it and a build in another folder serves the same
//! paths. Arguments travel as a JSON body: a form on a foreign page cannot send one.

pub mod connections;
pub mod logs;
mod refusal;
pub mod session;
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
