//! How a client grant is looked up where nobody is signed in: by the token endpoint.

use std::sync::Arc;

use model::ClientGrant;

use crate::clients::is_id;
use crate::resource_servers::is_identifier;
use crate::{Directory, Result};

impl Directory {
    /// What the application may do at the API of that identifier; none when it may not call it.
    ///
    /// # Errors
    /// The database's.
    pub async fn find_client_grant(
        &self,
        tenant: &str,
        client_id: &str,
        audience: &str,
    ) -> Result<Option<Arc<ClientGrant>>> {
        if !is_id(client_id) || !is_identifier(audience) {
            return Ok(None);
        }
        let read = async || {
            let mut conn = self.db().read().await?;
            Ok(store::client_grants::find(&mut conn, tenant, client_id, audience).await?)
        };
        // An id has no space.
        let pair = format!("{client_id} {audience}");
        self.recent().grants.get(self.now(), tenant, &pair, read).await
    }
}
