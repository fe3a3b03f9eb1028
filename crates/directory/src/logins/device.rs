//! Browsers that logged a user in before: failures from elsewhere do not lock the user out there (S-325).

use model::{Timestamp, UserId};
use store::{Conn, known_devices};

use super::attempt::Attempt;
use crate::random::hash_secret;
use crate::{DEVICE_LIFETIME, Result};

/// How long a browser may go on as it is known before that is renewed: a day.
const RENEWED_AFTER: i64 = 24 * 3_600_000;

/// The browser of an attempt, if it is one that we know.
#[derive(Clone, Debug)]
pub(super) struct Device {
    hash: String,
    users: Vec<(UserId, Timestamp)>,
}

impl Device {
    /// What failures of the user are counted by there, if it logged them in before.
    pub(super) fn of(&self, user: &UserId) -> Option<String> {
        self.until(user).map(|_| format!("device {}", self.hash.get(..12).unwrap_or_default()))
    }

    fn until(&self, user: &UserId) -> Option<Timestamp> {
        self.users.iter().find(|(known, _)| known == user).map(|(_, until)| *until)
    }
}

impl Attempt<'_> {
    /// The browser, if it logged somebody in before.
    pub(super) async fn device(&self, conn: &mut Conn) -> Result<Option<Device>> {
        let Some(secret) = self.credentials.device.filter(|secret| !secret.is_empty()) else { return Ok(None) };
        let hash = hash_secret(secret);
        let users = known_devices::users_of(conn, self.tenant, &hash, self.directory.now()).await?;
        Ok((!users.is_empty()).then_some(Device { hash, users }))
    }

    /// Remembers that the browser logged the user in: what its cookie shall hold from now on, where that is new or to be kept
    /// for longer. A secret that we did not give is never taken: somebody else may know it.
    pub(super) async fn remember(
        &self,
        conn: &mut Conn,
        device: Option<&Device>,
        user: &UserId,
    ) -> Result<Option<String>> {
        let Some(sent) = self.credentials.device else { return Ok(None) };
        let until = Timestamp(self.directory.now().0 + DEVICE_LIFETIME);
        let secret = match device {
            Some(device) if device.until(user).is_some_and(|known| until.since(known) < RENEWED_AFTER) => {
                return Ok(None);
            }
            Some(_) => sent.to_owned(),
            None => self.directory.random().secret(),
        };
        known_devices::remember(conn, self.tenant, &hash_secret(&secret), user, until).await?;
        Ok(Some(secret))
    }
}
