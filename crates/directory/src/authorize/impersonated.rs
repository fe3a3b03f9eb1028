//! The answer to an application that did not ask: an administrator signs in as one of its users.

use super::consent::NO_CONSENT;
use super::{Authorize, AuthorizeError, Browser, Step};
use crate::impersonations::asked;

impl Authorize<'_> {
    /// Answers the application of the browser's impersonation as if it had asked, with a code and the state that the
    /// administrator gave, as Auth0 did. For those alone that begin no login of their own.
    ///
    /// # Errors
    /// `Impersonation` where there is none, or the user did not allow the application what it would get.
    pub async fn answer_impersonation(&self, tenant: &str, browser: Browser<'_>) -> Result<Step, AuthorizeError> {
        let live = self.0.impersonations().of_browser(tenant, browser.impersonation).await?;
        let (live, impersonated) = live.ok_or(AuthorizeError::Expired)?;
        let client = self.0.find_client(tenant, &impersonated.client_id).await?;
        let client = client.ok_or(AuthorizeError::UnknownClient)?;
        let parameters = self.0.impersonations().parameters(tenant, &impersonated.id).await?;
        let asked = asked(&client, &parameters)?;
        if self.lacks_consent(tenant, &client, &asked, &live.user.user_id).await? {
            return Err(AuthorizeError::Impersonation(NO_CONSENT));
        }
        self.answer(tenant, &client, &asked, &live, None, browser).await
    }
}
