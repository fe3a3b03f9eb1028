//! Tokens for a code (RFC 6749 §4.1.3).

use model::Client;
use protocol::OAuthError;
use protocol::pkce::{self, Challenge};
use store::authorizations::Authorization;

use super::rights::Granted;
use super::scope::stored;
use super::user_tokens::Issue;
use super::{Exchange, TokenAnswer, TokenRefusal, TokenRequest, Tokens, seconds};
use crate::Error;
use crate::authorizations::Details;
use crate::random::hash_secret;

impl Tokens<'_> {
    pub(super) async fn redeem_code(
        &self,
        tenant: &str,
        request: TokenRequest<'_>,
    ) -> Result<TokenAnswer, TokenRefusal> {
        let code = request.parameters.require("code")?;
        let mut conn = self.0.db().read().await?;
        let found = store::authorizations::find_by_code(&mut conn, tenant, &hash_secret(code)).await?;
        drop(conn);
        let Some(authorization) = found else {
            let error = OAuthError::invalid_code();
            self.record_failure(tenant, "feacft", &error, request).await;
            return Err(error.into());
        };
        match self.redeem(tenant, &authorization, request).await {
            Err(TokenRefusal::OAuth(error)) => {
                self.burn(tenant, &authorization, &error, request).await?;
                Err(error.into())
            }
            outcome => outcome,
        }
    }

    async fn redeem(
        &self,
        tenant: &str,
        authorization: &Authorization,
        request: TokenRequest<'_>,
    ) -> Result<TokenAnswer, TokenRefusal> {
        let (now, client) = (self.0.now(), request.client);
        if authorization.redeemed_at.is_some() || now > authorization.code_expires_at {
            return Err(OAuthError::invalid_code().into());
        }
        let details = Details::of(authorization)?;
        check(authorization, &details, client, request)?;
        // Blocking a user revokes what they authorized: the application is told which of the two it was.
        let user = self.0.live_user(tenant, authorization).await.map_err(TokenRefusal::of_a_grant)?;
        if authorization.revoked_at.is_some() {
            return Err(OAuthError::invalid_code().into());
        }
        let api = self.0.api_of(tenant, &authorization.audience).await?;
        let granted =
            self.0.granted(tenant, client, authorization, api.as_ref(), stored(&authorization.scope)?).await?;
        let Granted { scope, permissions } = granted;
        let issue = Issue {
            directory: self.0,
            tenant,
            client,
            user: &user,
            authorization,
            api: api.as_ref(),
            scope: &scope,
            permissions: permissions.as_deref(),
            auth_time: Some(seconds(details.authenticated_at())),
            nonce: details.nonce.as_deref(),
            grant: None,
            is_front_channel: false,
            ring: self.0.signer_for(tenant, client, api.as_ref()).await?,
        };
        let access = issue.access_token()?;
        let id_token = issue.id_token(Some(&access.token), None)?;
        let mut tx = self.0.db().begin().await?;
        let expires_at = authorization.code_expires_at;
        if !store::authorizations::redeem(&mut tx, tenant, &authorization.id, expires_at, now).await? {
            return Err(OAuthError::invalid_code().into());
        }
        issue.keep(&mut tx, &access).await?;
        let refresh_token = issue.refresh_token(&mut tx, request.origin).await?;
        let scope = scope.to_string();
        let mut event = self.0.exchange_event(&Exchange {
            kind: "seacft",
            description: "Authorization Code for Access Token",
            client,
            user: Some(&user),
            connection: Some(&authorization.connection),
            audience: &authorization.audience,
            scope: &scope,
            origin: request.origin,
        });
        if let Some(impersonation) = &details.impersonation {
            impersonation.mark_event(&mut event);
        }
        store::logs::append(&mut tx, tenant, &event).await?;
        tx.commit().await?;
        let (access_token, expires_in) = (access.token, access.expires_in);
        Ok(TokenAnswer { access_token, id_token, refresh_token, scope, expires_in, token_type: "Bearer" })
    }

    /// Whatever was wrong with it, the code is good for nothing any more, and neither is what it gave (S-106, S-108).
    async fn burn(
        &self,
        tenant: &str,
        authorization: &Authorization,
        error: &OAuthError,
        request: TokenRequest<'_>,
    ) -> Result<(), TokenRefusal> {
        let mut tx = self.0.db().begin().await?;
        store::authorizations::revoke(&mut tx, tenant, &authorization.id, self.0.now()).await?;
        let user = store::users::find(&mut tx, tenant, &authorization.user_id).await?;
        let mut event = self.0.exchange_event(&Exchange {
            kind: "feacft",
            description: &error.description,
            client: request.client,
            user: user.as_ref(),
            connection: Some(&authorization.connection),
            audience: &authorization.audience,
            scope: "",
            origin: request.origin,
        });
        if let Some(impersonation) = Details::of(authorization)?.impersonation {
            impersonation.mark_event(&mut event);
        }
        store::logs::append(&mut tx, tenant, &event).await?;
        Ok(tx.commit().await?)
    }

    /// A failure of nobody that is known.
    pub(super) async fn record_failure(&self, tenant: &str, kind: &str, error: &OAuthError, request: TokenRequest<'_>) {
        let event = self.0.exchange_event(&Exchange {
            kind,
            description: &error.description,
            client: request.client,
            user: None,
            connection: None,
            audience: "",
            scope: "",
            origin: request.origin,
        });
        self.0.record_soon(tenant, event).await;
    }
}

/// S-108: a code is bound to its client, its redirect URI and its verifier.
fn check(
    authorization: &Authorization,
    details: &Details,
    client: &Client,
    request: TokenRequest<'_>,
) -> Result<(), TokenRefusal> {
    let redirect_uri = request.parameters.get("redirect_uri").unwrap_or_default();
    if authorization.client_id != client.client_id || details.redirect_uri != redirect_uri {
        return Err(OAuthError::invalid_code().into());
    }
    let challenge =
        Challenge::parse(details.code_challenge.as_deref(), details.code_challenge.as_ref().map(|_| "S256"))
            .map_err(|error| Error::Internal(format!("a stored challenge: {error}")))?;
    Ok(pkce::verify(challenge.as_ref(), request.parameters.get("code_verifier"))?)
}
