//! What was read a moment ago, for what is asked again and again.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use model::{ClientGrant, ResourceServer, Timestamp};

use crate::Result;
use crate::clients::ClientWithSecret;

/// How long an application is believed that another process may have changed, in milliseconds.
const BELIEVED: i64 = 1_000;
/// More are seldom in use at once.
const LARGEST: usize = 1_000;

/// Applications and what they may call, which every request of an application asks for. A change by this process is seen at
/// once, one by another process in a second.
#[derive(Default)]
pub(crate) struct Applications {
    pub(crate) clients: Recent<ClientWithSecret>,
    pub(crate) apis: Recent<ResourceServer>,
    pub(crate) grants: Recent<ClientGrant>,
}

/// Things of one kind, by tenant and id (S-505).
pub(crate) struct Recent<T> {
    entries: Mutex<HashMap<String, Entry<T>>>,
    /// For how long, in milliseconds.
    believed: i64,
}

struct Entry<T> {
    value: Arc<T>,
    read_at: Timestamp,
    changes: u64,
}

impl<T> Default for Recent<T> {
    fn default() -> Self {
        Self::for_milliseconds(BELIEVED)
    }
}

impl<T> Recent<T> {
    pub(crate) fn for_milliseconds(believed: i64) -> Self {
        Self { entries: Mutex::default(), believed }
    }

    /// What `read` gives, or gave a moment ago. That something does not exist is not remembered: it is cheap to find out,
    /// and anybody can ask for what does not exist.
    pub(crate) async fn get(
        &self,
        now: Timestamp,
        tenant: &str,
        id: &str,
        read: impl AsyncFnOnce() -> Result<Option<T>>,
    ) -> Result<Option<Arc<T>>> {
        // Asked before reading: a change meanwhile makes the entry an old one.
        let changes = store::application_changes();
        if let Some(value) = self.known((tenant, id), now, changes) {
            return Ok(Some(value));
        }
        // Seldom needed, and large: it has its place when it is.
        let Some(value) = Box::pin(read()).await?.map(Arc::new) else { return Ok(None) };
        self.remember((tenant, id), &value, now, changes);
        Ok(Some(value))
    }

    /// What was read a moment ago, if nothing changed since: `changes` is the number that grows with each change.
    pub(crate) fn known(&self, whose: (&str, &str), now: Timestamp, changes: u64) -> Option<Arc<T>> {
        let entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        let entry = entries.get(&key(whose))?;
        let is_believed = entry.changes == changes && (0..self.believed).contains(&now.since(entry.read_at));
        is_believed.then(|| Arc::clone(&entry.value))
    }

    /// Keeps what was read at `now`, when there had been so many `changes`.
    pub(crate) fn remember(&self, whose: (&str, &str), value: &Arc<T>, now: Timestamp, changes: u64) {
        let mut entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        if entries.len() >= LARGEST {
            entries.clear();
        }
        entries.insert(key(whose), Entry { value: Arc::clone(value), read_at: now, changes });
    }
}

/// No tenant has this character in its name.
fn key((tenant, id): (&str, &str)) -> String {
    format!("{tenant}\n{id}")
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn get(recent: &Recent<i64>, now: i64, tenant: &str, id: &str, stored: i64) -> Option<i64> {
        let read = async || Ok((stored != 0).then_some(stored));
        recent.get(Timestamp(now), tenant, id, read).await.unwrap().map(|value| *value)
    }

    #[tokio::test]
    async fn what_was_read_is_believed_for_a_second_and_for_its_tenant_alone() {
        let recent = Recent::default();
        assert_eq!(get(&recent, 5_000, "t", "a", 0).await, None);
        assert_eq!(get(&recent, 5_000, "t", "a", 1).await, Some(1), "that it was not there is not remembered");
        assert_eq!(get(&recent, 5_999, "t", "a", 2).await, Some(1));
        assert_eq!(get(&recent, 5_999, "other", "a", 2).await, Some(2));
        assert_eq!(get(&recent, 6_000, "t", "a", 3).await, Some(3));
        assert_eq!(get(&recent, 5_999, "t", "a", 4).await, Some(4), "a clock that was set back");
    }

    #[tokio::test]
    async fn no_more_is_remembered_than_is_of_use() {
        let recent = Recent::default();
        for number in 0..10_000 {
            get(&recent, 1, "t", &number.to_string(), 1).await;
        }
        assert!(recent.entries.lock().unwrap().len() <= LARGEST);
    }
}
