//! Programs that call the Management API: bearer token → Actor.

use protocol::claims::machine_subject;
use protocol::jwt::Kind;
use serde_json::Value;

use crate::management_api::identifier;
use crate::{Actor, Directory, Origin, Result};

impl Directory {
    /// Whoever holds that access token, if it is one for this API that a machine application got for itself (S-203):
    /// `at+jwt`, signed by a key of the tenant, with this API alone as its audience. What was granted is asked anew, so that
    /// a grant that was taken back counts at once.
    ///
    /// # Errors
    /// The database's.
    pub async fn program(&self, tenant: &str, token: &str, origin: &Origin) -> Result<Option<Actor>> {
        let audience = identifier(self, tenant);
        let claims = self.verify_token(tenant, token, Kind::AccessToken, &[&audience], false).await?;
        let Some(claims) = claims else { return Ok(None) };
        let text = |name: &str| claims.get(name).and_then(Value::as_str).unwrap_or_default();
        let client_id = text("client_id");
        let is_machine = text("gty") == "client-credentials" && text("sub") == machine_subject(client_id);
        // In the place of a user nobody is a program (S-222).
        if !is_machine || text("aud") != audience || claims.contains_key("act") {
            return Ok(None);
        }
        if !self.is_client(tenant, client_id).await? {
            return Ok(None);
        }
        let Some(grant) = self.find_client_grant(tenant, client_id, &audience).await? else { return Ok(None) };
        // Both may be hundreds.
        let mut asked: Vec<&str> = text("scope").split(' ').collect();
        asked.sort_unstable();
        let is_asked = |scope: &&String| asked.binary_search(&scope.as_str()).is_ok();
        let scopes = grant.scope.iter().filter(is_asked).cloned().collect();
        Ok(Some(Actor::program(tenant, client_id, scopes).at(origin.clone())))
    }
}
