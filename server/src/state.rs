//! What the handlers share.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use directory::{Directory, Random};

use crate::config::TileServer;
use crate::events::Places;
use crate::{PublicUrl, Site, TrustedProxies};

/// Everything that a request may need; cheap to clone.
#[derive(Clone)]
pub struct ServerState(Arc<Shared>);

struct Shared {
    directory: Directory,
    url: PublicUrl,
    trusted_proxies: TrustedProxies,
    site: Site,
    tiles: Option<TileServer>,
    random: Random,
    is_claimed: AtomicBool,
    streams: Places,
}

impl ServerState {
    /// The state of a server that browsers reach at `url`.
    pub fn new(directory: Directory, url: PublicUrl, trusted_proxies: TrustedProxies, site: Site) -> Self {
        let (random, is_claimed) = (Random::from_system(), AtomicBool::new(false));
        let streams = Places::default();
        let shared = Shared { directory, url, trusted_proxies, site, tiles: None, random, is_claimed, streams };
        Self(Arc::new(shared))
    }

    /// The same, with map pictures from another server. For a state that nobody shares yet.
    pub fn with_tiles(mut self, tiles: Option<TileServer>) -> Self {
        if let Some(shared) = Arc::get_mut(&mut self.0) {
            shared.tiles = tiles;
        }
        self
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

    pub(crate) fn tiles(&self) -> Option<&TileServer> {
        self.0.tiles.as_ref()
    }

    pub(crate) fn random(&self) -> &Random {
        &self.0.random
    }

    pub(crate) fn site(&self) -> &Site {
        &self.0.site
    }

    pub(crate) fn streams(&self) -> &Places {
        &self.0.streams
    }

    /// Ends what would go on for ever: pages that follow the log. For a server that stops.
    pub fn close_streams(&self) {
        self.0.streams.close();
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
