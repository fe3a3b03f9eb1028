//! Making the tokens of a user.

use std::sync::Arc;

use model::{Client, JsonObject, ResourceServer, RotationType, SigningAlgorithm, Timestamp, UserProfile};
use protocol::Scope;
use protocol::claims::{AccessToken, IdToken};
use protocol::jwt::Kind;
use store::Conn;
use store::authorizations::Authorization;
use store::refresh_tokens::RefreshToken;

use crate::authorizations::Details;
use crate::device_name::device_name;
use crate::keys::Ring;
use crate::random::hash_secret;
use crate::{Directory, Origin, Result};

/// The end of what has none: the last second of the year 9999.
pub(crate) const NEVER: Timestamp = Timestamp(253_402_300_799_000);

/// Of access tokens that are good for /userinfo alone, in seconds.
const OPAQUE_LIFETIME: i64 = 86_400;

/// Refresh tokens of a user at an application; the oldest goes for a new one.
const MOST_REFRESH_TOKENS: i64 = 200;

/// Seconds since 1970, as JWTs count.
pub(crate) fn seconds(at: Timestamp) -> i64 {
    at.0.div_euclid(1000)
}

/// What tokens are made from. Everything that asks the database or signs is done before the transaction begins.
pub(crate) struct Issue<'a> {
    pub(crate) directory: &'a Directory,
    pub(crate) tenant: &'a str,
    pub(crate) client: &'a Client,
    pub(crate) user: &'a UserProfile,
    pub(crate) authorization: &'a Authorization,
    pub(crate) api: Option<&'a ResourceServer>,
    /// At most what was authorized: see [`Directory::granted`].
    pub(crate) scope: &'a Scope,
    /// `permissions`, where the API's tokens have it.
    pub(crate) permissions: Option<&'a [String]>,
    pub(crate) auth_time: Option<i64>,
    pub(crate) nonce: Option<&'a str>,
    /// `gty`
    pub(crate) grant: Option<&'a str>,
    /// Whether a browser gets them from /authorize.
    pub(crate) is_front_channel: bool,
    pub(crate) ring: Arc<Ring>,
}

/// An access token, and the row that it needs where it is opaque.
pub(crate) struct MadeAccessToken {
    pub(crate) token: String,
    pub(crate) expires_in: i64,
    is_opaque: bool,
}

impl Directory {
    /// The keys for the tokens of a client at an API.
    pub(crate) async fn signer_for(
        &self,
        tenant: &str,
        client: &Client,
        api: Option<&ResourceServer>,
    ) -> Result<Arc<Ring>> {
        let id_token = client.jwt_configuration.alg;
        self.signer(tenant, &[id_token, api.map_or(id_token, |api| api.signing_alg)]).await
    }
}

