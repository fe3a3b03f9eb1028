//! Blocking, unblocking and deleting many users.

use model::{BulkAction, BulkProgress, BulkRequest, BulkSelection, NewBlock, UserId};
use store::Tx;

use super::{Users, check_id, list};
use crate::{Actor, Error, Result, Scope};

/// Users of one step, which is one transaction: short enough that nobody waits for it.
const STEP: usize = 200;

impl Users<'_> {
    /// One step of a bulk action. Users who are gone or already as wanted are passed over.
    ///
    /// # Errors
    /// `Forbidden` without `update:users` or `delete:users`, `Field` for a bad selection or reason. A step that fails changed
    /// nothing and can be sent again.
    pub async fn bulk(&self, actor: &Actor, request: BulkRequest) -> Result<BulkProgress> {
        actor.may(match request.action {
            BulkAction::Block | BulkAction::Unblock => Scope::UpdateUsers,
            BulkAction::Delete => Scope::DeleteUsers,
        })?;
        let block = self.checked(&NewBlock { reason: request.reason.clone(), until: None })?;
        let (ids, next) = self.next_ids(actor, &request).await?;
        let mut tx = self.0.db().begin().await?;
        let (mut changed, mut unchanged) = (0, 0);
        for id in &ids {
            let done = match request.action {
                BulkAction::Block => self.bulk_block(&mut tx, actor, id, &block).await?,
                BulkAction::Unblock => self.bulk_unblock(&mut tx, actor, id).await?,
                BulkAction::Delete => self.delete_in(&mut tx, actor, id).await?,
            };
            *(if done { &mut changed } else { &mut unchanged }) += 1;
        }
        tx.commit().await?;
        Ok(BulkProgress { changed, unchanged, failed: Vec::new(), next })
    }

    /// The users of this step, and after which one the next step begins.
    async fn next_ids(&self, actor: &Actor, request: &BulkRequest) -> Result<(Vec<UserId>, Option<UserId>)> {
        match &request.selection {
            BulkSelection::Ids(ids) => {
                if ids.len() > STEP || ids.iter().any(|id| check_id(id).is_err()) {
                    return Err(Error::field("selection", format!("At most {STEP} ids of users")));
                }
                let mut ids = ids.clone();
                // Everyone holds users in the same order, so two steps cannot wait for each other.
                ids.sort();
                Ok((ids, None))
            }
            BulkSelection::Matching(query) => {
                if let Some(after) = &request.after {
                    check_id(after)?;
                }
                let sought = list::sought(query)?;
                let mut conn = self.0.db().read().await?;
                let limit = i64::try_from(STEP).unwrap_or(i64::MAX);
                let ids = sought.ids(&mut conn, actor.tenant(), request.after.as_ref(), limit).await?;
                let next = if ids.len() == STEP { ids.last().cloned() } else { None };
                Ok((ids, next))
            }
        }
    }

    async fn bulk_block(&self, tx: &mut Tx, actor: &Actor, id: &UserId, block: &NewBlock) -> Result<bool> {
        let before = store::users::hold(tx, actor.tenant(), id).await?;
        // A reason of many does not take the place of one's own.
        let Some(before) = before.filter(|user| !user.is_blocked_at(self.0.now())) else { return Ok(false) };
        Ok(self.block_in(tx, actor, &before, block).await?.is_some())
    }

    async fn bulk_unblock(&self, tx: &mut Tx, actor: &Actor, id: &UserId) -> Result<bool> {
        let Some(before) = store::users::hold(tx, actor.tenant(), id).await? else { return Ok(false) };
        Ok(self.unblock_in(tx, actor, &before).await?.is_some())
    }
}
