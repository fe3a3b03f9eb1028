//! What users let applications do.

use model::{Client, Timestamp, UserId, UserProfile};
use protocol::{OAuthError, Scope};
use serde::{Deserialize, Serialize};
use store::authorizations::Authorization;

use crate::may_use::Use;
use crate::random::hash_secret;
use crate::tokens::{Granted, Issue, TokenRefusal, seconds};
use crate::{Directory, Error, Impersonated, LoginRefusal, Origin, Result};

/// How long a code works, in milliseconds (S-107).
pub const CODE_LIFETIME: i64 = 60_000;

/// What users let applications do: codes, and the tokens that come of them.
pub struct Authorizations<'a>(pub(crate) &'a Directory);

/// A user who just logged in, or had, and agreed to what an application asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewAuthorization {
    /// Who authorizes.
    pub user_id: UserId,
    /// Whom.
    pub client_id: String,
    /// Name of the connection that the user logged in with.
    pub connection: String,
    /// The session (`sid`) that the login belongs to.
    pub session_id: Option<String>,
    /// Identifier of the API that was asked for; empty for none.
    pub audience: String,
    /// What was allowed, with a space between.
    pub scope: String,
    /// Goes into the ID token as it is.
    pub nonce: Option<String>,
    /// As the application sent it; it must send the same again with the code.
    pub redirect_uri: String,
    /// RFC 7636, S256.
    pub code_challenge: Option<String>,
    /// What the application calls the device.
    pub device: Option<String>,
    /// When the user proved who they are.
    pub authenticated_at: Timestamp,
    /// The administrator who did so in the user's place.
    pub impersonation: Option<Impersonated>,
}

/// What /authorize answers with itself, beside or instead of a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FrontChannel {
    /// A code as well (hybrid).
    pub code: bool,
    /// An access token.
    pub token: bool,
    /// An ID token.
    pub id_token: bool,
}

/// What goes to the application through the browser.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FrontChannelTokens {
    /// To be redeemed at the token endpoint.
    pub code: Option<String>,
    /// `Bearer`.
    pub access_token: Option<String>,
    /// Seconds that the access token lives.
    pub expires_in: Option<i64>,
    /// What the access token is good for.
    pub scope: Option<String>,
    /// Signed.
    pub id_token: Option<String>,
}

/// What an authorization remembers for its code alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Details {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) nonce: Option<String>,
    #[serde(default)]
    pub(crate) redirect_uri: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) code_challenge: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) device: Option<String>,
    pub(crate) authenticated_at: i64,
    /// Marks every token that comes of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) impersonation: Option<Impersonated>,
}

impl Details {
    pub(crate) fn of(authorization: &Authorization) -> Result<Self> {
        serde_json::from_value(authorization.details.clone())
            .map_err(|error| Error::Internal(format!("a stored authorization: {error}")))
    }

    pub(crate) fn authenticated_at(&self) -> Timestamp {
        Timestamp(self.authenticated_at)
    }
}

