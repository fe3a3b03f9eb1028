//! Users with several accounts.

use model::{Identity, JsonObject, UserId, UserProfile};
use serde_json::{Value, json};
use store::Tx;

use super::{NO_USER, Users, check_id, check_saved};
use crate::events::cut;
use crate::{Actor, Error, Result, Scope};

/// The account that is to be linked to a user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkedAccount {
    /// The user of that id; of the connection of that id, where one is said.
    User {
        /// Whole: `auth0|…`.
        id: UserId,
        /// Must be the connection of that user.
        connection_id: Option<String>,
    },
    /// Whom an ID token of ours is about.
    IdToken(String),
}

/// Said where both are one.
const SAME: &str = "Main account and specified new one are the same. Link operation must be invoked with two different \
    accounts";

impl Users<'_> {
    /// Makes another user's account a second one of this user: whoever logs in with it is this user from then on. The other
    /// user is there no more, nor their metadata and what they allowed applications; they are logged in nowhere.
    ///
    /// # Errors
    /// `Forbidden` without `update:users`, `NotFound` for either, `Exists` for an account that is linked already, `Invalid`
    /// for both being one, or the other having several accounts.
    pub async fn link(&self, actor: &Actor, id: &UserId, account: &LinkedAccount) -> Result<Vec<Identity>> {
        actor.may(Scope::UpdateUsers)?;
        check_id(id)?;
        let (other, shown_at) = self.account(actor, account).await?;
        check_id(&other)?;
        if other == *id {
            return Err(Error::Invalid(SAME.to_owned()));
        }
        let mut tx = self.0.db().begin().await?;
        let (before, other) = hold_both(&mut tx, actor, id, &other).await?;
        self.check(&mut tx, actor, &other, account).await?;
        // A user who was unlinked begins anew: what showed before whose account it is shows it no more (N-042).
        if shown_at.is_some_and(|seconds| seconds < other.created_at.0.div_euclid(1_000)) {
            return Err(not_good());
        }
        let mut after = before.clone();
        after.identities.push(identity_of(&other)?);
        after.updated_at = self.0.now();
        self.0.end_all_of(&mut tx, actor.tenant(), &other.user_id).await?;
        check_saved(store::users::link(&mut tx, actor.tenant(), (&before, &after), &other).await?)?;
        self.record_link(&mut tx, actor, "Link a User Account", &after, &other).await?;
        tx.commit().await?;
        identities(after)
    }

    /// Makes an account of a user a user of its own again, who has no metadata. Nobody stays logged in as the user: they may
    /// have come with that account.
    ///
    /// # Errors
    /// `Forbidden` without `update:users`, `NotFound` for the user, `Invalid` for their main account or one that is not theirs.
    pub async fn unlink(&self, actor: &Actor, id: &UserId, provider: &str, local: &str) -> Result<Vec<Identity>> {
        actor.may(Scope::UpdateUsers)?;
        check_id(id)?;
        let mut tx = self.0.db().begin().await?;
        let before = store::users::hold(&mut tx, actor.tenant(), id).await?.ok_or(NO_USER)?;
        let is_meant = |identity: &Identity| identity.provider == provider && identity.user_id == local;
        let mut after = before.clone();
        match before.identities.iter().position(is_meant) {
            None => return Err(Error::Invalid("Specified identity does not exist.".to_owned())),
            Some(0) => return Err(Error::Invalid("Main identity cannot be removed.".to_owned())),
            Some(index) => after.identities.remove(index),
        };
        after.updated_at = self.0.now();
        let Some(identity) = before.identities.iter().find(|identity| is_meant(identity)) else { return Err(NO_USER) };
        let other = self.user_of(identity)?;
        self.0.end_all_of(&mut tx, actor.tenant(), id).await?;
        check_saved(store::users::unlink(&mut tx, actor.tenant(), (&before, &after), &other).await?)?;
        self.record_link(&mut tx, actor, "Unlink a User Account", &after, &other).await?;
        tx.commit().await?;
        Ok(after.identities)
    }

    /// Which one is meant, and when it was shown whose it is.
    async fn account(&self, actor: &Actor, account: &LinkedAccount) -> Result<(UserId, Option<i64>)> {
        match account {
            LinkedAccount::User { id, .. } => Ok((id.clone(), None)),
            LinkedAccount::IdToken(token) => {
                let hint = self.0.authorize().hint(actor.tenant(), token, false).await?.ok_or_else(not_good)?;
                Ok((UserId::from(hint.subject), Some(hint.issued_at)))
            }
        }
    }

    async fn check(&self, tx: &mut Tx, actor: &Actor, other: &UserProfile, account: &LinkedAccount) -> Result<()> {
        if other.identities.len() != 1 {
            let message = "The account to be linked has linked accounts itself: unlink them first";
            return Err(Error::Invalid(message.to_owned()));
        }
        let LinkedAccount::User { connection_id: Some(connection_id), .. } = account else { return Ok(()) };
        let connection = match connection_id.contains('\0') {
            true => None,
            false => store::connections::get(tx, actor.tenant(), connection_id).await?,
        };
        let is_theirs = |name: &str| other.connections().any(|theirs| theirs == name);
        if connection.is_some_and(|connection| is_theirs(&connection.name)) {
            return Ok(());
        }
        Err(Error::field("connection_id", "The account to be linked is of another connection"))
    }

    async fn record_link(
        &self,
        tx: &mut Tx,
        actor: &Actor,
        what: &str,
        user: &UserProfile,
        other: &UserProfile,
    ) -> Result<()> {
        let mut event = self.0.event(actor, "sapi", what);
        event.user_id = Some(user.user_id.as_str().to_owned());
        event.user_name = Some(cut(user.display_name()));
        event.connection = user.connections().next().map(str::to_owned);
        event.details.get_or_insert_with(|| json!({}))["linked"] = json!({ "user_id": other.user_id, "user_name": cut(other.display_name()), "connection": other.connections().next() });
        Ok(store::logs::append(tx, actor.tenant(), &event).await?)
    }

    /// The user that an account is by itself.
    fn user_of(&self, identity: &Identity) -> Result<UserProfile> {
        let now = self.0.now();
        let mut profile = identity.profile_data.clone().unwrap_or_default();
        profile.insert("user_id".to_owned(), json!(identity.id()));
        profile.insert("created_at".to_owned(), json!(now));
        profile.insert("updated_at".to_owned(), json!(now));
        profile.insert("identities".to_owned(), json!([Identity { profile_data: None, ..identity.clone() }]));
        serde_json::from_value(Value::Object(profile))
            .map_err(|error| Error::Internal(format!("the profile of a linked account: {error}")))
    }
}

