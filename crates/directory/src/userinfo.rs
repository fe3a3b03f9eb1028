//! Who the user of an access token is (OpenID Connect Core §5.3).

use model::{Client, JsonObject};
use protocol::jwt::Kind;
use protocol::{OAuthError, Scope, claims};
use serde_json::Value;
use store::Conn;
use store::authorizations::Authorization;

use crate::authorizations::Details;
use crate::random::hash_secret;
use crate::{Directory, LoginRefusal, TokenRefusal, Tokens};

/// The user of a token, and whose token it is.
#[derive(Clone, Debug)]
pub struct UserInfo {
    /// `sub`, and what the scope allows.
    pub claims: JsonObject,
    /// The application.
    pub client: Client,
}

impl Tokens<'_> {
    /// The profile of the user whose access token it is. With `is_in_query`, only if the application may send it there.
    ///
    /// # Errors
    /// `invalid_token` for every token that is not good, for whatever reason, and for whoever may not be logged in any
    /// more; `insufficient_scope` without `openid` (S-245).
    pub async fn userinfo(&self, tenant: &str, token: &str, is_in_query: bool) -> Result<UserInfo, TokenRefusal> {
        let (authorization, scope) = self.0.read_access_token(tenant, token).await?;
        let authorization = authorization.filter(|it| it.revoked_at.is_none());
        let authorization = authorization.ok_or_else(OAuthError::invalid_token)?;
        let client = self.0.find_client(tenant, &authorization.client_id).await?;
        let client = client.filter(|client| !is_in_query || client.allows_token_in_query);
        let client = client.ok_or_else(OAuthError::invalid_token)?;
        if !scope.contains("openid") {
            return Err(OAuthError::insufficient_scope("openid").into());
        }
        let user = match self.0.live_user(tenant, &authorization).await {
            Ok(user) => user,
            Err(LoginRefusal::Failed(error)) => return Err(error.into()),
            Err(_) => return Err(OAuthError::invalid_token().into()),
        };
        let mut claims = claims::profile(&user, &scope);
        if let Some(impersonation) = Details::of(&authorization)?.impersonation {
            impersonation.mark(&mut claims);
        }
        Ok(UserInfo { claims, client })
    }

    /// The profile behind an ID token of ours, as Auth0's older libraries ask for it.
    ///
    /// # Errors
    /// `invalid_token`.
    pub async fn token_info(&self, tenant: &str, id_token: &str) -> Result<JsonObject, TokenRefusal> {
        let found = self.0.verify_token(tenant, id_token, Kind::IdToken, &[], false).await?;
        let token = found.ok_or_else(OAuthError::invalid_token)?;
        let text = |name: &str| token.get(name).and_then(Value::as_str).unwrap_or_default();
        let client = self.0.find_client(tenant, text("aud")).await?.ok_or_else(OAuthError::invalid_token)?;
        let mut conn = self.0.db().read().await?;
        let user = store::users::find(&mut conn, tenant, &text("sub").into()).await?;
        let user = user.filter(|user| !user.is_blocked_at(self.0.now())).ok_or_else(OAuthError::invalid_token)?;
        let scope: Scope = ["openid", "profile", "email", "created_at", "identities"].iter().collect();
        let mut profile = claims::profile(&user, &scope);
        if token.get("impersonated").is_some() {
            self.0.mark_as(&mut conn, tenant, text("sid"), &mut profile).await?;
        }
        profile.insert("user_id".to_owned(), user.user_id.as_str().into());
        profile.insert("clientID".to_owned(), client.client_id.into());
        Ok(profile)
    }
}

impl Directory {
    /// S-227, S-229: says who is in by the session `id`, in the user's place.
    async fn mark_as(
        &self,
        conn: &mut Conn,
        tenant: &str,
        id: &str,
        profile: &mut JsonObject,
    ) -> Result<(), TokenRefusal> {
        let session = store::user_sessions::find(conn, tenant, id).await?;
        let id = session.and_then(|session| session.impersonation).ok_or_else(OAuthError::invalid_token)?;
        let live = self.live_impersonation(conn, tenant, &id).await?.ok_or_else(OAuthError::invalid_token)?;
        live.mark(profile);
        Ok(())
    }

    /// What an access token that is good for /userinfo came from, and its scope.
    async fn read_access_token(
        &self,
        tenant: &str,
        token: &str,
    ) -> Result<(Option<Authorization>, Scope), TokenRefusal> {
        let (id, scope) = if token.contains('.') {
            let userinfo = format!("{}userinfo", self.issuer(tenant));
            let claims = self.verify_access_token(tenant, token, &[&userinfo]).await?;
            let claims = claims.ok_or_else(OAuthError::invalid_token)?;
            let text = |name: &str| claims.get(name).and_then(Value::as_str).unwrap_or_default();
            let id = text("jti").split_once('.').map(|(id, _)| id.to_owned()).unwrap_or_default();
            (id, text("scope").to_owned())
        } else {
            let mut conn = self.db().read().await?;
            let found = store::access_tokens::find(&mut conn, tenant, &hash_secret(token), self.now()).await?;
            found.ok_or_else(OAuthError::invalid_token)?
        };
        let mut conn = self.db().read().await?;
        Ok((store::authorizations::find(&mut conn, tenant, &id).await?, Scope::parse(&scope)?))
    }
}
