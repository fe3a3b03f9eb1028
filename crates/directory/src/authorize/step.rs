//! What comes next: an answer, the login page, or the question of consent.

use model::Client;
use protocol::authorize::Prompt;
use protocol::response::AuthorizationResponse;
use protocol::{OAuthError, Parameters};

use super::asked::Reading;
use super::{Asked, Authorize, AuthorizeError, Browser, LoginTransaction, Step};
use crate::{LiveSession, LoginRefusal, Result, Use};

/// Nobody gets from an impersonation into another login by what the application asks.
const FRESH_LOGIN: &str = "The application asks for a new login, which you cannot give as this user. End the impersonation \
     to log in as yourself.";

impl Authorize<'_> {
    /// Begins: an application sent a browser with a request.
    ///
    /// # Errors
    /// An [`AuthorizeError`], for the person who sees it; whatever an application may know is a `Step::Answer`.
    pub async fn begin(
        &self,
        tenant: &str,
        parameters: &Parameters,
        browser: Browser<'_>,
    ) -> Result<Step, AuthorizeError> {
        let pushed = match self.0.pushed_requests().resolve(tenant, parameters).await {
            Err(crate::Error::Invalid(told)) => return Err(AuthorizeError::Request(told)),
            resolved => resolved?,
        };
        let parameters = pushed.as_ref().unwrap_or(parameters);
        let (client, asked) = match self.read(tenant, parameters, browser).await? {
            Reading::Refused(answer) => return Ok(Step::Answer(answer)),
            Reading::Good(client, asked) => (*client, *asked),
        };
        let live = self.usable_session(tenant, &client, browser).await?;
        let is_impersonated = live.as_ref().is_some_and(|live| live.impersonation.is_some());
        if let Some(hint) = &asked.request.id_token_hint {
            let hinted = self.hint(tenant, hint, false).await?.map(|hint| hint.subject);
            let is_other = live.as_ref().is_some_and(|live| Some(live.user.user_id.as_str()) != hinted.as_deref());
            if hinted.is_none() || is_other {
                let error = OAuthError::new(403, "login_required", "Login required");
                return self.refuse(tenant, &client, &asked, &error, browser).await;
            }
        }
        let is_silent = asked.request.prompts(Prompt::None);
        let needs_login = self.needs_fresh_login(&asked, live.as_ref());
        if is_impersonated && needs_login && !is_silent {
            return Err(AuthorizeError::Impersonation(FRESH_LOGIN));
        }
        let mut transaction = LoginTransaction {
            client_id: client.client_id.clone(),
            asked: Some(asked.clone()),
            continue_to: None,
            needs_login,
            logged_in: None,
            has_consented: false,
        };
        match live.filter(|_| !needs_login) {
            None if is_silent => {
                let error = OAuthError::new(403, "login_required", "Login required");
                self.refuse(tenant, &client, &asked, &error, browser).await
            }
            None => {
                transaction.needs_login = needs_login;
                let signs_up =
                    asked.request.screen_hint.as_deref() == Some("signup") || asked.request.prompts(Prompt::Create);
                Ok(Step::LogIn { state: self.keep(tenant, &transaction).await?, signs_up })
            }
            Some(live) if self.needs_consent(tenant, &client, &transaction, &live).await? => {
                if is_silent {
                    let error = OAuthError::new(403, "consent_required", "Consent required");
                    return self.refuse(tenant, &client, &asked, &error, browser).await;
                }
                Ok(Step::Consent { state: self.keep(tenant, &transaction).await? })
            }
            Some(live) => self.answer(tenant, &client, &asked, &live, Some("ssa"), browser).await,
        }
    }

    /// Goes on after the user logged in or consented.
    ///
    /// # Errors
    /// As [`Authorize::begin`]; `Expired` when the transaction is gone.
    pub async fn resume(&self, tenant: &str, state: &str, browser: Browser<'_>) -> Result<Step, AuthorizeError> {
        let transaction = self.transaction(tenant, state).await?;
        let client = self.0.find_client(tenant, &transaction.client_id).await?;
        let client = client.ok_or(AuthorizeError::UnknownClient)?;
        let live = self.usable_session(tenant, &client, browser).await?;
        let live = live.filter(|live| {
            let is_fresh = transaction.logged_in.as_deref() == Some(live.session.id.as_str());
            let is_of_connection = transaction.connection().is_none_or(|name| name == live.session.connection);
            is_of_connection && (is_fresh || !transaction.needs_login)
        });
        let Some(live) = live else {
            return Ok(Step::LogIn { state: state.to_owned(), signs_up: false });
        };
        let Some(asked) = &transaction.asked else {
            self.spend(tenant, state).await?;
            return Ok(Step::Page(transaction.continue_to.unwrap_or_default()));
        };
        if self.needs_consent(tenant, &client, &transaction, &live).await? {
            return Ok(Step::Consent { state: state.to_owned() });
        }
        self.spend(tenant, state).await?;
        let event = transaction.logged_in.is_none().then_some("ssa");
        self.answer(tenant, &client, asked, &live, event, browser).await
    }

    /// Ends a transaction with an error for the application.
    ///
    /// # Errors
    /// `Expired` when the transaction is gone.
    pub async fn give_up(&self, tenant: &str, state: &str, error: &OAuthError) -> Result<Step, AuthorizeError> {
        let transaction = self.transaction(tenant, state).await?;
        self.spend(tenant, state).await?;
        match &transaction.asked {
            Some(asked) => Ok(Step::Answer(Box::new(self.error(tenant, &asked.return_address(), error)))),
            None => Err(AuthorizeError::Request(error.description.clone())),
        }
    }

    /// The browser's session, if its user may use the application.
    pub(super) async fn usable_session(
        &self,
        tenant: &str,
        client: &Client,
        browser: Browser<'_>,
    ) -> Result<Option<LiveSession>, AuthorizeError> {
        let Some(live) = self.session_at(tenant, client, browser).await? else { return Ok(None) };
        let use_ = Use {
            user: &live.user.user_id,
            client_id: &client.client_id,
            connection: &live.session.connection,
            session_id: Some(&live.session.id),
        };
        match self.0.may_use(tenant, use_).await {
            Ok(_) => Ok(Some(live)),
            Err(LoginRefusal::Failed(error)) => Err(error.into()),
            Err(_) => Ok(None),
        }
    }

    /// The session that counts at the application: an administrator's in a user's place at the one that it is for, and
    /// everywhere else the browser's own.
    async fn session_at(
        &self,
        tenant: &str,
        client: &Client,
        browser: Browser<'_>,
    ) -> Result<Option<LiveSession>, AuthorizeError> {
        for secret in [browser.impersonation, browser.session].into_iter().flatten() {
            let live = self.0.user_sessions().resolve(tenant, secret).await?;
            let is_for_it = |live: &LiveSession| match &live.impersonation {
                Some(impersonation) => impersonation.client_id == client.client_id,
                None => true,
            };
            if let Some(live) = live.filter(is_for_it) {
                return Ok(Some(live));
            }
        }
        Ok(None)
    }

    /// Whether the session that there is, if any, is not enough (S-242).
    fn needs_fresh_login(&self, asked: &Asked, live: Option<&LiveSession>) -> bool {
        let request = &asked.request;
        if [Prompt::Login, Prompt::SelectAccount, Prompt::Create].into_iter().any(|prompt| request.prompts(prompt)) {
            return true;
        }
        let Some(live) = live else { return false };
        let age = self.0.now().since(live.session.authenticated_at);
        let is_too_old = request.max_age.is_some_and(|max_age| age > max_age.saturating_mul(1000) || max_age == 0);
        is_too_old || request.connection.as_ref().is_some_and(|name| *name != live.session.connection)
    }

    /// Tells the application no, and writes it down if it asked silently.
    async fn refuse(
        &self,
        tenant: &str,
        client: &Client,
        asked: &Asked,
        error: &OAuthError,
        browser: Browser<'_>,
    ) -> Result<Step, AuthorizeError> {
        if asked.request.prompts(Prompt::None) {
            let mut event = self.0.visit(browser.origin, "fsa", &error.description);
            event.client_id = Some(client.client_id.clone());
            event.client_name = Some(crate::events::cut(&client.name));
            let mut tx = self.0.db().begin().await?;
            store::logs::append(&mut tx, tenant, &event).await?;
            tx.commit().await?;
        }
        let answer: AuthorizationResponse = self.error(tenant, &asked.return_address(), error);
        Ok(Step::Answer(Box::new(answer)))
    }
}
