//! Creating a user.

use model::{Connection, Identity, NewUser, UserProfile, check_email};

use super::{Users, check_saved};
use crate::events::Change;
use crate::{Actor, Error, Result, Scope, passwords};

/// The characters of a user name beside letters and digits, as at Auth0.
const USERNAME_SIGNS: &str = "@^$.!`-#+'~_";
const USERNAME_LENGTH: usize = 15;
/// How long a create can be sent again with its key, in days.
const KEY_LIFETIME: i64 = 1;

impl Users<'_> {
    /// Creates a user on a database connection.
    ///
    /// Sent again with the same `idempotency_key` within a day it makes no second user: the answer is the first one.
    ///
    /// # Errors
    /// `Forbidden` without `create:users`, `Field` for what is wrong, `Exists` when another user of the connection has the
    /// email or user name.
    pub async fn create(&self, actor: &Actor, new: NewUser) -> Result<UserProfile> {
        actor.may(Scope::CreateUsers)?;
        check_key(new.idempotency_key.as_deref())?;
        if let Some(user) = self.made_before(actor, new.idempotency_key.as_deref()).await? {
            return Ok(user);
        }
        let connection = self.connection_for_create(actor, &new.connection).await?;
        let user = self.profile(&new, &connection)?;
        passwords::check_user(&new.password, &connection.options)?;
        let hash = self.0.settings().hashing.hash(&new.password, self.0.random()).await?;
        let mut tx = self.0.db().begin().await?;
        if let Some(key) = &new.idempotency_key
            && !store::idempotency::insert(&mut tx, actor.tenant(), key, &user.user_id, user.created_at).await?
        {
            drop(tx);
            return self.made_before(actor, Some(key)).await?.ok_or(Error::Busy);
        }
        check_saved(store::users::insert(&mut tx, actor.tenant(), &user).await?)?;
        store::passwords::save(&mut tx, actor.tenant(), &user.user_id, &hash, user.created_at).await?;
        let change = Change { description: "Create a User", before: None, after: Some(&user), secrets: &["password"] };
        self.0.record(&mut tx, actor, &change).await?;
        store::idempotency::delete_before(&mut tx, actor.tenant(), user.created_at.plus_days(-KEY_LIFETIME)).await?;
        tx.commit().await?;
        Ok(user)
    }

    async fn made_before(&self, actor: &Actor, key: Option<&str>) -> Result<Option<UserProfile>> {
        let Some(key) = key else { return Ok(None) };
        let mut conn = self.0.db().read().await?;
        let Some(id) = store::idempotency::find(&mut conn, actor.tenant(), key).await? else { return Ok(None) };
        Ok(store::users::find(&mut conn, actor.tenant(), &id).await?)
    }

    async fn connection_for_create(&self, actor: &Actor, name: &str) -> Result<Connection> {
        if name.is_empty() {
            return Err(Error::field("connection", "Choose a connection"));
        }
        let found = if name.contains('\0') {
            None
        } else {
            let mut conn = self.0.db().read().await?;
            store::connections::find(&mut conn, actor.tenant(), name).await?
        };
        let connection = found.ok_or_else(|| Error::field("connection", "Connection does not exist."))?;
        if connection.strategy != "auth0" {
            return Err(Error::field("connection", "Users can only be created on a database connection"));
        }
        if connection.applications == 0 {
            let message = "Connection is disabled: no application uses it. Enable one first";
            return Err(Error::field("connection", message));
        }
        Ok(connection)
    }

    /// The profile with Auth0's defaults: the name is the email, the nickname its local part.
    fn profile(&self, new: &NewUser, connection: &Connection) -> Result<UserProfile> {
        let email = check_email(&new.email).map_err(|mistake| Error::field("email", mistake.to_string()))?;
        let username = check_username(new.username.as_deref(), connection)?;
        let now = self.0.now();
        let user_id = self.0.random().user_id(now);
        let identity = Identity {
            connection: connection.name.clone(),
            user_id: user_id.local().to_owned(),
            provider: connection.strategy.clone(),
            ..Identity::default()
        };
        Ok(UserProfile {
            user_id,
            name: Some(email.clone()),
            nickname: email.split('@').next().map(str::to_owned),
            email: Some(email),
            email_verified: Some(false),
            username,
            created_at: now,
            updated_at: now,
            identities: vec![identity],
            ..UserProfile::default()
        })
    }
}

fn check_key(key: Option<&str>) -> Result<()> {
    let is_good =
        key.is_none_or(|key| (1..=100).contains(&key.len()) && key.bytes().all(|byte| byte.is_ascii_graphic()));
    if is_good { Ok(()) } else { Err(Error::field("idempotency_key", "1 to 100 printable ASCII characters")) }
}

fn check_username(username: Option<&str>, connection: &Connection) -> Result<Option<String>> {
    let username = username.unwrap_or("").trim().to_lowercase();
    if !connection.options.requires_username {
        if username.is_empty() {
            return Ok(None);
        }
        return Err(Error::field("username", "Cannot set username for connection without requires_username."));
    }
    let length = username.chars().count();
    if !(1..=USERNAME_LENGTH).contains(&length) {
        return Err(Error::field("username", format!("1 to {USERNAME_LENGTH} characters, {length} given")));
    }
    if check_email(&username).is_ok() {
        return Err(Error::field("username", "A user name may not be an email address"));
    }
    if let Some(bad) = username.chars().find(|c| !c.is_ascii_alphanumeric() && !USERNAME_SIGNS.contains(*c)) {
        let message = format!("Only letters, digits and {USERNAME_SIGNS} are allowed, not {bad:?}");
        return Err(Error::field("username", message));
    }
    Ok(Some(username))
}
