//! Who failed to log in too often, and letting them try again.

use model::{Timestamp, UserBlock, UserId};
use store::Conn;
use store::login_attempts::Count;

use crate::logins::subject_of_nobody;
use crate::{Actor, Directory, Result, Scope};

/// The blocks of users of the actor's tenant that wrong passwords made.
pub struct UserBlocks<'a>(pub(crate) &'a Directory);

impl UserBlocks<'_> {
    /// From where a user is kept out.
    ///
    /// # Errors
    /// `Forbidden` without `read:users`.
    pub async fn list(&self, actor: &Actor, user: &UserId) -> Result<Vec<UserBlock>> {
        actor.may(Scope::ReadUsers)?;
        if user.as_str().contains('\0') {
            return Ok(Vec::new());
        }
        let mut conn = self.0.db().read().await?;
        self.of_subjects(&mut conn, actor, &[user.as_str().to_owned()]).await
    }

    /// From where a user who is there is kept out; nowhere where only connections that look for it count, and theirs does
    /// not.
    ///
    /// # Errors
    /// `Forbidden` without `read:users`, `NotFound`.
    pub async fn of_user(&self, actor: &Actor, user: &UserId, where_protected: bool) -> Result<Vec<UserBlock>> {
        actor.may(Scope::ReadUsers)?;
        let mut conn = self.0.db().read().await?;
        self.0.users().name_of(&mut conn, actor.tenant(), user).await?;
        let blocks = self.of_subjects(&mut conn, actor, &[user.as_str().to_owned()]).await?;
        self.protected(&mut conn, actor, blocks, where_protected).await
    }

    /// From where whoever names themselves so is kept out: users with that email, user name or phone number, and where
    /// nobody has it the name itself.
    ///
    /// # Errors
    /// `Forbidden` without `read:users`.
    pub async fn of_identifier(
        &self,
        actor: &Actor,
        identifier: &str,
        where_protected: bool,
    ) -> Result<Vec<UserBlock>> {
        actor.may(Scope::ReadUsers)?;
        let mut conn = self.0.db().read().await?;
        let subjects = self.subjects(&mut conn, actor, identifier).await?;
        let blocks = self.of_subjects(&mut conn, actor, &subjects).await?;
        self.protected(&mut conn, actor, blocks, where_protected).await
    }

    /// Lets a user try again from everywhere. Where nothing was blocked, nothing is recorded.
    ///
    /// # Errors
    /// `Forbidden` without `update:users`, `NotFound`.
    pub async fn remove(&self, actor: &Actor, user: &UserId) -> Result<()> {
        actor.may(Scope::UpdateUsers)?;
        let mut tx = self.0.db().begin().await?;
        self.0.users().name_of(&mut tx, actor.tenant(), user).await?;
        self.lift(&mut tx, actor, user.as_str()).await?;
        Ok(tx.commit().await?)
    }

    /// Lets whoever names themselves so try again from everywhere.
    ///
    /// # Errors
    /// `Forbidden` without `update:users`.
    pub async fn remove_of_identifier(&self, actor: &Actor, identifier: &str) -> Result<()> {
        actor.may(Scope::UpdateUsers)?;
        let mut tx = self.0.db().begin().await?;
        for subject in self.subjects(&mut tx, actor, identifier).await? {
            self.lift(&mut tx, actor, &subject).await?;
        }
        Ok(tx.commit().await?)
    }

    /// What failures of that name are counted by.
    async fn subjects(&self, conn: &mut Conn, actor: &Actor, identifier: &str) -> Result<Vec<String>> {
        let name = identifier.trim().to_lowercase();
        if name.is_empty() || name.contains('\0') {
            return Ok(Vec::new());
        }
        let users = store::identifiers::find_everywhere(conn, actor.tenant(), &name).await?;
        let users = users.into_iter().map(|user| user.as_str().to_owned());
        Ok(users.chain([subject_of_nobody(identifier)]).collect())
    }

    async fn of_subjects(&self, conn: &mut Conn, actor: &Actor, subjects: &[String]) -> Result<Vec<UserBlock>> {
        let mut blocks = Vec::new();
        for subject in subjects {
            blocks.extend(store::login_attempts::blocks(conn, actor.tenant(), subject, self.0.now()).await?);
        }
        let block = |block: Count| UserBlock {
            identifier: block.identifier,
            ip: block.ip,
            connection: block.connection,
            blocked_until: Timestamp(block.blocked_until.unwrap_or_default()),
        };
        Ok(blocks.into_iter().map(block).collect())
    }

    async fn protected(
        &self,
        conn: &mut Conn,
        actor: &Actor,
        blocks: Vec<UserBlock>,
        where_protected: bool,
    ) -> Result<Vec<UserBlock>> {
        if !where_protected {
            return Ok(blocks);
        }
        let mut kept = Vec::with_capacity(blocks.len());
        for block in blocks {
            let connection = store::connections::find(conn, actor.tenant(), &block.connection).await?;
            if connection.is_some_and(|connection| connection.options.brute_force_protection) {
                kept.push(block);
            }
        }
        Ok(kept)
    }

    async fn lift(&self, tx: &mut store::Tx, actor: &Actor, subject: &str) -> Result<()> {
        let blocks = store::login_attempts::blocks(tx, actor.tenant(), subject, self.0.now()).await?;
        store::login_attempts::delete(tx, actor.tenant(), subject).await?;
        let Some(block) = blocks.first() else { return Ok(()) };
        let user = store::users::find(tx, actor.tenant(), &UserId::from(subject)).await?;
        let mut event = self.0.event(actor, "ublkdu", "User login block released");
        event.user_id = user.as_ref().map(|user| user.user_id.as_str().to_owned());
        let name = user.as_ref().map_or(block.identifier.as_str(), |user| user.display_name());
        event.user_name = Some(crate::events::cut(name));
        event.connection = Some(block.connection.clone());
        Ok(store::logs::append(tx, actor.tenant(), &event).await?)
    }
}
