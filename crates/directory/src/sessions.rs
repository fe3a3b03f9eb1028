//! The dashboard's sessions.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use model::{Timestamp, check_email};
use store::administrators::Administrator;

use crate::actor::Who;
use crate::random::hash_secret;
use crate::{Actor, Directory, Error, Origin, Result};

/// A session that is not used for so long has ended, in milliseconds: 8 hours.
pub const IDLE_TIMEOUT: i64 = 8 * 3_600_000;
/// A session has ended so long after its beginning, however much it is used, in milliseconds: 7 days.
pub const ABSOLUTE_TIMEOUT: i64 = 7 * 24 * 3_600_000;
/// The use of a session is written down at most once in so many milliseconds.
const TOUCH: i64 = 60_000;

/// The sessions of administrators.
pub struct Sessions<'a>(pub(crate) &'a Directory);

impl Sessions<'_> {
    /// Signs an administrator in: the secret that only their cookie holds.
    ///
    /// # Errors
    /// `WrongCredentials`, whichever of the two is wrong and after the same time; `TooManyAttempts` after ten failures in a
    /// row for one email from one address.
    pub async fn sign_in(&self, email: &str, password: &str, origin: Origin) -> Result<String> {
        let email = check_email(email).unwrap_or_default();
        let administrator = self.verify(&email, password, &origin).await?;
        self.begin(&administrator.id, &administrator.email, origin).await
    }

    /// Whoever has that email and password; failures are counted.
    async fn verify(&self, email: &str, password: &str, origin: &Origin) -> Result<Administrator> {
        let attempts = &self.0.0.attempts;
        let key = format!("{}\n{}", origin.ip.as_deref().unwrap_or(""), email);
        attempts.check(&key, self.0.now())?;
        let mut conn = self.0.db().read().await?;
        let administrator = store::administrators::find(&mut conn, email).await?;
        drop(conn);
        let hash = administrator.as_ref().map(|administrator| administrator.password_hash.clone());
        let is_right = self.0.settings().hashing.verify(password, hash, self.0.random()).await?;
        let Some(administrator) = administrator.filter(|_| is_right) else {
            attempts.fail(&key, self.0.now());
            return Err(Error::WrongCredentials);
        };
        attempts.clear(&key);
        Ok(administrator)
    }

    /// The administrator of a session shows their password again, for what needs a fresh one.
    ///
    /// # Errors
    /// `Field` for a wrong password, `TooManyAttempts` as at sign-in, `Refused` for who has no session.
    pub async fn authenticate(&self, actor: &Actor, password: &str) -> Result<()> {
        let Who::Administrator { email, session: Some(id_hash), .. } = &actor.who else {
            return Err(Error::Refused("Only whoever is signed in can show a password."));
        };
        match self.verify(email, password, &actor.origin).await {
            Err(Error::WrongCredentials) => return Err(Error::field("password", "The password is wrong")),
            other => other?,
        };
        let mut tx = self.0.db().begin().await?;
        store::sessions::authenticate(&mut tx, id_hash, self.0.now()).await?;
        Ok(tx.commit().await?)
    }

    async fn begin(&self, administrator: &str, email: &str, origin: Origin) -> Result<String> {
        let now = self.0.now();
        let secret = self.0.random().secret();
        let mut tx = self.0.db().begin().await?;
        let Some((tenant, role)) = store::administrators::memberships(&mut tx, administrator).await?.into_iter().next()
        else {
            return Err(Error::WrongCredentials);
        };
        let (created, seen) = (Timestamp(now.0 - ABSOLUTE_TIMEOUT), Timestamp(now.0 - IDLE_TIMEOUT));
        store::sessions::delete_expired(&mut tx, administrator, created, seen).await?;
        store::sessions::insert(&mut tx, &tenant, &hash_secret(&secret), administrator, now).await?;
        let actor = Actor::administrator(&tenant, administrator, email, role).at(origin);
        let event = self.0.event(&actor, "sapi", &format!("Administrator signed in: {email}"));
        store::logs::append(&mut tx, &tenant, &event).await?;
        tx.commit().await?;
        Ok(secret)
    }

    /// Whose session it is, with the role that they have now; none when it has ended.
    ///
    /// # Errors
    /// The database's.
    pub async fn resolve(&self, secret: &str) -> Result<Option<Actor>> {
        let Some((actor, idle)) = self.look_up(secret).await? else { return Ok(None) };
        if idle > TOUCH {
            self.touch(&hash_secret(secret), self.0.now()).await;
        }
        Ok(Some(actor))
    }

    /// The same for what asks by itself, for as long as a page is open: that is no use of the session, which ends as if
    /// nobody had asked.
    ///
    /// # Errors
    /// The database's.
    pub async fn watch(&self, secret: &str) -> Result<Option<Actor>> {
        Ok(self.look_up(secret).await?.map(|(actor, _)| actor))
    }

    /// Whose session it is, and for how long it was not used.
    async fn look_up(&self, secret: &str) -> Result<Option<(Actor, i64)>> {
        let (now, id_hash) = (self.0.now(), hash_secret(secret));
        let mut conn = self.0.db().read().await?;
        let Some(session) = store::sessions::find(&mut conn, &id_hash).await? else { return Ok(None) };
        let idle = now.since(session.last_seen_at);
        if idle > IDLE_TIMEOUT || now.since(session.created_at) > ABSOLUTE_TIMEOUT {
            return Ok(None);
        }
        Ok(Some((Actor::of_session(session, id_hash), idle)))
    }

    /// A full disk must not keep an administrator from reading, so a failure only shortens the session.
    async fn touch(&self, id_hash: &str, now: Timestamp) {
        let touched = async {
            let mut tx = self.0.db().begin().await?;
            store::sessions::touch(&mut tx, id_hash, now).await?;
            tx.commit().await
        };
        if let Err(error) = touched.await {
            tracing::warn!(error = &error as &dyn std::error::Error, "the use of a session was not written down");
        }
    }

    /// Ends a session.
    ///
    /// # Errors
    /// The database's.
    pub async fn sign_out(&self, secret: &str) -> Result<()> {
        let id_hash = hash_secret(secret);
        let mut tx = self.0.db().begin().await?;
        if let Some(session) = store::sessions::find(&mut tx, &id_hash).await? {
            let actor = Actor::of_session(session, id_hash.clone());
            self.0.impersonations().end_of_session(&mut tx, &actor, &id_hash).await?;
        }
        store::sessions::delete(&mut tx, &id_hash).await?;
        Ok(tx.commit().await?)
    }
}

