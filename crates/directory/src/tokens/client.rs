//! Which application asks, and whether it is (RFC 6749 §2.3).

use model::{Client, Timestamp, TokenEndpointAuthMethod};
use protocol::{OAuthError, Parameters, client_assertion};

use super::{TokenRefusal, Tokens, seconds};
use crate::random::hash_secret;

/// What an application sent to show who it is.
#[derive(Clone, Copy)]
pub struct ClientProof<'a> {
    /// Of the body.
    pub parameters: &'a Parameters,
    /// Name and password of the `Authorization` header, decoded.
    pub basic: Option<(&'a str, &'a str)>,
    /// The endpoint's path, without a slash before it: what an assertion may be addressed to.
    pub endpoint: &'a str,
}

enum Method<'a> {
    Nothing,
    Secret(&'a str),
    Assertion(&'a str),
}

impl Tokens<'_> {
    /// The application, if it has shown that it is what it says. A public one only says so.
    ///
    /// # Errors
    /// `invalid_client` for an unknown application, a wrong secret and a missing one, all alike; `invalid_request` for two
    /// ways at once (S-111).
    pub async fn authenticate(&self, tenant: &str, proof: ClientProof<'_>) -> Result<Client, TokenRefusal> {
        let method = proof.method()?;
        let id = proof.client_id(&method)?;
        let client = self.0.find_client(tenant, &id).await?.ok_or_else(OAuthError::invalid_client)?;
        let is_authentic = match (client.token_endpoint_auth_method, method) {
            (TokenEndpointAuthMethod::None, Method::Nothing) => true,
            (
                TokenEndpointAuthMethod::ClientSecretPost | TokenEndpointAuthMethod::ClientSecretBasic,
                Method::Secret(secret),
            ) => self.0.check_client_secret(tenant, &client.client_id, secret).await?,
            (TokenEndpointAuthMethod::PrivateKeyJwt, Method::Assertion(assertion)) => {
                self.check_assertion(tenant, &client, assertion, proof.endpoint).await?
            }
            _ => false,
        };
        if is_authentic { Ok(client) } else { Err(OAuthError::invalid_client().into()) }
    }

    async fn check_assertion(
        &self,
        tenant: &str,
        client: &Client,
        assertion: &str,
        endpoint: &str,
    ) -> Result<bool, TokenRefusal> {
        let issuer = self.0.issuer(tenant);
        let (here, token_endpoint) = (format!("{issuer}{endpoint}"), format!("{issuer}oauth/token"));
        let audiences = [&*issuer, issuer.trim_end_matches('/'), &*here, &*token_endpoint];
        let now = seconds(self.0.now());
        let checked = client_assertion::verify(assertion, &client.client_id, &client.public_keys, &audiences, now);
        let assertion = match checked {
            Ok(assertion) => assertion,
            Err(mistake) => {
                tracing::info!(client = client.client_id, %mistake, "a client assertion was not believed");
                return Ok(false);
            }
        };
        let ends_at = Timestamp(assertion.expires_at.saturating_mul(1000));
        let mut tx = self.0.db().begin().await?;
        let jti = hash_secret(&assertion.jti);
        let is_first = store::spent_assertions::spend(&mut tx, tenant, &client.client_id, &jti, ends_at).await?;
        tx.commit().await?;
        Ok(is_first)
    }
}

impl<'a> ClientProof<'a> {
    fn method(&self) -> Result<Method<'a>, OAuthError> {
        let basic = self.basic.map(|(_, secret)| secret).filter(|secret| !secret.is_empty());
        let (post, assertion) = (self.parameters.get("client_secret"), self.parameters.get("client_assertion"));
        if let Some(kind) = self.parameters.get("client_assertion_type")
            && kind != client_assertion::TYPE
        {
            return Err(OAuthError::invalid_request(format!(
                "client_assertion_type must be {}",
                client_assertion::TYPE
            )));
        }
        match (basic, post, assertion) {
            (None, None, None) => Ok(Method::Nothing),
            (Some(secret), None, None) | (None, Some(secret), None) => Ok(Method::Secret(secret)),
            (None, None, Some(assertion)) => Ok(Method::Assertion(assertion)),
            _ => Err(OAuthError::invalid_request(
                "Only one way of client authentication at a time: the Authorization header, client_secret, or client_assertion",
            )),
        }
    }

    fn client_id(&self, method: &Method<'_>) -> Result<String, OAuthError> {
        let basic = self.basic.map(|(id, _)| id.to_owned());
        let assertion = match method {
            Method::Assertion(assertion) => client_assertion::client_of(assertion),
            _ => None,
        };
        let body = self.parameters.get("client_id").map(str::to_owned);
        match (body, basic.or(assertion)) {
            (Some(one), Some(other)) if one != other => Err(OAuthError::invalid_client()),
            (Some(id), _) | (None, Some(id)) => Ok(id),
            (None, None) => Err(OAuthError::invalid_client()),
        }
    }
}
