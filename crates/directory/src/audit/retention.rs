//! Deleting old events: as many days as a tenant keeps them.

use model::Timestamp;
use store::log_chains;

use super::AuditKey;
use super::checkpoint::Deleted;
use crate::{Directory, Result};

/// Rows of one transaction: logins must not wait.
const AT_ONCE: i64 = 250;
const DAY: i64 = 86_400_000;
/// Counts of logins are kept for a year.
const HOURS_KEPT: i64 = 366 * DAY;

impl Directory {
    /// Deletes events that are older than their tenant keeps them, in small steps: how many there were. Each step tells in a
    /// checkpoint where the chain begins now, so that nobody else can pass a deletion off as one of these.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn delete_old_events(&self) -> Result<u64> {
        let Some(notary) = &self.settings().notary else { return Ok(0) };
        let mut deleted = 0;
        for tenant in self.tenants_with_logs().await? {
            let days = self.tenant_settings(&tenant).await?.log_retention_days;
            if days > 0 {
                let before = Timestamp(self.now().0 - days * DAY);
                deleted += self.delete_events(&tenant, before, &notary.key).await?;
            }
            let mut tx = self.db().begin().await?;
            log_chains::forget_hours(&mut tx, &tenant, Timestamp(self.now().0 - HOURS_KEPT)).await?;
            tx.commit().await?;
        }
        Ok(deleted)
    }

    async fn delete_events(&self, tenant: &str, before: Timestamp, key: &AuditKey) -> Result<u64> {
        let mut conn = self.db().read().await?;
        let chains = log_chains::list(&mut conn, tenant).await?;
        drop(conn);
        let mut deleted = 0;
        for chain in chains {
            deleted += self.in_steps(tenant, before, Some(chain.chain), key).await?;
        }
        // At last: by then there are few with such ids.
        Ok(deleted + self.in_steps(tenant, before, None, key).await?)
    }

    /// Of a chain, or of none.
    async fn in_steps(&self, tenant: &str, before: Timestamp, chain: Option<i64>, key: &AuditKey) -> Result<u64> {
        let mut deleted = 0;
        loop {
            let mut tx = self.db().begin().await?;
            let (rows, unchained) = match chain {
                Some(chain) => (log_chains::retire(&mut tx, tenant, chain, before, AT_ONCE).await?, 0),
                None => {
                    let id = store::logs::id_at(before);
                    let rows = log_chains::delete_unchained(&mut tx, tenant, &id, AT_ONCE).await?;
                    (rows, rows)
                }
            };
            if rows == 0 {
                return Ok(deleted);
            }
            let first_checkpoint = store::log_checkpoints::delete_oldest(&mut tx, tenant, before, AT_ONCE).await?;
            if !self.sign(&mut tx, tenant, key, Deleted { unchained, first_checkpoint }).await? {
                // Another server signs: the next sweep goes on.
                return Ok(deleted);
            }
            tx.commit().await?;
            self.copy_checkpoints(tenant).await;
            deleted += rows;
            tokio::task::yield_now().await;
        }
    }
}
