//! What Roster does.
//!
//! Every public function takes the [`Actor`] who asks and checks what they may do. A door (the dashboard, a program, an
//! application) only makes the actor and turns the answer into what its visitor understands. A change and the event that
//! tells of it are one transaction.

mod actor;
mod administrators;
mod clock;
mod connections;
mod demo;
mod error;
mod events;
mod hashing;
mod logs;
mod passwords;
mod random;
mod sessions;
mod setup;
mod users;

use std::sync::Arc;

use store::Db;

pub use actor::{Actor, Origin, Scope};
pub use administrators::Administrators;
pub use clock::Clock;
pub use connections::Connections;
pub use demo::Demo;
pub use error::{Error, Result};
pub use hashing::{Cost, Hashing};
pub use logs::Logs;
pub use random::Random;
pub use sessions::{ABSOLUTE_TIMEOUT, IDLE_TIMEOUT, Sessions};
pub use setup::{SETUP_LIFETIME, Setup};
pub use users::Users;

/// The tenant that exists from the first start.
pub const DEFAULT_TENANT: &str = "default";

/// What a directory needs beside its database.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The public address, the base of the issuer; without a slash at its end.
    pub base_url: String,
    /// How passwords are hashed, and how many at once.
    pub hashing: Hashing,
    /// Tells the time.
    pub clock: Clock,
    /// Makes ids and secrets.
    pub random: Random,
}

impl Settings {
    /// What a server in production uses.
    pub fn new(base_url: impl Into<String>) -> Self {
        Self {
            base_url: base_url.into(),
            hashing: Hashing::new(Cost::PRODUCTION),
            clock: Clock::system(),
            random: Random::from_system(),
        }
    }
}

/// All that Roster keeps. Cheap to clone.
#[derive(Clone)]
pub struct Directory(Arc<Inner>);

struct Inner {
    db: Db,
    settings: Settings,
    attempts: sessions::Attempts,
}

impl Directory {
    /// The directory over a migrated database.
    pub fn new(db: Db, settings: Settings) -> Self {
        Self(Arc::new(Inner { db, settings, attempts: sessions::Attempts::default() }))
    }

    /// Sees to it that the default tenant exists, with a database connection and an application that uses it.
    ///
    /// # Errors
    /// The database's.
    pub async fn start(&self) -> Result<()> {
        setup::make_default_tenant(self).await
    }

    /// Asks the database for a sign of life.
    ///
    /// # Errors
    /// The database's.
    pub async fn ping(&self) -> Result<()> {
        Ok(self.db().ping().await?)
    }

    /// The users of a tenant.
    pub fn users(&self) -> Users<'_> {
        Users(self)
    }

    /// Where users come from.
    pub fn connections(&self) -> Connections<'_> {
        Connections(self)
    }

    /// What happened.
    pub fn logs(&self) -> Logs<'_> {
        Logs(self)
    }

    /// Who uses the dashboard.
    pub fn administrators(&self) -> Administrators<'_> {
        Administrators(self)
    }

    /// The dashboard's sessions.
    pub fn sessions(&self) -> Sessions<'_> {
        Sessions(self)
    }

    /// The first administrator.
    pub fn setup(&self) -> Setup<'_> {
        Setup(self)
    }

    /// Sample users.
    pub fn demo(&self) -> Demo<'_> {
        Demo(self)
    }

    fn db(&self) -> &Db {
        &self.0.db
    }

    fn settings(&self) -> &Settings {
        &self.0.settings
    }

    fn now(&self) -> model::Timestamp {
        self.0.settings.clock.now()
    }

    fn random(&self) -> &Random {
        &self.0.settings.random
    }
}
