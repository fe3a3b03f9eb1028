//! The token endpoint: what an application gives, and the tokens that it gets for it.

mod answer;
mod client;
mod code;
mod device;
mod event;
mod machine;
mod password;
mod refresh;
mod refusal;
mod revoke;
mod rights;
mod scope;
mod user_tokens;

use model::Client;
use protocol::{OAuthError, Parameters};

use crate::{Directory, Origin};

pub use answer::TokenAnswer;
pub use client::ClientProof;
pub(crate) use event::{Exchange, Pending};
pub use refusal::TokenRefusal;
pub(crate) use rights::Granted;
pub use scope::grantable;
pub(crate) use user_tokens::{Issue, NEVER, seconds};

/// Tokens for applications. They take no actor: they are what makes somebody somebody.
pub struct Tokens<'a>(pub(crate) &'a Directory);

/// A request at the token endpoint.
#[derive(Clone, Copy)]
pub struct TokenRequest<'a> {
    /// Of the body.
    pub parameters: &'a Parameters,
    /// Who asks: see [`Tokens::authenticate`].
    pub client: &'a Client,
    /// Where it came from.
    pub origin: &'a Origin,
}

/// The grants of the token endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Grant {
    Code,
    Refresh,
    Machine,
    Password,
    PasswordRealm,
    Device,
}

impl Grant {
    const ALL: [Self; 6] =
        [Self::Code, Self::Refresh, Self::Machine, Self::Password, Self::PasswordRealm, Self::Device];

    fn as_str(self) -> &'static str {
        match self {
            Self::Code => "authorization_code",
            Self::Refresh => "refresh_token",
            Self::Machine => "client_credentials",
            Self::Password => "password",
            Self::PasswordRealm => "http://auth0.com/oauth/grant-type/password-realm",
            Self::Device => "urn:ietf:params:oauth:grant-type:device_code",
        }
    }
}

impl Tokens<'_> {
    /// Gives tokens for a code, a refresh token, a password, a device code, or to the application for itself.
    ///
    /// # Errors
    /// What RFC 6749 §5.2 has for it, in Auth0's words; or the database's.
    pub async fn exchange(&self, tenant: &str, request: TokenRequest<'_>) -> Result<TokenAnswer, TokenRefusal> {
        let asked = request.parameters.require("grant_type")?;
        let Some(grant) = Grant::ALL.into_iter().find(|grant| grant.as_str() == asked) else {
            return Err(OAuthError::unsupported_grant_type(asked).into());
        };
        if !request.client.has_grant(asked) {
            return Err(OAuthError::grant_not_allowed(asked).into());
        }
        match grant {
            Grant::Code => self.redeem_code(tenant, request).await,
            Grant::Refresh => self.refresh(tenant, request).await,
            Grant::Machine => self.for_the_machine(tenant, request).await,
            Grant::Password => self.for_a_password(tenant, request, None).await,
            Grant::PasswordRealm => {
                let realm = request.parameters.require("realm")?;
                self.for_a_password(tenant, request, Some(realm)).await
            }
            Grant::Device => self.for_the_device(tenant, request).await,
        }
    }
}
