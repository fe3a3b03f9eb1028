//! Tokens for a refresh token (RFC 6749 §6, RFC 9700 §4.14).

use model::{Client, UserProfile};
use protocol::rotation::successor;
use protocol::{OAuthError, Scope};
use store::Conn;
use store::authorizations::Authorization;
use store::refresh_tokens::{RefreshToken, Use};

use super::rights::Granted;
use super::scope::stored;
use super::user_tokens::{Issue, MadeAccessToken, idle_end};
use super::{Exchange, TokenAnswer, TokenRefusal, TokenRequest, Tokens, seconds};
use crate::LoginRefusal;
use crate::authorizations::Details;
use crate::random::hash_secret;

/// What a refresh token is, seen from its family.
enum Standing {
    /// The newest, or one that does not rotate.
    Newest,
    /// The one before, in time: its answer may have been lost, so it gets the same successor again (S-164).
    Retried(String),
    /// Spent. Somebody has a copy (S-162).
    Reused,
}

impl Tokens<'_> {
    pub(super) async fn refresh(&self, tenant: &str, request: TokenRequest<'_>) -> Result<TokenAnswer, TokenRefusal> {
        let token = request.parameters.require("refresh_token")?;
        let mut conn = self.0.db().read().await?;
        let found = store::refresh_tokens::find(&mut conn, tenant, &hash_secret(token)).await?;
        let authorization = match &found {
            Some(family) => store::authorizations::find(&mut conn, tenant, &family.authorization_id).await?,
            None => None,
        };
        drop(conn);
        let Some((family, authorization)) = found.zip(authorization) else {
            let error = OAuthError::invalid_refresh_token();
            self.record_failure(tenant, "fertft", &error, request).await;
            return Err(error.into());
        };
        // S-168: whoever has another client's token has stolen it.
        let is_stolen = family.client_id != request.client.client_id;
        if is_stolen || matches!(self.standing(&family, token, request.client), Standing::Reused) {
            return Err(self.revoke_family(tenant, &family, &authorization, request).await?.into());
        }
        match self.use_family(tenant, token, &family, &authorization, request).await {
            Err(TokenRefusal::OAuth(error)) => {
                self.record_refusal(tenant, "fertft", &error, &authorization, request).await?;
                Err(error.into())
            }
            outcome => outcome,
        }
    }

    /// Only the token that was retired last may come again, and only for so long; by then its successor is unused.
    fn standing(&self, family: &RefreshToken, token: &str, client: &Client) -> Standing {
        let hash = hash_secret(token);
        if family.token_hash == hash {
            return Standing::Newest;
        }
        let leeway = client.refresh_token.leeway.saturating_mul(1000);
        let is_in_time = family.rotated_at.is_some_and(|at| (0..=leeway).contains(&self.0.now().since(at)));
        match &family.successor_salt {
            Some(salt) if is_in_time && leeway > 0 && family.previous_hash == Some(hash) => {
                Standing::Retried(successor(salt, token))
            }
            _ => Standing::Reused,
        }
    }

    async fn use_family(
        &self,
        tenant: &str,
        token: &str,
        family: &RefreshToken,
        authorization: &Authorization,
        request: TokenRequest<'_>,
    ) -> Result<TokenAnswer, TokenRefusal> {
        let (now, client) = (self.0.now(), request.client);
        // First, because blocking or deleting a user revokes their tokens, and the application is told why.
        let user = self.live(tenant, authorization).await?;
        let has_ended = now > family.expires_at || now > family.idle_expires_at;
        if has_ended || family.revoked_at.is_some() || authorization.revoked_at.is_some() {
            return Err(OAuthError::invalid_refresh_token().into());
        }
        let api = self.0.api_of(tenant, &family.audience).await?;
        let scope = narrowed(&stored(&family.scope)?, request.parameters.get("scope"))?;
        let Granted { scope, permissions } = self.0.granted(tenant, client, authorization, api.as_ref(), scope).await?;
        let issue = Issue {
            directory: self.0,
            tenant,
            client,
            user: &user,
            authorization,
            api: api.as_ref(),
            scope: &scope,
            permissions: permissions.as_deref(),
            auth_time: Some(seconds(Details::of(authorization)?.authenticated_at())),
            nonce: None,
            grant: None,
            is_front_channel: false,
            ring: self.0.signer_for(tenant, client, api.as_ref()).await?,
        };
        let access = issue.access_token()?;
        let id_token = issue.id_token(Some(&access.token), None)?;
        let mut tx = self.0.db().begin().await?;
        let Some(refresh_token) = self.rotate(&mut tx, tenant, token, family, request).await? else {
            drop(tx);
            return Err(self.revoke_family(tenant, family, authorization, request).await?.into());
        };
        self.finish(tx, &issue, &access, request).await?;
        Ok(TokenAnswer {
            access_token: access.token,
            id_token,
            refresh_token,
            scope: scope.to_string(),
            expires_in: access.expires_in,
            token_type: "Bearer",
        })
    }

    async fn finish(
        &self,
        mut tx: store::Tx,
        issue: &Issue<'_>,
        access: &MadeAccessToken,
        request: TokenRequest<'_>,
    ) -> Result<(), TokenRefusal> {
        issue.keep(&mut tx, access).await?;
        let event = self.0.exchange_event(&Exchange {
            kind: "sertft",
            description: "Refresh Token for Access Token",
            client: request.client,
            user: Some(issue.user),
            connection: Some(&issue.authorization.connection),
            audience: &issue.authorization.audience,
            scope: &issue.scope.to_string(),
            origin: request.origin,
        });
        store::logs::append(&mut tx, issue.tenant, &event).await?;
        Ok(tx.commit().await?)
    }

    /// The token to answer with: `Some(None)` for one that does not rotate, `None` when it was reused meanwhile.
    async fn rotate(
        &self,
        tx: &mut Conn,
        tenant: &str,
        token: &str,
        family: &RefreshToken,
        request: TokenRequest<'_>,
    ) -> Result<Option<Option<String>>, TokenRefusal> {
        let (now, hash) = (self.0.now(), hash_secret(token));
        let place = self.0.geoip().place(request.origin.ip.as_deref());
        let it = Use {
            id: &family.id,
            token_hash: &hash,
            idle_expires_at: idle_end(request.client, now),
            ip: request.origin.ip.as_deref(),
            place: place.as_ref(),
            now,
        };
        if !family.is_rotating {
            let is_alive = store::refresh_tokens::touch(tx, tenant, &it).await?;
            return Ok(is_alive.then_some(None));
        }
        let salt = self.0.random().token();
        let next = successor(&salt, token);
        if family.token_hash == hash
            && store::refresh_tokens::rotate(tx, tenant, &it, &hash_secret(&next), &salt).await?
        {
            return Ok(Some(Some(next)));
        }
        // Another request was quicker, a moment or some seconds ago.
        let family = store::refresh_tokens::find_by_id(tx, tenant, &family.id).await?;
        let family = family.filter(|family| family.revoked_at.is_none());
        Ok(match family.map(|family| self.standing(&family, token, request.client)) {
            Some(Standing::Retried(next)) => Some(Some(next)),
            _ => None,
        })
    }

    /// The user, if they may still be logged in. Whoever changed their password logs in again (S-166).
    async fn live(&self, tenant: &str, authorization: &Authorization) -> Result<UserProfile, TokenRefusal> {
        match self.0.live_user(tenant, authorization).await {
            Ok(user) => Ok(user),
            Err(LoginRefusal::SessionEnded | LoginRefusal::ConnectionDisabled | LoginRefusal::NoConnection) => {
                Err(OAuthError::invalid_refresh_token().into())
            }
            Err(refusal) => Err(TokenRefusal::of_a_grant(refusal)),
        }
    }

    async fn revoke_family(
        &self,
        tenant: &str,
        family: &RefreshToken,
        authorization: &Authorization,
        request: TokenRequest<'_>,
    ) -> Result<OAuthError, TokenRefusal> {
        let mut tx = self.0.db().begin().await?;
        store::authorizations::revoke(&mut tx, tenant, &family.authorization_id, self.0.now()).await?;
        tx.commit().await?;
        let error = OAuthError::invalid_refresh_token();
        self.record_refusal(tenant, "ferrt", &error, authorization, request).await?;
        Ok(error)
    }

    async fn record_refusal(
        &self,
        tenant: &str,
        kind: &str,
        error: &OAuthError,
        authorization: &Authorization,
        request: TokenRequest<'_>,
    ) -> Result<(), TokenRefusal> {
        let mut tx = self.0.db().begin().await?;
        let user = store::users::find(&mut tx, tenant, &authorization.user_id).await?;
        let event = self.0.exchange_event(&Exchange {
            kind,
            description: &error.description,
            client: request.client,
            user: user.as_ref(),
            connection: Some(&authorization.connection),
            audience: &authorization.audience,
            scope: "",
            origin: request.origin,
        });
        store::logs::append(&mut tx, tenant, &event).await?;
        Ok(tx.commit().await?)
    }
}

/// A refresh token gives at most what it was given for; an application may ask for less (S-113).
fn narrowed(granted: &Scope, asked: Option<&str>) -> Result<Scope, OAuthError> {
    let Some(asked) = asked else { return Ok(granted.clone()) };
    let scope = Scope::parse(asked)?.intersect(granted);
    if scope.is_empty() {
        return Err(OAuthError::invalid_scope("The refresh token was given for none of these scopes"));
    }
    Ok(scope)
}
