//! *Sign in as User*: administrators in the place of users.
//!
//! An administrator who was given the permission gets a link for one use. Whoever opens it and agrees has a session of the
//! user's, marked in everything that comes of it, at one application and for an hour at most. Whether it may go on is asked
//! anew at each use, like everything else about a session.

mod asked;
mod conditions;
mod end;
mod event;
mod list;
mod live;
mod offer;
mod open;

use crate::Directory;

pub(crate) use asked::asked;
pub use live::Impersonated;
pub use open::{OpenedImpersonation, WaitingImpersonation};

/// How long a link can be opened, in milliseconds.
pub const IMPERSONATION_LINK: i64 = 60_000;
/// How long an impersonation lasts at most, in milliseconds.
pub const IMPERSONATION_LIFETIME: i64 = 3_600_000;
/// How long access tokens of one live, in seconds.
pub(crate) const ACCESS_TOKEN: i64 = 900;
/// An administrator must have shown their password so recently, in milliseconds (S-224).
pub const FRESH_PASSWORD: i64 = 300_000;

/// Administrators in the place of a tenant's users.
pub struct Impersonations<'a>(pub(crate) &'a Directory);
