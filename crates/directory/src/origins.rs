//! Which pages may call the authentication API from a browser (S-120).

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};

use model::{Client, Timestamp};
use protocol::redirect_uri::origin_of;

use crate::{Directory, Result};

/// How old the list of a tenant may be, in milliseconds.
const FRESH: i64 = 1_000;
/// Applications that are read at once.
const PAGE: i64 = 200;

/// The origins of all applications of each tenant.
#[derive(Default)]
pub(crate) struct Origins(Mutex<HashMap<String, Held>>);

/// The origins of a tenant's applications, and when they were read.
type Held = (Timestamp, Arc<HashSet<String>>);

/// Whether pages of `origin` belong to the application: by its callbacks, web origins, or what else it registered.
pub fn is_origin_of(client: &Client, origin: &str) -> bool {
    origins(client).any(|registered| registered == origin)
}

fn origins(client: &Client) -> impl Iterator<Item = String> {
    client.callbacks.iter().chain(&client.web_origins).chain(&client.allowed_origins).filter_map(|uri| origin_of(uri))
}

impl Directory {
    /// Whether pages of `origin` belong to any application of the tenant: all that is known of a preflight.
    ///
    /// # Errors
    /// The database's.
    pub async fn is_known_origin(&self, tenant: &str, origin: &str) -> Result<bool> {
        let now = self.now();
        let held = self.0.origins.0.lock().unwrap_or_else(PoisonError::into_inner).get(tenant).cloned();
        if let Some((read_at, known)) = held
            && (0..FRESH).contains(&now.since(read_at))
        {
            return Ok(known.contains(origin));
        }
        let known = Arc::new(self.read_origins(tenant).await?);
        let is_known = known.contains(origin);
        let mut held = self.0.origins.0.lock().unwrap_or_else(PoisonError::into_inner);
        held.insert(tenant.to_owned(), (now, known));
        Ok(is_known)
    }

    async fn read_origins(&self, tenant: &str) -> Result<HashSet<String>> {
        let mut known = HashSet::new();
        let mut after: Option<(String, String)> = None;
        let mut conn = self.db().read().await?;
        loop {
            let edge = after.as_ref().map(|(name, id)| (name.as_str(), id.as_str()));
            let clients = store::clients::list(&mut conn, tenant, edge, PAGE).await?;
            known.extend(clients.iter().flat_map(origins));
            match clients.last() {
                Some(last) if clients.len() as i64 == PAGE => after = Some((last.name.clone(), last.client_id.clone())),
                _ => return Ok(known),
            }
        }
    }
}
