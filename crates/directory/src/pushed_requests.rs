//! Authorization requests that an application deposits before it sends the browser (RFC 9126).

use model::{Client, Timestamp};
use protocol::{AuthorizationRequest, OAuthError, Parameters, redirect_uri};
use serde_json::Value;
use store::tickets::{self, Kind, Ticket};

use crate::random::hash_secret;
use crate::{Directory, Error, Result, TokenRefusal};

/// Seconds that a deposited request can be used for (S-121).
pub const PUSHED_REQUEST_LIFETIME: i64 = 60;

/// What stands before the handle.
const URN: &str = "urn:ietf:params:oauth:request_uri:";

/// Deposited requests.
pub struct PushedRequests<'a>(pub(crate) &'a Directory);

impl PushedRequests<'_> {
    /// Deposits a request of `client`, who has shown who it is: the `request_uri` that stands for it, once.
    ///
    /// # Errors
    /// What is wrong with the request, as /authorize would say.
    pub async fn push(&self, tenant: &str, client: &Client, parameters: &Parameters) -> Result<String, TokenRefusal> {
        if parameters.get("request_uri").is_some() {
            return Err(OAuthError::invalid_request("request_uri cannot be pushed").into());
        }
        let request = AuthorizationRequest::parse(parameters)?;
        if request.client_id != client.client_id {
            return Err(OAuthError::invalid_request("client_id is another client's").into());
        }
        let is_registered = |uri: &String| redirect_uri::matches(&client.callbacks, uri);
        if !request.redirect_uri.as_ref().is_some_and(is_registered) {
            return Err(OAuthError::invalid_request("redirect_uri is not one of the client's callbacks").into());
        }
        request.check_pkce(client.allows_missing_pkce && !client.is_public())?;
        // What shows who the client is has done its work.
        let is_asked = |name: &str| !["client_secret", "client_assertion", "client_assertion_type"].contains(&name);
        let asked = parameters.iter().filter(|(name, _)| is_asked(name));
        let payload = asked.map(|(name, value)| (name.to_owned(), Value::String(value.to_owned()))).collect();
        let (now, secret) = (self.0.now(), self.0.random().token());
        let expires_at = Timestamp(now.0 + PUSHED_REQUEST_LIFETIME * 1000);
        let ticket = Ticket { user_id: None, payload };
        let mut tx = self.0.db().begin().await?;
        tickets::insert(&mut tx, tenant, Kind::PushedRequest, &hash_secret(&secret), &ticket, now, expires_at).await?;
        tx.commit().await?;
        Ok(format!("{URN}{secret}"))
    }

    /// Takes the parameters that `client_id` deposited; none when there are none, or another client's, or not any more.
    ///
    /// # Errors
    /// The database's.
    pub async fn take(&self, tenant: &str, client_id: &str, request_uri: &str) -> Result<Option<Parameters>> {
        let Some(secret) = request_uri.strip_prefix(URN) else { return Ok(None) };
        let (now, hash) = (self.0.now(), hash_secret(secret));
        let mut tx = self.0.db().begin().await?;
        let ticket = tickets::spend(&mut tx, tenant, Kind::PushedRequest, &hash, now).await?;
        tx.commit().await?;
        let Some(ticket) = ticket else { return Ok(None) };
        let parameters = Parameters::parse_json(ticket.payload.to_string().as_bytes())
            .map_err(|error| Error::Internal(format!("a stored request: {error}")))?;
        Ok((parameters.get("client_id") == Some(client_id)).then_some(parameters))
    }

    /// What `parameters` of /authorize stand for: with the handle of a deposited request, that request.
    pub(crate) async fn resolve(&self, tenant: &str, parameters: &Parameters) -> Result<Option<Parameters>> {
        match parameters.get("request_uri") {
            Some(uri) if uri.starts_with(URN) => {
                let taken = self.take(tenant, parameters.get("client_id").unwrap_or_default(), uri).await?;
                taken.map(Some).ok_or_else(|| {
                    Error::Invalid(
                        "This login link was used already or has expired. Go back to the application.".to_owned(),
                    )
                })
            }
            _ => Ok(None),
        }
    }
}
