//! Changing a user as programs do: what is not named stays.

use model::{JsonObject, MetadataKind, NewBlock, UserId, UserPatch, UserProfile, check_email, check_metadata};
use serde_json::Value;
use store::Tx;

use super::create::{check_names, check_phone, check_username};
use super::metadata::check_size;
use super::{NO_USER, Users, check_saved, database_connection};
use crate::events::Change;
use crate::{Actor, Error, Result, Scope};

impl Users<'_> {
    /// Changes what `patch` names, in one step. Metadata is merged key by key at its first level, where null removes a key and
    /// `{}` all of them (Auth0's PATCH /users/{id}).
    ///
    /// # Errors
    /// `Forbidden` without `update:users`; `NotFound`; `Field` and `Invalid` for what cannot be; `Exists` for an email or user
    /// name that another user of the connection has; `Password`.
    pub async fn patch(&self, actor: &Actor, id: &UserId, patch: UserPatch) -> Result<UserProfile> {
        actor.may(Scope::UpdateUsers)?;
        check_combination(&patch)?;
        let user = self.stored(actor, id).await?;
        check_connection(&user, &patch)?;
        let mut conn = self.0.db().read().await?;
        let changes_login = patch.email.is_some() || patch.password.is_some() || patch.username.is_some();
        let connection = match changes_login {
            true => Some(database_connection(&mut conn, actor.tenant(), &user).await?),
            false => None,
        };
        drop(conn);
        if let (Some(connection), Some(username)) = (&connection, &patch.username) {
            check_username(Some(username), connection)?;
        }
        let password = match (&connection, &patch.password) {
            (Some(connection), Some(password)) => {
                Some(self.0.new_password(actor.tenant(), &connection.options, &user, password).await?)
            }
            _ => None,
        };
        let now = self.0.now();
        let mut tx = self.0.db().begin().await?;
        let before = store::users::hold(&mut tx, actor.tenant(), id).await?.ok_or(NO_USER)?;
        let mut after = changed(before.clone(), &patch)?;
        if password.is_some() {
            after.last_password_reset = Some(now);
        }
        if after != before {
            after.updated_at = now;
            check_saved(store::users::save(&mut tx, actor.tenant(), &before, &after).await?)?;
            let secrets: &[&str] = if password.is_some() { &["password"] } else { &[] };
            let change = Change { description: "Update a User", before: Some(&before), after: Some(&after), secrets };
            self.0.record(&mut tx, actor, &change).await?;
        }
        // Auth0: whoever gets a new password may log in again.
        let blocked = patch.blocked.or(password.is_some().then_some(false));
        if let Some(password) = password {
            password.save(&mut tx, actor.tenant(), id, now).await?;
            store::login_attempts::delete(&mut tx, actor.tenant(), id.as_str()).await?;
            self.0.end_all_of(&mut tx, actor.tenant(), id).await?;
        } else if ends_sessions(&before, &after) {
            self.0.end_all_of(&mut tx, actor.tenant(), id).await?;
        }
        let after = self.block_or_let_in(&mut tx, actor, after, blocked).await?;
        if patch.verify_email == Some(true) && after.email_verified != Some(true) {
            self.0
                .queue_verification(&mut tx, actor.tenant(), &after, patch.client_id.as_deref().unwrap_or(""))
                .await?;
        }
        tx.commit().await?;
        Ok(after)
    }

    async fn block_or_let_in(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        user: UserProfile,
        blocked: Option<bool>,
    ) -> Result<UserProfile> {
        Ok(match blocked {
            None => user,
            Some(true) => match self.block_in(tx, actor, &user, &NewBlock::default()).await? {
                Some(blocked) => blocked.user,
                None => user,
            },
            Some(false) => self.unblock_in(tx, actor, &user).await?.unwrap_or(user),
        })
    }
}

/// Who has another address, or one that is not theirs any more, is logged in no more.
fn ends_sessions(before: &UserProfile, after: &UserProfile) -> bool {
    let lost_address = before.email_verified == Some(true) && after.email_verified == Some(false);
    before.email != after.email || lost_address
}

/// A connection that is named must be one of the user's.
fn check_connection(user: &UserProfile, patch: &UserPatch) -> Result<()> {
    match &patch.connection {
        Some(connection) if !user.connections().any(|one| one == connection) => {
            Err(Error::field("connection", "The user has no identity in the specified connection"))
        }
        _ => Ok(()),
    }
}

/// One of what a user logs in with at a time.
fn check_combination(patch: &UserPatch) -> Result<()> {
    let refuse =
        |one: &str, other: &str| Err(Error::Invalid(format!("Cannot update {one} and {other} simultaneously")));
    let (email, verified) = (patch.email.is_some(), patch.email_verified.is_some());
    match (patch.password.is_some(), patch.username.is_some()) {
        (true, _) if email => refuse("password", "email"),
        (true, _) if verified => refuse("password", "email_verified"),
        (true, true) => refuse("username", "password"),
        (_, true) if email => refuse("username", "email"),
        (_, true) if verified => refuse("username", "email_verified"),
        _ => Ok(()),
    }
}

fn changed(mut user: UserProfile, patch: &UserPatch) -> Result<UserProfile> {
    if let Some(email) = &patch.email {
        let email = check_email(email).map_err(|mistake| Error::field("email", mistake.to_string()))?;
        if user.email.as_ref() != Some(&email) {
            user.email_verified = Some(false);
        }
        user.email = Some(email);
    }
    if let Some(verified) = patch.email_verified {
        if user.email.is_none() {
            return Err(Error::field("email_verified", "This user has no email address"));
        }
        user.email_verified = Some(verified);
    }
    if let Some(phone) = &patch.phone_number {
        check_phone(phone)?;
        user.phone_number = Some(phone.clone());
    }
    if patch.phone_verified.is_some() {
        user.phone_verified = patch.phone_verified;
    }
    if let Some(username) = &patch.username {
        user.username = Some(username.trim().to_lowercase());
    }
    if patch.blocked == Some(false) && user.blocked.is_none() {
        user.blocked = Some(false);
    }
    for (field, change) in [
        (&mut user.name, &patch.name),
        (&mut user.given_name, &patch.given_name),
        (&mut user.family_name, &patch.family_name),
        (&mut user.nickname, &patch.nickname),
        (&mut user.picture, &patch.picture),
    ] {
        if let Some(value) = change {
            field.clone_from(value);
        }
    }
    check_names(&user)?;
    merge(&mut user.user_metadata, patch.user_metadata.as_ref(), MetadataKind::User)?;
    merge(&mut user.app_metadata, patch.app_metadata.as_ref(), MetadataKind::App)?;
    Ok(user)
}

fn merge(stored: &mut Option<JsonObject>, change: Option<&JsonObject>, kind: MetadataKind) -> Result<()> {
    let Some(change) = change else { return Ok(()) };
    let merged = stored.get_or_insert_default();
    if change.is_empty() {
        merged.clear();
    }
    for (key, value) in change {
        match value {
            Value::Null => drop(merged.remove(key)),
            value => drop(merged.insert(key.clone(), value.clone())),
        }
    }
    check_metadata(kind, merged).map_err(|mistake| Error::field(kind.field(), mistake))?;
    check_size(kind, merged)
}
