//! How an API is looked up where nobody is signed in: by the protocol's endpoints.

use std::sync::Arc;

use model::ResourceServer;
use store::Conn;

use crate::clients::is_id;
use crate::{Directory, Result};

/// The longest identifier, in characters.
const IDENTIFIER: usize = 600;

impl Directory {
    /// The API of that identifier, which is the `audience` of its tokens.
    ///
    /// # Errors
    /// The database's.
    pub async fn find_resource_server(&self, tenant: &str, identifier: &str) -> Result<Option<ResourceServer>> {
        if !is_identifier(identifier) {
            return Ok(None);
        }
        let read = async || {
            let mut conn = self.db().read().await?;
            Ok(store::resource_servers::find_by_identifier(&mut conn, tenant, identifier).await?)
        };
        let found = self.recent().apis.get(self.now(), tenant, identifier, read).await?;
        Ok(found.map(Arc::unwrap_or_clone))
    }
}

/// The API of that id, or else of that identifier.
///
/// # Errors
/// The database's.
pub(super) async fn named(conn: &mut Conn, tenant: &str, name: &str) -> Result<Option<ResourceServer>> {
    if is_id(name)
        && let Some(api) = store::resource_servers::find(conn, tenant, name).await?
    {
        return Ok(Some(api));
    }
    if !is_identifier(name) {
        return Ok(None);
    }
    Ok(store::resource_servers::find_by_identifier(conn, tenant, name).await?)
}

/// What cannot be an identifier need not be looked for; NUL could not be.
pub(crate) fn is_identifier(text: &str) -> bool {
    !text.is_empty()
        && text.chars().count() <= IDENTIFIER
        && !text.contains(|c: char| c.is_whitespace() || c.is_control())
}
