//! How users show who they are: one path, whatever the door.

mod attempt;
mod candidate;
mod checks;
mod device;
mod failures;
mod refusal;

use model::{Client, Connection, UserProfile};

use crate::{Directory, Origin};
use attempt::Attempt;
use checks::Checks;

pub(crate) use candidate::{password, subject_of_nobody};
pub use refusal::LoginRefusal;

/// How long a browser that logged a user in is known, in milliseconds: 400 days, the longest that browsers keep a cookie.
pub const DEVICE_LIFETIME: i64 = 400 * 24 * 3_600_000;

/// The logins of a tenant's users. They take no actor: they are what makes somebody somebody.
pub struct Logins<'a>(pub(crate) &'a Directory);

/// What somebody sent to be logged in.
#[derive(Clone, Copy)]
pub struct Credentials<'a> {
    /// The application that they want to use.
    pub client: &'a Client,
    /// The connection's name; any database connection of the application where none is named.
    pub connection: Option<&'a str>,
    /// Email or user name, as typed.
    pub identifier: &'a str,
    /// The password, as typed.
    pub password: &'a str,
    /// What the browser's cookie of known devices holds, empty where it has none; none for what is no browser of the user.
    pub device: Option<&'a str>,
}

/// Somebody who has shown who they are.
#[derive(Clone, Debug)]
pub struct LoggedIn {
    /// The user, with this login counted.
    pub user: UserProfile,
    /// The connection that they are in.
    pub connection: Connection,
    /// What the browser's cookie of known devices shall hold, for [`DEVICE_LIFETIME`].
    pub device: Option<String>,
}

impl Logins<'_> {
    /// Logs a user in with a password, and records what came of it.
    ///
    /// Reading and hashing are outside of any transaction; what comes of them is one short one.
    ///
    /// # Errors
    /// A [`LoginRefusal`]; `Failed(Busy)` when too many passwords are being checked.
    pub async fn log_in(
        &self,
        tenant: &str,
        credentials: Credentials<'_>,
        origin: &Origin,
    ) -> Result<LoggedIn, LoginRefusal> {
        let checks = Checks::begin(self.0.now());
        let attempt = Attempt { directory: self.0, tenant, credentials, origin, checks };
        let candidate = match attempt.candidate().await {
            Err(refusal @ (LoginRefusal::NoConnection | LoginRefusal::ConnectionDisabled)) => {
                return Err(attempt.refuse(None, refusal).await?);
            }
            candidate => candidate?,
        };
        if let Some(refusal) = candidate.kept_out() {
            return Err(attempt.keep_out(&candidate, refusal).await?);
        }
        attempt.checks.pass("attempts", self.0.now());
        let hash = candidate.known.as_ref().and_then(|known| known.hash.clone());
        if !self.0.settings().hashing.verify(credentials.password, hash, self.0.random()).await? {
            return Err(attempt.count_failure(&candidate).await?);
        }
        attempt.succeed(candidate).await
    }
}
