//! What a row changes of a user who is there already.

use model::{UserId, UserProfile};
use store::Tx;

use crate::events::Change;
use crate::hashing::imported;
use crate::jobs::Jobs;
use crate::jobs::row::NewRow;
use crate::{Actor, Error, Result};

impl Jobs<'_> {
    /// Changes what Auth0 lets an import change: names, picture, metadata (all of it, not key by key), whether the address
    /// is verified, and a `custom_password_hash` as long as nobody logged in with the one before.
    pub(super) async fn update(&self, tx: &mut Tx, actor: &Actor, row: &NewRow, id: &UserId) -> Result<()> {
        let before = store::users::hold(tx, actor.tenant(), id).await?.ok_or(Error::Busy)?;
        let now = self.0.now();
        let mut after = changed(before.clone(), row);
        let mut secrets: &[&str] = &[];
        if let (true, Some(hash)) = (row.says("custom_password_hash"), &row.hash)
            && store::passwords::find(tx, actor.tenant(), id).await?.is_some_and(|hash| imported::is_custom(&hash))
        {
            store::passwords::save(tx, actor.tenant(), id, hash, now).await?;
            secrets = &["custom_password_hash"];
        }
        if after == before && secrets.is_empty() {
            return Ok(());
        }
        after.updated_at = now;
        store::users::save(tx, actor.tenant(), &before, &after).await?;
        // As where an administrator changes it.
        if before.email_verified == Some(true) && after.email_verified == Some(false) {
            self.0.end_all_of(tx, actor.tenant(), id).await?;
        }
        let change = Change { description: "Update a User", before: Some(&before), after: Some(&after), secrets };
        self.0.record(tx, actor, &change).await
    }
}

fn changed(mut user: UserProfile, row: &NewRow) -> UserProfile {
    let new = &row.user;
    if row.says("name") {
        user.name.clone_from(&new.name);
    }
    if row.says("nickname") {
        user.nickname.clone_from(&new.nickname);
    }
    if row.says("given_name") {
        user.given_name.clone_from(&new.given_name);
    }
    if row.says("family_name") {
        user.family_name.clone_from(&new.family_name);
    }
    if row.says("picture") {
        user.picture.clone_from(&new.picture);
    }
    if row.says("email_verified") {
        user.email_verified = new.email_verified;
    }
    if row.says("user_metadata") {
        user.user_metadata.clone_from(&new.user_metadata);
    }
    if row.says("app_metadata") {
        user.app_metadata.clone_from(&new.app_metadata);
    }
    user
}
