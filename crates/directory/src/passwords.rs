//! Which passwords are accepted, and keeping them.

mod dictionary;
mod mistake;
mod personal;

use model::{ConnectionOptions, Timestamp, UserId, UserProfile};
use store::Conn;

use crate::{Directory, Error, Result};

pub use mistake::PasswordMistake;

/// Passwords of administrators, who have no second factor yet, are at least so long.
const ADMINISTRATOR_LENGTH: usize = 12;

/// A password that was accepted: its hash, to be kept in the transaction that makes or changes the user.
pub(crate) struct NewPassword {
    hash: String,
    /// How many passwords the connection remembers.
    remembered: u32,
}

impl NewPassword {
    /// Makes it the password of a user, and remembers it as long as the connection wants.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn save(&self, conn: &mut Conn, tenant: &str, id: &UserId, now: Timestamp) -> Result<()> {
        store::passwords::save(conn, tenant, id, &self.hash, now).await?;
        Ok(store::passwords::remember(conn, tenant, id, &self.hash, now, i64::from(self.remembered)).await?)
    }

    /// Makes it the password of an account that was linked to a user.
    ///
    /// # Errors
    /// The database's.
    pub(crate) async fn save_linked(&self, conn: &mut Conn, tenant: &str, id: &UserId, now: Timestamp) -> Result<()> {
        Ok(store::linked_identities::save_password(conn, tenant, id, &self.hash, now).await?)
    }
}

impl Directory {
    /// Checks a password that `user` is to have on a connection with these options, and hashes it. Every way to a new
    /// password goes through here: create, change, sign-up, reset.
    ///
    /// # Errors
    /// `Password` for one that the connection does not accept, `Busy`.
    pub(crate) async fn new_password(
        &self,
        tenant: &str,
        options: &ConnectionOptions,
        user: &UserProfile,
        password: &str,
    ) -> Result<NewPassword> {
        let strength = options.password_strength();
        if !strength.accepts(password) {
            return Err(refused(PasswordMistake::Weak { strength, rules: strength.check(password) }));
        }
        if options.password_dictionary.enable && self.is_listed(options, password).await? {
            return Err(refused(PasswordMistake::Common));
        }
        if options.password_no_personal_info.enable && personal::contains(password, user) {
            return Err(refused(PasswordMistake::Personal));
        }
        let remembered = options.remembered_passwords();
        if remembered > 0 && self.was_used(tenant, &user.user_id, password, remembered).await? {
            return Err(refused(PasswordMistake::Used));
        }
        let hash = self.settings().hashing.hash(password, self.random()).await?;
        Ok(NewPassword { hash, remembered })
    }

    async fn is_listed(&self, options: &ConnectionOptions, password: &str) -> Result<bool> {
        if dictionary::has(&options.password_dictionary.dictionary, password) {
            return Ok(true);
        }
        let password = password.to_owned();
        self.settings().hashing.run(move || Ok(dictionary::is_common(&password))).await
    }

    /// Whether it is the user's password, or one of those before it.
    async fn was_used(&self, tenant: &str, id: &UserId, password: &str, remembered: u32) -> Result<bool> {
        let mut conn = self.db().read().await?;
        // The present one stands in the history only when that was switched on already.
        let present = store::passwords::find(&mut conn, tenant, id).await?;
        let mut hashes = store::passwords::history(&mut conn, tenant, id, i64::from(remembered)).await?;
        drop(conn);
        if let Some(present) = present.filter(|present| !hashes.contains(present)) {
            hashes.insert(0, present);
            hashes.truncate(usize::try_from(remembered).unwrap_or(usize::MAX));
        }
        for hash in hashes {
            if self.settings().hashing.verify(password, Some(hash), self.random()).await? {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

fn refused(mistake: PasswordMistake) -> Error {
    Error::Password(Box::new(mistake))
}

/// # Errors
/// What is wrong with the password.
pub(crate) fn check_administrator(password: &str, email: &str) -> Result<()> {
    let length = password.chars().count();
    if length < ADMINISTRATOR_LENGTH {
        return Err(Error::field("password", format!("At least {ADMINISTRATOR_LENGTH} characters, {length} given")));
    }
    if password.to_lowercase().contains(&email.to_lowercase()) {
        return Err(Error::field("password", "The password may not contain the email address"));
    }
    let mut chars = password.chars();
    let first = chars.next();
    if chars.all(|c| Some(c) == first) {
        return Err(Error::field("password", "Not one character over and over"));
    }
    Ok(())
}
