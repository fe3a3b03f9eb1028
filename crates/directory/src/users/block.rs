//! Blocking a user, which says what it ends, and letting them in again.

use model::{Block, Blocked, Ending, NewBlock, Receipt, Timestamp, UserId, UserProfile};
use serde_json::json;
use store::Tx;

use super::{NO_USER, Users, check_id};
use crate::events::{Change, cut};
use crate::{Actor, DEFAULT_TENANT, Directory, Error, Origin, Result, Scope};

/// The longest reason, in characters.
const REASON: usize = 500;
/// The last second of the year 9999.
const LAST: Timestamp = Timestamp(253_402_300_799_000);
/// Blocks that are ended in one go.
const AT_ONCE: i64 = 100;

impl Users<'_> {
    /// What would end if the user were blocked now.
    ///
    /// # Errors
    /// `Forbidden` without `read:users`, `read:sessions` and `read:refresh_tokens`, `NotFound`.
    pub async fn what_ends(&self, actor: &Actor, id: &UserId) -> Result<Ending> {
        actor.may(Scope::ReadSessions)?;
        actor.may(Scope::ReadRefreshTokens)?;
        self.get(actor, id).await?;
        let mut conn = self.0.db().read().await?;
        Ok(self.0.held(&mut conn, actor.tenant(), id).await?.ending())
    }

    /// Why a user is blocked; none where they are not, or nobody wrote it down.
    ///
    /// # Errors
    /// `Forbidden` without `read:users`.
    pub async fn block_of(&self, actor: &Actor, id: &UserId) -> Result<Option<Block>> {
        actor.may(Scope::ReadUsers)?;
        check_id(id)?;
        let mut conn = self.0.db().read().await?;
        let block = store::blocks::find(&mut conn, actor.tenant(), id).await?;
        let now = self.0.now();
        Ok(block.filter(|block| block.until.is_none_or(|until| now < until)))
    }

    /// Blocks a user: their sessions and tokens end, in the same transaction. Doing it again changes and records nothing,
    /// unless it is for a reason or until a time.
    ///
    /// # Errors
    /// `Forbidden` without `update:users`, `NotFound`, `Field` for a reason that is too long or an end that is over.
    pub async fn block(&self, actor: &Actor, id: &UserId, new: NewBlock) -> Result<Blocked> {
        actor.may(Scope::UpdateUsers)?;
        check_id(id)?;
        let new = self.checked(&new)?;
        let mut tx = self.0.db().begin().await?;
        let before = store::users::hold(&mut tx, actor.tenant(), id).await?.ok_or(NO_USER)?;
        let blocked = self.block_in(&mut tx, actor, &before, &new).await?;
        tx.commit().await?;
        Ok(blocked.unwrap_or_else(|| Blocked { user: before, receipt: Receipt::default() }))
    }

    /// Blocks a user until somebody ends it, or ends a block. Doing it again changes and records nothing.
    ///
    /// # Errors
    /// `Forbidden` without `update:users`, `NotFound`.
    pub async fn set_blocked(&self, actor: &Actor, id: &UserId, blocked: bool) -> Result<UserProfile> {
        if blocked {
            return Ok(self.block(actor, id, NewBlock::default()).await?.user);
        }
        actor.may(Scope::UpdateUsers)?;
        check_id(id)?;
        let mut tx = self.0.db().begin().await?;
        let before = store::users::hold(&mut tx, actor.tenant(), id).await?.ok_or(NO_USER)?;
        let after = self.unblock_in(&mut tx, actor, &before).await?;
        tx.commit().await?;
        Ok(after.unwrap_or(before))
    }

    /// Blocks a user who is held; none where they are blocked as wanted already.
    pub(super) async fn block_in(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        before: &UserProfile,
        new: &NewBlock,
    ) -> Result<Option<Blocked>> {
        let now = self.0.now();
        if before.is_blocked_at(now) && *new == NewBlock::default() {
            return Ok(None);
        }
        let block = Block { reason: new.reason.clone(), until: new.until, blocked_by: cut(actor.label()), since: now };
        store::blocks::save(tx, actor.tenant(), &before.user_id, &block, now).await?;
        let ended = self.0.end_all_of(tx, actor.tenant(), &before.user_id).await?;
        let user = UserProfile { blocked: Some(true), blocked_until: new.until, updated_at: now, ..before.clone() };
        let receipt = Receipt { ended, reason: block.reason, until: block.until };
        let change = Change { description: "Block a User", before: Some(before), after: Some(&user), secrets: &[] };
        self.0.record_with(tx, actor, &change, &[("receipt", json!(receipt))]).await?;
        Ok(Some(Blocked { user, receipt }))
    }

    /// Ends the block of a user who is held; none where there is none.
    pub(super) async fn unblock_in(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        before: &UserProfile,
    ) -> Result<Option<UserProfile>> {
        if !before.is_blocked() {
            return Ok(None);
        }
        let now = self.0.now();
        store::blocks::lift(tx, actor.tenant(), &before.user_id, now).await?;
        let after = UserProfile { blocked: Some(false), blocked_until: None, updated_at: now, ..before.clone() };
        let change = Change { description: "Unblock a User", before: Some(before), after: Some(&after), secrets: &[] };
        self.0.record(tx, actor, &change).await?;
        Ok(Some(after))
    }

    pub(super) fn checked(&self, new: &NewBlock) -> Result<NewBlock> {
        let reason = checked_reason(&new.reason)?;
        if new.until.is_some_and(|until| until <= self.0.now()) {
            return Err(Error::field("until", "The end of a block must be in the future"));
        }
        if new.until.is_some_and(|until| until > LAST) {
            return Err(Error::field("until", "The end of a block is at most in the year 9999"));
        }
        Ok(NewBlock { reason, until: new.until })
    }
}

fn checked_reason(reason: &str) -> Result<String> {
    let reason = reason.trim();
    let length = reason.chars().count();
    if length > REASON {
        return Err(Error::field("reason", format!("At most {REASON} characters, {length} given")));
    }
    match reason.chars().find(|c| c.is_control() && *c != '\n') {
        Some(bad) => Err(Error::field("reason", format!("The character {bad:?} is not allowed"))),
        None => Ok(reason.to_owned()),
    }
}

impl Directory {
    /// Ends the blocks whose time is over, each with an event; how many. Until then they stand, but keep nobody out.
    pub(crate) async fn lift_ended_blocks(&self) -> Result<u64> {
        let tenant = DEFAULT_TENANT;
        let mut lifted = 0;
        loop {
            let now = self.now();
            let mut conn = self.db().read().await?;
            let ended = store::blocks::ended(&mut conn, tenant, now, AT_ONCE).await?;
            drop(conn);
            if ended.is_empty() {
                return Ok(lifted);
            }
            for id in ended {
                let mut tx = self.db().begin().await?;
                let user = store::users::hold(&mut tx, tenant, &id).await?;
                let Some(user) = user.filter(|user| user.blocked_until.is_some_and(|until| until <= now)) else {
                    continue;
                };
                store::blocks::lift(&mut tx, tenant, &id, now).await?;
                let mut event = self.visit(&Origin::default(), "sapi", "The block of a user has ended");
                event.user_id = Some(id.as_str().to_owned());
                event.user_name = Some(cut(user.display_name()));
                event.connection = user.connections().next().map(str::to_owned);
                event.details = Some(json!({
                    "actor": { "type": "roster", "name": "Roster" },
                    "changed": { "blocked": { "before": user.blocked, "after": false } },
                }));
                store::logs::append(&mut tx, tenant, &event).await?;
                tx.commit().await?;
                lifted += 1;
            }
        }
    }
}