fn not_good() -> Error {
    Error::field("link_with", "Not an ID token of this tenant that is still good")
}

/// Both users, held in an order that two calls share, so that neither waits for the other.
async fn hold_both(tx: &mut Tx, actor: &Actor, id: &UserId, other: &UserId) -> Result<(UserProfile, UserProfile)> {
    let (first, second) = if id < other { (id, other) } else { (other, id) };
    let first = store::users::hold(tx, actor.tenant(), first).await?;
    let second = store::users::hold(tx, actor.tenant(), second).await?;
    let (user, other_user) = if id < other { (first, second) } else { (second, first) };
    let user = user.ok_or(NO_USER)?;
    let is_linked = |identity: &Identity| identity.id() == *other;
    if user.identities.iter().any(is_linked) {
        let message = "Specified identity already exists.".to_owned();
        return Err(Error::Exists { field: "user_id", message });
    }
    Ok((user, other_user.ok_or(NO_USER)?))
}

/// What is kept of an account that is linked: who it was, but no metadata.
fn identity_of(other: &UserProfile) -> Result<Identity> {
    let main = other.identities.first().ok_or(NO_USER)?.clone();
    Ok(Identity { profile_data: Some(profile_data(other)?), ..main })
}

fn profile_data(user: &UserProfile) -> Result<JsonObject> {
    /// What is no part of who somebody is.
    const OWN: [&str; 11] = [
        "user_id",
        "identities",
        "user_metadata",
        "app_metadata",
        "created_at",
        "updated_at",
        "blocked",
        "last_ip",
        "last_login",
        "logins_count",
        "last_password_reset",
    ];
    match serde_json::to_value(user) {
        Ok(Value::Object(profile)) => {
            Ok(profile.into_iter().filter(|(name, _)| !OWN.contains(&name.as_str())).collect())
        }
        _ => Err(Error::Internal("a profile that is no object".to_owned())),
    }
}

/// The accounts as Auth0 answers a link: with the profile of each, the main one too.
fn identities(user: UserProfile) -> Result<Vec<Identity>> {
    let profile = profile_data(&user)?;
    let mut identities = user.identities;
    if let Some(main) = identities.first_mut() {
        main.profile_data = Some(profile);
    }
    Ok(identities)
}
