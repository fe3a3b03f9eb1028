//! Blocking, unblocking and deleting many users.

use model::{BulkAction, BulkProgress, BulkRequest, BulkSelection, UserId, UserProfile};
use store::Tx;

use super::{Users, check_id, list};
use crate::events::Change;
use crate::{Actor, Error, Result, Scope};

/// Users of one step, which is one transaction: short enough that nobody waits for it.
const STEP: usize = 200;

impl Users<'_> {
    /// One step of a bulk action. Users who are gone or already as wanted are passed over.
    ///
    /// # Errors
    /// `Forbidden` without `update:users` or `delete:users`, `Field` for a bad selection. A step that fails changed
    /// nothing and can be sent again.
    pub async fn bulk(&self, actor: &Actor, request: BulkRequest) -> Result<BulkProgress> {
        actor.may(match request.action {
            BulkAction::Block | BulkAction::Unblock => Scope::UpdateUsers,
            BulkAction::Delete => Scope::DeleteUsers,
        })?;
        let (ids, next) = self.next_ids(actor, &request).await?;
        let mut tx = self.0.db().begin().await?;
        let mut changed = 0;
        for id in &ids {
            let done = match request.action {
                BulkAction::Block => self.block_in(&mut tx, actor, id, true).await?,
                BulkAction::Unblock => self.block_in(&mut tx, actor, id, false).await?,
                BulkAction::Delete => self.delete_in(&mut tx, actor, id).await?,
            };
            changed += i64::from(done);
        }
        tx.commit().await?;
        Ok(BulkProgress { changed, failed: Vec::new(), next })
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
                let search = list::search(query)?;
                let mut conn = self.0.db().read().await?;
                let limit = i64::try_from(STEP).unwrap_or(i64::MAX);
                let ids = store::search::ids(&mut conn, actor.tenant(), &search, request.after.as_ref(), limit).await?;
                let next = if ids.len() == STEP { ids.last().cloned() } else { None };
                Ok((ids, next))
            }
        }
    }

    async fn block_in(&self, tx: &mut Tx, actor: &Actor, id: &UserId, blocked: bool) -> Result<bool> {
        let Some(before) = store::users::hold(tx, actor.tenant(), id).await? else { return Ok(false) };
        if before.is_blocked() == blocked {
            return Ok(false);
        }
        let now = self.0.now();
        store::users::set_blocked(tx, actor.tenant(), id, blocked, now).await?;
        let after = UserProfile { blocked: Some(blocked), updated_at: now, ..before.clone() };
        let description = if blocked { "Block a User" } else { "Unblock a User" };
        let change = Change { description, before: Some(&before), after: Some(&after), secrets: &[] };
        self.0.record(tx, actor, &change).await?;
        Ok(true)
    }
}
