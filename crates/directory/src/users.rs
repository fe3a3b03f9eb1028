//! Users.

mod block;
mod bulk;
mod create;
mod cursor;
mod email;
mod link;
mod list;
mod mails;
mod metadata;
mod patch;
mod search;

use model::{UserId, UserProfile};
use store::users::Inserted;

pub use link::LinkedAccount;

use crate::events::Change;
use crate::{Actor, Directory, Error, Result, Scope};

/// The users of the actor's tenant.
pub struct Users<'a>(pub(crate) &'a Directory);

/// What is said of an id that no user has.
pub(crate) const NO_USER: Error = Error::NotFound("The user does not exist.");

/// Whether a list can be made of `query`.
///
/// # Errors
/// `Field` for what is wrong with it.
pub(crate) fn check_query(query: &model::UserQuery) -> Result<()> {
    list::sought(query).map(drop)
}

impl Users<'_> {
    /// The whole profile of a user.
    ///
    /// # Errors
    /// `Forbidden` without `read:users`, `NotFound`.
    pub async fn get(&self, actor: &Actor, id: &UserId) -> Result<UserProfile> {
        actor.may(Scope::ReadUsers)?;
        self.stored(actor, id).await
    }

    /// The same for whoever was asked for another scope.
    async fn stored(&self, actor: &Actor, id: &UserId) -> Result<UserProfile> {
        check_id(id)?;
        let mut conn = self.0.db().read().await?;
        let user = store::users::find(&mut conn, actor.tenant(), id).await?.ok_or(NO_USER)?;
        // A block that has ended stands until it is swept away, but it is none any more.
        let blocked = user.blocked.map(|_| user.is_blocked_at(self.0.now()));
        Ok(UserProfile { blocked, ..user })
    }

    /// Gives a user another password. Whoever is logged in with the old one is so no more, and failures are forgotten.
    ///
    /// # Errors
    /// `Forbidden` without `update:users`, `NotFound`, `Password` for one that the connection does not accept.
    pub async fn change_password(&self, actor: &Actor, id: &UserId, password: &str) -> Result<UserProfile> {
        actor.may(Scope::UpdateUsers)?;
        let user = self.get(actor, id).await?;
        let mut conn = self.0.db().read().await?;
        let connection = database_connection(&mut conn, actor.tenant(), &user).await?;
        drop(conn);
        let new = self.0.new_password(actor.tenant(), &connection.options, &user, password).await?;
        let mut tx = self.0.db().begin().await?;
        let before = store::users::hold(&mut tx, actor.tenant(), id).await?.ok_or(NO_USER)?;
        let now = self.0.now();
        let after = UserProfile { last_password_reset: Some(now), updated_at: now, ..before.clone() };
        store::users::save(&mut tx, actor.tenant(), &before, &after).await?;
        new.save(&mut tx, actor.tenant(), id, now).await?;
        self.0.end_all_of(&mut tx, actor.tenant(), id).await?;
        store::login_attempts::delete(&mut tx, actor.tenant(), id.as_str()).await?;
        let change = Change {
            description: "Change a User's Password",
            before: Some(&before),
            after: Some(&after),
            secrets: &["password"],
        };
        self.0.record(&mut tx, actor, &change).await?;
        tx.commit().await?;
        Ok(after)
    }

    /// Deletes a user and everything that is theirs but the log.
    ///
    /// # Errors
    /// `Forbidden` without `delete:users`, `NotFound`.
    pub async fn delete(&self, actor: &Actor, id: &UserId) -> Result<()> {
        actor.may(Scope::DeleteUsers)?;
        check_id(id)?;
        let mut tx = self.0.db().begin().await?;
        if !self.delete_in(&mut tx, actor, id).await? {
            return Err(NO_USER);
        }
        Ok(tx.commit().await?)
    }

    /// What the log calls a user.
    ///
    /// # Errors
    /// `NotFound`.
    pub(crate) async fn name_of(&self, conn: &mut store::Conn, tenant: &str, id: &UserId) -> Result<String> {
        check_id(id)?;
        let user = store::users::find(conn, tenant, id).await?.ok_or(NO_USER)?;
        Ok(crate::events::cut(user.display_name()))
    }

    /// Deletes a user in a transaction; `false` when there is none.
    pub(crate) async fn delete_in(&self, tx: &mut store::Tx, actor: &Actor, id: &UserId) -> Result<bool> {
        let Some(user) = store::users::hold(tx, actor.tenant(), id).await? else { return Ok(false) };
        self.0.end_all_of(tx, actor.tenant(), id).await?;
        store::users::delete(tx, actor.tenant(), &user).await?;
        let change = Change { description: "Delete a User", before: Some(&user), after: None, secrets: &[] };
        self.0.record(tx, actor, &change).await?;
        Ok(true)
    }

    /// Holds the user, lets `edit` change them, and writes the change and its event; nothing when nothing changed.
    async fn change(
        &self,
        actor: &Actor,
        id: &UserId,
        description: &str,
        edit: impl FnOnce(&mut UserProfile) -> Result<()>,
    ) -> Result<UserProfile> {
        actor.may(Scope::UpdateUsers)?;
        check_id(id)?;
        let mut tx = self.0.db().begin().await?;
        let before = store::users::hold(&mut tx, actor.tenant(), id).await?.ok_or(NO_USER)?;
        let mut after = before.clone();
        edit(&mut after)?;
        if after == before {
            return Ok(before);
        }
        after.updated_at = self.0.now();
        check_saved(store::users::save(&mut tx, actor.tenant(), &before, &after).await?)?;
        let change = Change { description, before: Some(&before), after: Some(&after), secrets: &[] };
        self.0.record(&mut tx, actor, &change).await?;
        tx.commit().await?;
        Ok(after)
    }
}

/// What cannot be stored cannot be the id of a user.
pub(crate) fn check_id(id: &UserId) -> Result<()> {
    if id.as_str().is_empty() || id.as_str().len() > 1_100 || id.as_str().contains('\0') {
        Err(NO_USER)
    } else {
        Ok(())
    }
}

fn check_saved(saved: Inserted) -> Result<()> {
    use store::identifiers::Kind;
    let (field, what) = match saved {
        Inserted::Done => return Ok(()),
        Inserted::Taken(Kind::Email) => ("email", "A user with this email exists already in this connection"),
        Inserted::Taken(Kind::Username) => ("username", "A user with this user name exists already in this connection"),
        Inserted::Taken(Kind::PhoneNumber) => {
            ("phone_number", "A user with this phone number exists already in this connection")
        }
        Inserted::IdTaken => ("user_id", "A user with this id exists already"),
    };
    Err(Error::Exists { field, message: what.to_owned() })
}

/// The database connection that holds the user's email and password.
pub(crate) async fn database_connection(
    conn: &mut store::Conn,
    tenant: &str,
    user: &UserProfile,
) -> Result<model::Connection> {
    let name =
        user.identities.iter().find(|identity| identity.provider == "auth0").map(|identity| &identity.connection);
    let Some(name) = name else {
        return Err(Error::Invalid(
            "Email and password can only be changed for users of a database connection".to_owned(),
        ));
    };
    let connection = store::connections::find(conn, tenant, name).await?;
    connection.ok_or(Error::NotFound("The user's connection does not exist any more"))
}
