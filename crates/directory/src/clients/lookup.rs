//! How an application is looked up where nobody is signed in: by the protocol's endpoints.

use std::sync::Arc;

use model::Client;

use crate::random::hash_secret;
use crate::{Directory, Result};

/// An application, and the SHA-256 of its secret where it has one.
pub(crate) struct ClientWithSecret {
    client: Client,
    secret_hash: Option<String>,
}

impl Directory {
    /// The application of that id.
    ///
    /// # Errors
    /// The database's.
    pub async fn find_client(&self, tenant: &str, client_id: &str) -> Result<Option<Client>> {
        if !is_id(client_id) {
            return Ok(None);
        }
        Ok(self.client_with_secret(tenant, client_id).await?.map(|found| found.client.clone()))
    }

    /// Whether there is such an application.
    pub(crate) async fn is_client(&self, tenant: &str, client_id: &str) -> Result<bool> {
        Ok(is_id(client_id) && self.client_with_secret(tenant, client_id).await?.is_some())
    }

    /// Whether `secret` is the application's. One that has none, or does not exist, has no right secret.
    ///
    /// # Errors
    /// The database's.
    pub async fn check_client_secret(&self, tenant: &str, client_id: &str, secret: &str) -> Result<bool> {
        if !is_id(client_id) {
            return Ok(false);
        }
        let found = self.client_with_secret(tenant, client_id).await?;
        let given = hash_secret(secret);
        let hash = found.as_ref().and_then(|found| found.secret_hash.as_ref());
        Ok(hash.is_some_and(|hash| is_same(hash.as_bytes(), given.as_bytes())))
    }

    async fn client_with_secret(&self, tenant: &str, client_id: &str) -> Result<Option<Arc<ClientWithSecret>>> {
        let read = async || {
            let mut conn = self.db().read().await?;
            let found = store::clients::find_with_secret(&mut conn, tenant, client_id).await?;
            Ok(found.map(|(client, secret_hash)| ClientWithSecret { client, secret_hash }))
        };
        self.recent().clients.get(self.now(), tenant, client_id, read).await
    }
}

/// What cannot be the id of an application need not be looked for; NUL could not be.
pub(crate) fn is_id(text: &str) -> bool {
    (1..=64).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte))
}

/// Compares in a time that does not tell how much was right.
fn is_same(one: &[u8], other: &[u8]) -> bool {
    one.len() == other.len() && one.iter().zip(other).fold(0, |difference, (a, b)| difference | (a ^ b)) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_differs_anywhere_is_not_the_same() {
        assert!(is_same(b"abc", b"abc"));
        for other in [&b"abd"[..], b"bbc", b"ab", b"abcd", b""] {
            assert!(!is_same(b"abc", other));
        }
    }
}
