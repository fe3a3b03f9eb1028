//! What ends when a user is signed out everywhere: counted beforehand, done, and told to the applications.

use std::collections::{BTreeSet, HashMap};

use model::{Client, Ending, Timestamp, UserId, UserSession};
use store::Conn;
use store::refresh_tokens::RefreshToken;

use crate::device_name::device_name;
use crate::logouts::Told;
use crate::{Directory, Result};

/// What a user is logged in with.
pub(crate) struct Held {
    /// Logins of browsers that go on, the newest first.
    pub(crate) sessions: Vec<UserSession>,
    /// Refresh tokens that work, the newest first.
    pub(crate) families: Vec<RefreshToken>,
    /// The applications of both, by their ids.
    pub(crate) clients: HashMap<String, Client>,
    access_tokens_until: Option<Timestamp>,
}

/// What people take for one device: tokens of one name in one kind of browser or program.
pub(crate) fn device_of(family: &RefreshToken) -> (String, String) {
    (family.device_name.clone(), device_name(family.user_agent.as_deref()))
}

impl Held {
    /// What would end.
    pub(crate) fn ending(&self) -> Ending {
        let devices: BTreeSet<_> = self.families.iter().map(device_of).collect();
        let told: BTreeSet<_> = self.told().into_iter().map(|told| told.client_id).collect();
        let mut told: Vec<String> = told.iter().map(|id| self.name_of(id)).collect();
        told.sort();
        Ending {
            sessions: count(self.sessions.len()),
            refresh_tokens: count(self.families.len()),
            devices: count(devices.len()),
            told,
            access_tokens_until: self.access_tokens_until,
        }
    }

    /// The application's name; its id where it is gone.
    pub(crate) fn name_of(&self, client_id: &str) -> String {
        self.clients.get(client_id).map_or_else(|| client_id.to_owned(), |client| client.name.clone())
    }

    /// Who is to be told, and of which session; of none where only refresh tokens are left of it.
    fn told(&self) -> Vec<Told> {
        let wants = |id: &str| self.clients.get(id).is_some_and(|client| client.backchannel_logout_url().is_some());
        let of_sessions = self.sessions.iter().flat_map(|session| {
            session.clients.iter().map(|id| Told { client_id: id.clone(), session_id: Some(session.id.clone()) })
        });
        let mut told: Vec<Told> = of_sessions.filter(|told| wants(&told.client_id)).collect();
        for family in &self.families {
            if wants(&family.client_id) && !told.iter().any(|told| told.client_id == family.client_id) {
                told.push(Told { client_id: family.client_id.clone(), session_id: None });
            }
        }
        told
    }
}

impl Directory {
    /// What a user is logged in with now.
    pub(crate) async fn held(&self, conn: &mut Conn, tenant: &str, user: &UserId) -> Result<Held> {
        let now = self.now();
        let sessions = store::user_sessions::of_user(conn, tenant, user).await?;
        let sessions: Vec<_> = sessions.into_iter().filter(|session| is_in_time(session, now)).collect();
        let families = store::refresh_tokens::of_user(conn, tenant, user, now).await?;
        let ids: BTreeSet<&str> = sessions
            .iter()
            .flat_map(|session| session.clients.iter().map(String::as_str))
            .chain(families.iter().map(|family| family.client_id.as_str()))
            .collect();
        let mut clients = HashMap::with_capacity(ids.len());
        for id in ids {
            if let Some(client) = store::clients::find(conn, tenant, id).await? {
                clients.insert(id.to_owned(), client);
            }
        }
        let access_tokens_until = self.access_tokens_until(conn, tenant, user).await?;
        Ok(Held { sessions, families, clients, access_tokens_until })
    }

    /// Ends everything that a user is logged in with, and lets the applications be told; what that was.
    pub(crate) async fn end_all_of(&self, tx: &mut Conn, tenant: &str, user: &UserId) -> Result<Ending> {
        let held = self.held(tx, tenant, user).await?;
        self.queue_notices(tx, tenant, user, held.told()).await?;
        store::revocations::of_user(tx, tenant, user, self.now()).await?;
        Ok(held.ending())
    }

    /// Ends one session, and lets its applications be told.
    pub(crate) async fn end_session(&self, tx: &mut Conn, tenant: &str, session: &UserSession) -> Result<()> {
        let mut told = Vec::new();
        for id in &session.clients {
            let client = store::clients::find(tx, tenant, id).await?;
            if client.is_some_and(|client| client.backchannel_logout_url().is_some()) {
                told.push(Told { client_id: id.clone(), session_id: Some(session.id.clone()) });
            }
        }
        self.queue_notices(tx, tenant, &session.user_id, told).await?;
        store::user_sessions::delete(tx, tenant, &session.id).await?;
        Ok(())
    }

    /// Until when an API may still believe a token that it verifies by itself.
    async fn access_tokens_until(&self, conn: &mut Conn, tenant: &str, user: &UserId) -> Result<Option<Timestamp>> {
        let now = self.now();
        let mut until = None;
        for tokens in store::authorizations::access_tokens(conn, tenant, user, now).await? {
            let refreshed = match tokens.given_at {
                Some(at) => {
                    let api = store::resource_servers::find_by_identifier(conn, tenant, &tokens.audience).await?;
                    Some(at.saturating_add(api.unwrap_or_default().token_lifetime.saturating_mul(1000)))
                }
                None => None,
            };
            until = until.max(tokens.ends_at).max(refreshed);
        }
        Ok(until.map(Timestamp).filter(|until| *until > now))
    }
}

/// Whether a session goes on.
pub(crate) fn is_in_time(session: &UserSession, now: Timestamp) -> bool {
    now <= session.idle_expires_at && now <= session.expires_at
}

fn count(length: usize) -> i64 {
    i64::try_from(length).unwrap_or(i64::MAX)
}
