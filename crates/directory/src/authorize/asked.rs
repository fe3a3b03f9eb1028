//! Reading a request: who asks, where the answer goes, and what may be given.

use model::{Client, ResourceServer};
use protocol::authorize::ResponseMode;
use protocol::response::{AuthorizationResponse, ReturnAddress};
use protocol::{AuthorizationRequest, OAuthError, Parameters, Scope, redirect_uri};

use super::{Asked, Authorize, AuthorizeError, Browser};
use crate::events::cut;

/// What may be asked for without any API (OpenID Connect Core §5.4), and single claims as Auth0 has them.
const IDENTITY_SCOPES: [&str; 14] = [
    "openid",
    "profile",
    "email",
    "phone",
    "address",
    "offline_access",
    "name",
    "given_name",
    "family_name",
    "nickname",
    "email_verified",
    "picture",
    "created_at",
    "identities",
];

/// A request that was read, or the answer to one that cannot be granted.
pub(super) enum Reading {
    Good(Box<Client>, Box<Asked>),
    Refused(Box<AuthorizationResponse>),
}

impl Authorize<'_> {
    /// Reads a request. The client and its redirect URI come first: until both are good, nothing is sent there (S-104).
    pub(super) async fn read(
        &self,
        tenant: &str,
        parameters: &Parameters,
        browser: Browser<'_>,
    ) -> Result<Reading, AuthorizeError> {
        let client_id = parameters.get("client_id").unwrap_or_default();
        let Some(client) = self.0.find_client(tenant, client_id).await? else {
            return Err(self.refuse_on_page(tenant, client_id, browser, AuthorizeError::UnknownClient).await);
        };
        let redirect_uri = match (parameters.get("redirect_uri"), client.callbacks.as_slice()) {
            (Some(asked), callbacks) if redirect_uri::matches(callbacks, asked) => asked.to_owned(),
            (None, [only]) => only.clone(),
            _ => return Err(self.refuse_on_page(tenant, client_id, browser, AuthorizeError::Callback).await),
        };
        let guess = ReturnAddress::guess(parameters, &redirect_uri);
        if guess.mode == ResponseMode::WebMessage && !is_web_origin(&client, &redirect_uri) {
            return Err(self.refuse_on_page(tenant, client_id, browser, AuthorizeError::WebOrigin).await);
        }
        match self.check(tenant, &client, parameters, redirect_uri).await? {
            Ok(asked) => Ok(Reading::Good(Box::new(client), Box::new(asked))),
            Err(error) => Ok(Reading::Refused(Box::new(self.error(tenant, &guess, &error)))),
        }
    }

    /// What the application is told when something is wrong with its request.
    async fn check(
        &self,
        tenant: &str,
        client: &Client,
        parameters: &Parameters,
        redirect_uri: String,
    ) -> Result<Result<Asked, OAuthError>, AuthorizeError> {
        let request = match checked_request(client, parameters) {
            Ok(request) => request,
            Err(error) => return Ok(Err(error)),
        };
        if let Some(connection) = &request.connection
            && let Some(error) = self.connection_mistake(tenant, connection, client).await?
        {
            return Ok(Err(error));
        }
        let audience = match &request.audience {
            Some(audience) => audience.clone(),
            None => self.0.tenant_settings(tenant).await?.default_audience,
        };
        let api = if audience.is_empty() { None } else { self.0.find_resource_server(tenant, &audience).await? };
        if api.is_none() && !audience.is_empty() {
            return Ok(Err(OAuthError::access_denied(format!("Service not found: {}", printable(&audience)))));
        }
        let scope = allowed(client, api.as_ref(), &request);
        Ok(Ok(Asked { request, redirect_uri, audience, scope }))
    }

    async fn connection_mistake(
        &self,
        tenant: &str,
        connection: &str,
        client: &Client,
    ) -> Result<Option<OAuthError>, AuthorizeError> {
        let mut conn = self.0.db().read().await?;
        let enabled = store::connection_clients::is_enabled(&mut conn, tenant, connection, &client.client_id).await?;
        Ok(match enabled {
            Some(true) => None,
            Some(false) => Some(OAuthError::access_denied("the connection is not enabled")),
            None => Some(OAuthError::invalid_request("the connection was not found")),
        })
    }

    /// An error for the application.
    pub(super) fn error(&self, tenant: &str, to: &ReturnAddress, error: &OAuthError) -> AuthorizationResponse {
        AuthorizationResponse::error(&self.0.issuer(tenant), to, error)
    }

    /// Writes down what a person is told on a page, because the application cannot be.
    async fn refuse_on_page(
        &self,
        tenant: &str,
        client_id: &str,
        browser: Browser<'_>,
        refusal: AuthorizeError,
    ) -> AuthorizeError {
        let mut event = self.0.visit(browser.origin, "f", &refusal.to_string());
        event.client_id = (!client_id.is_empty()).then(|| cut(client_id));
        let recorded = async {
            let mut tx = self.0.db().begin().await?;
            store::logs::append(&mut tx, tenant, &event).await?;
            tx.commit().await
        };
        match recorded.await {
            Ok(()) => refusal,
            Err(error) => error.into(),
        }
    }
}

/// What the application may ask for at all.
fn checked_request(client: &Client, parameters: &Parameters) -> Result<AuthorizationRequest, OAuthError> {
    let request = AuthorizationRequest::parse(parameters)?;
    if request.response_type.is_front_channel() && !client.has_grant("implicit") {
        return Err(OAuthError::unsupported_response_type(request.response_type.as_str()));
    }
    if request.response_type.has_code() && !client.has_grant("authorization_code") {
        return Err(OAuthError::grant_not_allowed("authorization_code"));
    }
    if request.response_type.has_id_token() && !request.scope.contains("openid") {
        return Err(OAuthError::invalid_request("scope: openid is needed for an ID token"));
    }
    request.check_pkce(client.allows_missing_pkce && !client.is_public())?;
    Ok(request)
}

/// What was asked for and can be given: it never grows (S-113).
fn allowed(client: &Client, api: Option<&ResourceServer>, request: &AuthorizationRequest) -> Scope {
    let mut known: Scope = IDENTITY_SCOPES.into_iter().collect();
    for scope in api.into_iter().flat_map(|api| &api.scopes) {
        known.insert(&scope.value);
    }
    let is_offline = request.response_type.has_code()
        && client.has_grant("refresh_token")
        && api.is_none_or(|api| api.allow_offline_access);
    let allowed = request.scope.intersect(&known);
    if is_offline { allowed } else { allowed.minus(&["offline_access"].into_iter().collect()) }
}

/// S-119: a message goes to an origin that the application registered, and to no other.
fn is_web_origin(client: &Client, redirect_uri: &str) -> bool {
    redirect_uri::origin_of(redirect_uri)
        .is_some_and(|origin| client.web_origins.iter().any(|allowed| allowed.trim_end_matches('/') == origin))
}

/// What RFC 6749 §4.1.2.1 allows in a description.
fn printable(text: &str) -> String {
    text.chars().take(120).map(|c| if matches!(c, ' '..='~') && c != '"' && c != '\\' { c } else { '?' }).collect()
}
