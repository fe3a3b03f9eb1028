//! Opening a link.

use model::{ImpersonationParameters, Impersonator, Timestamp, UserSession};
use store::impersonations::Impersonation;

use super::asked::asked;
use super::conditions::{Fit, check};
use super::event::as_actor;
use super::{IMPERSONATION_LIFETIME, Impersonations};
use crate::authorize::NO_CONSENT;
use crate::events::cut;
use crate::random::hash_secret;
use crate::{AuthorizeError, Error, Origin, Result};

/// What is said of a link that opens nothing.
const USED: Error =
    Error::NotFound("This link was used already, or it is older than a minute. Ask for another one in Roster.");
const NESTED: Error = Error::Refused("Somebody signs in as a user in this browser already. End that first.");
const UNBACKED: Error = Error::Refused("Whoever asked for this link may not sign in as users any more.");

/// A link that waits to be opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaitingImpersonation {
    /// The user's name.
    pub user_name: String,
    /// The application's name.
    pub client_name: String,
    /// Who asked.
    pub impersonator: Impersonator,
    /// Why.
    pub reason: String,
    /// Whether tokens for APIs are good for reading alone.
    pub is_view_only: bool,
    /// Where the browser may go then: the application's own addresses.
    pub goes_to: Vec<String>,
}

/// An impersonation that just began.
#[derive(Clone, Debug)]
pub struct OpenedImpersonation {
    /// What the browser's cookie holds, and nothing else.
    pub secret: String,
    /// Seconds that it lasts.
    pub lifetime: i64,
    /// Where the application begins its own login; none for one that is answered at once (see
    /// [`crate::Authorize::answer_impersonation`]).
    pub initiate_login_uri: Option<String>,
    /// The user's, for the application's `login_hint`.
    pub email: Option<String>,
}