/// Failures in a row before attempts are slowed down.
const FREE_FAILURES: u32 = 10;
/// Then one attempt in so many milliseconds.
const PAUSE: i64 = 30_000;
/// More are not remembered: an attacker with very many addresses must not fill the memory.
const REMEMBERED: usize = 10_000;

/// Recent failures by address and email; kept in memory, so a restart forgets them.
#[derive(Default)]
pub(crate) struct Attempts(Mutex<HashMap<String, Failures>>);

#[derive(Clone, Copy)]
struct Failures {
    count: u32,
    last: Timestamp,
}

impl Attempts {
    fn with<T>(&self, act: impl FnOnce(&mut HashMap<String, Failures>) -> T) -> T {
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn check(&self, key: &str, now: Timestamp) -> Result<()> {
        let wait = self.with(|map| {
            map.get(key)
                .filter(|failures| failures.count >= FREE_FAILURES)
                .map(|failures| PAUSE - now.since(failures.last))
        });
        match wait {
            Some(wait) if wait > 0 => Err(Error::TooManyAttempts((wait + 999) / 1000)),
            _ => Ok(()),
        }
    }

    fn fail(&self, key: &str, now: Timestamp) {
        self.with(|map| {
            if map.len() >= REMEMBERED {
                map.retain(|_, failures| now.since(failures.last) < PAUSE);
            }
            if map.len() < REMEMBERED {
                let failures = map.entry(key.to_owned()).or_insert(Failures { count: 0, last: now });
                failures.count = failures.count.saturating_add(1);
                failures.last = now;
            }
        });
    }

    fn clear(&self, key: &str) {
        self.with(|map| map.remove(key));
    }
}
