//! Whether the user has to be asked, and what they said.

use model::{Client, Grant, ResourceServer, UserId};
use protocol::authorize::{Prompt, ResponseMode};
use protocol::{OAuthError, Scope, redirect_uri};

use super::{Asked, Authorize, AuthorizeError, Browser, LoginTransaction, Step};
use crate::{Actor, Error, LiveSession, Result, Scope as Allowed};

/// What a consent page shows.
#[derive(Clone, Debug)]
pub struct ConsentQuestion {
    /// Who wants it.
    pub client: Client,
    /// Of whom: their name.
    pub user: String,
    /// What it wants, in words.
    pub wants: Vec<String>,
}

pub(crate) const NO_CONSENT: &str =
    "The user has not allowed this application what it asks for, and you cannot do so in their place.";

impl Authorize<'_> {
    pub(super) async fn needs_consent(
        &self,
        tenant: &str,
        client: &Client,
        transaction: &LoginTransaction,
        live: &LiveSession,
    ) -> Result<bool, AuthorizeError> {
        let Some(asked) = &transaction.asked else { return Ok(false) };
        if transaction.has_consented {
            return Ok(false);
        }
        let lacks_consent = self.lacks_consent(tenant, client, asked, &live.user.user_id).await?;
        if lacks_consent && live.impersonation.is_some() && !asked.request.prompts(Prompt::None) {
            return Err(AuthorizeError::Impersonation(NO_CONSENT));
        }
        let is_asked = asked.request.prompts(Prompt::Consent);
        Ok(lacks_consent || is_asked || (is_unsure(client, asked) && transaction.logged_in.is_none()))
    }

    /// Whether the user never allowed the application what it asks for, and had to.
    pub(crate) async fn lacks_consent(
        &self,
        tenant: &str,
        client: &Client,
        asked: &Asked,
        user: &UserId,
    ) -> Result<bool, AuthorizeError> {
        let api = self.api(tenant, asked).await?;
        let api_skips = api.is_none_or(|api| api.skip_consent_for_verifiable_first_party_clients);
        if client.is_first_party && api_skips {
            return Ok(false);
        }
        let mut conn = self.0.db().read().await?;
        let grant = store::grants::find(&mut conn, tenant, user, &client.client_id, &asked.audience).await?;
        Ok(grant.is_none_or(|grant| !asked.scope.is_subset_of(&grant.scope.iter().collect())))
    }

    async fn api(&self, tenant: &str, asked: &Asked) -> Result<Option<ResourceServer>, AuthorizeError> {
        if asked.audience.is_empty() {
            return Ok(None);
        }
        Ok(self.0.find_resource_server(tenant, &asked.audience).await?)
    }

    /// What to ask the user of the browser's session; none when nobody is logged in.
    ///
    /// # Errors
    /// `Expired` when the transaction is gone.
    pub async fn question(
        &self,
        tenant: &str,
        state: &str,
        browser: Browser<'_>,
    ) -> Result<Option<ConsentQuestion>, AuthorizeError> {
        let transaction = self.transaction(tenant, state).await?;
        let client = self.0.find_client(tenant, &transaction.client_id).await?;
        let client = client.ok_or(AuthorizeError::UnknownClient)?;
        let Some(live) = self.usable_session(tenant, &client, browser).await? else { return Ok(None) };
        let Some(asked) = &transaction.asked else { return Ok(None) };
        let api = self.api(tenant, asked).await?;
        let wants = asked.scope.iter().filter_map(|scope| in_words(scope, api.as_ref())).collect();
        Ok(Some(ConsentQuestion { client, user: live.user.display_name().to_owned(), wants }))
    }

    /// The user said yes.
    ///
    /// # Errors
    /// `Expired` when the transaction is gone.
    pub async fn allow(&self, tenant: &str, state: &str, browser: Browser<'_>) -> Result<Step, AuthorizeError> {
        let mut transaction = self.transaction(tenant, state).await?;
        let client = self.0.find_client(tenant, &transaction.client_id).await?;
        let client = client.ok_or(AuthorizeError::UnknownClient)?;
        let live = self.usable_session(tenant, &client, browser).await?;
        let (Some(asked), Some(live)) = (&transaction.asked, live) else {
            return Ok(Step::LogIn { state: state.to_owned(), signs_up: false });
        };
        // S-228: in the user's place only what they allowed already is allowed, and nothing is remembered.
        if live.impersonation.is_none() {
            self.remember(tenant, &client, asked, &live).await?;
        } else if self.lacks_consent(tenant, &client, asked, &live.user.user_id).await? {
            return Err(AuthorizeError::Impersonation(NO_CONSENT));
        }
        transaction.has_consented = true;
        self.save(tenant, state, &transaction).await?;
        self.resume(tenant, state, browser).await
    }

    async fn remember(
        &self,
        tenant: &str,
        client: &Client,
        asked: &Asked,
        live: &LiveSession,
    ) -> Result<(), AuthorizeError> {
        let user = &live.user.user_id;
        let mut tx = self.0.db().begin().await?;
        let before = store::grants::find(&mut tx, tenant, user, &client.client_id, &asked.audience).await?;
        let allowed: Scope = before.into_iter().flat_map(|grant| grant.scope).collect();
        let grant = Grant {
            id: format!("grt_{}", self.0.random().alphanumeric(16)),
            user_id: user.clone(),
            client_id: client.client_id.clone(),
            audience: asked.audience.clone(),
            scope: allowed.union(&asked.scope).iter().map(str::to_owned).collect(),
            created_at: self.0.now(),
        };
        store::grants::save(&mut tx, tenant, &grant).await?;
        Ok(tx.commit().await?)
    }

    /// The user said no.
    ///
    /// # Errors
    /// `Expired` when the transaction is gone.
    pub async fn deny(&self, tenant: &str, state: &str) -> Result<Step, AuthorizeError> {
        self.give_up(tenant, state, &OAuthError::access_denied("User did not authorize the request")).await
    }

    /// What a user allowed applications.
    ///
    /// # Errors
    /// `Forbidden` without `read:grants`.
    pub async fn grants(&self, actor: &Actor, user: &UserId) -> Result<Vec<Grant>> {
        actor.may(Allowed::ReadGrants)?;
        if user.as_str().contains('\0') {
            return Ok(Vec::new());
        }
        let mut conn = self.0.db().read().await?;
        Ok(store::grants::of_user(&mut conn, actor.tenant(), user).await?)
    }

    /// Takes back what a user allowed an application, and what came of it (S-124).
    ///
    /// # Errors
    /// `Forbidden` without `delete:grants`, `NotFound`.
    pub async fn revoke_grant(&self, actor: &Actor, id: &str) -> Result<()> {
        actor.may(Allowed::DeleteGrants)?;
        let missing = Error::NotFound("The grant does not exist.");
        if id.contains('\0') {
            return Err(missing);
        }
        let mut tx = self.0.db().begin().await?;
        if !self.0.authorizations().revoke_in(&mut tx, actor, id).await? {
            return Err(missing);
        }
        Ok(tx.commit().await?)
    }
}

/// Whether another program on the user's device could pass for the application: it keeps no secret, and the answer goes to
/// a loopback address or a scheme of its own (S-123, RFC 8252 §8.6). A message goes to an origin that the browser checks.
fn is_unsure(client: &Client, asked: &Asked) -> bool {
    let origin = redirect_uri::origin_of(&asked.redirect_uri);
    let is_https = origin.is_some_and(|origin| origin.starts_with("https://"));
    client.is_public() && !is_https && asked.request.response_mode != ResponseMode::WebMessage
}

/// A scope as the consent page says it; `openid` alone says nothing that a user must know.
fn in_words(scope: &str, api: Option<&ResourceServer>) -> Option<String> {
    let words = match scope {
        "openid" => return None,
        "profile" => "Your profile: name, nickname, picture",
        "email" => "Your email address",
        "phone" => "Your phone number",
        "address" => "Your postal address",
        "offline_access" => "Access while you are away",
        other => {
            let described = api.into_iter().flat_map(|api| &api.scopes).find(|scope| scope.value == other);
            let text = described.map(|scope| scope.description.as_str()).filter(|text| !text.is_empty());
            return Some(text.unwrap_or(other).to_owned());
        }
    };
    Some(words.to_owned())
}