impl Impersonations<'_> {
    /// What a link is for. Looking does not use it up (S-225).
    ///
    /// # Errors
    /// `NotFound` for one that is used or too old.
    pub async fn look(&self, tenant: &str, ticket: &str) -> Result<WaitingImpersonation> {
        let mut conn = self.0.db().read().await?;
        let found = store::impersonations::by_link(&mut conn, tenant, &hash_secret(ticket)).await?;
        let it = found.filter(|it| self.is_waiting(it)).ok_or(USED)?;
        let client = store::clients::find(&mut conn, tenant, &it.client_id).await?.ok_or(USED)?;
        let mut goes_to = client.callbacks;
        goes_to.insert(0, client.initiate_login_uri);
        goes_to.retain(|address| !address.is_empty());
        Ok(WaitingImpersonation {
            user_name: it.user_name,
            client_name: it.client_name,
            impersonator: it.impersonator,
            reason: it.reason,
            is_view_only: it.is_view_only,
            goes_to,
        })
    }

    fn is_waiting(&self, it: &Impersonation) -> bool {
        it.opened_at.is_none() && it.ended_at.is_none() && self.0.now() <= it.expires_at
    }

    /// Begins the impersonation: a session of the user's, in a browser where none is yet. All that had to hold for the link
    /// must hold still. Of two who open it at once, one is in.
    ///
    /// # Errors
    /// `NotFound` for a link that is used or too old, `Refused` and `Unfit` as when it was made, and in a browser that is in
    /// one already (`other`, the secret of its session).
    pub async fn open(
        &self,
        tenant: &str,
        ticket: &str,
        other: Option<&str>,
        origin: &Origin,
    ) -> Result<OpenedImpersonation> {
        let mut conn = self.0.db().read().await?;
        let found = store::impersonations::by_link(&mut conn, tenant, &hash_secret(ticket)).await?;
        drop(conn);
        let it = found.ok_or(USED)?;
        match self.begin(tenant, &it, other, origin).await {
            Err(refusal) if !refusal.is_failure() => {
                let description = format!("{} was not let in as {}: {refusal}", it.impersonator.email, it.user_name);
                let (kind, actor) = ("impersonation_refused", as_actor(&it.impersonator));
                let event = self.0.impersonation_event(&it, kind, &cut(&description), &actor, origin);
                let mut tx = self.0.db().begin().await?;
                store::logs::append(&mut tx, tenant, &event).await?;
                tx.commit().await?;
                Err(refusal)
            }
            outcome => outcome,
        }
    }

    async fn begin(
        &self,
        tenant: &str,
        it: &Impersonation,
        other: Option<&str>,
        origin: &Origin,
    ) -> Result<OpenedImpersonation> {
        if !self.is_waiting(it) {
            return Err(USED);
        }
        if self.of_browser(tenant, other).await?.is_some() {
            return Err(NESTED);
        }
        self.check_consent(tenant, it).await?;
        let (now, secret) = (self.0.now(), self.0.random().secret());
        let mut tx = self.0.db().begin().await?;
        let administrator = store::administrators::member(&mut tx, tenant, &it.impersonator.user_id).await?;
        let administrator = administrator.ok_or(UNBACKED)?;
        let fit = check(&mut tx, tenant, &administrator, &it.user_id, &it.client_id, now).await?;
        if !self.0.is_backed(&mut tx, tenant, it).await? {
            return Err(UNBACKED);
        }
        let expires_at = Timestamp(now.0 + IMPERSONATION_LIFETIME);
        let email = fit.user.email.clone();
        if !store::impersonations::open(&mut tx, tenant, &it.id, now, expires_at).await? {
            return Err(USED);
        }
        let session = self.session(it, &fit, now, expires_at, origin);
        store::user_sessions::insert(&mut tx, tenant, &hash_secret(&secret), &session).await?;
        let description = format!("{} signed in as {}", it.impersonator.email, it.user_name);
        let (kind, actor) = ("impersonation_opened", as_actor(&it.impersonator));
        let event = self.0.impersonation_event(it, kind, &cut(&description), &actor, origin);
        store::logs::append(&mut tx, tenant, &event).await?;
        tx.commit().await?;
        let uri = fit.client.initiate_login_uri;
        let initiate_login_uri = (!uri.is_empty()).then_some(uri);
        Ok(OpenedImpersonation { secret, lifetime: IMPERSONATION_LIFETIME / 1000, initiate_login_uri, email })
    }

    /// S-228: an application that is answered at once gets what its user allowed it already. One that begins its own login
    /// is refused there.
    async fn check_consent(&self, tenant: &str, it: &Impersonation) -> Result<()> {
        let Some(client) = self.0.find_client(tenant, &it.client_id).await? else { return Ok(()) };
        if !client.initiate_login_uri.is_empty() {
            return Ok(());
        }
        let asked = asked(&client, &it.parameters)?;
        match self.0.authorize().lacks_consent(tenant, &client, &asked, &it.user_id).await {
            Ok(false) => Ok(()),
            Ok(true) => Err(Error::Refused(NO_CONSENT)),
            Err(AuthorizeError::Failed(error)) => Err(error),
            Err(_) => Err(USED),
        }
    }

    fn session(
        &self,
        it: &Impersonation,
        fit: &Fit,
        now: Timestamp,
        expires_at: Timestamp,
        origin: &Origin,
    ) -> UserSession {
        UserSession {
            id: self.0.random().alphanumeric(32),
            user_id: it.user_id.clone(),
            connection: fit.connection.clone(),
            clients: vec![it.client_id.clone()],
            ip: origin.ip.clone(),
            user_agent: origin.user_agent.clone(),
            created_at: now,
            authenticated_at: now,
            last_seen_at: now,
            idle_expires_at: expires_at,
            expires_at,
            impersonation: Some(it.id.clone()),
            metadata: None,
        }
    }

    /// How the application of an impersonation gets an answer that it did not ask for.
    pub(crate) async fn parameters(&self, tenant: &str, id: &str) -> Result<ImpersonationParameters> {
        let mut conn = self.0.db().read().await?;
        let it = store::impersonations::find(&mut conn, tenant, id).await?.ok_or(USED)?;
        Ok(it.parameters)
    }
}
