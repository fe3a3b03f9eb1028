//! Tokens for a device that its user approved (RFC 8628 §3.4).

use model::{Timestamp, UserId};
use protocol::OAuthError;
use store::device_codes::DeviceCode;

use super::rights::Granted;
use super::scope::stored;
use super::user_tokens::Issue;
use super::{TokenAnswer, TokenRefusal, TokenRequest, Tokens, seconds};
use crate::NewAuthorization;
use crate::authorizations::row;
use crate::device_codes::INTERVAL;
use crate::random::hash_secret;

impl Tokens<'_> {
    pub(super) async fn for_the_device(
        &self,
        tenant: &str,
        request: TokenRequest<'_>,
    ) -> Result<TokenAnswer, TokenRefusal> {
        match self.poll(tenant, request).await {
            Err(TokenRefusal::OAuth(error)) => {
                if error.code != "authorization_pending" && error.code != "slow_down" {
                    self.record_failure(tenant, "fede", &error, request).await;
                }
                Err(error.into())
            }
            outcome => outcome,
        }
    }

    async fn poll(&self, tenant: &str, request: TokenRequest<'_>) -> Result<TokenAnswer, TokenRefusal> {
        let (now, hash) = (self.0.now(), hash_secret(request.parameters.require("device_code")?));
        let mut tx = self.0.db().begin().await?;
        let found = store::device_codes::find(&mut tx, tenant, &hash).await?;
        let unknown = || OAuthError::invalid_grant("Invalid or expired device code.");
        let waiting = found.filter(|it| it.client_id == request.client.client_id).ok_or_else(unknown)?;
        store::device_codes::poll(&mut tx, tenant, &hash, now).await?;
        tx.commit().await?;
        if now.0 > waiting.expires_at {
            return Err(OAuthError::expired_token().into());
        }
        match waiting.status.as_str() {
            "approved" => self.redeem_device(tenant, &waiting, request).await,
            "denied" => Err(OAuthError::access_denied("The user denied the authorization request.").into()),
            "pending" if waiting.last_polled_at.is_some_and(|last| now.0 - last < INTERVAL * 1000) => {
                Err(OAuthError::slow_down().into())
            }
            "pending" => Err(OAuthError::authorization_pending().into()),
            _ => Err(unknown().into()),
        }
    }

    async fn redeem_device(
        &self,
        tenant: &str,
        waiting: &DeviceCode,
        request: TokenRequest<'_>,
    ) -> Result<TokenAnswer, TokenRefusal> {
        let denied = || OAuthError::access_denied("The user may not log in any more.");
        let user_id = UserId::from(waiting.user_id.clone().unwrap_or_default());
        let authorization = row(
            self.0,
            NewAuthorization {
                user_id,
                client_id: waiting.client_id.clone(),
                connection: waiting.connection.clone().unwrap_or_default(),
                session_id: waiting.session_id.clone(),
                audience: waiting.audience.clone(),
                scope: waiting.scope.clone(),
                nonce: None,
                redirect_uri: String::new(),
                code_challenge: None,
                device: None,
                authenticated_at: Timestamp(waiting.authenticated_at.unwrap_or(waiting.created_at)),
                impersonation: None,
            },
            "",
        )?;
        // N-030: what was good when the user approved is looked at again.
        let user = match self.0.live_user(tenant, &authorization).await {
            Ok(user) => user,
            Err(crate::LoginRefusal::Failed(error)) => return Err(error.into()),
            Err(crate::LoginRefusal::Blocked) => return Err(OAuthError::access_denied("user is blocked").into()),
            Err(_) => return Err(denied().into()),
        };
        let api = self.0.api_of(tenant, &authorization.audience).await?;
        let granted =
            self.0.granted(tenant, request.client, &authorization, api.as_ref(), stored(&authorization.scope)?).await?;
        let Granted { scope, permissions } = granted;
        let issue = Issue {
            directory: self.0,
            tenant,
            client: request.client,
            user: &user,
            authorization: &authorization,
            api: api.as_ref(),
            scope: &scope,
            permissions: permissions.as_deref(),
            auth_time: Some(seconds(Timestamp(waiting.authenticated_at.unwrap_or(waiting.created_at)))),
            nonce: None,
            grant: None,
            is_front_channel: false,
            ring: self.0.signer_for(tenant, request.client, api.as_ref()).await?,
        };
        let mut tx = self.0.db().begin().await?;
        if !store::device_codes::spend(&mut tx, tenant, &waiting.device_hash).await? {
            return Err(OAuthError::invalid_grant("Invalid or expired device code.").into());
        }
        let answer = self.insert_new(&mut tx, &issue, request, "sede", "Device Code for Access Token").await?;
        tx.commit().await?;
        Ok(answer)
    }
}
