//! Where chains end, without asking the database.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// The end of a chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Head {
    /// The number of its last event.
    pub(crate) number: i64,
    /// The hash of its last event.
    pub(crate) hash: String,
}

/// The ends of the tenants' chains as this process wrote them last, for the one writer of SQLite. Another process may have
/// gone on since: whoever relies on one says so in the statement that writes. Clones share what was kept.
#[derive(Clone, Debug, Default)]
pub struct Heads {
    kept: Arc<Mutex<HashMap<String, Head>>>,
    /// What a transaction wrote, until it commits.
    written: Vec<(String, Head)>,
}

impl Heads {
    /// The tenant's, if it is known.
    pub(crate) fn find(&self, tenant: &str) -> Option<Head> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).get(tenant).cloned()
    }

    /// Notes the end that a transaction wrote.
    pub(crate) fn write(&mut self, tenant: &str, head: Head) {
        self.written.push((tenant.to_owned(), head));
    }

    /// Keeps what was written: the transaction has committed.
    pub(crate) fn keep(self) {
        if !self.written.is_empty() {
            self.kept.lock().unwrap_or_else(PoisonError::into_inner).extend(self.written);
        }
    }
}
