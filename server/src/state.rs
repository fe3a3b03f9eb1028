//! What the handlers share.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use directory::{Directory, Random};

use crate::{PublicUrl, Site, TrustedProxies};

/// Everything that a request may need; cheap to clone.
#[derive(Clone)]
pub struct ServerState(Arc<Shared>);

struct Shared {
    directory: Directory,
    url: PublicUrl,
    trusted_proxies: TrustedProxies,
    site: Site,
    random: Random,
    is_claimed: AtomicBool,
}

impl ServerState {
    /// The state of a server that browsers reach at `url`.
    pub fn new(directory: Directory, url: PublicUrl, trusted_proxies: TrustedProxies, site: Site) -> Self {
        let (random, is_claimed) = (Random::from_system(), AtomicBool::new(false));
        Self(Arc::new(Shared { directory, url, trusted_proxies, site, random, is_claimed }))
    }

    pub(crate) fn directory(&self) -> &Directory {
        &self.0.directory
    }

    pub(crate) fn url(&self) -> &PublicUrl {
        &self.0.url
    }

    pub(crate) fn trusted_proxies(&self) -> &TrustedProxies {
        &self.0.trusted_proxies
    }

    pub(crate) fn random(&self) -> &Random {
        &self.0.random
    }

    pub(crate) fn site(&self) -> &Site {
        &self.0.site
    }

    /// Whether there is an administrator. Once there is one there always will be, so it is asked for no more.
    pub(crate) async fn is_claimed(&self) -> Result<bool, directory::Error> {
        if self.0.is_claimed.load(Ordering::Relaxed) {
            return Ok(true);
        }
        let is_claimed = !self.directory().setup().is_needed().await?;
        self.0.is_claimed.store(is_claimed, Ordering::Relaxed);
        Ok(is_claimed)
    }
}
