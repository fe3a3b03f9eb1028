//! Taking tokens back (RFC 7009).

use model::{Client, JsonObject, UserProfile};
use store::Conn;

use super::{Exchange, TokenRefusal, Tokens};
use crate::Origin;
use crate::random::hash_secret;

impl Tokens<'_> {
    /// Revokes a token of `client`, whatever kind it is. A token that is unknown, or another client's, changes nothing,
    /// and nobody is told so (S-151). With a refresh token end the access tokens that came of it.
    ///
    /// # Errors
    /// The database's: then the token still works (S-152).
    pub async fn revoke(
        &self,
        tenant: &str,
        client: &Client,
        token: &str,
        origin: &Origin,
    ) -> Result<(), TokenRefusal> {
        let hash = hash_secret(token);
        let mut conn = self.0.db().read().await?;
        if let Some(family) = store::refresh_tokens::find(&mut conn, tenant, &hash).await? {
            drop(conn);
            if family.client_id == client.client_id {
                return self.revoke_authorization(tenant, client, &family.authorization_id, origin).await;
            }
            return Ok(());
        }
        let opaque = store::access_tokens::find(&mut conn, tenant, &hash, self.0.now()).await?;
        drop(conn);
        match opaque {
            Some((authorization, _)) => self.revoke_access_token(tenant, client, &authorization, &hash).await,
            None => self.revoke_jwt(tenant, client, token, origin).await,
        }
    }

    async fn revoke_authorization(
        &self,
        tenant: &str,
        client: &Client,
        authorization: &str,
        origin: &Origin,
    ) -> Result<(), TokenRefusal> {
        let mut tx = self.0.db().begin().await?;
        let Some(authorization) = store::authorizations::find(&mut tx, tenant, authorization).await? else {
            return Ok(());
        };
        store::authorizations::revoke(&mut tx, tenant, &authorization.id, self.0.now()).await?;
        let user = store::users::find(&mut tx, tenant, &authorization.user_id).await?;
        self.record_revocation(&mut tx, tenant, client, user.as_ref(), &authorization.connection, origin).await?;
        Ok(tx.commit().await?)
    }

    async fn record_revocation(
        &self,
        tx: &mut Conn,
        tenant: &str,
        client: &Client,
        user: Option<&UserProfile>,
        connection: &str,
        origin: &Origin,
    ) -> Result<(), TokenRefusal> {
        let event = self.0.exchange_event(&Exchange {
            kind: "srrt",
            description: "Successfully revoked a refresh token",
            client,
            user,
            connection: Some(connection),
            audience: "",
            scope: "",
            origin,
        });
        Ok(store::logs::append(tx, tenant, &event).await?)
    }

    async fn revoke_access_token(
        &self,
        tenant: &str,
        client: &Client,
        authorization: &str,
        hash: &str,
    ) -> Result<(), TokenRefusal> {
        let mut tx = self.0.db().begin().await?;
        let found = store::authorizations::find(&mut tx, tenant, authorization).await?;
        if found.is_some_and(|found| found.client_id == client.client_id) {
            store::access_tokens::delete(&mut tx, tenant, hash).await?;
        }
        Ok(tx.commit().await?)
    }

    /// A JWT cannot be taken back alone: what it came from is.
    async fn revoke_jwt(
        &self,
        tenant: &str,
        client: &Client,
        token: &str,
        origin: &Origin,
    ) -> Result<(), TokenRefusal> {
        let claims = self.0.verify_access_token(tenant, token, &[]).await?;
        let is_theirs = |claims: &JsonObject| claims.get("azp").is_some_and(|azp| azp == client.client_id.as_str());
        let Some(claims) = claims.filter(is_theirs) else {
            return Ok(());
        };
        match claims.get("jti").and_then(|jti| jti.as_str()).and_then(|jti| jti.split_once('.')) {
            Some((authorization, _)) => self.revoke_authorization(tenant, client, authorization, origin).await,
            None => Ok(()),
        }
    }
}
