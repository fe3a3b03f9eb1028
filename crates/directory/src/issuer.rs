//! Who Roster is to applications.

use crate::Directory;

impl Directory {
    /// The tenant's issuer, byte for byte as in every token and in discovery: with a slash at its end, as Auth0's SDKs
    /// expect. It is configuration, never made from a request (S-142).
    pub fn issuer(&self, _tenant: &str) -> String {
        format!("{}/", self.settings().base_url)
    }
}
