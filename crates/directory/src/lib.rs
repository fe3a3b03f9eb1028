//! What Roster does.
//!
//! Every public function takes the [`Actor`] who asks and checks what they may do. A door (the dashboard, a program, an
//! application) only makes the actor and turns the answer into what its visitor understands. A change and the event that
//! tells of it are one transaction.

mod access;
mod accounts;
mod actor;
mod administrators;
mod audit;
mod authorizations;
mod authorize;
mod client_grants;
mod clients;
mod clock;
mod connections;
mod demo;
mod device_codes;
mod device_name;
mod ending;
mod error;
mod events;
mod factors;
mod geoip;
mod grants;
mod hashing;
mod impersonations;
mod issuer;
mod jobs;
mod keys;
mod locations;
mod log_streams;
mod logins;
mod logouts;
mod logs;
mod mails;
mod management_api;
mod may_use;
mod notes;
mod origins;
mod outbound;
mod page;
mod passwords;
mod programs;
mod pushed_requests;
mod random;
mod rate_limits;
mod recent;
mod refresh_tokens;
mod resource_servers;
mod roles;
mod rules;
mod saved_searches;
mod scope;
mod sessions;
mod setup;
mod stats;
mod sweep;
mod tenants;
mod tickets;
mod tokens;
mod totals;
mod travels;
mod user_blocks;
mod user_sessions;
mod user_tickets;
mod userinfo;
mod users;

use std::path::PathBuf;
use std::sync::Arc;

use store::Db;

pub use access::Access;
pub use accounts::{Accounts, OpenLink, SignUp, SignUpRefusal};
pub use actor::{Actor, Origin};
pub use administrators::Administrators;
pub use audit::{
    Audit, AuditKey, AuditPublicKey, CheckpointCopy, Copies, Evidence, Notary, Tampering, TamperingKind, Verified,
};
pub use authorizations::{Authorizations, CODE_LIFETIME, FrontChannel, FrontChannelTokens, NewAuthorization};
pub use authorize::{Asked, Authorize, AuthorizeError, Browser, ConsentQuestion, Hint, LoginTransaction, Step};
pub use client_grants::ClientGrants;
pub use clients::{ClientSight, Clients, credential_id};
pub use clock::Clock;
pub use connections::Connections;
pub use demo::Demo;
pub use device_codes::{DeviceAuthorization, DeviceCodes, WaitingDevice};
pub use error::{Error, Result};
pub use factors::{Factors, FactorsAsked};
pub use grants::GrantQuery;
pub use hashing::{Cost, Hashing};
pub use impersonations::{
    FRESH_PASSWORD, IMPERSONATION_LIFETIME, IMPERSONATION_LINK, Impersonated, Impersonations, OpenedImpersonation,
    WaitingImpersonation,
};
pub use jobs::{Download, FoundJob, JobFollower, Jobs, NewExport, NewImport, NewVerification, Upload};
pub use keys::Keys;
pub use locations::{LocationQuery, Locations};
pub use log_streams::LogStreams;
pub use logins::{Credentials, DEVICE_LIFETIME, LoggedIn, LoginRefusal, Logins};
pub use logouts::{Destination, Logouts};
pub use logs::{Follower, LogRecord, LogSlice, Logs};
pub use mails::Mails;
pub use may_use::Use;
pub use origins::is_origin_of;
pub use passwords::PasswordMistake;
pub use pushed_requests::{PUSHED_REQUEST_LIFETIME, PushedRequests};
pub use random::Random;
pub use rate_limits::{Allowance, Api, RateLimits, Spender};
pub use refresh_tokens::{RefreshTokenPage, RefreshTokens};
pub use resource_servers::ResourceServers;
pub use roles::Roles;
pub use rules::Rules;
pub use saved_searches::SavedSearches;
pub use scope::Scope;
pub use sessions::{ABSOLUTE_TIMEOUT, IDLE_TIMEOUT, Sessions};
pub use setup::{SETUP_LIFETIME, Setup};
pub use stats::Stats;
pub use tenants::Tenants;
pub use tickets::{RESET_LIFETIME, UNBLOCK_LIFETIME, VERIFY_LIFETIME};
pub use tokens::{ClientProof, TokenAnswer, TokenRefusal, TokenRequest, Tokens, grantable};
pub use user_blocks::UserBlocks;
pub use user_sessions::{BegunSession, LiveSession, UserSessions};
pub use user_tickets::{NewTicket, TicketUser, UserTickets};
pub use userinfo::UserInfo;
pub use users::{LinkedAccount, Users};

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
    /// Signs checkpoints of the log. Without it none are made, and no old events deleted.
    pub notary: Option<Notary>,
    /// The most requests a minute that one application or address may make at one API, whatever its tenant's settings say;
    /// 0 for no limits at all.
    pub rate_limit: Option<i64>,
    /// The folder for the files of imports and exports. Without it there are none.
    pub files: Option<PathBuf>,
}

