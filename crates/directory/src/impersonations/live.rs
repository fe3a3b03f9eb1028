//! Whether an impersonation may go on, and how it marks what comes of it.

use model::{Impersonator, JsonObject, Timestamp};
use protocol::Scope;
use protocol::claims::SCOPES;
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::Conn;
use store::impersonations::Impersonation;

use super::ACCESS_TOKEN;
use crate::{ABSOLUTE_TIMEOUT, Directory, Result};

/// What a session and its tokens know of the administrator in the user's place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Impersonated {
    /// The impersonation.
    pub id: String,
    /// Who is in.
    pub impersonator: Impersonator,
    /// The one application that it is for.
    pub client_id: String,
    /// Whether tokens for APIs are good for reading alone.
    pub is_view_only: bool,
    /// When it ends, in milliseconds.
    pub expires_at: i64,
}

impl Impersonated {
    fn of(it: &Impersonation) -> Self {
        Self {
            id: it.id.clone(),
            impersonator: it.impersonator.clone(),
            client_id: it.client_id.clone(),
            is_view_only: it.is_view_only,
            expires_at: it.expires_at.0,
        }
    }

    /// Of what was asked for, what is given: nothing that outlives the session, and in view-only nothing that changes.
    pub(crate) fn allowed(&self, asked: &Scope) -> Scope {
        let is_reading = |scope: &str| SCOPES.contains(&scope) || scope.starts_with("read:");
        asked.iter().filter(|scope| *scope != "offline_access" && (!self.is_view_only || is_reading(scope))).collect()
    }

    /// The lifetime of a token, in seconds, that would else live for `lifetime`.
    pub(crate) fn lifetime(&self, lifetime: i64, now: Timestamp) -> i64 {
        lifetime.min(ACCESS_TOKEN).min((self.expires_at - now.0).max(0) / 1000)
    }

    /// S-227: says in claims who is in (RFC 8693 §4.1, and as Auth0 had it).
    pub(crate) fn mark(&self, claims: &mut JsonObject) {
        let Impersonator { user_id, email } = &self.impersonator;
        claims.insert("act".to_owned(), json!({ "sub": user_id }));
        claims.insert("impersonated".to_owned(), json!(true));
        claims.insert("impersonator".to_owned(), json!({ "user_id": user_id, "email": email }));
        if self.is_view_only {
            claims.insert("view_only".to_owned(), json!(true));
        }
    }
}

impl Directory {
    /// S-229: the impersonation, if it was opened and may go on: in time and not ended, the tenant still allows it, the
    /// administrator still has the permission, and their session of the dashboard is there.
    pub(crate) async fn live_impersonation(
        &self,
        conn: &mut Conn,
        tenant: &str,
        id: &str,
    ) -> Result<Option<Impersonated>> {
        let Some(it) = store::impersonations::find(conn, tenant, id).await? else { return Ok(None) };
        let is_on = it.opened_at.is_some() && it.ended_at.is_none() && self.now() <= it.expires_at;
        Ok((is_on && self.is_backed(conn, tenant, &it).await?).then(|| Impersonated::of(&it)))
    }

    /// Whether whoever asked for it still could.
    pub(super) async fn is_backed(&self, conn: &mut Conn, tenant: &str, it: &Impersonation) -> Result<bool> {
        let settings = store::tenants::settings(conn, tenant).await?.unwrap_or_default();
        let administrator = store::administrators::member(conn, tenant, &it.impersonator.user_id).await?;
        if !settings.allow_impersonation || administrator.is_none_or(|it| !it.may_impersonate) {
            return Ok(false);
        }
        let Some(id_hash) = &it.administrator_session else { return Ok(true) };
        let session = store::sessions::find(conn, id_hash).await?;
        Ok(session.is_some_and(|session| self.now().since(session.created_at) <= ABSOLUTE_TIMEOUT))
    }
}
