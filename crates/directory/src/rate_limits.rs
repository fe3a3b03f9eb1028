//! How much an application, or an address, may ask the Management and Authentication APIs.
//!
//! The buckets are in memory, and each process counts for itself. What guards a single user's password or an administrator's
//! sign-in is elsewhere (`logins/failures.rs`, `sessions.rs`): that counts failures, this counts requests.

mod buckets;

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{PoisonError, RwLock};

use model::{LogEvent, TenantSettings};
use serde_json::json;

use self::buckets::{Buckets, Spent};
use crate::{Directory, Origin, Result};

/// How much may be asked.
pub struct RateLimits<'a>(pub(crate) &'a Directory);

/// What is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Api {
    /// What programs call below `/api/v2`.
    Management,
    /// What applications call, and the hosted pages.
    Authentication,
}

/// Who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spender<'a> {
    /// An application that showed who it is.
    Client(&'a str),
    /// An administrator who is signed in, by their email.
    Administrator(&'a str),
    /// Somebody at the address of the request.
    Address,
}

/// What a request left of what may be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Allowance {
    /// Whether the request may be answered.
    pub is_allowed: bool,
    /// The most requests at once, and in a minute.
    pub limit: i64,
    /// How many more there are.
    pub remaining: i64,
    /// When all of them are there again, in seconds since 1970; where none is left, when there is one again.
    pub reset: i64,
    /// Whole seconds until `reset`, at least one.
    pub wait: i64,
}

/// The buckets, and the tenants' limits as they were read last.
#[derive(Default)]
pub(crate) struct Limits {
    buckets: Buckets,
    tenants: RwLock<HashMap<String, Known>>,
}

/// A tenant's limits.
#[derive(Clone, Copy)]
struct Known {
    management: i64,
    authentication: i64,
}

impl From<&TenantSettings> for Known {
    fn from(settings: &TenantSettings) -> Self {
        Self { management: settings.management_api_limit, authentication: settings.authentication_api_limit }
    }
}

impl Known {
    fn of(self, api: Api) -> i64 {
        match api {
            Api::Management => self.management,
            Api::Authentication => self.authentication,
        }
    }
}

impl Limits {
    /// Takes a tenant's settings for what counts from now on.
    pub(crate) fn know(&self, tenant: &str, settings: &TenantSettings) {
        let mut tenants = self.tenants.write().unwrap_or_else(PoisonError::into_inner);
        tenants.insert(tenant.to_owned(), Known::from(settings));
    }

    fn of(&self, tenant: &str, api: Api) -> i64 {
        let tenants = self.tenants.read().unwrap_or_else(PoisonError::into_inner);
        tenants.get(tenant).copied().unwrap_or_else(|| Known::from(&TenantSettings::default())).of(api)
    }
}

impl RateLimits<'_> {
    /// Reads the limits of all tenants anew: another process may have changed them. Run by the server every few seconds;
    /// requests wait for no database.
    ///
    /// # Errors
    /// The database's; the limits stay as they were.
    pub async fn refresh(&self) -> Result<()> {
        let mut conn = self.0.db().read().await?;
        for tenant in store::tenants::ids(&mut conn).await? {
            if let Some(settings) = store::tenants::settings(&mut conn, &tenant).await? {
                self.0.limits().know(&tenant, &settings);
            }
        }
        Ok(())
    }

    /// Counts a request; none where there is no limit. The first one in a minute that is too much stands in the log.
    pub async fn spend(&self, tenant: &str, api: Api, spender: Spender<'_>, origin: &Origin) -> Option<Allowance> {
        let limit = self.limit(tenant, api)?;
        let now = self.0.now();
        let spent = self.0.limits().buckets.spend(name(tenant, api, spender, origin), limit, now);
        if spent.is_news {
            // Seldom needed, and large: it has its place when it is.
            Box::pin(self.tell(tenant, api, spender, origin, limit)).await;
        }
        let Spent { is_allowed, remaining, wait, .. } = spent;
        let reset = now.0.saturating_add(wait).saturating_add(999).div_euclid(1000);
        Some(Allowance { is_allowed, limit, remaining, reset, wait: (wait.saturating_add(999) / 1000).max(1) })
    }

    /// The tenant's own limit, or what the server allows where that is less.
    fn limit(&self, tenant: &str, api: Api) -> Option<i64> {
        let own = Some(self.0.limits().of(tenant, api)).filter(|limit| *limit > 0);
        match self.0.settings().rate_limit {
            None => own,
            Some(most) if most > 0 => Some(own.map_or(most, |own| own.min(most))),
            Some(_) => None,
        }
    }

    /// A log that cannot be written must not turn a refusal into a failure.
    async fn tell(&self, tenant: &str, api: Api, spender: Spender<'_>, origin: &Origin, limit: i64) {
        let (description, client_id) = match (api, spender) {
            (Api::Management, Spender::Client(id)) => ("Too many requests to the Management API", Some(id.to_owned())),
            (Api::Management, Spender::Administrator(_)) => ("Too many requests of an administrator", None),
            (Api::Management, Spender::Address) => ("Too many requests to the Management API without a token", None),
            (Api::Authentication, Spender::Client(id)) => ("Too many requests for tokens", Some(id.to_owned())),
            (Api::Authentication, Spender::Address | Spender::Administrator(_)) => {
                ("Too many requests to the Authentication API", None)
            }
        };
        let mut details = json!({ "limit": limit, "per": "minute" });
        if let Spender::Administrator(email) = spender {
            details["actor"] = json!({ "type": "administrator", "name": email });
        }
        let details = Some(details);
        let event = LogEvent { client_id, details, ..self.0.visit(origin, "api_limit", description) };
        let written = async {
            let mut tx = self.0.db().begin().await?;
            store::logs::append(&mut tx, tenant, &event).await?;
            tx.commit().await
        };
        if let Err(error) = written.await {
            tracing::warn!(error = &error as &dyn std::error::Error, "a limit that was reached is not in the log");
        }
    }
}

/// Neither a tenant's nor an application's id, nor an email, has this character in it (S-505, S-513).
fn name(tenant: &str, api: Api, spender: Spender<'_>, origin: &Origin) -> String {
    let api = match api {
        Api::Management => "management",
        Api::Authentication => "authentication",
    };
    match spender {
        Spender::Client(id) => format!("{api}\n{tenant}\nclient\n{id}"),
        Spender::Administrator(email) => format!("{api}\n{tenant}\nadministrator\n{email}"),
        Spender::Address => format!("{api}\n{tenant}\naddress\n{}", network(origin.ip.as_deref().unwrap_or_default())),
    }
}

/// Whoever has one address of IPv6 has at least the 2^64 around it.
fn network(address: &str) -> String {
    match address.parse() {
        Ok(IpAddr::V6(address)) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}")
        }
        _ => address.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_of_ipv6_is_its_network() {
        assert_eq!(network("2001:db8:1:2:3:4:5:6"), network("2001:db8:1:2::9"));
        assert_ne!(network("2001:db8:1:2::9"), network("2001:db8:1:3::9"));
        assert_eq!(network("192.0.2.1"), "192.0.2.1");
        assert_eq!(network(""), "");
    }
}
