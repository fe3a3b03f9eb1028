//! Creating a user.

use model::{
    Connection, Identity, MetadataKind, NewUser, UserId, UserProfile, UsernameLength, check_email, check_metadata,
};

use super::metadata::check_size;
use super::{Users, check_saved};
use crate::events::Change;
use crate::{Actor, Error, Result, Scope};

/// The characters of a user name beside letters and digits, as at Auth0.
const USERNAME_SIGNS: &str = "@^$.!`-#+'~_";
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
        let password = self.0.new_password(actor.tenant(), &connection.options, &user, &new.password).await?;
        let mut tx = self.0.db().begin().await?;
        if let Some(key) = &new.idempotency_key
            && !store::idempotency::insert(&mut tx, actor.tenant(), key, &user.user_id, user.created_at).await?
        {
            drop(tx);
            return self.made_before(actor, Some(key)).await?.ok_or(Error::Busy);
        }
        if !store::connections::keep(&mut tx, actor.tenant(), &connection.id).await? {
            return Err(no_connection());
        }
        check_saved(store::users::insert(&mut tx, actor.tenant(), &user).await?)?;
        password.save(&mut tx, actor.tenant(), &user.user_id, user.created_at).await?;
        let change = Change { description: "Create a User", before: None, after: Some(&user), secrets: &["password"] };
        self.0.record(&mut tx, actor, &change).await?;
        if new.verify_email.unwrap_or(user.email_verified != Some(true)) {
            self.0.queue_verification(&mut tx, actor.tenant(), &user, "").await?;
        }
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
        let connection = found.ok_or_else(no_connection)?;
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
    pub(crate) fn profile(&self, new: &NewUser, connection: &Connection) -> Result<UserProfile> {
        let email = check_email(&new.email).map_err(|mistake| Error::field("email", mistake.to_string()))?;
        let username = check_username(new.username.as_deref(), connection)?;
        let now = self.0.now();
        let user_id = match &new.user_id {
            Some(local) => given_id(local)?,
            None => self.0.random().user_id(now),
        };
        if let Some(phone) = &new.phone_number {
            check_phone(phone)?;
        }
        for (kind, value) in [(MetadataKind::User, &new.user_metadata), (MetadataKind::App, &new.app_metadata)] {
            let Some(value) = value else { continue };
            check_metadata(kind, value).map_err(|mistake| Error::field(kind.field(), mistake))?;
            check_size(kind, value)?;
        }
        let identity = Identity {
            connection: connection.name.clone(),
            user_id: user_id.local().to_owned(),
            provider: connection.strategy.clone(),
            ..Identity::default()
        };
        let new = new.clone();
        let user = UserProfile {
            user_id,
            name: new.name.or_else(|| Some(email.clone())),
            nickname: new.nickname.or_else(|| email.split('@').next().map(str::to_owned)),
            given_name: new.given_name,
            family_name: new.family_name,
            picture: new.picture,
            email: Some(email),
            email_verified: Some(new.email_verified),
            phone_number: new.phone_number,
            phone_verified: new.phone_verified,
            blocked: new.blocked,
            user_metadata: new.user_metadata,
            app_metadata: new.app_metadata,
            username,
            created_at: now,
            updated_at: now,
            identities: vec![identity],
            ..UserProfile::default()
        };
        check_names(&user)?;
        Ok(user)
    }
}

fn no_connection() -> Error {
    Error::field("connection", "Connection does not exist.")
}

fn check_key(key: Option<&str>) -> Result<()> {
    let is_good =
        key.is_none_or(|key| (1..=100).contains(&key.len()) && key.bytes().all(|byte| byte.is_ascii_graphic()));
    if is_good { Ok(()) } else { Err(Error::field("idempotency_key", "1 to 100 printable ASCII characters")) }
}

/// An id that the caller decides.
fn given_id(local: &str) -> Result<UserId> {
    let local = local.strip_prefix("auth0|").unwrap_or(local);
    let is_good = !local.is_empty() && local.chars().count() <= 255;
    if !is_good || local.chars().any(|c| c.is_whitespace() || c.is_control()) {
        return Err(Error::field("user_id", "1 to 255 characters without white space"));
    }
    Ok(UserId::new("auth0", local))
}

pub(super) fn check_phone(number: &str) -> Result<()> {
    let digits = number.strip_prefix('+').unwrap_or("");
    let is_good = (1..=15).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    if is_good { Ok(()) } else { Err(Error::field("phone_number", "A plus sign and 1 to 15 digits")) }
}

/// The lengths that Auth0 allows.
pub(super) fn check_names(user: &UserProfile) -> Result<()> {
    for (field, value, most) in [
        ("name", &user.name, 300),
        ("nickname", &user.nickname, 300),
        ("given_name", &user.given_name, 150),
        ("family_name", &user.family_name, 150),
        ("picture", &user.picture, 2_048),
    ] {
        let Some(value) = value else { continue };
        let length = value.chars().count();
        if !(1..=most).contains(&length) || value.contains('\0') {
            return Err(Error::field(field, format!("1 to {most} characters, {length} given")));
        }
    }
    let picture = user.picture.as_deref();
    if picture.is_some_and(|picture| !picture.starts_with("https://") && !picture.starts_with("http://")) {
        return Err(Error::field("picture", "The address of a picture begins with https:// or http://"));
    }
    Ok(())
}

pub(super) fn check_username(username: Option<&str>, connection: &Connection) -> Result<Option<String>> {
    let username = username.unwrap_or("").trim().to_lowercase();
    if !connection.options.requires_username {
        if username.is_empty() {
            return Ok(None);
        }
        return Err(Error::field("username", "Cannot set username for connection without requires_username."));
    }
    let length = username.chars().count();
    let UsernameLength { min, max } = connection.options.validation.username;
    if !u32::try_from(length).is_ok_and(|length| (min.max(1)..=max).contains(&length)) {
        return Err(Error::field("username", format!("{min} to {max} characters, {length} given")));
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