impl Authorizations<'_> {
    /// The code with which the application gets its tokens: once, within a minute.
    ///
    /// # Errors
    /// The database's.
    pub async fn issue(&self, tenant: &str, new: NewAuthorization) -> Result<String> {
        let code = self.0.random().token();
        let authorization = row(self.0, new, &hash_secret(&code))?;
        let mut tx = self.0.db().begin().await?;
        store::authorizations::insert(&mut tx, tenant, &authorization).await?;
        tx.commit().await?;
        Ok(code)
    }

    /// Tokens for the browser itself, of an application that has the `implicit` grant.
    ///
    /// # Errors
    /// `Invalid` where the application has not, or the user may not be logged in any more; or the database's.
    pub async fn front_channel_tokens(
        &self,
        tenant: &str,
        client: &Client,
        new: NewAuthorization,
        wanted: FrontChannel,
        origin: &Origin,
    ) -> Result<FrontChannelTokens> {
        tracing::debug!(client = client.client_id, ip = origin.ip, "tokens from /authorize");
        let given = self.give_to_browser(tenant, client, new, wanted).await;
        given.map_err(|refusal| match refusal {
            TokenRefusal::OAuth(error) => Error::Invalid(error.description),
            TokenRefusal::Failed(error) => error,
        })
    }

    async fn give_to_browser(
        &self,
        tenant: &str,
        client: &Client,
        new: NewAuthorization,
        wanted: FrontChannel,
    ) -> Result<FrontChannelTokens, TokenRefusal> {
        if !client.has_grant("implicit") {
            return Err(OAuthError::unsupported_response_type("token").into());
        }
        let code = wanted.code.then(|| self.0.random().token());
        let nonce = new.nonce.clone();
        let auth_time = seconds(new.authenticated_at);
        let authorization = row(self.0, new, &code.as_deref().map(hash_secret).unwrap_or_default())?;
        let user = self.0.live_user(tenant, &authorization).await?;
        let api = self.0.api_of(tenant, &authorization.audience).await?;
        // No refresh token goes through a browser's address.
        let scope = Scope::parse(&authorization.scope)?.minus(&["offline_access"].iter().collect());
        let Granted { scope, permissions } =
            self.0.granted(tenant, client, &authorization, api.as_ref(), scope).await?;
        let issue = Issue {
            directory: self.0,
            tenant,
            client,
            user: &user,
            authorization: &authorization,
            api: api.as_ref(),
            scope: &scope,
            permissions: permissions.as_deref(),
            auth_time: Some(auth_time),
            nonce: nonce.as_deref(),
            grant: None,
            is_front_channel: true,
            ring: self.0.signer_for(tenant, client, api.as_ref()).await?,
        };
        let access = if wanted.token { Some(issue.access_token()?) } else { None };
        let access_token = access.as_ref().map(|access| access.token.clone());
        let id_token = if wanted.id_token { issue.id_token(access_token.as_deref(), code.as_deref())? } else { None };
        let mut tx = self.0.db().begin().await?;
        store::authorizations::insert(&mut tx, tenant, &authorization).await?;
        if let Some(access) = &access {
            issue.keep(&mut tx, access).await?;
        }
        tx.commit().await?;
        let expires_in = access.as_ref().map(|access| access.expires_in);
        let scope = access_token.is_some().then(|| scope.to_string());
        Ok(FrontChannelTokens { code, access_token, expires_in, scope, id_token })
    }
}

impl Directory {
    /// The user of an authorization, if they may still be logged in: asked anew wherever something of it is used. What
    /// was not given for offline access ends with its session, and everything ends with the password that it was given
    /// for (S-166).
    pub(crate) async fn live_user(
        &self,
        tenant: &str,
        authorization: &Authorization,
    ) -> Result<UserProfile, LoginRefusal> {
        let is_offline = authorization.scope.split(' ').any(|scope| scope == "offline_access");
        let user = self
            .may_use(
                tenant,
                Use {
                    user: &authorization.user_id,
                    client_id: &authorization.client_id,
                    connection: &authorization.connection,
                    session_id: authorization.session_id.as_deref().filter(|_| !is_offline),
                },
            )
            .await?;
        let mut conn = self.db().read().await?;
        let changed_at = store::passwords::changed_at(&mut conn, tenant, &user.user_id).await?;
        let details = Details::of(authorization)?;
        if let Some(impersonation) = &details.impersonation
            && self.live_impersonation(&mut conn, tenant, &impersonation.id).await?.is_none()
        {
            return Err(LoginRefusal::SessionEnded);
        }
        let authenticated_at = details.authenticated_at();
        if changed_at.is_some_and(|changed_at| changed_at > authenticated_at) {
            return Err(LoginRefusal::SessionEnded);
        }
        Ok(user)
    }
}

/// A new authorization, as it is kept.
pub(crate) fn row(directory: &Directory, new: NewAuthorization, code_hash: &str) -> Result<Authorization> {
    let now = directory.now();
    let details = Details {
        nonce: new.nonce,
        redirect_uri: new.redirect_uri,
        code_challenge: new.code_challenge,
        device: new.device,
        authenticated_at: new.authenticated_at.0,
        impersonation: new.impersonation,
    };
    let details = serde_json::to_value(details).map_err(|error| Error::Internal(error.to_string()))?;
    let ends_at = Timestamp(now.0 + CODE_LIFETIME);
    Ok(Authorization {
        id: directory.random().alphanumeric(22),
        code_hash: code_hash.to_owned(),
        code_expires_at: ends_at,
        redeemed_at: None,
        revoked_at: None,
        user_id: new.user_id,
        client_id: new.client_id,
        connection: new.connection,
        session_id: new.session_id,
        audience: new.audience,
        scope: new.scope,
        details,
        created_at: now,
        expires_at: ends_at,
    })
}
