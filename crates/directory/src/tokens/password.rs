//! Tokens for a user's password (RFC 6749 §4.3), and for one at a connection that is named, which is Auth0's own.

use model::Client;
use protocol::Scope;
use protocol::authorize::device_name;

use super::scope::grantable;
use super::user_tokens::Issue;
use super::{Exchange, TokenAnswer, TokenRefusal, TokenRequest, Tokens, seconds};
use crate::authorizations::row;
use crate::{Credentials, LoggedIn, NewAuthorization};

impl Tokens<'_> {
    pub(super) async fn for_a_password(
        &self,
        tenant: &str,
        request: TokenRequest<'_>,
        realm: Option<&str>,
    ) -> Result<TokenAnswer, TokenRefusal> {
        match self.log_in_for_tokens(tenant, request, realm).await {
            Err(TokenRefusal::OAuth(error)) => {
                self.record_failure(tenant, "fepft", &error, request).await;
                Err(error.into())
            }
            outcome => outcome,
        }
    }

    async fn log_in_for_tokens(
        &self,
        tenant: &str,
        request: TokenRequest<'_>,
        realm: Option<&str>,
    ) -> Result<TokenAnswer, TokenRefusal> {
        let (parameters, client) = (request.parameters, request.client);
        let (identifier, password) = (parameters.require("username")?, parameters.require("password")?);
        let scope = Scope::parse(parameters.get("scope").unwrap_or_default())?;
        let api = self.0.api_asked_for(tenant, parameters.get("audience")).await?;
        let scope = grantable(&scope, client, api.as_ref());
        let directory = match realm {
            Some(_) => String::new(),
            None => self.default_directory(tenant).await?,
        };
        let connection = realm.or(Some(&*directory).filter(|name| !name.is_empty()));
        let credentials = Credentials { client, connection, identifier, password, device: None };
        let logged_in = self.0.logins().log_in(tenant, credentials, request.origin).await?;
        let audience = api.map_or_else(String::new, |api| api.identifier);
        let mut new = new_authorization(client, &logged_in, audience, &scope, self.0.now());
        new.device = parameters.get("device").and_then(device_name);
        let grant = if realm.is_some() { "password-realm" } else { "password" };
        self.give(tenant, request, new, &logged_in, &scope, grant).await
    }

    async fn default_directory(&self, tenant: &str) -> Result<String, TokenRefusal> {
        let mut conn = self.0.db().read().await?;
        Ok(store::tenants::settings(&mut conn, tenant).await?.unwrap_or_default().default_directory)
    }

    async fn give(
        &self,
        tenant: &str,
        request: TokenRequest<'_>,
        new: NewAuthorization,
        logged_in: &LoggedIn,
        scope: &Scope,
        grant: &str,
    ) -> Result<TokenAnswer, TokenRefusal> {
        let auth_time = seconds(new.authenticated_at);
        let authorization = row(self.0, new, "")?;
        let api = self.0.api_of(tenant, &authorization.audience).await?;
        let granted = self.0.granted(tenant, request.client, &authorization, api.as_ref(), scope.clone()).await?;
        let issue = Issue {
            directory: self.0,
            tenant,
            client: request.client,
            user: &logged_in.user,
            authorization: &authorization,
            api: api.as_ref(),
            scope: &granted.scope,
            permissions: granted.permissions.as_deref(),
            auth_time: Some(auth_time),
            nonce: None,
            grant: Some(grant),
            is_front_channel: false,
            ring: self.0.signer_for(tenant, request.client, api.as_ref()).await?,
        };
        self.commit_new(&issue, request, "sepft", "Password for Access Token").await
    }

    /// Writes an authorization without a code down, with the tokens that it gives.
    pub(super) async fn commit_new(
        &self,
        issue: &Issue<'_>,
        request: TokenRequest<'_>,
        kind: &str,
        description: &str,
    ) -> Result<TokenAnswer, TokenRefusal> {
        let mut tx = self.0.db().begin().await?;
        let answer = self.insert_new(&mut tx, issue, request, kind, description).await?;
        tx.commit().await?;
        Ok(answer)
    }

    /// The same, in a transaction of the caller's.
    pub(super) async fn insert_new(
        &self,
        tx: &mut store::Conn,
        issue: &Issue<'_>,
        request: TokenRequest<'_>,
        kind: &str,
        description: &str,
    ) -> Result<TokenAnswer, TokenRefusal> {
        let access = issue.access_token()?;
        let id_token = issue.id_token(Some(&access.token), None)?;
        store::authorizations::insert(tx, issue.tenant, issue.authorization).await?;
        issue.keep(tx, &access).await?;
        let refresh_token = issue.refresh_token(tx, request.origin).await?;
        let scope = issue.scope.to_string();
        let event = self.0.exchange_event(&Exchange {
            kind,
            description,
            client: request.client,
            user: Some(issue.user),
            connection: Some(&issue.authorization.connection),
            audience: &issue.authorization.audience,
            scope: &scope,
            origin: request.origin,
        });
        store::logs::append(tx, issue.tenant, &event).await?;
        let (access_token, expires_in) = (access.token, access.expires_in);
        Ok(TokenAnswer { access_token, id_token, refresh_token, scope, expires_in, token_type: "Bearer" })
    }
}

fn new_authorization(
    client: &Client,
    logged_in: &LoggedIn,
    audience: String,
    scope: &Scope,
    now: model::Timestamp,
) -> NewAuthorization {
    NewAuthorization {
        user_id: logged_in.user.user_id.clone(),
        client_id: client.client_id.clone(),
        connection: logged_in.connection.name.clone(),
        session_id: None,
        audience,
        scope: scope.to_string(),
        nonce: None,
        redirect_uri: String::new(),
        code_challenge: None,
        device: None,
        authenticated_at: now,
        impersonation: None,
    }
}
