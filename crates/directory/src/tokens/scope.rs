//! What may be granted to whom.

use model::{Client, ResourceServer};
use protocol::claims::SCOPES;
use protocol::{OAuthError, Scope};

use super::TokenRefusal;
use crate::{Directory, Error};

impl Directory {
    /// The API that is asked for, or the tenant's default one; none where there is neither.
    ///
    /// # Errors
    /// `access_denied` for an API that does not exist.
    pub async fn api_asked_for(
        &self,
        tenant: &str,
        audience: Option<&str>,
    ) -> Result<Option<ResourceServer>, TokenRefusal> {
        let audience = match audience {
            Some(audience) => audience.to_owned(),
            None => {
                let mut conn = self.db().read().await?;
                let settings = store::tenants::settings(&mut conn, tenant).await?.unwrap_or_default();
                settings.default_audience
            }
        };
        if audience.is_empty() {
            return Ok(None);
        }
        let api = self.find_resource_server(tenant, &audience).await?;
        api.map_or_else(|| Err(OAuthError::unknown_audience(&audience).into()), |api| Ok(Some(api)))
    }

    /// The API of an authorization; it may have been deleted since.
    pub(crate) async fn api_of(&self, tenant: &str, audience: &str) -> Result<Option<ResourceServer>, TokenRefusal> {
        if audience.is_empty() {
            return Ok(None);
        }
        self.api_asked_for(tenant, Some(audience)).await
    }
}

/// Of what a client asks for its user, what it can have: the user's profile, scopes of the API, and refresh tokens where
/// both the client and the API have them. What it cannot have is left out, as at Auth0.
pub fn grantable(asked: &Scope, client: &Client, api: Option<&ResourceServer>) -> Scope {
    let is_offline_allowed = client.has_grant("refresh_token") && api.is_none_or(|api| api.allow_offline_access);
    let is_of_api = |scope: &str| api.is_some_and(|api| api.scopes.iter().any(|of_api| of_api.value == scope));
    asked
        .iter()
        .filter(|scope| match *scope {
            "offline_access" => is_offline_allowed,
            scope => SCOPES.contains(&scope) || is_of_api(scope),
        })
        .collect()
}

/// Stored scopes.
pub(super) fn stored(text: &str) -> Result<Scope, Error> {
    Scope::parse(text).map_err(|error| Error::Internal(format!("a stored scope: {error}")))
}
