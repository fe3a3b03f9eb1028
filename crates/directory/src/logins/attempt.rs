//! One try to log in, and what came of it.

use model::UserProfile;
use serde_json::json;
use store::Conn;

use super::candidate::{Candidate, Known, kept_out, password};
use super::checks::Checks;
use super::{Credentials, LoggedIn, LoginRefusal};
use crate::events::cut;
use crate::{Directory, Origin, Result};

/// One try to log in.
pub(super) struct Attempt<'a> {
    pub(super) directory: &'a Directory,
    pub(super) tenant: &'a str,
    pub(super) credentials: Credentials<'a>,
    pub(super) origin: &'a Origin,
    pub(super) checks: Checks,
}

impl Attempt<'_> {
    /// Writes the login down, unless something changed while the password was checked.
    pub(super) async fn succeed(&self, candidate: Candidate) -> Result<LoggedIn, LoginRefusal> {
        let Some(Known { user, linked, hash: Some(hash) }) = &candidate.known else {
            return Err(LoginRefusal::WrongCredentials);
        };
        self.checks.pass("password", self.directory.now());
        let hashing = &self.directory.settings().hashing;
        let better = if hashing.is_outdated(hash) {
            Some(hashing.hash(self.credentials.password, self.directory.random()).await?)
        } else {
            None
        };
        let (id, now) = (&user.user_id, self.directory.now());
        let mut tx = self.directory.db().begin().await?;
        let user = store::users::hold(&mut tx, self.tenant, id).await?.ok_or(LoginRefusal::WrongCredentials)?;
        if password(&mut tx, self.tenant, id, linked.as_ref()).await?.as_ref() != Some(hash) {
            return Err(LoginRefusal::WrongCredentials);
        }
        let counts = self.counts(&mut tx, &candidate).await?;
        if let Some(refusal) = kept_out(&counts, now) {
            drop(tx);
            return Err(self.keep_out(&candidate, refusal).await?);
        }
        if user.is_blocked_at(now) {
            drop(tx);
            self.checks.fail("blocked", "an administrator blocked the user", self.directory.now());
            return Err(self.refuse(Some(&candidate), LoginRefusal::Blocked).await?);
        }
        self.checks.pass("blocked", self.directory.now());
        if candidate.has_failures() || !counts.is_empty() {
            let (subject, from) = (&candidate.subject, &candidate.from);
            if candidate.is_known_device() {
                // What keeps others out stays.
                store::login_attempts::clear_one(&mut tx, self.tenant, subject, from).await?;
            } else {
                store::login_attempts::clear(&mut tx, self.tenant, subject, from).await?;
            }
        }
        if let Some(better) = better {
            match linked {
                None => store::passwords::rehash(&mut tx, self.tenant, id, hash, &better).await?,
                Some(linked) => {
                    store::linked_identities::rehash(&mut tx, self.tenant, linked, hash, &better).await?;
                }
            }
        }
        let user = self.counted(&mut tx, user).await?;
        self.record_success(&mut tx, &candidate, &user).await?;
        let device = self.remember(&mut tx, candidate.device.as_ref(), id).await?;
        tx.commit().await?;
        Ok(LoggedIn { user, connection: candidate.connection, device })
    }

    async fn counted(&self, conn: &mut Conn, user: UserProfile) -> Result<UserProfile> {
        let (now, ip) = (self.directory.now(), self.origin.ip.as_deref());
        store::users::count_login(conn, self.tenant, &user.user_id, ip, now).await?;
        Ok(UserProfile {
            logins_count: Some(user.logins_count.unwrap_or(0) + 1),
            last_login: Some(now),
            last_ip: ip.map(str::to_owned),
            updated_at: now,
            ..user
        })
    }

    async fn record_success(&self, conn: &mut Conn, candidate: &Candidate, user: &UserProfile) -> Result<()> {
        let mut event = self.event(Some(candidate), "s", "Successful login");
        event.user_name = Some(cut(user.display_name()));
        event.details = Some(json!({
            "stats": { "loginsCount": user.logins_count },
            "checks": self.checks.written(),
        }));
        let travel = self.directory.impossible_travel(conn, self.tenant, &event).await?;
        store::logs::append(conn, self.tenant, &event).await?;
        if let Some(travel) = travel {
            store::logs::append(conn, self.tenant, &travel).await?;
        }
        Ok(())
    }

    /// Writes down that somebody was not logged in for another reason than a wrong password.
    pub(super) async fn refuse(&self, candidate: Option<&Candidate>, refusal: LoginRefusal) -> Result<LoginRefusal> {
        let mut tx = self.directory.db().begin().await?;
        self.record(&mut tx, candidate, "f", &refusal).await?;
        tx.commit().await?;
        Ok(refusal)
    }

    /// Adds the event of a failure.
    pub(super) async fn record(
        &self,
        conn: &mut Conn,
        candidate: Option<&Candidate>,
        kind: &str,
        refusal: &LoginRefusal,
    ) -> Result<()> {
        let mut event = self.event(candidate, kind, &refusal.to_string());
        let error = refusal.at_callback().or(refusal.at_token_endpoint().map(|(_, code)| code));
        event.details = Some(json!({
            "error": { "message": refusal.to_string(), "oauthError": error },
            "checks": self.checks.written(),
        }));
        Ok(store::logs::append(conn, self.tenant, &event).await?)
    }

    fn event(&self, candidate: Option<&Candidate>, kind: &str, description: &str) -> model::LogEvent {
        let client = self.credentials.client;
        let mut event = self.directory.visit(self.origin, kind, description);
        event.client_id = Some(client.client_id.clone());
        event.client_name = Some(cut(&client.name));
        event.connection = match candidate {
            Some(candidate) => Some(candidate.connection.name.clone()),
            None => self.credentials.connection.map(cut),
        };
        let known = candidate.and_then(|candidate| candidate.known.as_ref());
        event.user_id = known.map(|known| known.user.user_id.as_str().to_owned());
        event.user_name = Some(cut(self.credentials.identifier.trim()));
        event
    }
}