impl Issue<'_> {
    /// A JWT for an API; for /userinfo alone, a token that says nothing.
    pub(crate) fn access_token(&self) -> Result<MadeAccessToken> {
        let random = self.directory.random();
        let Some(api) = self.api else {
            let expires_in = self.lifetime(OPAQUE_LIFETIME)?;
            return Ok(MadeAccessToken { token: random.token(), expires_in, is_opaque: true });
        };
        let lifetime = if self.is_front_channel { api.token_lifetime_for_web } else { api.token_lifetime };
        let lifetime = self.lifetime(lifetime)?;
        let issuer = self.directory.issuer(self.tenant);
        let userinfo = format!("{issuer}userinfo");
        let audiences: &[&str] =
            if self.scope.contains("openid") { &[&api.identifier, &userinfo] } else { &[&api.identifier] };
        let mut claims = AccessToken {
            dialect: api.token_dialect,
            issuer: &issuer,
            subject: self.user.user_id.as_str(),
            audiences,
            client_id: &self.client.client_id,
            scope: self.scope,
            issued_at: seconds(self.directory.now()),
            lifetime,
            jti: &format!("{}.{}", self.authorization.id, random.alphanumeric(22)),
            grant: self.grant,
            session_id: self.authorization.session_id.as_deref(),
            auth_time: self.auth_time,
            permissions: self.permissions,
        }
        .claims();
        self.mark(&mut claims)?;
        let token = self.ring.sign(api.signing_alg, api.token_dialect.into(), &claims)?;
        Ok(MadeAccessToken { token, expires_in: lifetime, is_opaque: false })
    }

    /// Who logged in; none without the scope `openid`.
    pub(crate) fn id_token(&self, access_token: Option<&str>, code: Option<&str>) -> Result<Option<String>> {
        if !self.scope.contains("openid") {
            return Ok(None);
        }
        let algorithm: SigningAlgorithm = self.client.jwt_configuration.alg;
        let mut claims = IdToken {
            issuer: &self.directory.issuer(self.tenant),
            client_id: &self.client.client_id,
            user: self.user,
            scope: self.scope,
            issued_at: seconds(self.directory.now()),
            lifetime: self.lifetime(self.client.jwt_configuration.lifetime_in_seconds)?,
            auth_time: self.auth_time,
            nonce: self.nonce,
            session_id: self.authorization.session_id.as_deref(),
            algorithm,
            access_token,
            code,
        }
        .claims();
        self.mark(&mut claims)?;
        self.ring.sign(algorithm, Kind::IdToken, &claims).map(Some)
    }

    /// Of a token that would live for `lifetime`: with an administrator in the user's place it ends sooner.
    fn lifetime(&self, lifetime: i64) -> Result<i64> {
        let impersonation = Details::of(self.authorization)?.impersonation;
        Ok(impersonation.map_or(lifetime, |it| it.lifetime(lifetime, self.directory.now())))
    }

    /// Says in the claims of a token who is in, in the user's place.
    fn mark(&self, claims: &mut JsonObject) -> Result<()> {
        if let Some(impersonation) = Details::of(self.authorization)?.impersonation {
            impersonation.mark(claims);
        }
        Ok(())
    }

    /// Writes down what an opaque access token stands for.
    pub(crate) async fn keep(&self, tx: &mut Conn, made: &MadeAccessToken) -> Result<()> {
        let expires_at = Timestamp(self.directory.now().0 + made.expires_in.saturating_mul(1000));
        if made.is_opaque {
            let (hash, scope) = (hash_secret(&made.token), self.scope.to_string());
            store::access_tokens::insert(tx, self.tenant, &hash, &self.authorization.id, &scope, expires_at).await?;
        }
        // It only ever grows, so that what was read of it before can be relied on.
        if self.authorization.expires_at < expires_at {
            store::authorizations::extend(tx, self.tenant, &self.authorization.id, expires_at).await?;
        }
        Ok(())
    }

    /// Begins a family of refresh tokens, if the scope has `offline_access`.
    pub(crate) async fn refresh_token(&self, tx: &mut Conn, origin: &Origin) -> Result<Option<String>> {
        let is_impersonated = Details::of(self.authorization)?.impersonation.is_some();
        if is_impersonated || !self.scope.contains("offline_access") || !self.client.has_grant("refresh_token") {
            return Ok(None);
        }
        let (now, token) = (self.directory.now(), self.directory.random().token());
        let (settings, named) = (&self.client.refresh_token, Details::of(self.authorization)?.device);
        let expires_at = if settings.infinite_token_lifetime { NEVER } else { later(now, settings.token_lifetime) };
        let family = RefreshToken {
            id: self.directory.random().alphanumeric(22),
            authorization_id: self.authorization.id.clone(),
            user_id: self.user.user_id.clone(),
            client_id: self.client.client_id.clone(),
            session_id: self.authorization.session_id.clone(),
            audience: self.authorization.audience.clone(),
            scope: self.scope.to_string(),
            device_name: named.unwrap_or_else(|| device_name(origin.user_agent.as_deref())),
            user_agent: origin.user_agent.clone(),
            initial_ip: origin.ip.clone(),
            last_ip: origin.ip.clone(),
            last_place: self.directory.geoip().place(origin.ip.as_deref()),
            token_hash: hash_secret(&token),
            previous_hash: None,
            successor_salt: None,
            rotated_at: None,
            // S-161: a token that whoever copies it could use for ever is for those alone who keep a secret.
            is_rotating: settings.rotation_type == RotationType::Rotating || self.client.is_public(),
            created_at: now,
            last_used_at: now,
            idle_expires_at: idle_end(self.client, now),
            expires_at,
            revoked_at: None,
            metadata: None,
        };
        let (user, client) = (&self.user.user_id, &self.client.client_id);
        store::refresh_tokens::revoke_oldest(tx, self.tenant, user, client, MOST_REFRESH_TOKENS - 1, now).await?;
        store::refresh_tokens::insert(tx, self.tenant, &family).await?;
        store::authorizations::extend(tx, self.tenant, &self.authorization.id, expires_at).await?;
        Ok(Some(token))
    }
}

/// When a family that is used now ends by disuse.
pub(super) fn idle_end(client: &Client, now: Timestamp) -> Timestamp {
    let settings = &client.refresh_token;
    if settings.infinite_idle_token_lifetime { NEVER } else { later(now, settings.idle_token_lifetime) }
}

fn later(now: Timestamp, seconds: i64) -> Timestamp {
    Timestamp(now.0.saturating_add(seconds.saturating_mul(1000))).min(NEVER)
}