impl Settings {
    /// What a server in production uses.
    pub fn new(base_url: impl Into<String>) -> Self {
        Self {
            base_url: base_url.into(),
            hashing: Hashing::new(Cost::PRODUCTION),
            clock: Clock::system(),
            random: Random::from_system(),
            notary: None,
            rate_limit: None,
            files: None,
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
    checkpoints: audit::Checkpoints,
    geoip: geoip::GeoIp,
    limits: rate_limits::Limits,
    jobs: jobs::Runner,
    origins: origins::Origins,
    pending: tokens::Pending,
    recent: recent::Applications,
    totals: totals::Totals,
    rings: keys::Rings,
}

impl Directory {
    /// The directory over a migrated database.
    pub fn new(db: Db, settings: Settings) -> Self {
        Self(Arc::new(Inner {
            db,
            settings,
            attempts: sessions::Attempts::default(),
            checkpoints: audit::Checkpoints::default(),
            geoip: geoip::GeoIp::default(),
            limits: rate_limits::Limits::default(),
            jobs: jobs::Runner::default(),
            origins: origins::Origins::default(),
            pending: tokens::Pending::default(),
            recent: recent::Applications::default(),
            totals: totals::Totals::default(),
            rings: keys::Rings::default(),
        }))
    }

    /// Sees to it that the default tenant exists, with a database connection and an application that uses it.
    ///
    /// # Errors
    /// The database's.
    pub async fn start(&self) -> Result<()> {
        setup::make_default_tenant(self).await?;
        self.rate_limits().refresh().await
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

    /// Applications.
    pub fn clients(&self) -> Clients<'_> {
        Clients(self)
    }

    /// Scripts that are to run at logins.
    pub fn rules(&self) -> Rules<'_> {
        Rules(self)
    }

    /// What machine applications may do at APIs.
    pub fn client_grants(&self) -> ClientGrants<'_> {
        ClientGrants(self)
    }

    /// APIs.
    pub fn resource_servers(&self) -> ResourceServers<'_> {
        ResourceServers(self)
    }

    /// What users may do at APIs, by roles or by themselves.
    pub fn roles(&self) -> Roles<'_> {
        Roles(self)
    }

    /// Where users logged in from.
    pub fn locations(&self) -> Locations<'_> {
        Locations(self)
    }

    /// Searches of users that were given a name.
    pub fn saved_searches(&self) -> SavedSearches<'_> {
        SavedSearches(self)
    }

    /// Where events of the log are sent to.
    pub fn log_streams(&self) -> LogStreams<'_> {
        LogStreams(self)
    }

    /// What happened.
    pub fn logs(&self) -> Logs<'_> {
        Logs(self)
    }

    /// What shows whether the log was changed afterwards.
    pub fn audit(&self) -> Audit<'_> {
        Audit(self)
    }

    /// What applications ask at /authorize.
    pub fn authorize(&self) -> Authorize<'_> {
        Authorize(self)
    }

    /// How users leave.
    pub fn logouts(&self) -> Logouts<'_> {
        Logouts(self)
    }

    /// How users show who they are.
    pub fn logins(&self) -> Logins<'_> {
        Logins(self)
    }

    /// Links that programs ask for, for users.
    pub fn user_tickets(&self) -> UserTickets<'_> {
        UserTickets(self)
    }

    /// How much programs and applications may ask.
    pub fn rate_limits(&self) -> RateLimits<'_> {
        RateLimits(self)
    }

    /// Numbers about users.
    pub fn stats(&self) -> Stats<'_> {
        Stats(self)
    }

    /// Second factors and organizations, of which there are none.
    pub fn factors(&self) -> Factors<'_> {
        Factors(self)
    }

    /// Who failed to log in too often.
    pub fn user_blocks(&self) -> UserBlocks<'_> {
        UserBlocks(self)
    }

    /// Imports and exports of users.
    pub fn jobs(&self) -> Jobs<'_> {
        Jobs(self)
    }

    /// Where users are logged in, as administrators see it.
    pub fn access(&self) -> Access<'_> {
        Access(self)
    }

    /// The logins of browsers, shared by a tenant's applications.
    pub fn user_sessions(&self) -> UserSessions<'_> {
        UserSessions(self)
    }

    /// What users let applications do.
    pub fn authorizations(&self) -> Authorizations<'_> {
        Authorizations(self)
    }

    /// What users do to their own account.
    pub fn accounts(&self) -> Accounts<'_> {
        Accounts(self)
    }

    /// Mails to users.
    pub fn mails(&self) -> Mails<'_> {
        Mails(self)
    }

    /// Administrators in the place of users.
    pub fn impersonations(&self) -> Impersonations<'_> {
        Impersonations(self)
    }

    /// The keys that tokens are signed with.
    pub fn keys(&self) -> Keys<'_> {
        Keys(self)
    }

    /// Tokens for applications.
    pub fn tokens(&self) -> Tokens<'_> {
        Tokens(self)
    }

    /// Where users stay logged in.
    pub fn refresh_tokens(&self) -> RefreshTokens<'_> {
        RefreshTokens(self)
    }

    /// Authorization requests that applications sent ahead.
    pub fn pushed_requests(&self) -> PushedRequests<'_> {
        PushedRequests(self)
    }

    /// Devices that wait for their users.
    pub fn device_codes(&self) -> DeviceCodes<'_> {
        DeviceCodes(self)
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

    /// The tenant itself.
    pub fn tenants(&self) -> Tenants<'_> {
        Tenants(self)
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

    fn geoip(&self) -> &geoip::GeoIp {
        &self.0.geoip
    }

    fn limits(&self) -> &rate_limits::Limits {
        &self.0.limits
    }

    fn recent(&self) -> &recent::Applications {
        &self.0.recent
    }

    fn totals(&self) -> &totals::Totals {
        &self.0.totals
    }

    fn random(&self) -> &Random {
        &self.0.settings.random
    }
}
