//! Showing that nobody changed the log afterwards.
//!
//! The store chains the events of a tenant by hashes (`store::log_chains`). Here the ends of the chains are signed from time to
//! time with a key that is not in the database, copied off the machine, and compared with what is there.

mod checkpoint;
mod copies;
mod key;
mod retention;
mod verify;

use std::sync::{Mutex, PoisonError};

use model::Timestamp;

pub use copies::{CheckpointCopy, Copies};
pub use key::{AuditKey, AuditPublicKey};
pub use verify::{Evidence, Tampering, TamperingKind, Verified};

use crate::{Actor, Directory, Result, Scope};

/// A checkpoint is due after so many events …
const EVENTS: u64 = 1_000;
/// … or so many milliseconds, if there were any.
const SPAN: i64 = 60_000;

/// Signs checkpoints, and keeps copies of them outside of the database. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Notary {
    /// What it signs with.
    pub key: AuditKey,
    /// Where the copies are kept.
    pub copies: Option<Copies>,
}

/// What is done against tampering with the log.
pub struct Audit<'a>(pub(crate) &'a Directory);

impl Audit<'_> {
    /// Signs what is new, if there is enough of it or it waited for long enough; to be called every second or so.
    ///
    /// # Errors
    /// The database's.
    pub async fn checkpoint_if_due(&self) -> Result<()> {
        let (written, now) = (store::events_written(), self.0.now());
        if self.0.0.checkpoints.is_due(written, now) {
            self.checkpoint().await?;
            self.0.0.checkpoints.set(written, now);
        }
        Ok(())
    }

    /// Signs what is new in every tenant's log. Does nothing where nothing is, or where there is no key.
    ///
    /// # Errors
    /// The database's.
    pub async fn checkpoint(&self) -> Result<()> {
        let Some(notary) = &self.0.settings().notary else { return Ok(()) };
        for tenant in self.0.tenants_with_logs().await? {
            let mut tx = self.0.db().begin().await?;
            if self.0.sign_what_is_new(&mut tx, &tenant, &notary.key).await? {
                tx.commit().await?;
            }
            self.0.copy_checkpoints(&tenant).await;
        }
        Ok(())
    }

    /// Everybody who has a log.
    ///
    /// # Errors
    /// `Forbidden` without `read:logs`.
    pub async fn tenants(&self, actor: &Actor) -> Result<Vec<String>> {
        actor.may(Scope::ReadLogs)?;
        self.0.tenants_with_logs().await
    }

    /// Says so in the server's log when the last checkpoint was signed with another key: then two keys are needed to verify
    /// the log, or somebody replaced the one.
    ///
    /// # Errors
    /// The database's.
    pub async fn compare_keys(&self) -> Result<()> {
        let Some(notary) = &self.0.settings().notary else { return Ok(()) };
        let mut conn = self.0.db().read().await?;
        for tenant in store::tenants::ids(&mut conn).await? {
            let before = checkpoint::newest(&mut conn, &tenant).await?.and_then(|(_, contents)| contents);
            let (before, now) = (before.map(|contents| contents.key), notary.key.public().id());
            if let Some(before) = before.filter(|before| *before != now) {
                tracing::warn!(
                    tenant,
                    before,
                    now,
                    "the log's checkpoints were signed with another key before: keep its public half, `roster audit verify` \
                     needs both. Several servers on one database need the same key (ROSTER_AUDIT_KEY)"
                );
            }
        }
        Ok(())
    }
}

impl Directory {
    async fn tenants_with_logs(&self) -> Result<Vec<String>> {
        let mut conn = self.db().read().await?;
        Ok(store::tenants::ids(&mut conn).await?)
    }
}

/// When the last checkpoint was looked after: how many events this process had written, and the time.
#[derive(Default)]
pub(crate) struct Checkpoints(Mutex<Option<(u64, Timestamp)>>);

impl Checkpoints {
    fn is_due(&self, written: u64, now: Timestamp) -> bool {
        let last = *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        last.is_none_or(|(before, at)| written - before >= EVENTS || !(0..SPAN).contains(&now.since(at)))
    }

    fn set(&self, written: u64, now: Timestamp) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some((written, now));
    }
}
